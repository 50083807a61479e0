"""Passkeys: a device in software signs, and every way to cheat is played. A real browser does it in tests/browser."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from governance.members import PUBLIC, Role
from governance.policy import SignInError
from governance.sign_in import CHALLENGE_LIFETIME, MOST_PASSKEYS
from registry import admitting, signing_in
from registry.signing_in.challenges import (
    BadPasskeyError,
    ChallengeExpiredError,
    Purpose,
    new_challenge,
)
from registry.signing_in.keys import SignInKey
from registry.signing_in.passkeys import (
    PasskeyNotFoundError,
    TooManyPasskeysError,
    add_passkey,
    options_to_add_passkey,
    remove_passkey,
    sign_in_with_passkey,
)
from registry.signing_in.relying_party import relying_party
from registry.storage import audit, people
from registry.storage import sign_in as storage
from registry.storage.sign_in import ChallengeUsedError, PasskeyExistsError
from registry.use_cases import Caller
from tests.registry.signing_in.authenticator import PRESENT, VERIFIED, Authenticator, bytes_of, text_of
from tests.registry.signing_in.support import a_member, trail

KEY = SignInKey(bytes(range(32)))
OTHER_KEY = SignInKey(bytes(32))
ORIGIN = "https://registry.example.gov"
SITE = relying_party(ORIGIN, KEY)


@pytest_asyncio.fixture
async def caller(store, cast):
    """A fresh member who is signed in."""
    person_id = await a_member(store, cast.agency)
    return Caller(store, await people.acting(person_id, {Role.MEMBER}))


@pytest_asyncio.fixture
async def device(caller):
    """A device with a passkey that was added for the caller."""
    made = Authenticator(ORIGIN)
    await add_passkey(caller, SITE, made.create(await options_to_add_passkey(caller, SITE)))
    return made


def asked(site=SITE, now=None):
    return site.options_to_sign_in(now or datetime.now(UTC))


async def test_somebody_adds_a_passkey_and_signs_in_with_it(store, caller, device):
    session = await sign_in_with_passkey(store, SITE, device.get(asked()))
    assert session.person_id == caller.actor.person_id
    assert await signing_in.actor_of_session(session.secret) == caller.actor
    actions = [action for action, _ in await trail(caller.actor.person_id)]
    assert actions[-2:] == ["passkey_added", "session_started"]


async def test_a_passkey_is_kept_without_a_secret_and_with_the_roles_it_was_added_with(store, caller, device):
    [kept] = await storage.passkeys(caller.actor.person_id)
    assert kept.id == text_of(device.id)
    assert kept.scopes == {Role.MEMBER}
    await admitting.grant_role(store, caller.actor.person_id, Role.CERTIFIER, next(iter(caller.actor.organisations())))
    session = await sign_in_with_passkey(store, SITE, device.get(asked()))
    actor = await signing_in.actor_of_session(session.secret)
    assert {grant.role for grant in actor.grants} == {Role.MEMBER}


async def test_a_device_that_does_not_count_signs_in_again_and_again(store, caller):
    device = Authenticator(ORIGIN, counts=False)
    await add_passkey(caller, SITE, device.create(await options_to_add_passkey(caller, SITE)))
    for _ in range(2):
        await sign_in_with_passkey(store, SITE, device.get(asked()))


async def test_the_options_ask_for_the_owner_and_name_nobody(caller):
    to_add = json.loads(await options_to_add_passkey(caller, SITE))
    assert to_add["rp"]["id"] == "registry.example.gov"
    assert to_add["authenticatorSelection"]["userVerification"] == "required"
    assert to_add["authenticatorSelection"]["residentKey"] == "required"
    assert bytes_of(to_add["user"]["id"]) == caller.actor.person_id.bytes
    to_sign_in = json.loads(asked())
    assert to_sign_in["userVerification"] == "required"
    assert to_sign_in["allowCredentials"] == []


async def test_a_device_is_told_which_passkeys_there_are_already(caller, device):
    to_add = json.loads(await options_to_add_passkey(caller, SITE))
    assert [each["id"] for each in to_add["excludeCredentials"]] == [text_of(device.id)]


async def test_an_answer_counts_once(store, caller):
    device = Authenticator(ORIGIN, counts=False)  # so that only the challenge can tell
    await add_passkey(caller, SITE, device.create(await options_to_add_passkey(caller, SITE)))
    answer = device.get(asked())
    await sign_in_with_passkey(store, SITE, answer)
    with pytest.raises(ChallengeUsedError):
        await sign_in_with_passkey(store, SITE, answer)


async def test_a_challenge_counts_once_even_for_a_fresh_signature(store, device):
    options = asked()
    await sign_in_with_passkey(store, SITE, device.get(options))
    with pytest.raises(ChallengeUsedError):
        await sign_in_with_passkey(store, SITE, device.get(options))


async def test_an_answer_sent_many_times_at_once_starts_one_session(store, caller, device):
    answer = device.get(asked())
    answers = await asyncio.gather(
        *(sign_in_with_passkey(store, SITE, answer) for _ in range(5)), return_exceptions=True
    )
    assert sum(isinstance(each, signing_in.NewSession) for each in answers) == 1
    assert all(isinstance(each, signing_in.NewSession | ChallengeUsedError | BadPasskeyError) for each in answers)


async def test_a_copied_device_is_noticed_by_its_count(store, device):
    await sign_in_with_passkey(store, SITE, device.get(asked()))
    await sign_in_with_passkey(store, SITE, device.get(asked()))
    device.count -= 2
    with pytest.raises(BadPasskeyError):
        await sign_in_with_passkey(store, SITE, device.get(asked()))


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "https://registry.example.gov.evil.test"},
        {"origin": "http://registry.example.gov"},
        {"rp_id": "evil.test"},
        {"type": "webauthn.create"},
        {"challenge": text_of(new_challenge(OTHER_KEY, Purpose.SIGN_IN, datetime.now(UTC)).content)},
        {"challenge": text_of(b"")},
        {"challenge": text_of(bytes(200))},
        {"signature": b""},
        {"signature": bytes(70)},
        {"person": b""},
        {"person": bytes(16)},
    ],
    ids=[
        "another site",
        "without https",
        "another site's name",
        "an answer to something else",
        "somebody else's challenge",
        "no challenge",
        "a made-up challenge",
        "no signature",
        "a made-up signature",
        "for nobody",
        "for somebody else",
    ],
)
async def test_an_answer_that_does_not_fit_starts_no_session(store, device, changes):
    before = await audit.head()
    with pytest.raises(BadPasskeyError):
        await sign_in_with_passkey(store, SITE, device.get(asked(), **changes))
    assert await audit.head() == before


@pytest.mark.parametrize("flags", [0, PRESENT, VERIFIED], ids=["nobody there", "owner not checked", "not present"])
async def test_a_device_that_did_not_check_its_owner_is_refused(store, caller, device, flags):
    device.flags = flags
    with pytest.raises(BadPasskeyError):
        await sign_in_with_passkey(store, SITE, device.get(asked()))
    other = Authenticator(ORIGIN, flags=flags)
    with pytest.raises(BadPasskeyError):
        await add_passkey(caller, SITE, other.create(await options_to_add_passkey(caller, SITE)))


async def test_another_device_cannot_answer_for_a_passkey(store, device):
    thief = Authenticator(ORIGIN, id=device.id, person=device.person)
    with pytest.raises(BadPasskeyError):
        await sign_in_with_passkey(store, SITE, thief.get(asked()))


async def test_an_answer_that_comes_too_late_is_refused(store, caller, device):
    then = datetime.now(UTC) - CHALLENGE_LIFETIME - timedelta(seconds=1)
    with pytest.raises(ChallengeExpiredError):
        await sign_in_with_passkey(store, SITE, device.get(asked(now=then)))
    options = SITE.options_to_add(caller.actor.person_id, "Maria", [], then)
    with pytest.raises(ChallengeExpiredError):
        await add_passkey(caller, SITE, Authenticator(ORIGIN).create(options))


async def test_a_passkey_that_was_made_for_one_person_is_not_added_for_another(store, cast, caller):
    other = Caller(store, await people.acting(await a_member(store, cast.agency), {Role.MEMBER}))
    answer = Authenticator(ORIGIN).create(await options_to_add_passkey(other, SITE))
    with pytest.raises(BadPasskeyError):
        await add_passkey(caller, SITE, answer)


async def test_a_passkey_is_added_once(caller, device):
    with pytest.raises(PasskeyExistsError):
        await add_passkey(caller, SITE, device.create(await options_to_add_passkey(caller, SITE)))
    answer = Authenticator(ORIGIN).create(await options_to_add_passkey(caller, SITE))
    await add_passkey(caller, SITE, answer)
    with pytest.raises(ChallengeUsedError):
        await add_passkey(caller, SITE, answer)


async def test_nobody_takes_over_the_passkey_of_another(store, cast, caller, device):
    other = Caller(store, await people.acting(await a_member(store, cast.agency), {Role.MEMBER}))
    with pytest.raises(PasskeyExistsError):
        await add_passkey(
            other, SITE, Authenticator(ORIGIN, id=device.id).create(await options_to_add_passkey(other, SITE))
        )
    session = await sign_in_with_passkey(store, SITE, device.get(asked()))
    assert session.person_id == caller.actor.person_id


async def test_one_person_has_at_most_ten_passkeys(caller):
    for _ in range(MOST_PASSKEYS):
        await add_passkey(caller, SITE, Authenticator(ORIGIN).create(await options_to_add_passkey(caller, SITE)))
    with pytest.raises(TooManyPasskeysError):
        await add_passkey(caller, SITE, Authenticator(ORIGIN).create(await options_to_add_passkey(caller, SITE)))


async def test_a_removed_passkey_signs_nobody_in(store, caller, device):
    await remove_passkey(caller, text_of(device.id))
    assert (await trail(caller.actor.person_id))[-1] == ("passkey_removed", caller.actor.person_id)
    with pytest.raises(BadPasskeyError):
        await sign_in_with_passkey(store, SITE, device.get(asked()))
    with pytest.raises(PasskeyNotFoundError):
        await remove_passkey(caller, text_of(device.id))


async def test_nobody_removes_the_passkey_of_another(store, cast, device):
    other = Caller(store, await people.acting(await a_member(store, cast.agency), {Role.MEMBER}))
    with pytest.raises(PasskeyNotFoundError):
        await remove_passkey(other, text_of(device.id))
    await sign_in_with_passkey(store, SITE, device.get(asked()))


async def test_nobody_signed_in_has_no_passkeys(store):
    nobody = Caller(store, PUBLIC)
    with pytest.raises(SignInError):
        await options_to_add_passkey(nobody, SITE)
    with pytest.raises(SignInError):
        await add_passkey(nobody, SITE, "{}")
    with pytest.raises(SignInError):
        await remove_passkey(nobody, "x")


async def test_an_erased_person_cannot_sign_in_with_a_passkey(store, caller, device):
    await admitting.erase_person(store, caller.actor.person_id)
    with pytest.raises(BadPasskeyError):
        await sign_in_with_passkey(store, SITE, device.get(asked()))
    with pytest.raises(SignInError):
        await options_to_add_passkey(caller, SITE)


async def test_a_passkey_of_an_unknown_device_is_refused(store):
    stranger = Authenticator(ORIGIN, person=bytes(16))
    with pytest.raises(BadPasskeyError):
        await sign_in_with_passkey(store, SITE, stranger.get(asked()))
