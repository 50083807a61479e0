import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import product
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.members import Constituency
from governance.results import Result
from governance.rolls import BadRollError, NotOnRollError, RecusedError, Roll, RollEntry, RollMade, check_roll
from governance.rules import Choice, Outcome, WrongChoiceError, preset
from governance.vote_events import VoteCertified, VoteMoved, VoteOpened, VoteTallied
from governance.votes import (
    NEXT_VOTE_STAGES,
    BadDeadlineError,
    Candidate,
    ProposalClosedError,
    SubjectKind,
    Vote,
    VoteStage,
    VoteStageError,
    VoteStillOpenError,
)
from measures.documents import Sealed, digest_of

OPENS = datetime(2027, 3, 1, 15, tzinfo=UTC)
CLOSES = datetime(2027, 3, 15, 22, tzinfo=UTC)
TICK = timedelta(microseconds=1)
DIGEST = "sha256:" + "a" * 64
ONE, TWO, THREE = UUID(int=1), UUID(int=2), UUID(int=3)
TERMINAL = {VoteStage.FINAL, VoteStage.SET_ASIDE, VoteStage.CANCELLED}
ROUND = {VoteStage.OPEN, VoteStage.CLOSED, VoteStage.TALLIED, VoteStage.DISCUSSION}


def a_vote(**changes):
    vote = Vote(
        id=ONE,
        subject_kind=SubjectKind.VALUE_DEFINITION,
        subject="value-definition/US-TN/home@1.0.0",
        subject_digest=DIGEST,
        jurisdiction="US-TN",
        rule=preset("registry_default"),
        roll_id=TWO,
        roll_digest=DIGEST,
        stage=VoteStage.OPEN,
        round=1,
        opens_at=OPENS,
        closes_at=CLOSES,
        zone="America/Chicago",
        opened_by=THREE,
    )
    return replace(vote, **changes)


def a_roll(*entries):
    return Roll(TWO, "US-TN", entries, THREE, OPENS)


def a_result():
    content = b'{"counts":"secret"}'
    sealed = Sealed(content, digest_of(content))
    conditions = {"member": True, "caregiver": None}
    return Result(ONE, 1, Outcome.ADOPTED, Choice.APPROVE, True, conditions, sealed, DIGEST)


def test_codes_and_words_are_stable():
    errors = (
        BadDeadlineError,
        BadRollError,
        NotOnRollError,
        ProposalClosedError,
        RecusedError,
        VoteStageError,
        VoteStillOpenError,
        WrongChoiceError,
    )
    assert [error.code for error in errors] == [
        "BAD_DEADLINE",
        "BAD_ROLL",
        "NOT_ON_ROLL",
        "PROPOSAL_CLOSED",
        "RECUSED",
        "WRONG_VOTE_STAGE",
        "VOTE_STILL_OPEN",
        "WRONG_CHOICE",
    ]
    assert list(SubjectKind) == ["value-definition", "priority-set", "label", "outcomes"]


def test_a_vote_that_was_just_opened_was_run_by_nobody_yet():
    vote = a_vote()
    assert (vote.proposal_id, vote.closed_by, vote.tallied_by, vote.certified_by, vote.certified_at) == (None,) * 5
    assert not vote.demonstration


# Life


def reached_from(stage):
    found, ahead = set(), [stage]
    while ahead:
        for after in NEXT_VOTE_STAGES[ahead.pop()] - found:
            found.add(after)
            ahead.append(after)
    return found


def test_every_stage_has_its_row():
    assert set(NEXT_VOTE_STAGES) == set(VoteStage)
    assert list(VoteStage) == [
        "open",
        "closed",
        "tallied",
        "discussion",
        "certified",
        "final",
        "set_aside",
        "cancelled",
    ]


@pytest.mark.parametrize("stage", VoteStage)
def test_only_another_round_leads_back_and_a_life_ends_where_it_ends(stage):
    assert (stage in reached_from(stage)) is (stage in ROUND)
    assert (not NEXT_VOTE_STAGES[stage]) is (stage in TERMINAL)


def test_every_stage_is_reached_from_an_open_vote():
    assert reached_from(VoteStage.OPEN) == set(VoteStage)


@pytest.mark.parametrize("stage", VoteStage)
def test_a_vote_that_was_certified_is_never_cancelled(stage):
    assert (VoteStage.CANCELLED in reached_from(stage)) is (stage in ROUND)


STEPS = {
    (VoteStage.OPEN, VoteStage.CLOSED),
    (VoteStage.CLOSED, VoteStage.TALLIED),
    (VoteStage.TALLIED, VoteStage.CERTIFIED),
    (VoteStage.TALLIED, VoteStage.DISCUSSION),
    (VoteStage.DISCUSSION, VoteStage.OPEN),
    (VoteStage.DISCUSSION, VoteStage.CANCELLED),
    (VoteStage.CERTIFIED, VoteStage.SET_ASIDE),
    (VoteStage.CERTIFIED, VoteStage.FINAL),
    (VoteStage.OPEN, VoteStage.CANCELLED),
    (VoteStage.CLOSED, VoteStage.CANCELLED),
    (VoteStage.TALLIED, VoteStage.CANCELLED),
}


@pytest.mark.parametrize(("stage", "to"), list(product(VoteStage, repeat=2)))
def test_a_vote_takes_the_listed_steps_and_no_others(stage, to):
    vote = a_vote(stage=stage)
    if (stage, to) in STEPS:
        vote.require_step(to)
        return
    with pytest.raises(VoteStageError) as refused:
        vote.require_step(to)
    assert refused.value.code == "WRONG_VOTE_STAGE"
    assert refused.value.message == f"This vote is {stage}; from there it cannot become {to}."


# The time of ballots


@pytest.mark.parametrize(
    ("at", "taken"),
    [
        (OPENS - TICK, False),
        (OPENS, True),
        (OPENS + TICK, True),
        (CLOSES - TICK, True),
        (CLOSES, False),
        (CLOSES + TICK, False),
    ],
    ids=["before", "opening", "after opening", "last instant", "deadline", "after"],
)
@pytest.mark.parametrize("zone", ["UTC", "America/Chicago", "Pacific/Guam"])
@pytest.mark.parametrize("stage", VoteStage)
def test_ballots_are_taken_from_the_opening_until_just_before_the_deadline(at, taken, zone, stage):
    vote, at = a_vote(stage=stage), at.astimezone(ZoneInfo(zone))
    if taken and stage is VoteStage.OPEN:
        vote.require_open(at)
        return
    with pytest.raises(ProposalClosedError) as refused:
        vote.require_open(at)
    assert refused.value.code == "PROPOSAL_CLOSED"
    ended = "This vote takes no ballots: it ran until 2027-03-15T22:00:00+00:00."
    ahead = "This vote takes no ballots yet: it opens at 2027-03-01T15:00:00+00:00."
    assert refused.value.message == (ahead if at < OPENS and stage is VoteStage.OPEN else ended)


@pytest.mark.parametrize(
    ("closes_at", "last"),
    [
        # The clock in Chicago goes from 02:00 to 03:00 on 14 March 2027 and from 02:00 back to 01:00 on 7 November.
        (datetime(2027, 3, 14, 3, tzinfo=ZoneInfo("America/Chicago")), datetime(2027, 3, 14, 7, 59, 59, 999999, UTC)),
        (
            datetime(2027, 11, 7, 1, 30, tzinfo=ZoneInfo("America/Chicago")),
            datetime(2027, 11, 7, 6, 29, 59, 999999, UTC),
        ),
        (
            datetime(2027, 11, 7, 1, 30, tzinfo=ZoneInfo("America/Chicago"), fold=1),
            datetime(2027, 11, 7, 7, 29, 59, 999999, UTC),
        ),
    ],
    ids=["clock goes on", "clock goes back, first time", "clock goes back, second time"],
)
def test_a_day_on_which_clocks_change_moves_no_deadline(closes_at, last):
    vote = a_vote(opens_at=last - timedelta(days=1), closes_at=closes_at.astimezone(UTC))
    vote.require_open(last)
    with pytest.raises(ProposalClosedError):
        vote.require_open(last + TICK)


@pytest.mark.parametrize("days", [0, 1, 30, 366])
def test_the_appeal_window_starts_when_the_vote_is_certified(days):
    rule = preset("registry_default").model_copy(update={"appeal_days": days})
    assert a_vote(rule=rule).appeal_until is None
    assert a_vote(rule=rule, certified_at=CLOSES).appeal_until == CLOSES + timedelta(days=days)


@pytest.mark.parametrize("name", ["registry_default", "core_sets_two_thirds", "registry_label"])
@pytest.mark.parametrize("choice", Choice)
def test_a_choice_stands_on_the_scale_of_the_rule(name, choice):
    vote = a_vote(rule=preset(name))
    if choice in vote.rule.scale.choices:
        vote.require_answer(choice)
        return
    with pytest.raises(WrongChoiceError) as refused:
        vote.require_answer(choice)
    assert refused.value.code == "WRONG_CHOICE"
    assert "is not a choice in this vote; the choices are" in refused.value.message


# The roll


def test_a_roll_holds_somebody():
    with pytest.raises(BadRollError, match=r"^The roll is empty; put at least one person on it\.$"):
        check_roll(())


@pytest.mark.parametrize("second", [Constituency.MEMBER, Constituency.STATE])
@pytest.mark.parametrize("recused", [True, False])
def test_a_person_stands_once_on_a_roll(second, recused):
    entries = (RollEntry(ONE, Constituency.MEMBER), RollEntry(TWO, Constituency.PLAN))
    check_roll(entries)
    with pytest.raises(BadRollError, match=r"^A person stands twice on the roll; one person speaks for one") as refused:
        check_roll((*entries, RollEntry(ONE, second, None, recused)))
    assert refused.value.code == "BAD_ROLL"


def test_an_entry_is_found_by_its_person():
    first, second = RollEntry(ONE, Constituency.MEMBER), RollEntry(TWO, Constituency.PLAN, "acme", recused=True)
    roll = a_roll(first, second)
    assert (roll.entry(ONE), roll.entry(TWO), roll.entry(THREE)) == (first, second, None)


entries = st.lists(
    st.builds(
        RollEntry,
        person_id=st.uuids(),
        constituency=st.sampled_from(Constituency),
        organisation=st.none() | st.just("acme"),
        recused=st.booleans(),
    ),
    max_size=5,
    unique_by=lambda entry: entry.person_id,
)


@given(entries, st.randoms())
def test_the_order_of_a_roll_does_not_change_its_bytes(listed, random):
    mixed = sorted(listed, key=lambda _: random.random())
    assert a_roll(*mixed).content() == a_roll(*listed).content()
    written = json.loads(a_roll(*listed).content())["entries"]
    assert {(each["person"], each["constituency"], each.get("organisation"), each["recused"]) for each in written} == {
        (str(each.person_id), each.constituency, each.organisation, each.recused) for each in listed
    }


@pytest.mark.parametrize(
    "change",
    [{"person_id": THREE}, {"constituency": Constituency.STATE}, {"organisation": "acme"}, {"recused": True}],
    ids=lambda change: next(iter(change)),
)
def test_whatever_an_entry_says_is_in_the_bytes(change):
    entry = RollEntry(ONE, Constituency.MEMBER)
    assert a_roll(entry).content() != a_roll(replace(entry, **change)).content()


# What is committed to


def test_the_opening_names_no_person():
    content = a_vote().opening("0" * 64).decode()
    assert str(THREE) not in content
    assert set(json.loads(content)) == {
        "schema",
        "vote",
        "round",
        "subject",
        "subject_digest",
        "candidates",
        "advisory",
        "rule_digest",
        "roll_digest",
        "opens_at",
        "closes_at",
        "zone",
        "audit_head",
    }


@given(st.integers(-840, 840))
def test_the_same_instant_opens_the_same_vote_whatever_its_offset(minutes):
    there = timezone(timedelta(minutes=minutes))
    moved = a_vote(opens_at=OPENS.astimezone(there), closes_at=CLOSES.astimezone(there))
    assert moved.opening("0") == a_vote().opening("0")


@pytest.mark.parametrize(
    "change",
    [
        {"id": TWO},
        {"subject": "value-definition/US-TN/home@1.0.1"},
        {"subject_digest": "sha256:" + "b" * 64},
        {"rule": preset("registry_default").model_copy(update={"appeal_days": 0})},
        {"roll_digest": "sha256:" + "b" * 64},
        {"opens_at": OPENS + TICK},
        {"closes_at": CLOSES + TICK},
        {"zone": "UTC"},
        {"round": 2},
        {"advisory": True},
        {"candidates": (Candidate("respect", "Residents are treated with respect."),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_is_frozen_is_in_the_bytes(change):
    assert a_vote(**change).opening("0") != a_vote().opening("0")


def test_the_state_of_the_audit_trail_is_in_the_bytes():
    assert a_vote().opening("0") != a_vote().opening("1")


@pytest.mark.parametrize(
    ("event", "subject"),
    [
        (RollMade(a_roll(), b"salt", DIGEST), f"roll/{TWO}"),
        (VoteOpened(a_vote(), None), f"vote/{ONE}"),
        (VoteMoved(ONE, 1, VoteStage.CLOSED, THREE), f"vote/{ONE}"),
        (VoteTallied(a_result(), b"salt", THREE), f"vote/{ONE}"),
        (VoteCertified(ONE, a_result(), THREE, is_last=True), f"vote/{ONE}"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_event_is_filed_under_an_id_and_prints_no_salt_and_no_tally(event, subject):
    assert event.subject == subject
    assert "salt'" not in repr(event)
    assert "secret" not in repr(event)
    # The digest of a small tally can be found by trying every count.
    assert a_result().sealed.digest not in repr(event)
