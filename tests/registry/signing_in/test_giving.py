"""Giving codes: who may, to whom, and for how long."""

from datetime import UTC, datetime, timedelta

import pytest

from governance.members import PUBLIC, OrganisationKind, Role
from governance.policy import SignInError, WrongRoleError
from governance.sign_in import NotOnlyAMemberError
from registry import admitting, signing_in
from registry.admitting import BadLifetimeError
from registry.signing_in import giving
from registry.signing_in.codes import SignInCode, read_code
from registry.signing_in.giving import NoRoleError
from registry.storage import audit, people
from registry.storage import sign_in as storage
from registry.storage.people import PersonNotFoundError
from registry.storage.tables import SignInCodeRow
from registry.use_cases import Caller
from tests.registry.signing_in.support import a_member, trail
from tests.support import a_name


async def test_a_roll_keeper_gives_a_member_a_code_that_lets_them_vote_and_nothing_else(store, cast, member):
    keeper = await cast.caller("roll_keeper")
    text = await signing_in.issue_code(keeper, member, 30)
    kept = await storage.code(read_code(text).handle)
    assert kept.person_id == member
    assert kept.scopes == {Role.MEMBER}
    assert timedelta(days=29) < kept.expires_at - datetime.now(UTC) <= timedelta(days=30)
    assert await trail(member) == [
        ("person_added", None),
        ("role_granted", None),
        ("code_issued", keeper.actor.person_id),
    ]


async def test_nothing_of_a_code_that_could_sign_in_is_kept(store, cast, member):
    text = await signing_in.issue_code(await cast.caller("roll_keeper"), member, 1)
    row = await SignInCodeRow.select().where(SignInCodeRow.person == member).first()
    secret = read_code(text).secret
    assert row["digest"].startswith("scrypt:")
    assert not any(secret in str(value) for value in row.values())


@pytest.mark.parametrize("name", ["officer", "certifier", "roll_keeper", "everyman", "auditor"])
async def test_a_roll_keeper_cannot_make_a_code_for_somebody_with_another_role(store, cast, name):
    keeper = await cast.caller("roll_keeper")
    before = await audit.head()
    with pytest.raises(NotOnlyAMemberError):
        await signing_in.issue_code(keeper, cast.people[name], 1)
    assert await audit.head() == before


async def test_a_member_who_becomes_an_officer_later_still_only_votes_with_an_old_code(store, cast, member):
    text = await signing_in.issue_code(await cast.caller("roll_keeper"), member, 1)
    await admitting.grant_role(store, member, Role.VOTE_OFFICER, cast.agency)
    session = await signing_in.sign_in_with_code(store, text)
    actor = await signing_in.actor_of_session(session.secret)
    assert actor.has(Role.MEMBER)
    assert not actor.has(Role.VOTE_OFFICER)


async def test_codes_are_given_together_or_not_at_all(store, cast, member):
    keeper = await cast.caller("roll_keeper")
    others = [await a_member(store, cast.agency) for _ in range(3)]
    given = await signing_in.issue_codes(keeper, [member, *others], 5)
    assert set(given) == {member, *others}
    assert len(set(given.values())) == 4
    with pytest.raises(NotOnlyAMemberError):
        await signing_in.issue_codes(keeper, [member, cast.people["officer"]], 5)
    assert await SignInCodeRow.count().where(SignInCodeRow.person == member) == 1


@pytest.mark.parametrize("name", ["officer", "drafter", "voter1", "auditor"])
async def test_only_a_roll_keeper_gives_codes(cast, member, name):
    with pytest.raises(WrongRoleError):
        await signing_in.issue_code(await cast.caller(name), member, 1)


async def test_nobody_signed_in_gives_no_codes(store, member):
    with pytest.raises(SignInError):
        await signing_in.issue_code(Caller(store, PUBLIC), member, 1)


async def test_a_roll_keeper_gives_no_codes_to_members_of_another_state(store, cast):
    council = a_name()
    await admitting.add_organisation(store, council, "A council", OrganisationKind.COUNCIL, "US-WA")
    keeper = await cast.caller("roll_keeper")
    elsewhere = await a_member(store, council)
    with pytest.raises(WrongRoleError):
        await signing_in.issue_code(keeper, elsewhere, 1)
    await admitting.grant_role(store, elsewhere, Role.MEMBER, cast.agency)
    with pytest.raises(WrongRoleError):
        await signing_in.issue_code(keeper, elsewhere, 1)


@pytest.mark.parametrize("days", [0, -1, 91, 10_000])
async def test_a_roll_keepers_code_counts_for_at_most_90_days(cast, member, days):
    with pytest.raises(BadLifetimeError):
        await signing_in.issue_code(await cast.caller("roll_keeper"), member, days)


async def test_who_was_erased_gets_no_code(store, cast, member):
    await admitting.erase_person(store, member)
    with pytest.raises(PersonNotFoundError):
        await signing_in.issue_code(await cast.caller("roll_keeper"), member, 1)
    with pytest.raises(PersonNotFoundError):
        await signing_in.issue_code_as_operator(store, member, 1)


async def test_the_operator_gives_a_code_for_all_roles_of_a_person(store, cast):
    officer = cast.people["everyman"]
    text, until = await signing_in.issue_code_as_operator(store, officer, 72)
    assert timedelta(hours=71) < until - datetime.now(UTC) <= timedelta(hours=72)
    actor = await signing_in.actor_of_session((await signing_in.sign_in_with_code(store, text)).secret)
    assert actor.grants == await people.grants_of(officer)


@pytest.mark.parametrize("hours", [0, 73])
async def test_an_operators_code_counts_for_at_most_72_hours(store, member, hours):
    with pytest.raises(BadLifetimeError):
        await signing_in.issue_code_as_operator(store, member, hours)


async def test_the_operator_gives_no_code_that_lets_nobody_do_anything(store, cast):
    nobody = await a_member(store, cast.agency, role=None)
    with pytest.raises(NoRoleError):
        await signing_in.issue_code_as_operator(store, nobody, 1)


async def test_a_handle_that_is_taken_is_drawn_again(store, cast, member, monkeypatch):
    keeper = await cast.caller("roll_keeper")
    first = read_code(await signing_in.issue_code(keeper, member, 1))
    made = giving.new_code

    def clashing():
        new = made()
        return type(new)(SignInCode(first.handle, new.code.secret), new.salt, new.digest)

    monkeypatch.setattr(giving, "new_code", clashing)
    other = await a_member(store, cast.agency)
    given = await signing_in.issue_codes(keeper, [member, other], 1)
    handles = {read_code(text).handle for text in given.values()}
    assert len(handles | {first.handle}) == 3
    for person_id, text in given.items():
        assert (await signing_in.sign_in_with_code(store, text)).person_id == person_id
