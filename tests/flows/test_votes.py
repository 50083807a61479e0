"""A vote from opening to certification, through the use cases and the real database, and what must not happen."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from governance.policy import SecondPersonError, WrongRoleError
from governance.proposals import Disposition, Stage, WrongStageError
from governance.rolls import BadRollError, NotOnRollError, RecusedError, RollEntry
from governance.rules import Choice, Outcome, WrongChoiceError, preset
from governance.votes import BadDeadlineError, ProposalClosedError, VoteStage, VoteStageError, VoteStillOpenError
from measures.labels import MeasureLabel
from measures.references import Reference
from registry import admitting, commenting, proposing, voting
from registry.commenting import UnansweredCommentsError
from registry.proof.leaves import Leaf
from registry.storage import audit, documents, labels, proposals, results, votes
from registry.storage.proposals import AlreadyAnsweredError
from registry.storage.requests import RequestIdReusedError
from registry.storage.results import CertifiedAlreadyError
from registry.storage.tables import LeafRow
from registry.storage.vote_keys import VoteKeyMissingError
from registry.voting import AppealWindowError, NoBallotError, WrongRuleError
from tests.support import (
    a_cast,
    a_proposal,
    an_open_vote,
    concluded,
    definition_content,
    roll_entries,
    rule,
    until_closed,
)

MEASURE = Reference.parse("measure/tn-quiltss/staff-satisfaction@1.0.0")


async def everybody(cast, vote_id, choices):
    for name, choice in choices.items():
        if choice is not None:
            await voting.cast_ballot(await cast.caller(name), vote_id, choice)


def all_of(choice, **others):
    """The choices of voters 0 to 6: state, plan, provider, workforce, member, caregiver, advocate."""
    return {f"voter{n}": choice for n in range(7)} | others


OUTCOMES = {
    "all approve": (all_of(Choice.APPROVE), Outcome.ADOPTED),
    "the member alone rejects": (all_of(Choice.APPROVE, voter4=Choice.REJECT), Outcome.NOT_ADOPTED),
    "the caregiver alone rejects": (all_of(Choice.APPROVE, voter5=Choice.REJECT), Outcome.NOT_ADOPTED),
    "the member stays silent": (all_of(Choice.APPROVE, voter4=None), Outcome.NO_QUORUM),
    "four of seven approve": (
        all_of(Choice.APPROVE, voter0=Choice.REJECT, voter1=Choice.REJECT, voter2=Choice.REJECT),
        Outcome.CONSENSUS_NOT_REACHED,
    ),
    "three vote": (
        {"voter4": Choice.APPROVE, "voter5": Choice.APPROVE, "voter0": Choice.APPROVE},
        Outcome.NO_QUORUM,
    ),
}


@pytest.mark.parametrize(("choices", "outcome"), OUTCOMES.values(), ids=OUTCOMES.keys())
async def test_the_default_rule_decides(store, choices, outcome):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=1.2, voting_rule=rule(rounds=1))
    await everybody(cast, vote_id, choices)
    result = await concluded(cast, vote_id)
    vote = await votes.get(vote_id)
    assert (result.outcome, vote.stage) == (outcome, VoteStage.FINAL)
    published = await documents.find(Reference.parse(vote.subject))
    assert (published is not None) is (outcome is Outcome.ADOPTED)
    if published is not None:
        assert published.reference.digest == vote.subject_digest


async def test_a_failed_vote_uses_up_no_version_and_gives_the_content_back(store):
    cast = await a_cast(store)
    proposal_id = await a_proposal(cast)
    vote_id = await an_open_vote(cast, proposal_id, seconds=0.4)
    await concluded(cast, vote_id)
    assert (await proposals.get(proposal_id)).stage is Stage.NOT_ADOPTED
    again = await proposals.following(proposal_id)
    assert (again.stage, again.frozen) == (Stage.DRAFT, None)
    assert again.content == (await proposals.get(proposal_id)).content
    await proposing.open_for_comment(await cast.caller("drafter"), again.id)
    vote_id = await an_open_vote(cast, again.id, seconds=1.2)
    await everybody(cast, vote_id, all_of(Choice.APPROVE))
    await concluded(cast, vote_id)
    assert (await documents.get(again.target)).reference.version == "1.0.0"


async def test_a_label_is_adopted_by_vote(store):
    cast = await a_cast(store)
    roll_id = await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, roll_entries(cast))
    closes = datetime.now(UTC) + timedelta(seconds=1.2)
    vote_id = await voting.open_label_vote(
        await cast.caller("officer"), MEASURE, cast.jurisdiction, roll_id, rule("registry_label"), closes, "UTC"
    )
    await everybody(cast, vote_id, all_of(Choice.QUALITY, voter0=Choice.UNSURE))
    result = await concluded(cast, vote_id)
    assert (result.outcome, result.choice) == (Outcome.ADOPTED, Choice.QUALITY)
    kept = labels.that_counts(await labels.for_measures([MEASURE]), MEASURE, cast.jurisdiction)
    assert (kept.decision.label, kept.decision.vote) == (MeasureLabel.QUALITY, vote_id)
    assert kept.decision.result_digest == result.salted_digest


async def test_an_outcome_waits_for_its_appeal_window(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=1.2, voting_rule=rule(appeal_days=30))
    await everybody(cast, vote_id, all_of(Choice.APPROVE))
    await concluded(cast, vote_id)
    vote = await votes.get(vote_id)
    assert vote.stage is VoteStage.CERTIFIED
    assert await documents.find(Reference.parse(vote.subject)) is None
    with pytest.raises(AppealWindowError):
        await voting.finalise_vote(await cast.caller("officer"), vote_id)


async def test_a_ballot_can_be_changed_and_withdrawn_until_the_deadline(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=1.5)
    member = await cast.caller("voter4")
    await voting.cast_ballot(member, vote_id, Choice.REJECT)
    await voting.withdraw_ballot(member, vote_id)
    with pytest.raises(NoBallotError):
        await voting.withdraw_ballot(member, vote_id)
    await everybody(cast, vote_id, all_of(Choice.APPROVE))
    await voting.cast_ballot(member, vote_id, Choice.REJECT)
    await voting.cast_ballot(member, vote_id, Choice.APPROVE)
    result = await concluded(cast, vote_id)
    assert result.outcome is Outcome.ADOPTED
    assert b'"approve":1' in result.sealed.content


async def test_nothing_but_the_box_holds_a_choice_and_the_box_holds_no_person(store, settings):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast)
    await everybody(cast, vote_id, all_of(Choice.REJECT))
    people = [str(person) for person in cast.people.values()]
    async with store.engine.pool.acquire() as connection:
        box = [str(dict(row)) for row in await connection.fetch("SELECT * FROM box WHERE vote = $1", vote_id)]
        assert len(box) == 7
        assert not any(person in row for row in box for person in people)
        for table in ("participation", "ballot_request", "audit", "request", "log_leaf"):
            rows = [str(dict(row)) for row in await connection.fetch(f'SELECT * FROM "{table}"')]
            assert not any(re.search(r"\b(approve|reject|abstain)\b", row) for row in rows), table


async def test_certifying_destroys_the_key_and_shuffles_the_box(store, settings):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=1.2)
    caller = await cast.caller("voter0", "a-request")
    await voting.cast_ballot(caller, vote_id, Choice.APPROVE)
    await everybody(cast, vote_id, all_of(Choice.APPROVE))
    path = settings.vote_keys_dir / f"{vote_id}.key"
    assert path.stat().st_mode & 0o777 == 0o600
    async with store.engine.pool.acquire() as connection:
        before = {row["id"] for row in await connection.fetch("SELECT id FROM box WHERE vote = $1", vote_id)}
    await concluded(cast, vote_id)
    assert not path.exists()
    async with store.engine.pool.acquire() as connection:
        rows = await connection.fetch("SELECT * FROM box WHERE vote = $1", vote_id)
        assert len(rows) == 7
        assert {row["voter"] for row in rows} == {None}
        assert not before & {row["id"] for row in rows}
        assert await connection.fetchval("SELECT count(*) FROM ballot_request WHERE vote = $1", vote_id) == 0


async def test_the_database_alone_ties_no_ballot_to_a_voter(store, settings):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast)
    await everybody(cast, vote_id, all_of(Choice.REJECT, voter2=Choice.APPROVE))
    await voting.withdraw_ballot(await cast.caller("voter6"), vote_id)
    owner = await asyncpg.connect(settings.database_url)
    numbers = await owner.fetch("SELECT xmin::text AS written FROM box WHERE vote = $1", vote_id)
    assert (len(numbers), len({row["written"] for row in numbers})) == (6, 1)
    orders = set()
    for _ in range(5):
        await voting.cast_ballot(await cast.caller("voter2"), vote_id, Choice.APPROVE)
        rows = await owner.fetch("SELECT voter FROM box WHERE vote = $1 ORDER BY ctid", vote_id)
        orders.add(tuple(row["voter"] for row in rows))
    await owner.close()
    assert len(orders) > 1, "the order on disk changes with every ballot"
    async with store.engine.pool.acquire() as connection:
        for table in ("box", "participation", "ballot_request"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.fetch(f"SELECT xmin FROM {table}")


async def test_two_tabs_leave_one_ballot(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast)
    member = await cast.caller("voter4")
    choices = [Choice.APPROVE, Choice.REJECT, Choice.ABSTAIN] * 4
    await asyncio.gather(*(voting.cast_ballot(member, vote_id, choice) for choice in choices))
    async with store.engine.pool.acquire() as connection:
        assert await connection.fetchval("SELECT count(*) FROM box WHERE vote = $1", vote_id) == 1


async def test_a_replayed_ballot_has_no_second_effect_and_an_old_one_does_not_come_back(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast)
    first, second = await cast.caller("voter4", "one"), await cast.caller("voter4", "two")
    told = await voting.cast_ballot(first, vote_id, Choice.REJECT)
    await voting.cast_ballot(second, vote_id, Choice.APPROVE)
    rows, _ = await audit.head()
    assert await voting.cast_ballot(first, vote_id, Choice.REJECT) == told
    assert (await audit.head())[0] == rows
    async with store.engine.pool.acquire() as connection:
        assert await connection.fetchval("SELECT choice FROM box WHERE vote = $1", vote_id) == "approve"
    with pytest.raises(RequestIdReusedError):
        await voting.cast_ballot(first, vote_id, Choice.ABSTAIN)


async def test_a_ballot_after_the_deadline_is_refused_though_nobody_closed_the_vote(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=0.3)
    await until_closed(await votes.get(vote_id))
    with pytest.raises(ProposalClosedError):
        await voting.cast_ballot(await cast.caller("voter0"), vote_id, Choice.APPROVE)
    assert (await votes.get(vote_id)).stage is VoteStage.OPEN


async def test_who_may_not_vote_is_told_so(store):
    cast = await a_cast(store)
    stranger = await a_cast(store)
    vote_id = await an_open_vote(cast, recused=("voter3",))
    with pytest.raises(NotOnRollError):
        await voting.cast_ballot(await stranger.caller("voter0"), vote_id, Choice.APPROVE)
    with pytest.raises(RecusedError):
        await voting.cast_ballot(await cast.caller("voter3"), vote_id, Choice.APPROVE)
    with pytest.raises(WrongChoiceError):
        await voting.cast_ballot(await cast.caller("voter0"), vote_id, Choice.QUALITY)
    with pytest.raises(NotOnRollError):
        await voting.cast_ballot(await cast.caller("officer"), vote_id, Choice.APPROVE)


async def test_the_stages_of_a_vote_have_their_order_and_their_people(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=0.6)
    officer, everyman = await cast.caller("officer"), await cast.caller("everyman")
    with pytest.raises(VoteStillOpenError):
        await voting.close_vote(officer, vote_id)
    with pytest.raises(VoteStageError):
        await voting.tally_vote(officer, vote_id)
    await until_closed(await votes.get(vote_id))
    await voting.close_vote(officer, vote_id)
    with pytest.raises(VoteStageError):
        await voting.certify_vote(await cast.caller("certifier"), vote_id)
    assert await results.get(vote_id) is None
    await voting.tally_vote(everyman, vote_id)
    with pytest.raises(SecondPersonError):
        await voting.certify_vote(everyman, vote_id)
    with pytest.raises(WrongRoleError):
        await voting.certify_vote(officer, vote_id)
    with pytest.raises(VoteStageError):
        await voting.tally_vote(officer, vote_id)
    await voting.certify_vote(await cast.caller("certifier"), vote_id)
    assert (await votes.get(vote_id)).stage is VoteStage.TALLIED
    with pytest.raises(CertifiedAlreadyError):
        await voting.certify_vote(await cast.caller("certifier"), vote_id)
    await voting.certify_vote(await cast.caller("second_certifier"), vote_id)
    with pytest.raises(VoteStageError):
        await voting.cancel_vote(officer, vote_id, "too late")


async def test_a_cancelled_vote_destroys_its_key_and_gives_the_content_back(store, settings):
    cast = await a_cast(store)
    proposal_id = await a_proposal(cast)
    vote_id = await an_open_vote(cast, proposal_id)
    await voting.cast_ballot(await cast.caller("voter0"), vote_id, Choice.APPROVE)
    await voting.cancel_vote(await cast.caller("officer"), vote_id, "a mistake in the draft")
    async with store.engine.pool.acquire() as connection:
        assert await connection.fetchval("SELECT count(voter) FROM box WHERE vote = $1", vote_id) == 0
    assert not (settings.vote_keys_dir / f"{vote_id}.key").exists()
    assert (await proposals.get(proposal_id)).stage is Stage.CANCELLED
    assert (await proposals.following(proposal_id)).stage is Stage.DRAFT
    with pytest.raises(ProposalClosedError):
        await voting.cast_ballot(await cast.caller("voter0"), vote_id, Choice.APPROVE)


async def test_a_lost_key_stops_the_vote_with_a_sentence(store, settings):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast)
    (settings.vote_keys_dir / f"{vote_id}.key").unlink()
    with pytest.raises(VoteKeyMissingError):
        await voting.cast_ballot(await cast.caller("voter0"), vote_id, Choice.APPROVE)


async def test_what_is_opened_for_a_vote_is_frozen(store):
    cast = await a_cast(store)
    proposal_id = await a_proposal(cast)
    await an_open_vote(cast, proposal_id)
    with pytest.raises(WrongStageError):
        await proposing.revise(await cast.caller("drafter"), proposal_id, definition_content(title="Another"))


async def test_the_one_who_made_the_roll_cannot_open_the_vote(store):
    cast = await a_cast(store)
    everyman = await cast.caller("everyman")
    roll_id = await voting.make_roll(everyman, cast.jurisdiction, roll_entries(cast))
    closes = datetime.now(UTC) + timedelta(seconds=5)
    with pytest.raises(SecondPersonError):
        await voting.open_vote(everyman, await a_proposal(cast), roll_id, rule(), closes, "UTC")


BAD_DEADLINES = {
    "past": (datetime.now(UTC) - timedelta(seconds=1), "UTC"),
    "too far": (datetime.now(UTC) + timedelta(days=400), "UTC"),
    "no offset": (datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1), "UTC"),
    "no zone": (datetime.now(UTC) + timedelta(days=1), "Mars/Olympus"),
    "a path for a zone": (datetime.now(UTC) + timedelta(days=1), "../../etc/passwd"),
}


@pytest.mark.parametrize(("closes", "zone"), BAD_DEADLINES.values(), ids=BAD_DEADLINES.keys())
async def test_a_bad_deadline_is_refused(store, closes, zone):
    cast = await a_cast(store)
    roll_id = await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, roll_entries(cast))
    with pytest.raises(BadDeadlineError):
        await voting.open_vote(await cast.caller("officer"), await a_proposal(cast), roll_id, rule(), closes, zone)


async def test_a_roll_with_a_person_twice_is_refused(store):
    cast = await a_cast(store)
    entries = roll_entries(cast)
    twice = (*entries, RollEntry(entries[0].person_id, entries[1].constituency))
    with pytest.raises(BadRollError):
        await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, twice)


OTHER_KINDS = ("registry_label", "registry_priorities", "registry_points")


@pytest.mark.parametrize("name", OTHER_KINDS)
async def test_a_rule_of_another_kind_is_refused(store, name):
    cast = await a_cast(store)
    with pytest.raises(WrongRuleError):
        await an_open_vote(cast, voting_rule=preset(name))


async def test_a_vote_opens_only_when_every_comment_has_an_answer(store):
    cast = await a_cast(store)
    proposal_id = await a_proposal(cast)
    comment = await commenting.comment(await cast.caller("voter4"), proposal_id, "What about me?")
    with pytest.raises(UnansweredCommentsError):
        await an_open_vote(cast, proposal_id)
    drafter = await cast.caller("drafter")
    await commenting.answer_comment(drafter, comment, Disposition.ACCEPTED, "We added you.")
    with pytest.raises(AlreadyAnsweredError):
        await commenting.answer_comment(drafter, comment, Disposition.NOTED, "Again.")
    assert await an_open_vote(cast, proposal_id)


async def test_erasing_a_person_takes_the_words_of_their_comments(store):
    cast = await a_cast(store)
    proposal_id = await a_proposal(cast)
    comment = await commenting.comment(await cast.caller("voter4"), proposal_id, "My name is Ann.")
    await admitting.erase_person(store, cast.people["voter4"])
    assert (await proposals.comment(comment)).text is None


async def test_the_log_commits_to_the_opening_the_closing_and_the_result(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=0.3)
    await concluded(cast, vote_id)
    leaves = [Leaf.parse(row["content"]) for row in await LeafRow.select().order_by(LeafRow.index)]
    told = [leaf.action.value for leaf in leaves if leaf.reference == f"vote/{vote_id}"]
    assert told == ["vote_opened", "vote_closed", "vote_certified"]
