"""What the readers of cases take, in whatever way it is written, and what they refuse."""

import pytest

from tests.governance.recounting.cases import CONSENSUS, LIFE, MOTION, profile, recounted, votes


def a_ballot(at, **more):
    return {"id": 1, "at": at, "voter": "A", **more}


GENEROUS = {
    "quorum by ballots": (
        "motion",
        MOTION | {"quorum": {"min_ballots": 5, "counts": ["approve", "reject"]}},
        votes(approve=3, reject=1, abstain=4),
        {"outcome": "no_quorum", "support": "3/4", "quorum_met": False},
    ),
    "nulls for what is not used": (
        "motion",
        MOTION | {"middle": None, "bands": None, "constituencies": None, "weighting": None, "quorum": None,
                  "one_vote_per_interest": None, "reject_rule": None},
        votes(approve=3, reject=1, recused=None),
        {"outcome": "adopted", "failed": []},
    ),
    "a first size band at nobody": (
        "motion",
        {"comparison": "at_least", "denominator": "yes_no",
         "bands": [{"voters_at_least": 0, "threshold": "7/10"}, {"voters_at_least": 20, "threshold": "3/4"}]},
        votes(approve=14, reject=5),
        {"outcome": "adopted", "support": "14/19", "approve_needed": 14},
    ),
    "equal weight of constituencies": (
        "motion",
        MOTION | {"weighting": "equal_constituency"},
        {"groups": {"plan": {"roll": 90, "approve": 90}, "member": {"roll": 9, "approve": 1, "reject": 8},
                    "state": {"roll": 2, "abstain": 1}}},
        {"outcome": "adopted", "support": "5/9", "approve_needed": None},
    ),
    "a definite rejection": (
        "motion",
        {"threshold": "3/4", "comparison": "at_least", "denominator": "roll",
         "reject_rule": {"threshold": "1/4", "comparison": "more_than"}},
        votes(8, approve=5, reject=2),
        {"outcome": "consensus_not_reached", "support": "5/8", "approve_needed": 6},
    ),
    "one vote for each interest": (
        "motion",
        MOTION | {"one_vote_per_interest": True},
        {"groups": {"all": {"roll": 7, "approve": 5, "reject": 2}},
         "interests": {"Acme": {"approve": 5}, "Beta": {"reject": 1}, "Gamma": {"reject": 1}}},
        {"outcome": "not_adopted", "support": "1/3"},
    ),
    "a choice of labels": (
        "label",
        {"threshold": "2/3", "comparison": "at_least", "denominator": "yes_no", "scale": "label"},
        {"groups": {"all": {"roll": 9, "quality": 6, "compliance": 3}}},
        {"outcome": "adopted", "choice": "quality", "support": "2/3"},
    ),
    "ratings that some could not give": (
        "rating",
        {"method": "RAND", "disagreement": "table", "scale": "1-9"},
        {"ratings": [7, 8, 9, "unable", None, "unable to score", "7", 7, 7, 7, 9]},
        {"n": "8", "median": "7", "classification": "appropriate", "disagreement": False, "p30": "7.0"},
    ),
    "a panel in which nobody could": (
        "rating",
        {"disagreement": "one_third"},
        {"ratings": [None, None]},
        {"n": 0, "median": None, "classification": None},
    ),
    "scores given one by one": (
        "group_consensus",
        CONSENSUS,
        {"groups": {"member": [7, 8, 9, "unable"], "plan": {"low": 0, "mid": 1, "high": 9, "unable": 2}}},
        {"result": "in"},
    ),
    "approvals without a count": (
        "committee",
        {"method": "AV", "seats": 1},
        profile({"approves": ["a"]}, {"approves": ["b"]}, {"approves": ["a"], "count": 2}),
        {"winning": [["a"]], "score": "3"},
    ),
    "the score of every candidate": (
        "committee",
        {"method": "av", "seats": 2},
        profile({"count": 2, "approves": ["a", "b"]}, {"count": 1, "approves": ["c"]}),
        {"winning": [["b", "a"]], "score": {"a": 2, "b": "2", "c": 1}},
    ),
    "winning sets in another order": (
        "committee",
        {"method": "seqphragmen", "seats": 2},
        profile({"count": 1, "approves": ["a"]}, {"count": 1, "approves": ["b"]}, {"count": 1, "approves": ["c"]}),
        {"winning": [["c", "b"], ["a", "b"], ["c", "a"]]},
    ),
    "a partial ranking with ties": (
        "ranking",
        {"method": "borda"},
        profile({"order": [["a", "b"]]}, {"count": 3, "order": ["c"]}),
        {"winners": ["c"], "scores": {"a": "3", "b": "3.0", "c": 6}, "order": ["c", ["b", "a"]]},
    ),
    "no Condorcet winner": (
        "ranking",
        {"method": "Condorcet"},
        profile({"order": ["a", "b", "c"]}, {"order": ["b", "c", "a"]}, {"order": ["c", "a", "b"]}),
        {"winners": []},
    ),
    "candidates by number": (
        "ranking",
        {"method": "plurality"},
        {"candidates": [1, 2], "profile": [{"order": [2, 1]}]},
        {"winners": ["2"]},
    ),
    "amounts as fractions": (
        "allocation",
        {"method": "largest_remainder", "units": 3},
        {"totals": [["a", "1/2"], ["b", "0.25"], ["c", 0]]},
        {"units": [2, 1, 0]},
    ),
    "amounts as a mapping": ("allocation", {"units": 4}, {"totals": {"a": 1, "b": 3}}, {"units": [1, 3]}),
    "amounts as objects": ("allocation", {"units": 1}, {"totals": [{"name": "a", "amount": 1}]}, {"units": [1]}),
    "amounts of nothing": ("allocation", {"units": 4}, {"totals": [["a", 0], ["b", 0]]}, {"units": None}),
    "amounts of nothing, one by one": ("allocation", {"units": 4}, {"totals": [["a", 0]]}, {"units": [None]}),
    "a council without seats": (
        "composition",
        {"minimum": "1/4"},
        {"seats": 0, "of_kind": 0},
        {"share": None, "ok": False},
    ),
    "a share that must be exceeded": (
        "composition",
        {"minimum": "1/2", "comparison": "more_than"},
        {"seats": 4, "of_kind": 2},
        {"share": "2/4", "ok": False},
    ),
    "a close that names a day": (
        "lifecycle",
        LIFE,
        {"roll": ["A", "B"], "events": [a_ballot("2026-06-08T23:59:59-05:00", choice="yes", channel="paper")]},
        {"closes_utc": "2026-06-09T05:00Z", "results": ["accepted"], "final": {"A": "yes"}, "tally": {"yes": 1}},
    ),
    "times that say their offset": (
        "lifecycle",
        {"opens": "2026-06-01T14:00:00Z", "closes": "2026-06-08T17:00:00-05:00"},
        {"roll": ["A"], "events": []},
        {"opens_utc": "2026-06-01T14:00:00Z", "closes_utc": "2026-06-08T22:00:00Z", "roll_less_recused": 1},
    ),
    "an hour that happens twice": (
        "lifecycle",
        LIFE | {"closes": "2026-11-01T01:30"},
        {"roll": [], "events": []},
        {"closes_utc": "2026-11-01T06:30:00Z"},
    ),
    "a table without zeros": (
        "disclosure",
        {"min_cell": 11},
        {"table": {"member": {"approve": 25, "reject": 4}, "plan": {"approve": 30, "reject": 12, "abstain": 20}}},
        {"must_hide": [["member", "reject"]], "totals": {"approve": 55, "reject": 16, "abstain": 20}},
    ),
    "a unanimous group": (
        "disclosure",
        {},
        {"table": {"member": {"approve": 40, "reject": 0}, "plan": {"approve": 30, "reject": 12}}},
        {"must_hide": [["member", "approve"]], "not_derivable": True},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "rule", "given", "expected"), GENEROUS.values(), ids=GENEROUS)
def test_cases_are_read_generously(kind, rule, given, expected):
    found = recounted(kind, rule, given, expected)
    assert found.refusal is None
    assert found.agreement == dict.fromkeys(expected, True), (found.computed, found.stated)
    assert found.agrees is True
    assert found.left_aside == ()


@pytest.mark.parametrize("name", ["minimum", "minimum_share", "min_share", "share", "threshold"])
def test_the_least_share_of_seats_has_several_names(name):
    assert recounted("composition", {name: "1/3"}, {"seats": 15, "of_kind": 5}, {"share": "1/3", "ok": True}).agrees


REFUSED = {
    "a kind": ("lottery", {}, {}, "UNKNOWN_KIND", "the kinds are motion, label, rating"),
    "a way to choose": ("committee", {"method": "stv", "seats": 1}, profile(), "UNKNOWN_METHOD", "av, seqphragmen"),
    "a way to rank": ("ranking", {"method": "copeland"}, profile(), "UNKNOWN_METHOD", "plurality, irv, borda"),
    "a way to rate": ("rating", {"method": "delphi", "disagreement": "table"}, {}, "UNKNOWN_METHOD", "are rand"),
    "a way to share": ("allocation", {"method": "webster", "units": 1}, {}, "UNKNOWN_METHOD", "largest_remainder"),
    "a scale": ("rating", {"disagreement": "table", "scale": "1-5"}, {}, "UNKNOWN_METHOD", "from 1 to 9"),
    "a disagreement": ("rating", {"disagreement": "coin"}, {"ratings": []}, "INVALID_FIELD", "disagreement"),
    "a denominator": ("motion", MOTION | {"denominator": "members"}, votes(), "INVALID_FIELD", "'yes_no'"),
    "a weighting": ("motion", MOTION | {"weighting": "by_age"}, votes(), "INVALID_FIELD", "equal_constituency"),
    "a bare share": ("composition", {"share": 0.5}, {"seats": 2, "of_kind": 1}, "INVALID_FIELD", "share"),
    "no rule": ("motion", None, votes(), "BAD_CASE", "field rule"),
    "no input": ("motion", MOTION, [], "BAD_CASE", "field input"),
    "too many ballots": ("motion", MOTION, votes(2, approve=3), "BAD_TALLY", "more ballots"),
    "a rating of ten": ("rating", {"disagreement": "ipras"}, {"ratings": [10]}, "BAD_TALLY", "from 1 to 9"),
    "half a rating": ("rating", {"disagreement": "ipras"}, {"ratings": [7.5]}, "INVALID_FIELD", "no rating"),
    "a large panel": ("rating", {"disagreement": "table"}, {"ratings": [7] * 17}, "PANEL_SIZE", "8 to 16"),
    "ratings as a number": ("rating", {"disagreement": "table"}, {"ratings": 7}, "INVALID_FIELD", "not a list"),
    "a stranger": ("committee", {"method": "av", "seats": 1}, profile({"approves": ["x"]}), "BAD_TALLY", "'x'"),
    "more seats": ("committee", {"method": "av", "seats": 4}, profile(), "BAD_CANDIDATES", "4 seats"),
    "approved twice": (
        "committee", {"method": "av", "seats": 1}, profile({"approves": ["a", "a"]}), "BAD_TALLY", "twice",
    ),
    "ranked twice": ("ranking", {"method": "irv"}, profile({"order": ["a", ["b", "a"]]}), "BAD_TALLY", "twice"),
    "no order": ("ranking", {"method": "irv"}, profile({"count": 1}), "INVALID_FIELD", '"order"'),
    "half a ballot": ("ranking", {"method": "irv"}, profile({"count": 0.5, "order": []}), "INVALID_FIELD", "whole"),
    "more than all seats": ("composition", {"share": "1/2"}, {"seats": 2, "of_kind": 3}, "BAD_TALLY", "3 of 2"),
    "an amount below zero": ("allocation", {"units": 3}, {"totals": [["a", "-1"]]}, "BAD_TALLY", "below zero"),
    "an amount of a bare half": ("allocation", {"units": 3}, {"totals": [["a", 0.5]]}, "INVALID_FIELD", "no amount"),
    "an amount without a name": ("allocation", {"units": 3}, {"totals": [[1]]}, "INVALID_FIELD", "[name, amount]"),
    "another tie rule": ("allocation", {"units": 3, "tie": "lot"}, {"totals": []}, "INVALID_FIELD", "listed_order"),
    "an open edge": (
        "lifecycle", LIFE | {"open_edge": "exclusive"}, {"roll": [], "events": []}, "INVALID_FIELD", "inclusive",
    ),
    "a day that is none": ("lifecycle", LIFE | {"closes": "2026-06-31"}, {"roll": [], "events": []}, "BAD_TIME", "X1"),
    "no zone": ("lifecycle", LIFE | {"zone": None}, {"roll": [], "events": []}, "INVALID_FIELD", "field zone"),
    "a time without its offset": (
        "lifecycle", LIFE, {"roll": [], "events": [a_ballot("2026-06-02T15:00", choice="yes")]},
        "BAD_TIME", "offset",
    ),
    "a ballot without a choice": (
        "lifecycle", LIFE, {"roll": [], "events": [a_ballot("2026-06-02T15:00Z")]},
        "INVALID_FIELD", "makes no choice",
    ),
    "a cell below zero": ("disclosure", {}, {"table": {"a": {"x": -1}}}, "BAD_TABLE", "no number of people"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "rule", "given", "code", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_counted_is_the_answer_and_is_not_raised(kind, rule, given, code, sentence):
    found = recounted(kind, rule, given, {"outcome": "adopted"})
    assert (found.refusal.code, found.is_unanswered, found.agrees) == (code, True, None)
    assert sentence in found.refusal.message
    assert found.computed == {"refused": code}
