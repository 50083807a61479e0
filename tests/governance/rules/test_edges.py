"""The edges of counting (GOVERNANCE, "Edge cases to get right"), as tables."""

from fractions import Fraction

import pytest

from governance.rules import (
    PRESETS,
    Choice,
    GroupTally,
    Interest,
    Outcome,
    Tally,
    TallyDoesNotFitError,
    decide,
    read_counted_rule,
)

DEFAULT = PRESETS["registry_default"]
QUORUM = {"fraction": "1/2", "comparison": "at_least", "of": "roll", "counts": ["approve", "reject", "abstain"]}
HALF_OF_MEMBERS = {"threshold": "1/2", "comparison": "more_than", "denominator": "yes_no"}


def a_rule(threshold="2/3", comparison="at_least", denominator="yes_no", **more):
    fields = {"threshold": threshold, "comparison": comparison, "denominator": denominator, **more}
    return read_counted_rule(fields, "test")


def votes(approve=0, reject=0, abstain=0, roll=None, recused=0):
    counts = {Choice.APPROVE: approve, Choice.REJECT: reject, Choice.ABSTAIN: abstain}
    return GroupTally(approve + reject + abstain + recused if roll is None else roll, recused, counts)


def of_all(**counts):
    return Tally({"all": votes(**counts)})


@pytest.mark.parametrize(
    ("comparison", "approve", "outcome"),
    [
        ("at_least", 10, Outcome.ADOPTED),
        ("more_than", 10, Outcome.NOT_ADOPTED),
        ("more_than", 11, Outcome.ADOPTED),
        ("at_least", 9, Outcome.NOT_ADOPTED),
    ],
)
def test_at_least_and_more_than_differ_at_equality(comparison, approve, outcome):
    assert decide(a_rule(comparison=comparison), of_all(approve=approve, reject=15 - approve)).outcome is outcome


def test_a_threshold_of_thirds_is_not_a_float():
    close = of_all(approve=2 * 10**8 - 1, reject=10**8 + 1)
    exact = of_all(approve=2 * 10**8, reject=10**8)
    assert decide(a_rule(), close).outcome is Outcome.NOT_ADOPTED
    assert decide(a_rule(), exact).outcome is Outcome.ADOPTED


@pytest.mark.parametrize(
    ("denominator", "support", "needed"),
    [
        ("yes_no", Fraction(6, 8), 6),
        ("cast", Fraction(6, 10), 7),
        ("roll", Fraction(6, 12), 8),
        ("roll_less_abstain", Fraction(6, 10), 7),
    ],
)
def test_abstaining_is_an_act_and_silence_is_not(denominator, support, needed):
    decision = decide(a_rule(denominator=denominator), of_all(approve=6, reject=2, abstain=2, roll=12))
    assert decision.support == support
    assert decision.approve_needed == needed


@pytest.mark.parametrize("denominator", ["yes_no", "cast", "roll", "roll_less_abstain"])
@pytest.mark.parametrize("roll", [0, 4])
def test_a_share_of_nobody_is_none_and_adopts_nothing(denominator, roll):
    decision = decide(a_rule(denominator=denominator), of_all(roll=roll, recused=roll))
    assert (decision.support, decision.approve_needed, decision.choice) == (None, None, None)
    assert decision.outcome is Outcome.NOT_ADOPTED


def test_no_group_at_all_is_an_empty_roll():
    assert decide(DEFAULT, Tally({})).outcome is Outcome.NO_QUORUM
    assert decide(a_rule(), Tally({})).outcome is Outcome.NOT_ADOPTED


def test_abstentions_alone_meet_the_quorum_and_adopt_nothing():
    decision = decide(a_rule(quorum=QUORUM), of_all(abstain=8, roll=10))
    assert (decision.outcome, decision.quorum_met, decision.support) == (Outcome.NOT_ADOPTED, True, None)


@pytest.mark.parametrize(
    ("quorum", "present", "met"),
    [
        (QUORUM, {"approve": 6, "abstain": 1, "roll": 13}, True),
        (QUORUM, {"approve": 6, "roll": 13}, False),
        (QUORUM, {"approve": 6, "roll": 12}, True),
        (QUORUM | {"comparison": "more_than"}, {"approve": 6, "roll": 12}, False),
        (QUORUM | {"counts": ["approve", "reject"]}, {"approve": 6, "abstain": 1, "roll": 13}, False),
        (QUORUM, {"approve": 6, "roll": 13, "recused": 1}, True),
        (QUORUM, {"roll": 3, "recused": 3}, False),
        ({"min_ballots": 7, "counts": ["approve"]}, {"approve": 7, "roll": 99}, True),
        ({"min_ballots": 7, "counts": ["approve"]}, {"approve": 6, "reject": 9, "roll": 99}, False),
    ],
)
def test_a_quorum_has_its_own_base_and_says_what_counts(quorum, present, met):
    decision = decide(a_rule(quorum=quorum), of_all(**present))
    assert decision.quorum_met is met
    assert (decision.outcome is Outcome.NO_QUORUM) is not met


@pytest.mark.parametrize(
    ("members", "if_empty", "outcome"),
    [
        (None, "block", Outcome.NO_QUORUM),
        (None, "skip", Outcome.ADOPTED),
        (votes(roll=5, recused=5), "block", Outcome.NO_QUORUM),
        (votes(roll=5, recused=5), "skip", Outcome.ADOPTED),
        (votes(roll=5), "skip", Outcome.NOT_ADOPTED),
        (votes(abstain=5), "skip", Outcome.NOT_ADOPTED),
        (votes(approve=3, reject=3), "block", Outcome.NOT_ADOPTED),
        (votes(approve=4, reject=3), "block", Outcome.ADOPTED),
    ],
    ids=[
        "absent blocks",
        "absent is skipped",
        "all recused blocks",
        "all recused is skipped",
        "silence is not emptiness",
        "abstaining is not emptiness",
        "a tie fails",
        "a majority agrees",
    ],
)
def test_an_empty_constituency_blocks_or_is_skipped_as_the_rule_says(members, if_empty, outcome):
    rule = a_rule("1/2", constituencies={"member": {**HALF_OF_MEMBERS, "if_empty": if_empty}})
    groups = {"plan": votes(approve=20)} | ({"member": members} if members else {})
    decision = decide(rule, Tally(groups))
    assert decision.outcome is outcome
    assert decision.failed == (() if outcome is Outcome.ADOPTED else ("member",))
    empty = members is None or members.voters == 0
    assert decision.conditions[0].skipped is (empty and if_empty == "skip")


@pytest.mark.parametrize(
    ("recused", "voted", "outcome"),
    [(0, 20, Outcome.NOT_ADOPTED), (1, 19, Outcome.ADOPTED)],
    ids=["twenty voters need 3/4", "a recusal leaves nineteen, who need 7/10"],
)
def test_a_recusal_can_move_a_size_band(recused, voted, outcome):
    rule = a_rule("7/10", bands=[{"voters_at_least": 20, "threshold": "3/4"}])
    decision = decide(rule, of_all(approve=14, reject=voted - 14, roll=20, recused=recused))
    assert decision.outcome is outcome


def test_the_last_size_band_reached_counts():
    bands = [{"voters_at_least": 10, "threshold": "3/4"}, {"voters_at_least": 20, "threshold": "9/10"}]
    needed = [decide(a_rule("1/2", bands=bands), of_all(approve=size)).approve_needed for size in (9, 10, 19, 20)]
    assert needed == [5, 8, 15, 18]


@pytest.mark.parametrize(
    ("low_in", "high_in", "approve", "outcome"),
    [
        (True, True, 4, Outcome.CONSENSUS_NOT_REACHED),
        (False, True, 4, Outcome.NOT_ADOPTED),
        (True, True, 6, Outcome.CONSENSUS_NOT_REACHED),
        (True, False, 6, Outcome.NOT_ADOPTED),
        (False, False, 5, Outcome.CONSENSUS_NOT_REACHED),
        (True, True, 3, Outcome.NOT_ADOPTED),
        (True, True, 7, Outcome.ADOPTED),
    ],
)
def test_the_edges_of_the_middle_band_belong_where_they_are_declared(low_in, high_in, approve, outcome):
    middle = {"low": "2/5", "high": "3/5", "low_in": low_in, "high_in": high_in}
    decision = decide(a_rule("3/5", "more_than", middle=middle), of_all(approve=approve, reject=10 - approve))
    assert decision.outcome is outcome


@pytest.mark.parametrize(
    ("approve", "reject", "outcome"),
    [
        (9, 3, Outcome.ADOPTED),
        (8, 3, Outcome.CONSENSUS_NOT_REACHED),
        (8, 4, Outcome.NOT_ADOPTED),
        (0, 0, Outcome.CONSENSUS_NOT_REACHED),
    ],
)
def test_a_rule_of_rejection_says_what_a_definite_no_is(approve, reject, outcome):
    rule = a_rule("3/4", denominator="roll", reject_rule={"threshold": "1/4", "comparison": "more_than"})
    assert decide(rule, of_all(approve=approve, reject=reject, roll=12)).outcome is outcome


def test_constituencies_of_equal_weight_count_by_their_own_shares():
    rule = a_rule("1/2", "more_than", weighting="equal_constituency")
    tally = Tally({"plan": votes(90, 10), "member": votes(1, 3), "state": votes(abstain=4), "advocate": votes(roll=2)})
    decision = decide(rule, tally)
    assert (decision.support, decision.approve_needed) == (Fraction(23, 40), None)
    assert decision.outcome is Outcome.ADOPTED
    assert decide(rule, Tally({"plan": votes(abstain=3)})).support is None


class TestOneVotePerOrganisation:
    rule = a_rule("1/2", "more_than", one_vote_per_interest=True)

    def test_many_people_of_one_organisation_count_once(self):
        groups = {"plan": votes(9, 2), "member": votes(1, 1)}
        tally = Tally(groups, {"Acme Health": Interest("plan", votes(9))})
        assert decide(a_rule("1/2", "more_than"), tally).support == Fraction(10, 13)
        assert decide(self.rule, tally).support == Fraction(2, 5)

    @pytest.mark.parametrize(
        ("ballots", "support"),
        [
            (votes(2, 1), Fraction(2, 3)),
            (votes(1, 2), Fraction(1, 3)),
            (votes(1, 1), Fraction(1, 2)),
            (votes(1, 0, 2), Fraction(1, 2)),
            (votes(roll=3), Fraction(1, 2)),
            (votes(roll=3, recused=3), Fraction(1, 2)),
        ],
    )
    def test_it_says_what_most_of_its_ballots_say(self, ballots, support):
        tally = Tally({"plan": ballots + votes(1, 1)}, {"Acme": Interest("plan", ballots)})
        assert decide(self.rule, tally).support == support

    def test_the_roll_counts_organisations_too(self):
        ballots = votes(3, roll=9)
        rule = a_rule("1/2", denominator="roll", one_vote_per_interest=True)
        tally = Tally({"plan": ballots + votes(1, roll=3)}, {"Acme": Interest("plan", ballots)})
        assert decide(rule, tally).support == Fraction(2, 4)

    def test_a_divided_organisation_is_silent_where_nobody_can_abstain(self):
        rule = a_rule("1/2", denominator="roll", one_vote_per_interest=True, scale="approve_reject")
        tally = Tally({"plan": votes(2, 1)}, {"Acme": Interest("plan", votes(1, 1))})
        assert decide(rule, tally).support == Fraction(1, 2)

    def test_a_tally_without_organisations_is_refused(self):
        with pytest.raises(TallyDoesNotFitError, match="does not name them"):
            decide(self.rule, of_all(approve=3))
