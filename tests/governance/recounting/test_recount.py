"""Counting cases again: what agrees, what differs, and what cannot be counted."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.recounting import KINDS, BadCaseError, read_cases, recount, recount_case, recount_file
from governance.rules import result_digest
from measures.errors import InvalidError
from tests.governance.recounting.cases import HELD, MOTION, profile, recounted, votes
from tests.governance.recounting.records import QUESTIONS


@pytest.mark.parametrize(
    ("expected", "agrees"),
    [
        ({"refused": True}, True),
        ({"refused": "PANEL_SIZE"}, True),
        ({"error": True}, True),
        ({"refused": "BAD_TALLY"}, None),
        ({"refused": False}, None),
        ({"classification": None}, True),
        ({"classification": "uncertain"}, None),
        ({}, None),
    ],
)
def test_a_case_can_expect_to_be_refused(expected, agrees):
    found = recounted("rating", {"disagreement": "table"}, {"ratings": [7]}, expected)
    assert found.agrees is agrees
    assert found.is_unanswered is (agrees is None)


def test_a_case_that_is_not_refused_differs_from_one_that_should_be():
    found = recounted("rating", {"disagreement": "ipras"}, {"ratings": [7]}, {"refused": True})
    assert (found.agrees, found.is_unanswered) == (False, False)


def test_an_unknown_method_never_agrees_by_saying_nothing():
    assert recounted("ranking", {"method": "copeland"}, profile(), {"winners": None}).is_unanswered


def test_fields_that_are_not_known_are_left_aside_and_named():
    found = recounted(
        "rating", {"disagreement": "ipras", "panelists": "nurses"}, {"ratings": [7], "round": 2}, {"n": 1}
    )
    assert found.agrees is True
    assert found.left_aside == ("rule.panelists", "input.round")


def test_in_the_record_of_a_real_vote_nothing_is_left_aside():
    record = recount({"kind": "rating", "rule": {"disagreement": "ipras"}, "input": {"ratings": [7]}}, "record")
    record["rule"]["panelists"] = "nurses"
    found = recount_case(read_cases(json.dumps(record), "file").cases[0])
    assert found.refusal.code == "INVALID_FIELD"
    assert "rule.panelists" in found.refusal.message


def test_what_is_stated_and_not_computed_differs():
    found = recounted("composition", {"share": "1/2"}, {"seats": 2, "of_kind": 1}, {"ok": True, "quorum": "met"})
    assert found.agreement == {"ok": True, "quorum": False}
    assert found.agrees is False


def test_a_case_that_states_nothing_has_nothing_to_agree_with():
    found = recounted("composition", {"share": "1/2"}, {"seats": 2, "of_kind": 1})
    assert (found.agrees, found.is_unanswered) == (None, False)
    assert found.computed == {"share": "1/2", "ok": True}


@pytest.mark.parametrize("expected", ["adopted", 3, ["adopted"]])
def test_an_expectation_that_is_no_object_is_refused(expected):
    assert recounted("composition", {"share": "1/2"}, {"seats": 2, "of_kind": 1}, expected).refusal.code == "BAD_CASE"


@pytest.mark.parametrize("kind", QUESTIONS)
@given(data=st.data())
def test_the_record_of_any_question_agrees_with_itself(kind, data):
    question = json.loads(json.dumps(data.draw(QUESTIONS[kind]), default=str))
    record = recount(question, "question")
    file = read_cases(json.dumps(record | {"vote": {"rounds": 1}}), "file")
    found = recount_file(file)
    assert found.cases[0].agrees is True
    assert found.digest == result_digest(record)
    assert all(found.cases[0].agreement.values())


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"support": "6/9"}, ["digest"]),
        ({"approve_needed": 5.0}, ["digest"]),
        ({"approve_needed": "5"}, ["digest"]),
        ({"quorum_met": 1}, ["quorum_met", "digest"]),
        ({"support": "5/9"}, ["support", "digest"]),
        ({"outcome": "not_adopted"}, ["outcome", "digest"]),
        ({"more": "fields"}, ["more", "digest"]),
        ({"failed": None}, ["failed", "digest"]),
    ],
)
def test_an_altered_export_differs_even_where_only_its_writing_was_altered(change, fields):
    rule, given = MOTION, votes(approve=6, reject=3)
    record = recount({"kind": "motion", "rule": rule, "input": given}, "record")
    record["computed"] |= change
    (found,) = recount_file(read_cases(json.dumps(record), "file")).cases
    assert [name for name, agrees in found.agreement.items() if not agrees] == fields


def test_a_vote_that_no_method_could_answer_agrees_with_its_record():
    rule = {"kind": "rating", "disagreement": "table", "method": "rand", "quantile": "linear", **HELD}
    given = {"ratings": [7], "groups": {"all": {"roll": 1, "recused": 0, "ballots": 1}}}
    record = recount({"kind": "rating", "rule": rule, "input": given}, "record")
    assert record["computed"] == {"refused": "PANEL_SIZE"}
    (found,) = recount_file(read_cases(json.dumps(record), "file")).cases
    assert (found.agrees, found.is_unanswered) == (True, False)
    assert found.digest == result_digest(record)


def test_a_record_that_has_no_canonical_form_has_no_digest_and_is_counted_all_the_same():
    record = recount(
        {"kind": "rating", "rule": {"disagreement": "ipras"}, "input": {"ratings": [7, "unable"]}}, "record"
    )
    record["input"]["ratings"] = [7, None]
    (found,) = recount_file(read_cases(json.dumps(record), "file")).cases
    assert (found.computed["n"], found.digest) == (1, None)
    assert [name for name, agrees in found.agreement.items() if not agrees] == ["digest"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[1]", "case 1 is no case"),
        ("3", "case 1 is no case"),
        ('{"cases": {}}', '"cases" is no list'),
        ('{"cases": [{"id": "E1"}]}', "case 1 is no case"),
        ('{"kind": "motion", "kind": "rating"}', "stands twice"),
        ('{"kind": NaN}', "NaN is no number"),
        ("[" * 100_000, "not JSON"),
        ('{"kind": "motion", "rule": ' + "9" * 5000 + "}", "not JSON"),
    ],
)
def test_a_text_that_holds_no_case_is_refused(text, sentence):
    with pytest.raises(BadCaseError, match=sentence):
        read_cases(text, "file")


@pytest.mark.parametrize("content", [{"cases": []}, []])
def test_no_cases_are_no_mistake(content):
    assert recount_file(read_cases(json.dumps(content), "file")).cases == ()


@pytest.mark.parametrize(
    "record", [None, [], "motion", {}, {"kind": "motion"}, {"kind": "lottery", "rule": {}, "input": {}}]
)
def test_what_is_no_record_cannot_be_counted_again(record):
    with pytest.raises(InvalidError, match="a record: "):
        recount(record, "a record")


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 12) | st.text(max_size=3) | st.sampled_from(["a", "1/2", "approve"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "roll", "count"]), inner),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_no_question_however_broken_is_a_bug(kind, data):
    question = json.loads(json.dumps(data.draw(QUESTIONS[kind]), default=str))
    part = question[data.draw(st.sampled_from(["rule", "input"]))]
    for name in data.draw(st.lists(st.sampled_from(sorted(part)), max_size=2)) if part else ():
        part[name] = data.draw(JUNK)
    (found,) = recount_file(read_cases(json.dumps(question), "file")).cases
    assert found.refusal is None or found.refusal.message
