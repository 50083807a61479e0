"""Codes by mail: to members only, not too many, and nobody learns whether an address is known."""

import asyncio
import time

import pytest

from governance.members import PUBLIC, Role
from governance.sign_in import MAILED_CODES_AN_HOUR, BadCodeError
from registry import admitting, signing_in
from registry.signing_in.codes import SignInCode, read_code
from registry.signing_in.giving import ANSWERED_AFTER
from registry.signing_in.letters import Letters
from registry.storage import audit
from tests.registry.signing_in.support import a_member, code_in, english, letters_to, trail
from tests.support import a_name


async def test_a_member_who_asks_gets_a_mail_with_a_code(store, cast):
    address = f"{a_name()}@example.org"
    person_id = await a_member(store, cast.agency, address, "Maria Lopez", number="17")
    await signing_in.request_code(store, address.upper(), english())
    [(to, subject, body)] = await letters_to(person_id)
    assert to == person_id
    assert subject == "Your code to sign in and vote"
    assert "This code is for Maria, number 17:" in body
    assert "https://registry.test/vote/sign-in" in body.splitlines()
    session = await signing_in.sign_in_with_code(store, code_in(body))
    assert session.person_id == person_id
    assert await trail(person_id) == [
        ("person_added", None),
        ("role_granted", None),
        ("code_issued", None),
        ("message_queued", None),
        ("session_started", person_id),
    ]


async def test_the_link_in_a_mail_carries_no_right(store, cast):
    address = f"{a_name()}@example.org"
    person_id = await a_member(store, cast.agency, address)
    await signing_in.request_code(store, address, english())
    [(_, _, body)] = await letters_to(person_id)
    [link] = [word for word in body.split() if "://" in word]
    assert link == "https://registry.test/vote/sign-in"


async def test_a_mail_speaks_the_language_of_its_reader(store, cast):
    address = f"{a_name()}@example.org"
    person_id = await a_member(store, cast.agency, address, language="es")
    asked = []

    def say_in(tag):
        asked.append(tag)
        return lambda text: f"[es] {text}"

    await signing_in.request_code(store, address, Letters("https://registry.test", say_in))
    assert asked == ["es"]
    [(_, subject, _)] = await letters_to(person_id)
    assert subject == "[es] Your code to sign in and vote"


async def test_a_family_that_shares_an_address_gets_a_mail_for_each_of_them(store, cast):
    address = f"{a_name()}@example.org"
    family = [await a_member(store, cast.agency, address, name) for name in ("Ana Ruiz", "Luis Ruiz")]
    await signing_in.request_code(store, address, english())
    found = {person: body for person, _, body in await letters_to(*family)}
    assert set(found) == set(family)
    for person_id, name in zip(family, ("Ana", "Luis"), strict=True):
        assert f"This code is for {name}:" in found[person_id]
        assert (await signing_in.sign_in_with_code(store, code_in(found[person_id]))).person_id == person_id


async def test_a_mailed_code_lets_an_officer_only_vote(store, cast):
    address = f"{a_name()}@example.org"
    person_id = await a_member(store, cast.agency, address)
    await admitting.grant_role(store, person_id, Role.CERTIFIER, cast.agency)
    await signing_in.request_code(store, address, english())
    [(_, _, body)] = await letters_to(person_id)
    actor = await signing_in.actor_of_session((await signing_in.sign_in_with_code(store, code_in(body))).secret)
    assert {grant.role for grant in actor.grants} == {Role.MEMBER}


@pytest.mark.parametrize("role", [None, Role.CERTIFIER])
async def test_who_is_no_member_gets_no_mail(store, cast, role):
    address = f"{a_name()}@example.org"
    person_id = await a_member(store, cast.agency, address, role=role)
    await signing_in.request_code(store, address, english())
    assert await letters_to(person_id) == []


async def test_nobody_gets_more_than_three_codes_in_an_hour_not_even_all_at_once(store, cast):
    address = f"{a_name()}@example.org"
    person_id = await a_member(store, cast.agency, address)
    await asyncio.gather(*(signing_in.request_code(store, address, english()) for _ in range(8)))
    assert len(await letters_to(person_id)) == MAILED_CODES_AN_HOUR
    await signing_in.request_code(store, address, english())
    assert len(await letters_to(person_id)) == MAILED_CODES_AN_HOUR


async def test_an_unknown_address_leaves_no_trace(store):
    before = await audit.head()
    await signing_in.request_code(store, f"{a_name()}@example.org", english())
    assert await audit.head() == before


async def test_how_long_the_answer_takes_does_not_tell_whether_an_address_is_known(store, cast):
    address = f"{a_name()}@example.org"
    await a_member(store, cast.agency, address)
    for asked in (address, f"{a_name()}@example.org"):
        began = time.monotonic()
        await signing_in.request_code(store, asked, english())
        assert time.monotonic() - began >= ANSWERED_AFTER


async def test_the_answer_does_not_wait_for_a_store_that_is_busy(store, cast):
    address = f"{a_name()}@example.org"
    person_id = await a_member(store, cast.agency, address)
    async with store.write(PUBLIC):  # holds the lock of all writes
        await signing_in.request_code(store, address, english())
        assert await letters_to(person_id) == []
    async with asyncio.timeout(10):
        while not await letters_to(person_id):
            await asyncio.sleep(0.02)


async def test_a_wrong_code_of_a_mail_is_refused_like_any_other(store, cast):
    address = f"{a_name()}@example.org"
    person_id = await a_member(store, cast.agency, address)
    await signing_in.request_code(store, address, english())
    [(_, _, body)] = await letters_to(person_id)
    asked = read_code(code_in(body))
    with pytest.raises(BadCodeError):
        await signing_in.sign_in_with_code(store, SignInCode(asked.handle, "0" * 10).written)
