"""Laws that hold for rules nobody wrote: every feature of a motion, mixed at random."""

import json

from hypothesis import assume, given
from hypothesis import strategies as st

from governance.recounting import recount
from governance.rules import (
    Choice,
    ContradictoryRuleError,
    GroupTally,
    Interest,
    Outcome,
    Tally,
    decide,
    read_counted_rule,
    result_digest,
    result_record,
)

SHARES = st.sampled_from(["0", "1/3", "2/5", "1/2", "3/5", "2/3", "0.75", "9/10", "1"])
COMPARISONS = st.sampled_from(["at_least", "more_than"])
GROUPS = ("state", "member", "caregiver", "Group A")
VOTES = (Choice.APPROVE, Choice.REJECT, Choice.ABSTAIN)
COUNTS = st.lists(st.sampled_from(["approve", "reject", "abstain"]), min_size=1, unique=True)
QUORUMS = st.none() | st.one_of(
    st.fixed_dictionaries({"fraction": SHARES, "comparison": COMPARISONS, "of": st.just("roll"), "counts": COUNTS}),
    st.fixed_dictionaries({"min_ballots": st.integers(1, 9), "counts": COUNTS}),
)
REQUIREMENT = {
    "threshold": SHARES,
    "comparison": COMPARISONS,
    "denominator": st.sampled_from(["yes_no", "cast", "roll", "roll_less_abstain"]),
    "quorum": QUORUMS,
}
CONDITIONS = st.fixed_dictionaries(REQUIREMENT | {"if_empty": st.sampled_from(["block", "skip"])})
MIDDLES = st.fixed_dictionaries({"low": SHARES, "high": SHARES, "low_in": st.booleans(), "high_in": st.booleans()})
REJECTIONS = st.fixed_dictionaries({"threshold": SHARES, "comparison": COMPARISONS})
BANDS = st.fixed_dictionaries({"voters_at_least": st.integers(1, 9), "threshold": SHARES})
RULES = st.fixed_dictionaries(
    REQUIREMENT
    | {
        "middle": st.none() | MIDDLES,
        "reject_rule": st.none() | REJECTIONS,
        "bands": st.lists(
            st.fixed_dictionaries({"voters_at_least": st.integers(1, 9), "threshold": SHARES}), max_size=2
        ),
        "constituencies": st.dictionaries(st.sampled_from(GROUPS), CONDITIONS, max_size=2),
        "weighting": st.none() | st.just("equal_constituency"),
        "one_vote_per_interest": st.booleans(),
    }
)


@st.composite
def rules(draw):
    try:
        return read_counted_rule(draw(RULES), "drawn")
    except ContradictoryRuleError:
        assume(False)


@st.composite
def group_tallies(draw, least=0):
    counts = {choice: draw(st.integers(0, 6)) for choice in VOTES}
    recused, silent = draw(st.integers(0, 3)), draw(st.integers(least, 6))
    return GroupTally(sum(counts.values()) + recused + silent, recused, counts)


@st.composite
def tallies(draw):
    groups = draw(st.dictionaries(st.sampled_from(GROUPS), group_tallies(), max_size=4))
    names = sorted(groups)
    interests = {}
    for number in range(draw(st.integers(0, 3)) if names else 0):
        home, ballots = draw(st.sampled_from(names)), draw(group_tallies(least=1))
        groups[home] += ballots
        interests[f"organisation {number}"] = Interest(home, ballots)
    return Tally(groups, interests)


@given(rules(), tallies())
def test_every_rule_decides_every_tally(rule, tally):
    decision = decide(rule, tally)
    assert (decision.outcome is Outcome.NO_QUORUM) is not decision.quorum_met
    assert decision.support is None or 0 <= decision.support <= 1
    assert decision.log


@given(rules(), tallies())
def test_no_rule_adopts_without_an_approval(rule, tally):
    decision = decide(rule, tally)
    if decision.outcome is Outcome.ADOPTED:
        assert tally.whole.count(Choice.APPROVE) > 0
        assert decision.support > 0
        assert decision.failed == ()


@given(rules(), tallies())
def test_a_result_survives_the_journey(rule, tally):
    record = json.loads(json.dumps(result_record(rule, tally, decide(rule, tally))))
    assert result_digest(recount(record, "record")) == result_digest(record)
    assert read_counted_rule(record["rule"], "record") == rule


@given(rules(), tallies())
def test_the_order_of_groups_and_organisations_has_no_bearing(rule, tally):
    turned = Tally(dict(reversed(tally.groups.items())), dict(reversed(tally.interests.items())))
    assert decide(rule, turned) == decide(rule, tally)


@given(rules(), tallies())
def test_counting_organisations_once_loses_nobody_else(rule, tally):
    once = tally.by_interest(rule.scale).whole
    organised = sum(interest.ballots.roll for interest in tally.interests.values())
    assert once.roll == tally.whole.roll - organised + len(tally.interests)
