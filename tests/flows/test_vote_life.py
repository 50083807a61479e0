"""The rest of a vote's life: rounds, people who leave the roll, clerks, receipts, appeals, advice, and time itself."""

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from governance.appeals import Grounds
from governance.ballots import Channel
from governance.policy import SecondPersonError, WrongRoleError
from governance.proposals import CommentWindowOpenError, Disposition, Stage, WrongStageError
from governance.rolls import NotOnRollError, RecusedError, RollEntry
from governance.rules import Approvals, Basis, Choice, Outcome, Points, Ranking, Ratings, preset
from governance.votes import ProposalClosedError, VoteStage, VoteStageError, WrongChoiceError
from measures.references import Reference
from registry import commenting, proposing, voting
from registry.commenting import UnansweredCommentsError
from registry.storage import appeals, ballots, documents, proposals, receipts, results, vote_steps, votes
from registry.storage.appeals import AlreadyDecidedError
from registry.storage.rolls import AlreadyRecusedError
from registry.voting import (
    AppealWindowError,
    DiscussionOpenError,
    Entered,
    NotAdvisoryError,
    ReasonNeededError,
    RoundsLeftError,
)
from registry.voting.sealing import sealed_export
from tests.support import (
    a_cast,
    a_name,
    a_proposal,
    an_open_vote,
    certified,
    concluded,
    definition_content,
    roll_entries,
    rule,
    until_closed,
)

ROOT = Path(__file__).parents[2]
WINDOW = 2.0


def soon(seconds=WINDOW):
    return datetime.now(UTC) + timedelta(seconds=seconds)


async def all_cast(cast, vote_id, choices):
    for number, choice in enumerate(choices):
        if choice is not None:
            await voting.cast_ballot(await cast.caller(f"voter{number}"), vote_id, choice)


async def counted(cast, vote_id):
    await until_closed(await votes.get(vote_id))
    officer = await cast.caller("officer")
    await voting.close_vote(officer, vote_id)
    await voting.tally_vote(officer, vote_id)
    return await results.get(vote_id)


FOUR_OF_SEVEN = [Choice.REJECT] * 3 + [Choice.APPROVE] * 4


async def between_rounds(cast, until=None, **changes):
    vote_id = await an_open_vote(cast, seconds=WINDOW, voting_rule=rule(**changes))
    await all_cast(cast, vote_id, FOUR_OF_SEVEN)
    assert (await counted(cast, vote_id)).outcome is Outcome.CONSENSUS_NOT_REACHED
    with pytest.raises(RoundsLeftError):
        await voting.certify_vote(await cast.caller("certifier"), vote_id)
    await voting.open_discussion(await cast.caller("officer"), vote_id, until)
    return vote_id


async def test_without_consensus_it_goes_back_for_comment_and_a_second_round_settles_it(store):
    cast = await a_cast(store)
    vote_id = await between_rounds(cast)
    officer, drafter = await cast.caller("officer"), await cast.caller("drafter")
    vote = await votes.get(vote_id)
    comment = await commenting.comment(await cast.caller("voter4"), vote.proposal_id, "Say who listens.")
    with pytest.raises(UnansweredCommentsError):
        await voting.open_next_round(officer, vote_id, soon(), "UTC")
    await commenting.answer_comment(drafter, comment, Disposition.NOTED, "The rule on appeals says it.")
    await voting.open_next_round(officer, vote_id, soon(), "America/Chicago")
    again = await votes.get(vote_id)
    assert (again.round, again.stage, again.zone) == (2, VoteStage.OPEN, "America/Chicago")
    assert again.subject_digest == vote.subject_digest
    with pytest.raises(WrongStageError):
        await commenting.comment(await cast.caller("voter5"), vote.proposal_id, "Too late.")
    await all_cast(cast, vote_id, [Choice.APPROVE] * 7)
    result = await concluded(cast, vote_id)
    assert (result.round, result.outcome) == (2, Outcome.ADOPTED)
    assert (await documents.get(Reference.parse(vote.subject))).reference.digest == vote.subject_digest


async def test_ballots_of_the_first_round_do_not_count_in_the_second(store):
    cast = await a_cast(store)
    vote_id = await between_rounds(cast)
    await voting.open_next_round(await cast.caller("officer"), vote_id, soon(0.4), "UTC")
    assert (await concluded(cast, vote_id)).outcome is Outcome.NO_QUORUM


async def test_ballots_stand_in_the_second_round_where_the_rule_says_so_until_they_are_changed(store):
    cast = await a_cast(store)
    vote_id = await between_rounds(cast, ballots_carry_over=True)
    await voting.open_next_round(await cast.caller("officer"), vote_id, soon(), "UTC")
    for number in range(2):
        await voting.cast_ballot(await cast.caller(f"voter{number}"), vote_id, Choice.APPROVE)
    result = await concluded(cast, vote_id)
    assert (result.outcome, result.sealed.content.count(b'"approve":1')) == (Outcome.ADOPTED, 6)


async def test_the_second_round_shows_ones_own_earlier_answer_and_nobody_elses(store):
    cast = await a_cast(store)
    vote_id = await between_rounds(cast)
    await voting.open_next_round(await cast.caller("officer"), vote_id, soon(30), "UTC")
    vote = await votes.get(vote_id)
    for name, earlier in (("voter0", Choice.REJECT), ("voter6", Choice.APPROVE), ("officer", None)):
        own = await voting.own_ballot(store, (await cast.caller(name)).actor, vote)
        assert (own.voted, own.earlier) == (False, earlier)


async def test_the_discussion_lasts_as_long_as_was_said(store):
    cast = await a_cast(store)
    vote_id = await between_rounds(cast, until=soon(30))
    with pytest.raises(DiscussionOpenError):
        await voting.open_next_round(await cast.caller("officer"), vote_id, soon(60), "UTC")


async def test_a_vote_that_settled_the_matter_has_no_second_round(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=WINDOW)
    await all_cast(cast, vote_id, [Choice.APPROVE] * 7)
    await counted(cast, vote_id)
    with pytest.raises(VoteStageError):
        await voting.open_discussion(await cast.caller("officer"), vote_id)


async def test_whoever_opened_the_second_round_does_not_certify_it(store):
    cast = await a_cast(store)
    vote_id = await between_rounds(cast)
    everyman, officer = await cast.caller("everyman"), await cast.caller("officer")
    await voting.open_next_round(everyman, vote_id, soon(), "UTC")
    await all_cast(cast, vote_id, [Choice.APPROVE] * 7)
    await until_closed(await votes.get(vote_id))
    await voting.close_vote(officer, vote_id)
    await voting.tally_vote(officer, vote_id)
    with pytest.raises(SecondPersonError):
        await voting.certify_vote(everyman, vote_id)


async def test_a_recusal_after_casting_voids_the_ballot_and_is_on_record(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=WINDOW)
    await all_cast(cast, vote_id, [Choice.APPROVE] * 7)
    plan = await cast.caller("voter1")
    await voting.recuse(plan, vote_id, plan.actor.person_id, "My employer sells the software.")
    with pytest.raises(RecusedError):
        await voting.cast_ballot(plan, vote_id, Choice.APPROVE)
    with pytest.raises(AlreadyRecusedError):
        await voting.recuse(plan, vote_id, plan.actor.person_id, "Again.")
    result = await counted(cast, vote_id)
    assert b'"plan":{"abstain":0,"approve":0,"recused":1,"reject":0,"roll":1}' in result.sealed.content
    with pytest.raises(VoteStageError):
        await voting.recuse(await cast.caller("roll_keeper"), vote_id, cast.people["voter2"], "A challenge.")


async def test_only_the_roll_keeper_takes_somebody_else_off_the_roll(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast)
    with pytest.raises(WrongRoleError):
        await voting.recuse(await cast.caller("voter0"), vote_id, cast.people["voter4"], "I do not like her.")
    with pytest.raises(NotOnRollError):
        await voting.recuse(await cast.caller("roll_keeper"), vote_id, cast.people["officer"], "Not on it.")
    await voting.recuse(await cast.caller("roll_keeper"), vote_id, cast.people["voter4"], "The challenge was upheld.")
    with pytest.raises(RecusedError):
        await voting.cast_ballot(await cast.caller("voter4"), vote_id, Choice.APPROVE)


async def test_two_clerks_enter_a_paper_ballot(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=30)
    keeper, officer, member = await cast.caller("roll_keeper"), await cast.caller("officer"), cast.people["voter4"]

    async def enter(clerk, choice):
        return await voting.enter_ballot(clerk, vote_id, member, choice, Channel.PAPER)

    assert await enter(keeper, Choice.REJECT) is Entered.FIRST
    with pytest.raises(SecondPersonError):
        await enter(keeper, Choice.REJECT)
    assert await enter(officer, Choice.APPROVE) is Entered.DIFFERENT
    assert await ballots.participants(vote_id, 1) == {}
    assert await enter(officer, Choice.REJECT) is Entered.FIRST
    assert await enter(keeper, Choice.REJECT) is Entered.COUNTED
    assert await ballots.participants(vote_id, 1) == {member: Channel.PAPER}
    assert await ballots.waiting_entries(vote_id) == 0
    # Voting oneself replaces it, as any later ballot does.
    await voting.cast_ballot(await cast.caller("voter4"), vote_id, Choice.APPROVE)
    assert await ballots.participants(vote_id, 1) == {member: Channel.WEB}
    assert [pile.answer for pile in await ballots.piles(vote_id, 1)] == [Choice.APPROVE]


async def test_nobody_enters_ballots_without_the_office(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast)
    for name in ("voter0", "drafter", "certifier"):
        with pytest.raises(WrongRoleError):
            await voting.enter_ballot(
                await cast.caller(name), vote_id, cast.people["voter4"], Choice.APPROVE, Channel.PHONE
            )


async def test_what_a_first_clerk_entered_cannot_be_read(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast)
    keeper = await cast.caller("roll_keeper")
    await voting.enter_ballot(keeper, vote_id, cast.people["voter4"], Choice.APPROVE, Channel.PAPER)
    async with store.engine.pool.acquire() as connection:
        row = await connection.fetchrow("SELECT voter, content FROM clerk_entry WHERE vote = $1", vote_id)
    assert all(len(text) == 64 and int(text, 16) for text in row)


async def test_a_receipt_shows_that_the_ballot_is_in_the_count_and_survives_a_change(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=WINDOW)
    member = await cast.caller("voter4")
    first = await voting.cast_ballot(member, vote_id, Choice.REJECT)
    second = await voting.cast_ballot(member, vote_id, Choice.APPROVE)
    assert first.receipt == second.receipt
    other = await voting.cast_ballot(await cast.caller("voter5"), vote_id, Choice.APPROVE)
    assert await voting.is_counted(vote_id, first.receipt) == [], "before the close it tells nothing"
    await voting.withdraw_ballot(await cast.caller("voter5"), vote_id)
    await counted(cast, vote_id)
    assert await voting.is_counted(vote_id, first.receipt.lower().replace("-", " ")) == [1]
    assert await voting.is_counted(vote_id, other.receipt) == [], "a ballot that was taken back is not in the count"
    assert await receipts.of_round(vote_id, 1) == [first.receipt]


async def test_a_ballot_that_was_taken_out_of_the_box_by_sql_has_no_receipt_and_the_tally_is_refused(store, settings):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=WINDOW)
    told = await voting.cast_ballot(await cast.caller("voter4"), vote_id, Choice.REJECT)
    async with store.engine.pool.acquire() as connection:
        await connection.execute("DELETE FROM box WHERE vote = $1", vote_id)
    with pytest.raises(voting.BoxTamperedError):
        await counted(cast, vote_id)
    assert await voting.is_counted(vote_id, told.receipt) == []


async def a_certified_vote(cast, choice=Choice.APPROVE, **more):
    vote_id = await an_open_vote(cast, seconds=WINDOW, voting_rule=rule(appeal_days=30), **more)
    await all_cast(cast, vote_id, [choice] * 7)
    await counted(cast, vote_id)
    await certified(cast, vote_id)
    return vote_id


async def test_an_appeal_that_is_upheld_sets_the_result_aside(store):
    cast = await a_cast(store)
    vote_id = await a_certified_vote(cast)
    member = await cast.caller("voter4")
    with pytest.raises(NotOnRollError):
        await voting.appeal(await cast.caller("drafter"), vote_id, Grounds.COUNT, "I was not asked.")
    appeal_id = await voting.appeal(member, vote_id, Grounds.ACCESS, "The page did not work with my reader.")
    with pytest.raises(AlreadyDecidedError):
        await voting.appeal(member, vote_id, Grounds.COUNT, "And again.")
    with pytest.raises(SecondPersonError):
        await voting.decide_appeal(
            await cast.caller("everyman"), await an_appeal_of_everyman(cast), "No.", upheld=False
        )
    await voting.decide_appeal(await cast.caller("publisher"), appeal_id, "It did not work.", upheld=True)
    vote = await votes.get(vote_id)
    assert vote.stage is VoteStage.SET_ASIDE
    assert (await proposals.following(vote.proposal_id)).stage is Stage.DRAFT
    assert await documents.find(Reference.parse(vote.subject)) is None
    assert [(made.upheld, made.reason) for made in await appeals.of_vote(vote_id)] == [(True, "It did not work.")]


async def an_appeal_of_everyman(cast):
    """An appeal about a vote that everyman opened a roll for."""
    roll_id = await voting.make_roll(await cast.caller("everyman"), cast.jurisdiction, roll_entries(cast))
    vote_id = await voting.open_vote(
        await cast.caller("officer"), await a_proposal(cast), roll_id, rule(appeal_days=30), soon(), "UTC"
    )
    await counted(cast, vote_id)
    await certified(cast, vote_id)
    return await voting.appeal(await cast.caller("voter5"), vote_id, Grounds.PROCEDURE, "Nobody told us.")


async def test_an_appeal_that_is_dismissed_leaves_the_result(store):
    cast = await a_cast(store)
    vote_id = await a_certified_vote(cast)
    appeal_id = await voting.appeal(await cast.caller("voter4"), vote_id, Grounds.COUNT, "Count again.")
    publisher = await cast.caller("publisher")
    await voting.decide_appeal(publisher, appeal_id, "It was counted again, with the same result.", upheld=False)
    with pytest.raises(AlreadyDecidedError):
        await voting.decide_appeal(publisher, appeal_id, "On second thought.", upheld=True)
    assert (await votes.get(vote_id)).stage is VoteStage.CERTIFIED
    with pytest.raises(AppealWindowError):
        await voting.finalise_vote(await cast.caller("officer"), vote_id)


@pytest.mark.parametrize("adopts", [True, False])
async def test_a_council_advises_and_the_agency_decides_with_its_reason(store, adopts):
    cast = await a_cast(store)
    proposal_id = await a_proposal(cast)
    roll_id = await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, roll_entries(cast))
    officer, publisher = await cast.caller("officer"), await cast.caller("publisher")
    vote_id = await voting.open_vote(officer, proposal_id, roll_id, rule(), soon(), "UTC", advisory=True)
    await all_cast(cast, vote_id, [Choice.APPROVE] * 7)
    with pytest.raises(VoteStageError):
        await voting.decide_on_advice(publisher, vote_id, "Early.", adopts=True)
    await concluded(cast, vote_id)
    vote = await votes.get(vote_id)
    assert vote.stage is VoteStage.FINAL
    assert await documents.find(Reference.parse(vote.subject)) is None, "advice decides nothing"
    with pytest.raises(WrongRoleError):
        await voting.decide_on_advice(officer, vote_id, "I decide.", adopts=True)
    with pytest.raises(SecondPersonError):
        await voting.decide_on_advice(await cast.caller("everyman"), await advice_on_own(cast), "Mine.", adopts=True)
    await voting.decide_on_advice(publisher, vote_id, "The budget was cut.", adopts=adopts)
    with pytest.raises(AlreadyDecidedError):
        await voting.decide_on_advice(publisher, vote_id, "Again.", adopts=adopts)
    assert (await documents.find(Reference.parse(vote.subject)) is not None) is adopts
    decision = await appeals.agency_decision(vote_id)
    assert (decision.adopts, decision.reason) == (adopts, "The budget was cut.")


async def advice_on_own(cast):
    """Advice on a proposal that everyman wrote."""
    everyman = await cast.caller("everyman")
    target = Reference.parse(f"value-definition/{cast.jurisdiction}/{a_name()}@1.0.0")
    proposal_id = await proposing.draft(everyman, target, definition_content(), cast.agency)
    await proposing.open_for_comment(everyman, proposal_id)
    roll_id = await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, roll_entries(cast))
    officer = await cast.caller("officer")
    vote_id = await voting.open_vote(officer, proposal_id, roll_id, rule(), soon(0.3), "UTC", advisory=True)
    await concluded(cast, vote_id)
    return vote_id


async def test_a_vote_that_is_no_advice_leaves_the_agency_nothing_to_decide(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=0.3)
    await concluded(cast, vote_id)
    with pytest.raises(NotAdvisoryError):
        await voting.decide_on_advice(await cast.caller("publisher"), vote_id, "Yes.", adopts=True)


async def test_a_reason_is_asked_for_where_the_rule_asks_for_one_and_is_kept_without_a_name(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=WINDOW, voting_rule=rule(reasons_required=(Choice.REJECT,)))
    member = await cast.caller("voter4")
    with pytest.raises(ReasonNeededError):
        await voting.cast_ballot(member, vote_id, Choice.REJECT, "   ")
    await voting.cast_ballot(member, vote_id, Choice.REJECT, "It says nothing about food.")
    await voting.cast_ballot(await cast.caller("voter5"), vote_id, Choice.APPROVE)
    await counted(cast, vote_id)
    assert await ballots.reasons(vote_id, 1) == ["It says nothing about food."]


async def test_an_organisation_counts_once_where_the_rule_says_so(store):
    cast = await a_cast(store)
    people = roll_entries(cast)
    entries = tuple(
        RollEntry(entry.person_id, people[0].constituency, "Big Plan" if n < 5 else None)
        for n, entry in enumerate(people)
    )
    roll_id = await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, entries)
    own = rule("simple_majority", one_vote_per_interest=True)
    vote_id = await voting.open_vote(await cast.caller("officer"), await a_proposal(cast), roll_id, own, soon(), "UTC")
    await all_cast(cast, vote_id, [Choice.APPROVE] * 5 + [Choice.REJECT] * 2)
    assert (await concluded(cast, vote_id)).outcome is Outcome.NOT_ADOPTED, "one organisation against two people"


KINDS = {
    "registry_priorities": Approvals(frozenset({"respect"})),
    "registry_points": Points({"respect": 70, "belonging": 30}),
    "registry_ranking": Ranking(("respect", "belonging")),
    "comet_pooled": Ratings({"respect": 9, "belonging": 1}),
}


@pytest.mark.parametrize("name", KINDS)
async def test_outcomes_of_a_published_definition_are_chosen_ranked_rated_or_given_points(store, name):
    cast = await a_cast(store)
    adopted = await an_open_vote(cast, seconds=WINDOW)
    await all_cast(cast, adopted, [Choice.APPROVE] * 7)
    await concluded(cast, adopted)
    subject = (await votes.get(adopted)).subject
    roll_id = await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, roll_entries(cast))
    changes = {"appeal_days": 0} | ({"seats": 1} if name == "registry_priorities" else {})
    own = {"name": "own_rule", "basis": Basis.OWN_DESIGN, "verified": False} if name == "registry_priorities" else {}
    chosen = preset(name).model_copy(update=changes | own)
    officer = await cast.caller("officer")
    vote_id = await voting.open_outcome_vote(
        officer, Reference.parse(subject), cast.jurisdiction, roll_id, chosen, soon(), "UTC"
    )
    with pytest.raises(WrongChoiceError):
        await voting.cast_ballot(await cast.caller("voter0"), vote_id, Choice.APPROVE)
    for number in range(7):
        await voting.cast_ballot(await cast.caller(f"voter{number}"), vote_id, KINDS[name])
    result = await concluded(cast, vote_id)
    assert result.quorum_met
    # Of few ballots only who was chosen is told: the units of seven like-minded ballots would be their choices.
    assert ("respect" in str(result.findings)) is (name != "registry_points")
    assert (await votes.get(vote_id)).stage is VoteStage.FINAL


async def test_time_closes_a_vote_by_itself_as_of_the_deadline(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=0.3)
    assert vote_id not in await voting.apply_due(store)
    await asyncio.sleep(1)
    moved = await asyncio.gather(*(voting.apply_due(store) for _ in range(3)))
    assert sum(vote_id in each for each in moved) == 1, "several processes move it once"
    vote = await votes.get(vote_id)
    closed = (await vote_steps.of_vote(vote_id))[-1]
    assert (vote.stage, closed.person_id, closed.as_of) == (VoteStage.CLOSED, None, vote.closes_at)
    assert closed.at > closed.as_of


async def test_a_vote_takes_no_ballots_before_it_opens(store):
    cast = await a_cast(store)
    roll_id = await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, roll_entries(cast))
    vote_id = await voting.open_vote(
        await cast.caller("officer"), await a_proposal(cast), roll_id, rule(), soon(30), "UTC", opens_at=soon(1)
    )
    with pytest.raises(ProposalClosedError):
        await voting.cast_ballot(await cast.caller("voter0"), vote_id, Choice.APPROVE)
    await asyncio.sleep(1.1)
    await voting.cast_ballot(await cast.caller("voter0"), vote_id, Choice.APPROVE)


async def test_a_comment_window_that_was_announced_is_kept(store):
    cast = await a_cast(store)
    drafter = await cast.caller("drafter")
    proposal_id = await a_proposal(cast, stage="draft")
    with pytest.raises(proposing.BadCommentWindowError):
        await proposing.open_for_comment(drafter, proposal_id, soon(-1))
    await proposing.open_for_comment(drafter, proposal_id, soon(0.8))
    with pytest.raises(CommentWindowOpenError):
        await an_open_vote(cast, proposal_id)
    await asyncio.sleep(0.9)
    with pytest.raises(commenting.CommentWindowClosedError):
        await commenting.comment(await cast.caller("voter0"), proposal_id, "Late.")
    await an_open_vote(cast, proposal_id)


async def test_each_step_is_on_record_with_who_when_and_why(store):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast)
    await voting.cancel_vote(await cast.caller("officer"), vote_id, "The roll was wrong.")
    steps = await vote_steps.of_vote(vote_id)
    assert [(step.stage, step.person_id, step.reason) for step in steps] == [
        (VoteStage.OPEN, cast.people["officer"], None),
        (VoteStage.CANCELLED, cast.people["officer"], "The roll was wrong."),
    ]


@pytest.mark.parametrize("name", ["registry_default", "registry_points"])
async def test_the_sealed_export_of_a_real_vote_is_counted_again_by_two_programs_that_share_no_code(
    store, name, tmp_path
):
    cast = await a_cast(store)
    vote_id = await an_open_vote(cast, seconds=WINDOW)
    await all_cast(cast, vote_id, [Choice.APPROVE] * 6 + [Choice.REJECT])
    await concluded(cast, vote_id)
    if name == "registry_points":
        subject = Reference.parse((await votes.get(vote_id)).subject)
        keeper, officer = await cast.caller("roll_keeper"), await cast.caller("officer")
        roll_id = await voting.make_roll(keeper, cast.jurisdiction, roll_entries(cast))
        chosen = preset(name).model_copy(update={"appeal_days": 0})
        vote_id = await voting.open_outcome_vote(officer, subject, "US-TN", roll_id, chosen, soon(), "UTC")
        await all_cast(cast, vote_id, [Points({"respect": 60 + n, "belonging": 40 - n}) for n in range(7)])
        await concluded(cast, vote_id)
    with pytest.raises(WrongRoleError):
        await sealed_export((await cast.caller("officer")).actor, vote_id)
    export = tmp_path / "sealed.json"
    export.write_bytes(await sealed_export((await cast.caller("auditor")).actor, vote_id))
    about = json.loads(export.read_text())["vote"]
    assert (about["roll_digest"], about["rounds"][0]["outcome"]) == ((await votes.get(vote_id)).roll_digest, "adopted")
    for program in (["-m", "registry.cli", "recount"], ["docs/second_counter.py"]):
        run = subprocess.run(
            [sys.executable, *program, str(export)], capture_output=True, text=True, cwd=ROOT, check=False
        )
        assert run.returncode == 0, run.stderr
        assert about["digest"].removeprefix("sha256:") in run.stdout, program
