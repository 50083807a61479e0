"""Threats to a vote, each played over the real use cases. docs/threats.md lists them, with the tests elsewhere."""

import asyncio
import re
from contextvars import Context
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio
from graphql import GraphQLEnumType, build_schema, get_named_type

from governance.appeals import Grounds
from governance.ballots import Channel
from governance.members import PUBLIC, Constituency, OrganisationKind, PersonAdded, PersonId, Role, RoleGranted
from governance.policy import SecondPersonError
from governance.result_pages import result_pages, verdicts_of
from governance.rolls import RollEntry
from governance.rules import Choice, Outcome
from governance.votes import BadDeadlineError, ProposalClosedError, VoteStage
from registry import admitting, enrolling, signing_in, voting
from registry.adopting import FrozenBytesError
from registry.app import create_app
from registry.enrolling import BadRowsError
from registry.proof.sealing import salted_digest
from registry.storage import ballots, people, results, rolls, votes
from registry.storage.database import SERVING_ROLE
from registry.voting.counting import BoxTamperedError, RollTamperedError
from registry.voting.windows import Window
from tests.registry.signing_in.support import english, letters_to
from tests.registry.web.voting.browsing import Browser
from tests.support import (
    a_cast,
    a_name,
    a_proposal,
    an_open_vote,
    certified,
    concluded,
    rule,
    until_closed,
)

WINDOW = 1.5
SCHEMA = Path(__file__).parents[2] / "registry" / "graphql" / "schema.graphql"


@pytest_asyncio.fixture
async def sql(settings, store):
    """What somebody can do who holds the login that serves, and neither the key nor the owner's password."""
    connection = await asyncpg.connect(settings.database_url)
    await connection.execute(f"SET ROLE {SERVING_ROLE}")
    yield connection
    await connection.close()


@pytest_asyncio.fixture
async def cast(store):
    return await a_cast(store)


async def all_cast(cast, vote_id, choices):
    for number, choice in enumerate(choices):
        if choice is not None:
            await voting.cast_ballot(await cast.caller(f"voter{number}"), vote_id, choice)


async def closed(cast, vote_id):
    await until_closed(await votes.get(vote_id))
    await voting.close_vote(await cast.caller("officer"), vote_id)


async def counted(cast, vote_id):
    await closed(cast, vote_id)
    await voting.tally_vote(await cast.caller("officer"), vote_id)


# Stuffing, fake members, an altered roll


async def test_a_person_written_onto_the_roll_by_sql_is_found_at_the_count(store, cast, sql):
    vote_id = await an_open_vote(cast, seconds=WINDOW)
    made_up = await admitting.add_person(store, "made up")
    await admitting.grant_role(store, made_up, Role.MEMBER, cast.agency)
    await sql.execute(
        "INSERT INTO roll_entry (id, roll, person, constituency, recused) VALUES ($1, $2, $3, 'member', false)",
        uuid4(),
        (await votes.get(vote_id)).roll_id,
        made_up,
    )
    cast.people["voter7"] = made_up
    await all_cast(cast, vote_id, [Choice.APPROVE] * 8)
    with pytest.raises(RollTamperedError):
        await counted(cast, vote_id)
    assert await results.get(vote_id) is None
    # It stands in nobody's way: it can be cancelled and held again.
    await voting.cancel_vote(await cast.caller("officer"), vote_id, "the roll was changed")


async def test_a_roll_that_is_changed_after_the_count_is_not_certified(cast, sql):
    vote_id = await an_open_vote(cast, seconds=WINDOW)
    await all_cast(cast, vote_id, [Choice.APPROVE] * 7)
    await counted(cast, vote_id)
    await sql.execute(
        "INSERT INTO roll_entry (id, roll, person, constituency, recused) VALUES ($1, $2, $3, 'plan', false)",
        uuid4(),
        (await votes.get(vote_id)).roll_id,
        cast.people["officer"],
    )
    with pytest.raises(RollTamperedError):
        await voting.certify_vote(await cast.caller("certifier"), vote_id)
    await voting.cancel_vote(await cast.caller("officer"), vote_id, "the roll was changed")


async def test_somebody_taken_off_the_roll_by_sql_is_found_at_the_count(cast, sql):
    vote_id = await an_open_vote(cast, seconds=WINDOW)
    await all_cast(cast, vote_id, [None, None, None, None, *[Choice.APPROVE] * 3])
    # Three of seven are no quorum; of five they would be.
    keeper = await cast.caller("roll_keeper")
    await voting.recuse(keeper, vote_id, cast.people["voter0"], "Works for the vendor.")
    reason = await sql.fetchval("SELECT reason FROM recusal WHERE vote = $1", vote_id)
    await sql.execute(
        "INSERT INTO recusal (id, vote, person, by, reason, at) VALUES ($1, $2, $3, $4, $5, clock_timestamp())",
        uuid4(),
        vote_id,
        cast.people["voter1"],
        cast.people["roll_keeper"],
        reason,
    )
    with pytest.raises(RollTamperedError):
        await counted(cast, vote_id)


async def test_ballots_put_in_by_sql_for_people_who_were_silent_have_no_receipt_and_are_found(cast, sql):
    vote_id = await an_open_vote(cast, seconds=WINDOW)
    await all_cast(cast, vote_id, [Choice.APPROVE] * 5)
    for name, group in (("voter5", "caregiver"), ("voter6", "advocate")):
        await sql.execute(
            "INSERT INTO box (id, vote, round, voter, constituency, choice) VALUES ($1, $2, 1, $3, $4, 'approve')",
            uuid4(),
            vote_id,
            uuid4().hex * 2,
            group,
        )
        await sql.execute(
            "INSERT INTO participation (id, vote, round, person, action, channel, at) "
            "VALUES ($1, $2, 1, $3, 'cast', 'web', clock_timestamp())",
            uuid4(),
            vote_id,
            cast.people[name],
        )
    with pytest.raises(BoxTamperedError):
        await counted(cast, vote_id)


async def test_who_leaves_the_roll_between_two_rounds_has_no_ballot_in_the_second_though_ballots_stand(cast):
    vote_id = await an_open_vote(cast, seconds=WINDOW, voting_rule=rule(ballots_carry_over=True))
    await all_cast(cast, vote_id, [Choice.REJECT] * 3 + [Choice.APPROVE] * 4)
    await counted(cast, vote_id)
    officer = await cast.caller("officer")
    await voting.open_discussion(officer, vote_id)
    await voting.recuse(await cast.caller("roll_keeper"), vote_id, cast.people["voter1"], "Works for the vendor.")
    await voting.open_next_round(officer, vote_id, datetime.now(UTC) + timedelta(seconds=WINDOW), "UTC")
    await counted(cast, vote_id)
    assert b'"plan":{"abstain":0,"approve":0,"recused":1,"reject":0,' in (await results.get(vote_id)).sealed.content


COUNCIL = "name,number,email,constituency\nAna Torres,1,{},member\n"


@pytest_asyncio.fixture
async def council(store):
    slug = a_name()
    await admitting.add_organisation(store, slug, "The council", OrganisationKind.COUNCIL, "US-TN")
    return slug


async def brought(cast, council, email):
    """The one person of a list that the roll keeper brings, with an address."""
    roll_id = await enrolling.bring_roll(await cast.caller("roll_keeper"), council, COUNCIL.format(email).encode())
    return (await rolls.get(roll_id)).entries[0].person_id


@pytest.mark.parametrize("role", [Role.CERTIFIER, Role.MEMBER])
async def test_a_roll_keeper_cannot_send_the_codes_of_an_officer_or_of_anothers_member_to_themselves(
    store, cast, council, role
):
    ana = await brought(cast, council, "ana@example.org")
    where = cast.agency if role is Role.CERTIFIER else (await a_cast(store, "US-WA")).agency
    await admitting.grant_role(store, ana, role, where)
    keeper, own = await cast.caller("roll_keeper"), f"{a_name()}@example.net"
    seen = await enrolling.preview_roll(keeper.actor, council, COUNCIL.format(own).encode())
    assert [(problem.row, problem.column) for problem in seen.problems] == [(2, "email")]
    with pytest.raises(BadRowsError, match="row 2, column email"):
        await brought(cast, council, own)
    await signing_in.request_code(store, own, english())
    assert await letters_to(ana) == []
    # As long as the address stays, or the cell is empty, the person can stand on the roll.
    assert await brought(cast, council, "ana@example.org") == ana == await brought(cast, council, "")
    assert (await people.details([ana]))[ana].email == "ana@example.org"


# Double votes


async def test_paper_and_web_leave_one_ballot_and_a_paper_ballot_that_waits_gives_way_to_ones_own(cast):
    vote_id = await an_open_vote(cast)
    keeper, officer, member = await cast.caller("roll_keeper"), await cast.caller("officer"), cast.people["voter4"]
    entered = await voting.enter_ballot(keeper, vote_id, member, Choice.APPROVE, Channel.PAPER)
    assert entered is voting.Entered.FIRST
    await voting.cast_ballot(await cast.caller("voter4"), vote_id, Choice.REJECT)
    # The second clerk alone brings nothing about: for the registry it is a first entry.
    again = await voting.enter_ballot(officer, vote_id, member, Choice.APPROVE, Channel.PAPER)
    assert again is voting.Entered.FIRST
    assert [(pile.answer, pile.ballots) for pile in await ballots.piles(vote_id, 1)] == [(Choice.REJECT, 1)]


async def test_what_one_clerk_entered_and_no_second_did_is_forgotten_at_the_close(cast):
    vote_id = await an_open_vote(cast, seconds=WINDOW)
    keeper = await cast.caller("roll_keeper")
    await voting.enter_ballot(keeper, vote_id, cast.people["voter4"], Choice.APPROVE, Channel.PHONE)
    await closed(cast, vote_id)
    assert (await ballots.waiting_entries(vote_id), await ballots.piles(vote_id, 1)) == (0, [])


# An administrator alters rule, deadline or tally


async def test_the_login_that_serves_changes_no_rule_no_deadline_and_no_digest_of_a_vote(cast, sql):
    vote_id = await an_open_vote(cast)
    for column, value in (
        ("rule", "'{}'"),
        ("closes_at", "clock_timestamp()"),
        ("roll_digest", "'sha256:0'"),
        ("roll", "gen_random_uuid()"),
        ("subject_digest", "'sha256:0'"),
        ("opened_by", "gen_random_uuid()"),
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await sql.execute(f"UPDATE vote SET {column} = {value} WHERE id = $1", vote_id)


async def test_bytes_that_were_changed_are_not_certified_though_they_would_take_effect_later(cast, sql):
    vote_id = await an_open_vote(cast, seconds=WINDOW, voting_rule=rule(appeal_days=30))
    await all_cast(cast, vote_id, [Choice.APPROVE] * 7)
    await counted(cast, vote_id)
    await sql.execute("UPDATE proposal SET frozen = $1 WHERE id = $2", b"{}", (await votes.get(vote_id)).proposal_id)
    with pytest.raises(FrozenBytesError):
        await voting.certify_vote(await cast.caller("certifier"), vote_id)
    assert (await votes.get(vote_id)).stage is VoteStage.TALLIED


async def test_whoever_took_a_voter_off_the_roll_neither_certifies_nor_decides_on_an_appeal(cast):
    vote_id = await an_open_vote(cast, seconds=WINDOW, voting_rule=rule(appeal_days=30))
    everyman = await cast.caller("everyman")
    await all_cast(cast, vote_id, [Choice.APPROVE] * 7)
    await voting.recuse(everyman, vote_id, cast.people["voter1"], "Works for the vendor.")
    await counted(cast, vote_id)
    with pytest.raises(SecondPersonError):
        await voting.certify_vote(everyman, vote_id)
    await certified(cast, vote_id)
    appeal = await voting.appeal(await cast.caller("voter1"), vote_id, Grounds.PROCEDURE, "I work for nobody.")
    with pytest.raises(SecondPersonError):
        await voting.decide_appeal(everyman, appeal, "Dismissed.", upheld=False)


async def test_nobody_who_could_vote_decides_on_an_appeal_about_the_vote(store, cast):
    vote_id = await an_open_vote(cast, seconds=WINDOW, voting_rule=rule(appeal_days=30))
    await admitting.grant_role(store, cast.people["voter0"], Role.STATE_PUBLISHER, cast.agency)
    await all_cast(cast, vote_id, [Choice.APPROVE] * 7)
    await counted(cast, vote_id)
    await certified(cast, vote_id)
    appeal = await voting.appeal(await cast.caller("voter4"), vote_id, Grounds.CONFLICT, "voter0 sells the software.")
    with pytest.raises(SecondPersonError):
        await voting.decide_appeal(await cast.caller("voter0"), appeal, "I do not.", upheld=False)
    await voting.decide_appeal(await cast.caller("publisher"), appeal, "They do not.", upheld=False)


async def test_each_round_is_sealed_with_a_salt_of_its_own_which_auditors_get(cast):
    vote_id = await an_open_vote(cast, seconds=WINDOW)
    await all_cast(cast, vote_id, [Choice.REJECT] * 3 + [Choice.APPROVE] * 4)
    await counted(cast, vote_id)
    officer = await cast.caller("officer")
    await voting.open_discussion(officer, vote_id)
    await voting.open_next_round(officer, vote_id, datetime.now(UTC) + timedelta(seconds=WINDOW), "UTC")
    await all_cast(cast, vote_id, [Choice.APPROVE] * 7)
    await counted(cast, vote_id)
    for number in (1, 2):
        sealed = await results.of_round(vote_id, number)
        assert salted_digest(await results.salt_of(vote_id, number), sealed.sealed.content) == sealed.salted_digest


# Late and back-dated ballots


async def test_a_ballot_at_the_very_instant_of_the_close_is_late(cast):
    vote = await votes.get(await an_open_vote(cast))
    vote.require_open(vote.closes_at - timedelta(microseconds=1))
    with pytest.raises(ProposalClosedError):
        vote.require_open(vote.closes_at)


async def test_ballots_that_come_all_the_time_are_taken_until_the_deadline_by_the_clock_of_the_database(cast, sql):
    vote_id = await an_open_vote(cast, seconds=WINDOW)
    taken = []

    async def votes_on_and_on(name):
        caller = await cast.caller(name)
        while True:
            try:
                await voting.cast_ballot(caller, vote_id, Choice.APPROVE)
            except ProposalClosedError:
                return
            taken.append(name)

    await asyncio.gather(*(votes_on_and_on(f"voter{number}") for number in range(7)))
    noted = await sql.fetch("SELECT at FROM participation WHERE vote = $1", vote_id)
    closes_at = (await votes.get(vote_id)).closes_at
    assert len(noted) == len(taken) > 0
    assert max(row["at"] for row in noted) < closes_at
    assert await sql.fetchval("SELECT clock_timestamp()") >= closes_at
    # The instant is the one of the audit trail, and no request names one.
    trail = await sql.fetch("SELECT at FROM audit WHERE subject = $1 AND action = 'ballot_cast'", f"vote/{vote_id}")
    assert sorted(row["at"] for row in trail) == sorted(row["at"] for row in noted)


async def test_a_ballot_that_waits_for_others_until_after_the_deadline_is_late(store, cast):
    vote_id = await an_open_vote(cast, seconds=0.8)
    async with store.write(PUBLIC):
        ballot = voting.cast_ballot(await cast.caller("voter0"), vote_id, Choice.APPROVE)
        sent = asyncio.create_task(ballot, context=Context())  # no part of the transaction that keeps it waiting
        await until_closed(await votes.get(vote_id))
    with pytest.raises(ProposalClosedError):
        await sent
    assert await ballots.piles(vote_id, 1) == []


@pytest.mark.parametrize("zone", ["America", "Europe", "a" * 5000, "../../etc/passwd", "", "\x00"])
def test_a_zone_that_is_none_is_refused_in_words(zone):
    now = datetime.now(UTC)
    with pytest.raises(BadDeadlineError) as refused:
        Window(None, now + timedelta(days=1), zone).checked(now)
    assert len(refused.value.message) < 200


def test_no_ballot_brings_a_time_along():
    schema = build_schema(SCHEMA.read_text(encoding="utf-8"))
    for name in ("castBallot", "withdrawBallot", "enterBallot"):
        given = schema.mutation_type.fields[name].args.values()
        assert "DateTime" not in {get_named_type(each.type).name for each in given}
    fields = schema.type_map["BallotInput"].fields.values()
    assert "DateTime" not in {get_named_type(each.type).name for each in fields}


# Partial results, and the tally of one person


def test_nothing_is_subscribed_to_and_no_list_is_filtered_by_what_came_out():
    schema = build_schema(SCHEMA.read_text(encoding="utf-8"))
    assert schema.subscription_type is None
    asked = {
        get_named_type(argument.type)
        for kind in (schema.query_type, schema.type_map["Vote"], schema.type_map["VoteResult"])
        for field in kind.fields.values()
        for argument in field.args.values()
    }
    of_results = {"Outcome", "Choice", "Constituency"}
    assert {each.name for each in asked if isinstance(each, GraphQLEnumType)} & of_results == set()


async def test_the_pages_of_a_vote_are_the_same_for_a_stranger_before_and_after_ballots(settings, store, cast):
    vote_id = await an_open_vote(cast, seconds=600)

    async def seen(browser):
        pages = [f"/vote/{vote_id}", f"/vote/{vote_id}/results", f"/vote/{vote_id}/receipt"]
        answers = [await browser.get(page) for page in pages]
        assert {answer.status_code for answer in answers} == {200}
        return [re.sub(r"[0-9a-f-]{32,}", "", answer.text) for answer in answers]

    async with Browser(create_app(settings, store=store)) as stranger:
        await stranger.get("/vote/")
        before = await seen(stranger)
        await all_cast(cast, vote_id, [Choice.APPROVE] * 6)
        await voting.recuse(await cast.caller("roll_keeper"), vote_id, cast.people["voter1"], "A challenge.")
        assert await seen(stranger) == before


TWO_GROUPS = {
    "member": {"approve": 24, "reject": 23, "abstain": 0, "did_not_vote": 12},
    "plan": {"approve": 0, "reject": 19, "abstain": 0, "did_not_vote": 33},
}
"""66 ballots in all, 24 for it; 47 members and 19 plans voted. If members agreed, all who approved were members."""


def test_a_total_beside_a_condition_does_not_tell_that_a_group_was_of_one_mind():
    unguarded = result_pages({"vote": TWO_GROUPS}, {})["vote"]
    assert unguarded["answers_of_all"] == {"approve": 24, "reject": 42, "abstain": 0}
    guarded = result_pages({"vote": TWO_GROUPS}, {}, (), verdicts_of(rule()))["vote"]
    assert guarded["answers_of_all"] is None
    assert guarded["answers"]["plan"] is None


async def many(store, cast, count):
    """So many more people who can vote, brought in one write."""
    made = [PersonId(uuid4()) for _ in range(count)]
    async with store.write(PUBLIC) as tx:
        for number, person_id in enumerate(made):
            await tx.record(PersonAdded(person_id, f"person {number}"))
            await tx.record(RoleGranted(person_id, Role.MEMBER, cast.agency))
            cast.people[f"person{number}"] = person_id
    return made


async def test_a_tally_is_published_with_its_conditions_in_mind(store, cast):
    everybody = await many(store, cast, 45 + 44)
    groups = [Constituency.MEMBER] * 37 + [Constituency.PLAN] * 52
    entries = tuple(RollEntry(person, group) for person, group in zip(everybody, groups, strict=True))
    roll_id = await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, entries)
    closes = datetime.now(UTC) + timedelta(seconds=12)
    vote_id = await voting.open_vote(
        await cast.caller("officer"), await a_proposal(cast), roll_id, rule(rounds=1), closes, "UTC"
    )
    # 13 members for it and 13 against it, and 19 plans for it: it is known that members did not agree.
    choices = [Choice.APPROVE] * 13 + [Choice.REJECT] * 13 + [None] * 11 + [Choice.APPROVE] * 19
    for number, choice in enumerate(choices):
        if choice is not None:
            await voting.cast_ballot(await cast.caller(f"person{number}"), vote_id, choice)
    result = await concluded(cast, vote_id)
    assert (result.outcome, result.conditions["member"]) == (Outcome.NOT_ADOPTED, False)
    assert result.publication["vote"]["answers_of_all"] is None
    assert result.publication["vote"]["answers"]["plan"] is None


# Receipts, coercion


async def test_a_receipt_of_somebody_else_shows_no_choice_and_one_that_is_made_up_shows_nothing(cast):
    vote_id = await an_open_vote(cast, seconds=WINDOW)
    told = await voting.cast_ballot(await cast.caller("voter4"), vote_id, Choice.REJECT)
    other = await voting.cast_ballot(await cast.caller("voter5"), vote_id, Choice.REJECT)
    assert told.receipt != other.receipt
    await voting.cast_ballot(await cast.caller("voter4"), vote_id, Choice.APPROVE)
    await closed(cast, vote_id)
    # Whoever holds it cannot see that its owner voted again, nor how.
    assert await voting.is_counted(vote_id, told.receipt) == [1]
    for made_up in ("", "AAAA-AAAA-AAAA-AAAA", told.receipt[:-1], "%", "'; DROP TABLE receipt; --", "x" * 5000):
        assert await voting.is_counted(vote_id, made_up) == []
    elsewhere = await an_open_vote(cast)
    assert await voting.is_counted(elsewhere, told.receipt) == []
