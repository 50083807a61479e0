"""Questions of every kind that Hypothesis makes, as plain data: what a record or a worked case holds."""

import json

from hypothesis import strategies as st

from governance.rules import MotionRule, decide, result_record
from governance.rules.attendance import Attendance
from governance.rules.group_consensus import Scores
from governance.rules.held import HeldCommittee, HeldRanking
from governance.rules.inputs import AllocationInput, CommitteeInput, ConsensusInput, RankingInput, RatingInput
from governance.rules.kinds import AllocationRule, CommitteeRule, ConsensusRule, RankingRule, RatingRule
from governance.rules.tally import GroupTally, Tally
from tests.governance.rules.profiles import approvals, rankings
from tests.governance.rules.test_any_rule import rules as motion_rules
from tests.governance.rules.test_any_rule import tallies

HELD = {"name": "ours", "title": "Ours", "basis": "own_design", "source": "Ours", "verified": False}
QUORUM = {"fraction": "1/2", "comparison": "at_least", "of": "roll"}
COUNT = st.integers(0, 9)
NAMES = st.sampled_from(["member", "plan", "state"])


@st.composite
def attendances(draw):
    ballots, silent, recused = draw(COUNT), draw(COUNT), draw(COUNT)
    return Attendance(ballots + silent + recused, recused, ballots)


ROLLS = st.none() | st.dictionaries(NAMES, attendances(), max_size=3)


def question(rule, given):
    """Kind, rule and input as JSON holds them."""
    return {"kind": given.KIND.value, "rule": json.loads(rule.model_dump_json()), "input": given.written()}


@st.composite
def motions(draw):
    rule, tally = draw(motion_rules()), draw(tallies())
    record = result_record(rule, tally, decide(rule, tally))
    del record["computed"]
    return record


@st.composite
def labels(draw):
    rule = MotionRule(threshold="2/3", comparison="at_least", denominator="yes_no", scale="label", middle=None)
    groups = {}
    for name in draw(st.sets(NAMES)):
        counts = {choice: draw(COUNT) for choice in rule.scale.choices}
        groups[name] = GroupTally(sum(counts.values()) + draw(COUNT), 0, counts)
    tally = Tally(groups)
    record = result_record(rule, tally, decide(rule, tally))
    del record["computed"]
    return record


@st.composite
def ratings(draw):
    rule = RatingRule(disagreement=draw(st.sampled_from(["ipras", "table", "one_third"])))
    given = draw(st.lists(st.none() | st.integers(1, 9), max_size=18))
    return question(rule, RatingInput(tuple(given), draw(ROLLS)))


@st.composite
def consensuses(draw):
    shares = {"in_high": "7/10", "in_low_below": "3/20", "out_high": "1/2"}
    rule = ConsensusRule(**shares, scope=draw(st.sampled_from(["each_group", "pooled"])))
    scores = draw(st.dictionaries(NAMES, st.builds(Scores, COUNT, COUNT, COUNT, COUNT), min_size=1))
    rolls = {name: Attendance(each.n + each.unable + 2, 1, each.n + each.unable) for name, each in scores.items()}
    return question(rule, ConsensusInput(scores, draw(st.sampled_from([None, rolls]))))


@st.composite
def committees(draw):
    names, profile = draw(approvals())
    rule = {"method": draw(st.sampled_from(["av", "seqphragmen"])), "seats": draw(st.integers(1, len(names)))}
    if draw(st.booleans()):
        return question(CommitteeRule(**rule), CommitteeInput(names, profile, draw(ROLLS)))
    members = draw(attendances())
    approve = {name: draw(st.integers(0, members.ballots)) for name in names}
    held = HeldCommittee(kind="committee", quorum=QUORUM, members_agree=True, **rule, **HELD)
    return question(held, CommitteeInput(names, profile, {"member": members, "plan": draw(attendances())}, approve))


@st.composite
def choices_by_ranking(draw):
    names, profile = draw(rankings())
    method = draw(st.sampled_from(["plurality", "irv", "borda", "condorcet", "schulze"]))
    if draw(st.booleans()):
        return question(RankingRule(method=method), RankingInput(names, profile))
    held = HeldRanking(kind="ranking", method=method, quorum=QUORUM, **HELD)
    return question(held, RankingInput(names, profile, {"all": draw(attendances())}))


@st.composite
def allocations(draw):
    amounts = draw(st.lists(st.integers(0, 40) | st.fractions(0, 9, max_denominator=9), max_size=6))
    totals = tuple((f"c{place}", amount) for place, amount in enumerate(amounts))
    return question(AllocationRule(units=draw(st.integers(1, 120))), AllocationInput(totals, draw(ROLLS)))


@st.composite
def compositions(draw):
    seats = draw(st.integers(0, 20))
    name = draw(st.sampled_from(["minimum", "minimum_share", "min_share", "share", "threshold"]))
    rule = {name: draw(st.sampled_from(["1/4", "0.51", "1/2", "1"]))}
    return {"kind": "composition", "rule": rule, "input": {"seats": seats, "of_kind": draw(st.integers(0, seats))}}


@st.composite
def lifecycles(draw):
    hour = st.integers(0, 23).map(lambda hour: f"{hour:02}:30")
    day = st.sampled_from(["2026-10-31", "2026-11-01", "2026-11-02", "2027-03-13", "2027-03-14", "2027-03-15"])
    closes = draw(day) + draw(st.sampled_from(["", "T24:00", " midnight", "T02:30", "T23:59:59"]))
    event = st.fixed_dictionaries(
        {
            "id": st.sampled_from("1234"),
            "at": st.tuples(day, hour).map(lambda parts: f"{parts[0]}T{parts[1]}:00Z"),
            "voter": st.sampled_from("ABCD"),
            "type": st.sampled_from(["cast", "withdraw"]),
            "choice": st.sampled_from(["approve", "reject", "abstain", "other"]),
        }
    )
    return {
        "kind": "lifecycle",
        "rule": {"opens": "2026-10-30T01:30", "closes": closes, "zone": draw(st.sampled_from(ZONES))},
        "input": {
            "roll": draw(st.lists(st.sampled_from("ABC"), unique=True)),
            "recused": draw(st.lists(st.sampled_from("ABC"), unique=True)),
            "events": draw(st.lists(event, max_size=8)),
        },
    }


ZONES = ("America/Chicago", "America/Havana", "America/Santiago", "Asia/Kolkata", "UTC")


@st.composite
def disclosures(draw):
    cell = st.integers(0, 30)
    row = st.fixed_dictionaries({"approve": cell, "reject": cell, "abstain": cell})
    table = draw(st.dictionaries(NAMES, row, min_size=1))
    return {"kind": "disclosure", "rule": {"min_cell": draw(st.integers(2, 12))}, "input": {"table": table}}


QUESTIONS = {
    "motion": motions(),
    "label": labels(),
    "rating": ratings(),
    "group_consensus": consensuses(),
    "committee": committees(),
    "ranking": choices_by_ranking(),
    "allocation": allocations(),
    "composition": compositions(),
    "lifecycle": lifecycles(),
    "disclosure": disclosures(),
}
