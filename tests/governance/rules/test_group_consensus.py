"""In, out or no consensus, by shares of high and low scores."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.group_consensus import Scores, consensus
from governance.rules.kinds import ConsensusRule
from governance.rules.refusals import BadTallyError

SHARES = {"in_high": "7/10", "in_low_below": "3/20", "out_high": "1/2"}
EACH, POOLED = (ConsensusRule(**SHARES, scope=scope) for scope in ("each_group", "pooled"))
COUNTS = st.integers(0, 20)
GROUPS = st.dictionaries(
    st.sampled_from(["member", "plan", "state"]), st.builds(Scores, COUNTS, COUNTS, COUNTS, COUNTS)
)


@pytest.mark.parametrize(
    ("scores", "result"),
    [
        (Scores(0, 3, 7), "in"),  # exactly 7/10 high
        (Scores(0, 31, 69), "no_consensus"),
        (Scores(14, 16, 70), "in"),
        (Scores(15, 15, 70), "no_consensus"),  # exactly 3/20 low is too many
        (Scores(0, 5, 5), "out"),  # exactly 1/2 high
        (Scores(0, 49, 51), "no_consensus"),
        (Scores(9, 0, 1), "out"),
        (Scores(0, 0, 0), "no_consensus"),
        (Scores(0, 0, 0, 12), "no_consensus"),
        (Scores(0, 3, 7, 100), "in"),  # whoever is unable to score is in no denominator
    ],
)
def test_the_edges_belong_to_the_side_that_the_rule_says(scores, result):
    for rule in (EACH, POOLED):
        assert consensus(rule, {"all": scores}).result == result


@pytest.mark.parametrize(
    ("groups", "each", "pooled"),
    [
        ({"member": Scores(0, 0, 9), "plan": Scores(0, 0, 3)}, "in", "in"),
        ({"member": Scores(0, 0, 9), "plan": Scores(3, 0, 0)}, "no_consensus", "no_consensus"),
        ({"member": Scores(0, 0, 90), "plan": Scores(0, 3, 0)}, "no_consensus", "in"),
        ({"member": Scores(9, 0, 0), "plan": Scores(0, 3, 0)}, "out", "out"),
        ({"member": Scores(0, 0, 9), "plan": Scores(0, 0, 0, 4)}, "no_consensus", "in"),
        ({}, "no_consensus", "no_consensus"),
    ],
)
def test_every_group_must_say_the_same_or_all_are_taken_together(groups, each, pooled):
    assert consensus(EACH, groups).result == each
    assert consensus(POOLED, groups).result == pooled


def test_each_group_and_all_together_are_shown():
    found = consensus(EACH, {"plan": Scores(1, 1, 2, 3), "member": Scores(0, 0, 4)})
    assert list(found.groups) == ["member", "plan"]
    assert (found.groups["plan"].high_share, found.groups["plan"].low_share) == (Fraction(1, 2), Fraction(1, 4))
    assert (found.pooled.n, found.pooled.high_share) == (8, Fraction(3, 4))


@pytest.mark.parametrize("counts", [(-1, 0, 0), (0, True, 0), (0, 0, Fraction(1)), (0, 0, 0, 2**31)])
def test_what_is_no_number_of_people_is_refused(counts):
    with pytest.raises(BadTallyError):
        Scores(*counts)


@given(GROUPS)
def test_nothing_is_in_without_a_high_score(groups):
    for rule in (EACH, POOLED):
        found = consensus(rule, groups)
        if found.result == "in":
            assert sum(scores.high for scores in groups.values()) > 0
        assert found.log


@given(GROUPS, st.integers(2, 9))
def test_only_shares_count(groups, times):
    larger = {
        name: Scores(times * each.low, times * each.mid, times * each.high, each.unable)
        for name, each in groups.items()
    }
    for rule in (EACH, POOLED):
        assert consensus(rule, larger).result == consensus(rule, groups).result
        assert consensus(rule, dict(reversed(groups.items()))).result == consensus(rule, groups).result


@given(st.builds(Scores, COUNTS, COUNTS, COUNTS, COUNTS))
def test_one_group_is_all_groups(scores):
    assert consensus(EACH, {"member": scores}).result == consensus(POOLED, {"member": scores}).result
