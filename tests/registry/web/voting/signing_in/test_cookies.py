"""What the cookies are worth, and that nothing else holds a secret: no address, no log line."""

from dataclasses import replace

import pytest

from registry import admitting, signing_in
from registry.app import create_app
from registry.storage.tables import SessionRow
from tests.registry.signing_in.support import a_member, wrong
from tests.registry.web.voting.browsing import Browser, session_in, words
from tests.support import a_name

MAIL = {"smtp_url": "smtp://mail.test", "mail_from": "votes@registry.test"}


async def test_the_session_is_a_fresh_one_and_not_one_that_was_planted(app, code, member):
    async with Browser(app) as browser:
        browser.cookies.set("vr_session", "planted", domain="registry.test", path="/vote")
        browser.cookies.set("vr_browser", "planted-too", domain="registry.test", path="/vote")
        answer = await browser.sign_in(code)
        assert answer.status_code == 303
        secret = session_in(answer)
        assert "planted" not in secret
        assert (await signing_in.actor_of_session(secret)).person_id == member
        assert await signing_in.actor_of_session("planted") is None


async def test_another_person_who_signs_in_here_gets_a_session_of_their_own(store, cast, browser, code):
    first = session_in(await browser.sign_in(code))
    other = await a_member(store, cast.agency, name="Luis Ruiz")
    await browser.fill_in("/vote/sign-in", "/vote/sign-out")
    theirs = await signing_in.issue_code(await cast.caller("roll_keeper"), other, 1)
    second = session_in(await browser.sign_in(theirs))
    assert first != second
    assert "Luis Ruiz" in words(await browser.get("/vote/sign-in"))


async def test_signing_out_ends_the_session_and_the_cookie(browser, code):
    given = await browser.sign_in(code)
    secret = session_in(given)
    answer = await browser.fill_in("/vote/sign-in", "/vote/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/vote/signed-out")
    assert "vr_session=" in answer.headers["set-cookie"]
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert await signing_in.actor_of_session(secret) is None
    assert "You are signed out" in words(await browser.get("/vote/signed-out"))
    assert (await browser.get("/vote/passkeys")).status_code == 303


async def test_a_stolen_cookie_is_worth_nothing_after_signing_out(app, browser, code):
    secret = session_in(await browser.sign_in(code))
    await browser.fill_in("/vote/sign-in", "/vote/sign-out")
    async with Browser(app) as thief:
        thief.cookies.set("vr_session", secret, domain="registry.test", path="/vote")
        assert (await thief.get("/vote/passkeys")).status_code == 303


@pytest.mark.parametrize("cookie", ["x" * 5000, "é", "'; DROP TABLE session", ""])
async def test_a_strange_cookie_is_as_good_as_none(browser, cookie):
    answer = await browser.get(
        "/vote/sign-in", headers={"Cookie": f"vr_session={cookie}; vr_browser={cookie}".encode()}
    )
    assert answer.status_code == 200
    assert "Sign in to vote" in words(answer)


async def test_over_https_every_cookie_is_secure_and_of_this_host(settings, store, code):
    app = create_app(replace(settings, public_url="https://registry.test"), store=store)
    async with Browser(app, "https://registry.test") as browser:
        first = await browser.get("/vote/sign-in")
        assert first.headers["set-cookie"].startswith("__Host-vr_browser=")
        assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(first.headers["set-cookie"].split("; "))
        answer = await browser.sign_in(code)
        assert answer.headers["set-cookie"].startswith("__Host-vr_session=")
        # A cookie without the prefix, which a neighbor could plant, is not looked at.
        secret = session_in(answer)
        planted = await browser.get("/vote/passkeys", headers={"Cookie": f"vr_session={secret}"})
        assert planted.status_code == 303


async def test_no_log_line_holds_a_code_a_cookie_a_token_or_an_address(settings, store, cast, code, member, capfd):
    app = create_app(replace(settings, **MAIL), store=store)
    address = f"{a_name()}@example.org"
    token = await admitting.issue_token(store, cast.people["officer"], (), 1)
    async with Browser(app) as browser:
        capfd.readouterr()
        form = await browser.form("/vote/sign-in")
        await browser.sign_in(wrong(code))
        answer = await browser.sign_in(code, "/vote/sign-in?next=/vote/passkeys")
        await browser.fill_in("/vote/sign-in", "/vote/sign-out")
        await browser.sign_in(token.secret)
        await browser.fill_in("/vote/sign-in", "/vote/sign-out")
        await browser.fill_in("/vote/sign-in/send", email=address)
        await browser.post("/vote/sign-in", data={"code": code}, headers={"Sec-Fetch-Site": "cross-site"})
        cookie = session_in(answer)
        secrets = [code, wrong(code), cookie, browser.cookies["vr_browser"], token.secret, address, form["csrf_token"]]
    said = "".join(capfd.readouterr())
    assert said.count('"event": "request"') >= 12
    assert '"code": "BAD_CODE"' in said
    assert '"code": "CSRF"' in said
    for secret in secrets:
        assert secret not in said
        assert secret.split("-")[-1] not in said


async def test_no_page_carries_a_code_or_session_in_an_address(browser, code):
    await browser.sign_in(code)
    page = await browser.get("/vote/sign-in")
    secret = browser.cookies["vr_session"]
    assert secret not in page.text
    assert code not in page.text
    ignored = await browser.get(f"/vote/sign-in?code={code}")
    assert code not in "".join(value for name, value in ignored.headers.items() if name != "set-cookie")


async def test_a_link_with_a_code_in_it_signs_nobody_in(browser, code, member):
    page = await browser.get(f"/vote/sign-in?code={code}&csrf_token=x")
    assert page.status_code == 200
    assert await SessionRow.count().where(SessionRow.person == member) == 0


async def test_pages_that_need_nobody_work_without_a_session_in_the_address_bar(browser):
    for path in ("/vote/sign-in", "/vote/sign-in/send", "/vote/signed-out"):
        page = await browser.get(path)
        assert page.status_code == 200
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "same-origin"
