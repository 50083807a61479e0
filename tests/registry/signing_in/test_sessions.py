"""Signing in with codes and tokens: once, for so long, after so many tries. A stranger learns nothing."""

import asyncio
import secrets
from datetime import UTC, datetime, timedelta

import pytest

from governance.members import Actor, PersonId, Role
from governance.sign_in import (
    SESSION_LIFETIME,
    BadCodeError,
    CodeUsedError,
    SessionStarted,
)
from registry import admitting, signing_in
from registry.identity import BadTokenError
from registry.signing_in.codes import read_code
from registry.signing_in.keys import SignInKey
from registry.signing_in.sessions import Browser, digest_of_session
from registry.storage import audit, people
from registry.storage import sign_in as storage
from registry.storage.tables import SignInCodeRow
from tests.registry.signing_in.support import an_old_code, sessions_of, trail

KEY = SignInKey(bytes(32))


async def test_a_code_signs_its_person_in_for_a_day(store, code, member):
    session = await signing_in.sign_in_with_code(store, code)
    assert session.person_id == member
    assert SESSION_LIFETIME - timedelta(minutes=1) < session.expires_at - datetime.now(UTC) <= SESSION_LIFETIME
    actor = await signing_in.actor_of_session(session.secret)
    assert actor.person_id == member
    assert {grant.role for grant in actor.grants} == {Role.MEMBER}
    assert (await trail(member))[-1] == ("session_started", member)


async def test_a_session_lasts_longer_than_twenty_hours():
    assert timedelta(hours=20) < SESSION_LIFETIME


async def test_only_a_digest_of_a_session_is_kept(store, code, member):
    session = await signing_in.sign_in_with_code(store, code)
    [row] = await sessions_of(member)
    assert not any(session.secret in str(value) for value in row.values())
    assert session.secret not in repr(session)


async def test_a_code_works_once(store, code, member):
    await signing_in.sign_in_with_code(store, code)
    with pytest.raises(CodeUsedError):
        await signing_in.sign_in_with_code(store, code)
    assert len(await sessions_of(member)) == 1


async def test_a_code_used_by_many_at_once_starts_exactly_one_session(store, code, member):
    answers = await asyncio.gather(
        *(signing_in.sign_in_with_code(store, code) for _ in range(6)), return_exceptions=True
    )
    assert sum(isinstance(answer, signing_in.NewSession) for answer in answers) == 1
    assert sum(isinstance(answer, CodeUsedError) for answer in answers) == 5
    assert len(await sessions_of(member)) == 1


async def test_a_button_pressed_twice_gives_one_session_and_no_refusal(store, code, member):
    browser = Browser(KEY, secrets.token_urlsafe(32))
    first, second = await asyncio.gather(*(signing_in.sign_in_with_code(store, code, browser) for _ in range(2)))
    assert first.secret == second.secret
    assert len(await sessions_of(member)) == 1
    assert [action for action, _ in await trail(member)].count("session_started") == 1


async def test_a_code_that_is_sent_again_from_another_browser_is_refused(store, code):
    await signing_in.sign_in_with_code(store, code, Browser(KEY, "one"))
    for browser in (Browser(KEY, "another"), Browser(SignInKey(bytes(31) + b"x"), "one"), None):
        with pytest.raises(CodeUsedError):
            await signing_in.sign_in_with_code(store, code, browser)


async def test_a_code_that_is_sent_again_after_signing_out_is_refused(store, code):
    browser = Browser(KEY, secrets.token_urlsafe(32))
    session = await signing_in.sign_in_with_code(store, code, browser)
    await signing_in.sign_out(store, session.secret)
    with pytest.raises(CodeUsedError):
        await signing_in.sign_in_with_code(store, code, browser)


async def test_an_erased_person_cannot_sign_in(store, code, member):
    await admitting.erase_person(store, member)
    with pytest.raises(BadCodeError):
        await signing_in.sign_in_with_code(store, code)


async def test_erasing_a_person_ends_their_session(store, code, member):
    session = await signing_in.sign_in_with_code(store, code)
    await admitting.erase_person(store, member)
    assert await signing_in.actor_of_session(session.secret) is None


async def test_signing_in_ends_no_other_session(store, cast, code, member):
    first = await signing_in.sign_in_with_code(store, code)
    second = await signing_in.sign_in_with_code(
        store, await signing_in.issue_code(await cast.caller("roll_keeper"), member, 1)
    )
    assert first.secret != second.secret
    for session in (first, second):
        assert (await signing_in.actor_of_session(session.secret)).person_id == member


async def test_signing_out_ends_the_session_and_can_be_done_twice(store, code, member):
    session = await signing_in.sign_in_with_code(store, code)
    await signing_in.sign_out(store, session.secret)
    assert await signing_in.actor_of_session(session.secret) is None
    assert (await trail(member))[-1] == ("session_ended", member)
    before = await audit.head()
    await signing_in.sign_out(store, session.secret)
    await signing_in.sign_out(store, "no such session")
    assert await audit.head() == before


async def test_an_expired_session_names_nobody(store, member):
    for seconds, counts in ((60, True), (-1, False)):
        secret = secrets.token_urlsafe(32)
        async with store.write(Actor(member)) as tx:
            until = tx.now + timedelta(seconds=seconds)
            await tx.record(
                SessionStarted(digest_of_session(secret), member, frozenset({Role.MEMBER}), until),
            )
        assert (await signing_in.actor_of_session(secret) is not None) == counts


@pytest.mark.parametrize("secret", ["", "x", "x" * 101, "x" * 100_000, "\x00", "é"])
async def test_a_secret_of_no_session_names_nobody(store, secret):
    assert await signing_in.actor_of_session(secret) is None


async def test_a_role_that_was_taken_away_is_gone_from_the_session_at_once(store, cast, code, member):
    session = await signing_in.sign_in_with_code(store, code)
    await admitting.revoke_role(store, member, Role.MEMBER, cast.agency)
    assert (await signing_in.actor_of_session(session.secret)).grants == frozenset()


async def test_a_token_starts_a_session_with_its_own_scopes(store, cast):
    everyman = cast.people["everyman"]
    token = await admitting.issue_token(store, everyman, (Role.VOTE_OFFICER,), 30)
    session = await signing_in.sign_in_with_token(store, token.secret)
    actor = await signing_in.actor_of_session(session.secret)
    assert actor.person_id == everyman
    assert {grant.role for grant in actor.grants} == {Role.VOTE_OFFICER}
    assert session.secret != token.secret
    assert (await trail(everyman))[-1] == ("session_started", everyman)


@pytest.mark.parametrize("typed", ["vr_nothing", "vr_" + "x" * 43, "vr_"])
async def test_an_unknown_token_starts_no_session(store, typed):
    before = await audit.head()
    with pytest.raises(BadTokenError):
        await signing_in.sign_in_with_token(store, typed)
    assert await audit.head() == before


async def test_a_revoked_token_starts_no_session(store, cast):
    token = await admitting.issue_token(store, cast.people["officer"], (), 1)
    await admitting.revoke_token(store, token.digest)
    with pytest.raises(BadTokenError):
        await signing_in.sign_in_with_token(store, token.secret)


async def test_a_session_of_a_token_ends_with_the_token(store, cast):
    token = await admitting.issue_token(store, cast.people["officer"], (), 1)
    session = await signing_in.sign_in_with_token(store, token.secret)
    [(_, _, _, until)] = [held for held in await people.tokens(cast.people["officer"]) if held[0] == token.digest]
    assert session.expires_at <= until


async def test_a_secret_does_not_pass_for_a_token_nor_a_token_for_a_session(store, cast, code):
    session = await signing_in.sign_in_with_code(store, code)
    token = await admitting.issue_token(store, cast.people["officer"], (), 1)
    assert await signing_in.actor_of_session(token.secret) is None
    with pytest.raises(BadTokenError):
        await signing_in.sign_in_with_token(store, session.secret)


async def test_what_counts_no_more_is_forgotten(store, cast, member):
    old = await an_old_code(store, member)
    live = await signing_in.issue_code(await cast.caller("roll_keeper"), member, 1)
    await storage.forget_before(datetime.now(UTC))
    assert await storage.code(read_code(old).handle) is None
    assert (await signing_in.sign_in_with_code(store, live)).person_id == member


async def test_a_person_can_be_forgotten_with_all_they_could_sign_in_with(store, cast, code, member):
    session = await signing_in.sign_in_with_code(store, code)
    await signing_in.issue_code(await cast.caller("roll_keeper"), member, 1)
    await storage.forget_person(PersonId(member))
    assert await signing_in.actor_of_session(session.secret) is None
    assert await SignInCodeRow.count().where(SignInCodeRow.person == member) == 0
