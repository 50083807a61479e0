"""What the site asks of passkeys, and that no answer passes but the one that was signed for it."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.members import PersonId, Role
from governance.sign_in import Passkey
from registry.signing_in.challenges import (
    BadPasskeyError,
    ChallengeExpiredError,
)
from registry.signing_in.keys import SignInKey
from registry.signing_in.relying_party import PasskeysNotOfferedError, relying_party
from tests.registry.signing_in.authenticator import Authenticator, bytes_of, text_of

KEY = SignInKey(bytes(range(32)))
ORIGIN = "https://registry.example.gov"
SITE = relying_party(ORIGIN, KEY)
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
PERSON = PersonId(UUID(int=7))


def _genuine():
    """A device, and its passkey as it would be kept."""
    device = Authenticator(ORIGIN)
    new = SITE.added(device.create(SITE.options_to_add(PERSON, "Maria", [], NOW)), PERSON, NOW)
    return device, Passkey(new.id, PERSON, new.public_key, 0, frozenset({Role.MEMBER}), NOW)


GENUINE, KEPT = _genuine()
ANSWER = GENUINE.get(SITE.options_to_sign_in(NOW))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "rawId", "type", "response"]), inner)
    ),
    max_leaves=8,
)


@given(st.text(max_size=200) | JSON.map(json.dumps))
def test_whatever_is_sent_is_an_answer_or_is_refused(text):
    with pytest.raises(BadPasskeyError):
        SITE.asserted(text, NOW)
    with pytest.raises(BadPasskeyError):
        SITE.added(text, PERSON, NOW)


@settings(max_examples=300)
@given(st.data())
def test_an_answer_with_one_byte_changed_is_refused(data):
    sent = json.loads(ANSWER)
    field = data.draw(st.sampled_from(["clientDataJSON", "authenticatorData", "signature", "userHandle"]))
    content = bytearray(bytes_of(sent["response"][field]))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    sent["response"][field] = text_of(bytes(content))
    with pytest.raises((BadPasskeyError, ChallengeExpiredError)):
        SITE.sign_count(SITE.asserted(json.dumps(sent), NOW), KEPT)


def test_an_answer_as_it_was_is_taken():
    assert SITE.sign_count(SITE.asserted(ANSWER, NOW), KEPT) == GENUINE.count


def test_an_answer_is_not_longer_than_any_browser_sends():
    with pytest.raises(BadPasskeyError):
        SITE.asserted(json.dumps({"id": "x" * 20_000}), NOW)


@pytest.mark.parametrize(
    ("address", "name", "origin"),
    [
        ("https://registry.example.gov", "registry.example.gov", "https://registry.example.gov"),
        ("https://Registry.Example.gov:443/some/path", "registry.example.gov", "https://registry.example.gov"),
        ("https://registry.example.gov:8443", "registry.example.gov", "https://registry.example.gov:8443"),
        ("http://localhost:8000", "localhost", "http://localhost:8000"),
        ("http://registry.localhost", "registry.localhost", "http://registry.localhost"),
    ],
)
def test_the_site_is_the_host_of_the_address_that_people_open(address, name, origin):
    site = relying_party(address, KEY)
    assert (site.name, site.origin) == (name, origin)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8000",
        "https://127.0.0.1",
        "https://[::1]:8000",
        "http://registry.example.gov",
        "http://0.0.0.0",
    ],
)
def test_passkeys_are_not_offered_where_browsers_would_refuse_them(address):
    with pytest.raises(PasskeysNotOfferedError):
        relying_party(address, KEY)
