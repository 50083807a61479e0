"""Votes in which each candidate is rated, counted by hand: panels, and groups that must agree."""

import json

import pytest

from governance.recounting import read_cases, recount_file
from governance.rules import PRESETS, Outcome, Ratings, RollLine, VoterBallot, count_vote, result_digest

CANDIDATES = ("home", "work", "staff")


def roll_of(**groups):
    return [RollLine(group, people=people) for group, people in groups.items()]


def ratings(group, *scores, names=CANDIDATES):
    return VoterBallot(group, Ratings(dict(zip(names, scores, strict=True))))


def counted_again(record):
    """The digest that the recount reaches of an export of this record."""
    found = recount_file(read_cases(json.dumps(record), "export"))
    assert [case.agrees for case in found.cases] == [True] * len(found.cases)
    return found.digest


PANEL = [(8, 2, 5)] * 6 + [(7, 3, 5), (9, 1, 5), (None, None, 9)]


@pytest.mark.parametrize("name", ["rand_ucla_table", "rand_ucla_ipras", "rand_ucla_thirds"])
def test_a_panel_classes_each_candidate(name):
    counted = count_vote(PRESETS[name], CANDIDATES, roll_of(member=9), [ratings("member", *scores) for scores in PANEL])
    assert counted.outcome is Outcome.CONSENSUS_NOT_REACHED
    classes = {"home": "appropriate", "work": "inappropriate", "staff": "uncertain"}
    assert counted.findings == {"classification": classes}
    assert counted.tables["home"] == {"member": {"low": 0, "mid": 0, "high": 8, "unable": 1, "did_not_vote": 0}}
    assert [case["id"] for case in counted.record["cases"]] == list(CANDIDATES)
    assert counted_again(counted.record) == result_digest(counted.record)
    settled = [ratings("member", *scores[:2], names=("home", "work")) for scores in PANEL]
    assert count_vote(PRESETS[name], ("home", "work"), roll_of(member=9), settled).outcome is Outcome.ADOPTED


def test_a_panel_that_the_table_does_not_know_decides_nothing():
    ballots = [ratings("member", 8, names=("home",))] * 7
    counted = count_vote(PRESETS["rand_ucla_table"], ("home",), roll_of(member=7), ballots)
    assert (counted.outcome, counted.quorum_met, counted.findings) == (Outcome.NO_QUORUM, False, {})
    assert counted.record["cases"][0]["computed"] == {"refused": "PANEL_SIZE"}


def test_one_candidate_whom_too_few_could_score_does_not_hold_up_the_others():
    ballots = [ratings("member", 8, None, names=("home", "work"))] * 8
    counted = count_vote(PRESETS["rand_ucla_table"], ("home", "work"), roll_of(member=8), ballots)
    assert (counted.outcome, counted.quorum_met) == (Outcome.CONSENSUS_NOT_REACHED, True)
    assert counted.findings == {"classification": {"home": "appropriate", "work": None}}


@pytest.mark.parametrize(
    ("name", "members", "plans", "result", "outcome"),
    [
        ("comet_each_group", (8, 8, 8), (9, 9, 9), "in", Outcome.ADOPTED),
        ("comet_each_group", (8, 8, 8), (9, 4, 4), "no_consensus", Outcome.CONSENSUS_NOT_REACHED),
        ("comet_each_group", (2, 2, 8), (5, 5, 5), "out", Outcome.ADOPTED),
        ("comet_each_group", (8, 8, 8), (), "no_consensus", Outcome.CONSENSUS_NOT_REACHED),
        ("comet_pooled", (8, 8, 8), (), "in", Outcome.ADOPTED),
        ("comet_pooled", (8, 8, 8, 8, 8), (9, 9, 4), "in", Outcome.ADOPTED),
        ("comet_pooled", (8, 8, 8), (9, 4, 4), "no_consensus", Outcome.CONSENSUS_NOT_REACHED),
        ("comet_pooled", (8, 8, 8, 1), (9, 9, 9), "in", Outcome.ADOPTED),
        ("comet_pooled", (8, 8, 8, 1), (9, 9), "no_consensus", Outcome.CONSENSUS_NOT_REACHED),
    ],
)
def test_groups_agree_on_what_is_in(name, members, plans, result, outcome):
    ballots = [ratings("member", score, names=("home",)) for score in members]
    ballots += [ratings("plan", score, names=("home",)) for score in plans]
    roll = [*roll_of(member=9, plan=9), RollLine("state", recused=True)]
    counted = count_vote(PRESETS[name], ("home",), roll, ballots)
    assert (counted.outcome, counted.findings) == (outcome, {"result": {"home": result}})
    assert counted_again(counted.record) == result_digest(counted.record)
