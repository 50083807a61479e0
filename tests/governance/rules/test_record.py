"""Records of votes that are no motions: what they hold, and that they give away no order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.recounting import recount
from governance.rules.attendance import Attendance, enough
from governance.rules.group_consensus import Scores
from governance.rules.held import HeldCommittee, HeldRating
from governance.rules.inputs import AllocationInput, CommitteeInput, ConsensusInput, RankingInput, RatingInput
from governance.rules.kinds import AllocationRule, CommitteeRule, ConsensusRule, RankingRule, RatingRule, Turnout
from governance.rules.record import candidate_record, result_digest
from governance.rules.refusals import BadTallyError, TallyDoesNotFitError

HELD = {"name": "ours", "title": "Ours", "basis": "own_design", "source": "Ours", "verified": False}
HALF = {"fraction": "1/2", "comparison": "at_least", "of": "roll"}
MEMBERS = {"member": Attendance(12, 2, 5), "plan": Attendance(3, 0, 3)}


def test_a_rating_is_recorded_without_the_order_of_ballots():
    record = candidate_record(RatingRule(disagreement="ipras"), RatingInput((9, None, 7, 8), MEMBERS))
    assert record["kind"] == "rating"
    assert record["input"]["ratings"] == [7, 8, 9, "unable"]
    assert record["input"]["groups"]["member"] == {"roll": 12, "recused": 2, "ballots": 5}
    assert record["computed"]["classification"] == "appropriate"
    assert record["computed"]["quorum_met"] is True


def test_a_choice_is_recorded_by_distinct_ballot():
    given = CommitteeInput(("b", "a"), {frozenset("ba"): 2, frozenset("a"): 1})
    record = candidate_record(CommitteeRule(method="av", seats=1), given)
    assert record["input"] == {
        "candidates": ["b", "a"],
        "profile": [{"count": 1, "approves": ["a"]}, {"count": 2, "approves": ["a", "b"]}],
    }
    assert record["computed"]["winning"] == [["a"]]
    assert "quorum_met" not in record["computed"]


def test_a_ranking_is_recorded_with_ties_as_lists():
    given = RankingInput(("a", "b", "c"), {(("c", "b"), ("a",)): 2})
    record = candidate_record(RankingRule(method="borda"), given)
    assert record["input"]["profile"] == [{"count": 2, "order": [["b", "c"], "a"]}]
    assert record["computed"]["order"] == [["b", "c"], "a"]
    assert record["computed"]["scores"] == {"a": "0", "b": "3", "c": "3"}


def test_groups_and_points_are_recorded_as_they_are_counted():
    rule = ConsensusRule(in_high="7/10", in_low_below="3/20", out_high="1/2", scope="each_group")
    record = candidate_record(rule, ConsensusInput({"member": Scores(0, 1, 3, 1)}, {"member": MEMBERS["member"]}))
    assert record["input"]["groups"]["member"] == {
        "low": 0, "mid": 1, "high": 3, "unable": 1, "roll": 12, "recused": 2
    }  # fmt: skip
    assert record["computed"]["groups"]["member"]["high_share"] == "3/4"
    points = candidate_record(AllocationRule(units=10), AllocationInput((("home", 7), ("work", 3))))
    assert points["input"]["totals"] == [["home", "7"], ["work", "3"]]
    assert points["computed"] == {"units": [7, 3]}


@pytest.mark.parametrize(("ballots", "met"), [(7, True), (6, False), (0, False)])
def test_a_quorum_is_a_share_of_those_who_could_vote(ballots, met):
    rule = HeldRating(kind="rating", disagreement="ipras", quorum=HALF, **HELD)
    there = {"member": Attendance(16, 2, ballots)}
    assert candidate_record(rule, RatingInput((), there))["computed"]["quorum_met"] is met


def test_without_a_quorum_nobody_is_enough():
    assert enough(None, {}) is True
    assert enough(Turnout(**HALF), {}) is False


def test_a_quorum_needs_a_roll():
    rule = HeldRating(kind="rating", disagreement="ipras", quorum=HALF, **HELD)
    with pytest.raises(TallyDoesNotFitError, match="who could vote"):
        candidate_record(rule, RatingInput((7,)))


def test_what_half_or_fewer_of_the_members_approve_is_flagged():
    rule = HeldCommittee(kind="committee", method="av", seats=3, members_agree=True, **HELD)
    profile = {frozenset("ab"): 2, frozenset("abc"): 6}
    approve = {"a": 5, "b": 3, "c": 2}
    record = candidate_record(rule, CommitteeInput(tuple("abcd"), profile, MEMBERS, approve))
    assert record["computed"]["winning"] == [["a", "b", "c"]]
    assert record["computed"]["flagged"] == ["c"]
    even = candidate_record(
        rule, CommitteeInput(tuple("abcd"), profile, MEMBERS | {"member": Attendance(9, 0, 6)}, approve)
    )
    assert even["computed"]["flagged"] == ["b", "c"]
    absent = candidate_record(rule, CommitteeInput(tuple("abcd"), profile, {"plan": Attendance(9, 0, 8)}, {}))
    assert absent["computed"]["flagged"] == ["a", "b", "c"]


def test_whether_the_members_agree_is_not_guessed():
    rule = HeldCommittee(kind="committee", method="av", seats=1, members_agree=True, **HELD)
    with pytest.raises(TallyDoesNotFitError, match="whether the members agree"):
        candidate_record(rule, CommitteeInput(("a",), {frozenset("a"): 1}, MEMBERS))


def test_a_rule_of_another_kind_is_refused():
    with pytest.raises(TallyDoesNotFitError, match="another kind"):
        candidate_record(RatingRule(disagreement="ipras"), RankingInput(("a",), {}))


@pytest.mark.parametrize("numbers", [(3, 1, 3), (3, 4, 0), (-1, 0, 0), (3, 0, True), (2**31, 0, 0)])
def test_an_attendance_that_cannot_be_right_is_refused(numbers):
    with pytest.raises(BadTallyError):
        Attendance(*numbers)


@given(st.lists(st.none() | st.integers(1, 9), max_size=12), st.randoms(use_true_random=False))
def test_the_record_is_the_same_in_whatever_order_ballots_came(ratings, shuffler):
    rule, there = RatingRule(disagreement="one_third"), {"all": Attendance(12, 0, len(ratings))}
    first = candidate_record(rule, RatingInput(tuple(ratings), there))
    shuffler.shuffle(ratings)
    again = candidate_record(rule, RatingInput(tuple(ratings), there))
    assert again == first
    assert result_digest(recount(first, "record")) == result_digest(first)
