"""The one door: votes of every kind, counted by hand."""

import json
from fractions import Fraction

import pytest

from governance.recounting import read_cases, recount_file
from governance.rules import (
    PRESETS,
    Approvals,
    BadTallyError,
    Choice,
    Interest,
    Outcome,
    Points,
    Ranking,
    RollLine,
    Tally,
    VoterBallot,
    count_ballots,
    count_vote,
    decide,
    make_voting_rule,
    require_one_home,
    result_digest,
    result_record,
    with_terms,
)

CANDIDATES = ("home", "work", "staff")
PRIORITIES = with_terms(PRESETS["registry_priorities"], seats=2)
PROPORTIONAL = with_terms(PRESETS["registry_priorities_proportional"], seats=2)
ABOUT = {"name": "ours", "title": "t", "basis": "own_design", "source": "s", "verified": False}


def ours(kind, **fields):
    return make_voting_rule(ABOUT | {"kind": kind, **fields}, "ours")


def roll_of(**groups):
    return [RollLine(group, people=people) for group, people in groups.items()]


def approvals(group, *names, ballots=1):
    return VoterBallot(group, Approvals(frozenset(names)), ballots=ballots)


def counted_again(record):
    """The digest that the recount reaches of an export of this record."""
    found = recount_file(read_cases(json.dumps(record), "export"))
    assert [case.agrees for case in found.cases] == [True] * len(found.cases)
    return found.digest


def test_a_motion_is_decided_as_its_tally_is():
    roll = [*roll_of(plan=4, member=5), RollLine("member", recused=True), RollLine("caregiver", recused=True)]
    said = [("plan", Choice.APPROVE)] * 3 + [("member", Choice.APPROVE)] * 3 + [("member", Choice.REJECT)]
    counted = count_vote(PRESETS["registry_default"], (), roll, [VoterBallot(*each) for each in said])
    tally = count_ballots({"plan": (4, 0), "member": (6, 1), "caregiver": (1, 1)}, said)
    decision = decide(PRESETS["registry_default"], tally)
    assert (counted.outcome, counted.choice, counted.quorum_met) == (Outcome.ADOPTED, Choice.APPROVE, True)
    assert counted.conditions == {"member": True, "caregiver": None}
    assert counted.record == result_record(PRESETS["registry_default"], tally, decision)
    assert counted.log == decision.log
    assert counted.findings == {}
    assert counted.tables == {
        "vote": {
            "caregiver": {"approve": 0, "reject": 0, "abstain": 0, "did_not_vote": 0},
            "member": {"approve": 3, "reject": 1, "abstain": 0, "did_not_vote": 1},
            "plan": {"approve": 3, "reject": 0, "abstain": 0, "did_not_vote": 1},
        }
    }


def test_a_label_is_chosen():
    ballots = [VoterBallot("member", Choice.QUALITY, ballots=3), VoterBallot("plan", Choice.UNSURE)]
    counted = count_vote(PRESETS["registry_label"], (), roll_of(member=4, plan=2), ballots)
    assert (counted.outcome, counted.choice) == (Outcome.ADOPTED, Choice.QUALITY)
    assert counted.conditions == {"member": True}
    assert counted.record["kind"] == "label"
    assert counted.tables["vote"]["plan"] == {"compliance": 0, "quality": 0, "unsure": 1, "did_not_vote": 1}


def test_an_organization_votes_once_however_many_people_it_has():
    roll = [
        RollLine("plan", "Acme", people=8),
        RollLine("plan", "Apex"),
        RollLine("provider", None, people=1),
        RollLine("provider", "Bees", recused=True),
    ]
    ballots = [
        VoterBallot("plan", Choice.APPROVE, "Acme", ballots=8),
        VoterBallot("plan", Choice.REJECT, "Apex"),
        VoterBallot("provider", Choice.REJECT),
    ]
    counted = count_vote(PRESETS["astm_sub"], (), roll, ballots)
    assert counted.outcome is Outcome.NOT_ADOPTED
    assert counted.record["computed"]["support"] == "1/3"
    tally = count_ballots({"plan": (9, 0), "provider": (2, 1)}, [(b.group, b.answer) for b in bundled(ballots)])
    inside = count_ballots({"Acme": (8, 0), "Apex": (1, 0), "Bees": (1, 1)}, [("Acme", Choice.APPROVE)] * 8).groups
    apex = count_ballots({"Apex": (1, 0)}, [("Apex", Choice.REJECT)]).groups
    interests = {
        "Acme": Interest("plan", inside["Acme"]),
        "Apex": Interest("plan", apex["Apex"]),
        "Bees": Interest("provider", inside["Bees"]),
    }
    assert decide(PRESETS["astm_sub"], Tally(tally.groups, interests)).support == Fraction(1, 3)
    assert counted.tables["vote"]["plan"] == {"approve": 8, "reject": 1, "abstain": 0, "did_not_vote": 0}
    assert counted_again(counted.record) == result_digest(counted.record)


def bundled(ballots):
    return [VoterBallot(each.group, each.answer) for each in ballots for _ in range(each.ballots)]


def test_an_organization_in_two_constituencies_is_refused_before_the_vote_opens():
    roll = [RollLine("plan", "Acme"), RollLine("provider", "Acme")]
    with pytest.raises(BadTallyError, match="organization Acme stands in two constituencies"):
        require_one_home(PRESETS["astm_sub"], roll)
    require_one_home(PRESETS["registry_default"], roll)
    require_one_home(PRESETS["registry_points"], roll)
    assert count_vote(PRESETS["registry_default"], (), roll, []).outcome is Outcome.NO_QUORUM


def test_the_most_approved_are_chosen_and_those_the_members_did_not_approve_are_flagged():
    ballots = [
        approvals("member", "home", ballots=3),
        approvals("member", "work"),
        approvals("plan", "home", "work", ballots=4),
        approvals("plan"),
    ]
    counted = count_vote(PRIORITIES, CANDIDATES, roll_of(member=4, plan=10), ballots)
    assert (counted.outcome, counted.choice, counted.quorum_met) == (Outcome.ADOPTED, None, True)
    assert counted.findings == {
        "chosen": ["home", "work"],
        "tied": [],
        "winning": [["home", "work"]],
        "flagged": ["work"],
    }
    assert counted.tables["home"]["plan"] == {"approved": 4, "not_approved": 1, "did_not_vote": 5}
    assert counted.tables["staff"]["member"] == {"approved": 0, "not_approved": 4, "did_not_vote": 0}
    assert counted_again(counted.record) == result_digest(counted.record)


@pytest.mark.parametrize(("members", "told"), [(1, False), (2, False), (3, True), (0, True)])
def test_it_is_not_told_whether_the_members_agreed_where_that_would_tell_their_choice(members, told):
    ballots = [approvals("member", "home", ballots=members)] * bool(members) + [approvals("plan", "work", ballots=4)]
    counted = count_vote(PRIORITIES, CANDIDATES, roll_of(member=5, plan=4), ballots)
    assert ("flagged" in counted.findings) is (told and counted.quorum_met)
    assert "flagged" in counted.record["computed"]


def test_a_tie_for_the_last_place_is_reported_and_not_broken():
    ballots = [approvals("plan", "home", ballots=2), approvals("plan", "work"), approvals("plan", "staff")]
    counted = count_vote(PRIORITIES, CANDIDATES, roll_of(plan=4), ballots)
    assert counted.outcome is Outcome.CONSENSUS_NOT_REACHED
    assert counted.findings["chosen"] == ["home"]
    assert counted.findings["tied"] == ["staff", "work"]
    assert counted.findings["winning"] == [["home", "staff"], ["home", "work"]]


@pytest.mark.parametrize("rule", [PRIORITIES, PROPORTIONAL], ids=["most approved", "proportional"])
def test_one_that_nobody_approves_is_not_chosen_even_where_a_seat_stays_empty(rule):
    counted = count_vote(rule, CANDIDATES, roll_of(plan=4), [approvals("plan", "home", ballots=4)])
    assert counted.outcome is Outcome.ADOPTED
    assert counted.findings["chosen"] == ["home"]
    assert counted.findings["tied"] == []
    assert counted.findings["winning"] == [["home"]]
    nothing = count_vote(rule, CANDIDATES, roll_of(plan=4), [approvals("plan", ballots=4)])
    assert (nothing.outcome, nothing.findings["chosen"]) == (Outcome.NOT_ADOPTED, [])


def test_a_minority_has_its_priority_where_the_choice_is_proportional():
    ballots = [approvals("plan", "home", "work", ballots=7), approvals("member", "staff", ballots=4)]
    roll = roll_of(plan=7, member=4)
    assert count_vote(PRIORITIES, CANDIDATES, roll, ballots).findings["chosen"] == ["home", "work"]
    shared = count_vote(PROPORTIONAL, CANDIDATES, roll, ballots)
    assert all("staff" in winners for winners in shared.findings["winning"])
    assert shared.findings["chosen"] == ["staff"]
    assert shared.findings["tied"] == ["home", "work"]


def test_ties_that_fall_in_too_many_ways_do_not_hold_up_a_vote():
    rule = ours("committee", method="seqphragmen", seats=10)
    names = tuple(f"candidate {number:02}" for number in range(20))
    counted = count_vote(rule, names, roll_of(plan=1), [approvals("plan", *names)])
    assert counted.outcome is Outcome.CONSENSUS_NOT_REACHED
    assert counted.findings == {"chosen": [], "tied": list(names)}
    assert counted.record["computed"] == {"refused": "TOO_MANY_TIES"}


def test_sets_that_nobody_would_read_are_not_written_out():
    rule = ours("committee", method="av", seats=3)
    names = tuple(f"candidate {letter}" for letter in "abcdefghijkl")
    counted = count_vote(rule, names, roll_of(plan=1), [approvals("plan", *names)])
    assert counted.findings == {"chosen": [], "tied": list(names)}
    assert len(counted.record["computed"]["winning"]) == 220


def test_the_best_of_a_ranking_wins():
    ballots = [
        VoterBallot("plan", Ranking(("home", "work", "staff")), ballots=3),
        VoterBallot("member", Ranking(("work", "staff")), ballots=2),
        VoterBallot("member", Ranking(("staff",)), ballots=2),
    ]
    counted = count_vote(PRESETS["registry_ranking"], CANDIDATES, roll_of(plan=4, member=4), ballots)
    assert counted.outcome is Outcome.ADOPTED
    assert counted.findings["winners"] == ["work"]
    assert counted.findings["order"][0] == "work"
    assert counted.tables == {
        "vote": {
            "member": {"home": 0, "work": 2, "staff": 2, "did_not_vote": 0},
            "plan": {"home": 3, "work": 0, "staff": 0, "did_not_vote": 1},
        }
    }
    assert counted_again(counted.record) == result_digest(counted.record)


@pytest.mark.parametrize(
    ("method", "orders", "winners"),
    [
        ("plurality", [("home",), ("work",)], ["home", "work"]),
        ("condorcet", [("home", "work", "staff"), ("work", "staff", "home"), ("staff", "home", "work")], []),
    ],
)
def test_a_ranking_without_one_winner_is_no_decision(method, orders, winners):
    ballots = [VoterBallot("plan", Ranking(order)) for order in orders]
    counted = count_vote(ours("ranking", method=method), CANDIDATES, roll_of(plan=len(orders)), ballots)
    assert counted.outcome is Outcome.CONSENSUS_NOT_REACHED
    assert counted.findings["winners"] == winners


def test_points_become_shares_of_the_whole():
    ballots = [
        VoterBallot("member", Points({"home": 100})),
        VoterBallot("plan", Points({"home": 50, "work": 25, "staff": 25}), ballots=2),
    ]
    counted = count_vote(PRESETS["registry_points"], CANDIDATES, roll_of(member=2, plan=2), ballots)
    assert counted.outcome is Outcome.ADOPTED
    assert counted.findings == {"units": {"home": 67, "work": 17, "staff": 16}}
    assert counted.record["input"]["totals"] == [["home", "200"], ["work", "50"], ["staff", "50"]]
    assert counted.tables["work"] == {
        "member": {"points": 0, "no_points": 1, "did_not_vote": 1},
        "plan": {"points": 2, "no_points": 0, "did_not_vote": 0},
    }
    assert counted_again(counted.record) == result_digest(counted.record)


@pytest.mark.parametrize("name", ["registry_priorities", "registry_ranking", "registry_points"])
def test_without_a_quorum_nothing_is_found(name):
    says = {"registry_priorities": Approvals({"a"}), "registry_ranking": Ranking(("a",))}
    ballot = VoterBallot("plan", says.get(name, Points({"a": 100})))
    names = ("a", "b", "c", "d", "e", "f")
    counted = count_vote(PRESETS[name], names, roll_of(plan=3), [ballot])
    assert (counted.outcome, counted.quorum_met, counted.findings) == (Outcome.NO_QUORUM, False, {})
    assert counted.record["computed"]["quorum_met"] is False
    recused = [RollLine("plan"), RollLine("plan", recused=True, people=2)]
    assert count_vote(PRESETS[name], names, recused, [ballot]).quorum_met


@pytest.mark.parametrize("kind", ["committee", "ranking", "allocation", "rating"])
def test_where_nobody_votes_nothing_is_adopted(kind):
    fields = {
        "committee": {"method": "av", "seats": 1},
        "ranking": {"method": "irv"},
        "allocation": {"units": 100, "budget": 10},
        "rating": {"disagreement": "ipras"},
    }
    counted = count_vote(ours(kind, **fields[kind]), CANDIDATES, roll_of(plan=3), [])
    assert (counted.outcome, counted.quorum_met, counted.findings) == (Outcome.NOT_ADOPTED, True, {})


@pytest.mark.parametrize(
    ("rule", "candidates", "ballots", "sentence"),
    [
        (PRESETS["simple_majority"], (), [VoterBallot("state", Choice.APPROVE)], "nobody of state is on the roll"),
        (PRESETS["simple_majority"], (), [VoterBallot("plan", Choice.APPROVE)] * 4, "more ballots"),
        (PRESETS["simple_majority"], (), [VoterBallot("plan", Choice.QUALITY)], "does not fit the rule"),
        (PRESETS["registry_points"], CANDIDATES, [VoterBallot("plan", Points({"home": 99}))], "does not fit the rule"),
        (PRESETS["registry_points"], CANDIDATES, [VoterBallot("plan", Choice.APPROVE)], "does not fit the rule"),
        (PRIORITIES, CANDIDATES, [approvals("plan", "home")] * 4, "more ballots"),
        (PRESETS["astm_sub"], (), [VoterBallot("plan", Choice.APPROVE, "Acme")], "organization that has nobody"),
    ],
)
def test_a_box_that_somebody_wrote_into_is_refused_and_not_quoted(rule, candidates, ballots, sentence):
    with pytest.raises(BadTallyError, match=sentence) as refused:
        count_vote(rule, candidates, roll_of(plan=3), ballots)
    assert "99" not in refused.value.message
    assert refused.value.__cause__ is None


def test_what_is_sealed_is_not_printed():
    counted = count_vote(PRIORITIES, CANDIDATES, roll_of(plan=4), [approvals("plan", "home", ballots=4)])
    assert "profile" not in repr(counted)
    assert "did_not_vote" not in repr(counted)
    assert counted.log
    assert not any(sentence in repr(counted) for sentence in counted.log)
