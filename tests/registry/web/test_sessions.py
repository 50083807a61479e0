"""Cookies and tokens of forms: how they are marked, and whose page sent a request."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from governance.members import PersonId
from registry.config import Settings
from registry.signing_in import NewSession, SignInKey
from registry.web.sessions import (
    Sender,
    Visit,
    browser_cookie,
    no_session_cookie,
    sender,
    session_cookie,
)

KEY = SignInKey(bytes(range(32)))
PLAIN = Settings()
SECURE = replace(PLAIN, public_url="https://registry.example.gov")


def a_session():
    return NewSession("secret-of-a-session", PersonId(UUID(int=1)), datetime.now(UTC) + timedelta(hours=24))


def header(cookie):
    return cookie.to_header(header="")


def test_over_https_a_cookie_is_bound_to_this_very_host():
    said = header(session_cookie(SECURE, a_session()))
    assert said.startswith("__Host-vr_session=secret-of-a-session; ")
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(said.split("; "))
    assert "Domain" not in said


def test_without_https_a_cookie_goes_to_voting_pages_only():
    said = header(session_cookie(PLAIN, a_session()))
    assert said.startswith("vr_session=secret-of-a-session; ")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(said.split("; "))
    assert "Secure" not in said
    assert "Domain" not in said


def test_the_cookie_of_a_session_lasts_as_long_as_the_session():
    cookie = session_cookie(PLAIN, a_session())
    assert 24 * 3600 - 60 < cookie.max_age <= 24 * 3600


def test_the_cookie_of_a_browser_ends_with_it():
    assert browser_cookie(PLAIN, "name").max_age is None


@pytest.mark.parametrize("settings", [PLAIN, SECURE], ids=["http", "https"])
def test_signing_out_takes_away_the_cookie_that_signing_in_gave(settings):
    given, taken = session_cookie(settings, a_session()), no_session_cookie(settings)
    assert (given.key, given.path, given.secure) == (taken.key, taken.path, taken.secure)
    assert (taken.max_age, taken.value) == (0, "")


@pytest.mark.parametrize(
    ("fetch_site", "origin", "expected"),
    [
        ("same-origin", None, Sender.OURS),
        ("same-origin", "null", Sender.OURS),
        ("none", None, Sender.OURS),
        ("same-site", "https://other.example.gov", Sender.OTHERS),
        ("cross-site", "https://registry.example.gov", Sender.OTHERS),
        ("cross-site", None, Sender.OTHERS),
        ("made up", None, Sender.OTHERS),
        ("", None, Sender.OTHERS),
        (None, None, Sender.UNSAID),
        (None, "null", Sender.UNSAID),
        (None, "https://registry.example.gov", Sender.OURS),
        (None, "http://127.0.0.1:8000", Sender.OURS),
        (None, "https://evil.test", Sender.OTHERS),
        (None, "https://registry.example.gov.evil.test", Sender.OTHERS),
        (None, "https://evil.test/registry.example.gov", Sender.OTHERS),
        (None, "https://registry.example.gov@evil.test", Sender.OTHERS),
        (None, "https://registry.example.gov:8443", Sender.OTHERS),
        (None, "", Sender.OTHERS),
    ],
)
def test_whose_page_sent_a_request(fetch_site, origin, expected):
    assert sender(fetch_site, origin, "127.0.0.1:8000", "https://registry.example.gov") is expected


def test_a_request_without_a_host_is_not_ours_by_having_no_origin_either():
    assert sender(None, "nothing", "", "https://registry.example.gov") is Sender.OTHERS


def test_a_token_counts_for_one_session_and_one_key():
    visit = Visit("browser", "session")
    token = visit.token(KEY)
    assert visit.has_sent(token, KEY)
    for other in (Visit("browser"), Visit("browser", "another"), Visit("session")):
        if other.token(KEY) != token:
            assert not other.has_sent(token, KEY)
    assert not visit.has_sent(token, SignInKey(bytes(32)))


@pytest.mark.parametrize("token", ["", "x", "é", "0" * 64, "\udcff".encode("utf-8", "replace").decode()])
def test_a_made_up_token_is_refused(token):
    assert not Visit("browser").has_sent(token, KEY)


def test_where_nobody_is_signed_in_a_token_counts_for_one_browser():
    assert Visit("one").token(KEY) != Visit("two").token(KEY)
    assert Visit("one").token(KEY) == Visit("one", is_new=True).token(KEY)


def test_a_visit_prints_no_cookie():
    assert "browser-name" not in repr(Visit("browser-name", "session-secret"))
    assert "session-secret" not in repr(Visit("browser-name", "session-secret"))
