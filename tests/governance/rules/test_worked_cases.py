"""The worked cases: every motion of the file is read, counted and recorded as it says."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from governance.recounting import recount
from governance.rules import decide, read_counted_rule, read_input, result_digest, result_record

FILE = Path(__file__).parents[1] / "voting_examples.json"
CASES = [case for case in json.loads(FILE.read_text())["cases"] if case["kind"] == "motion"]


def test_the_file_holds_motions():
    assert [case["id"] for case in CASES] == ["E01", "E02", "E03a", "E03b", "E04", "E05"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_motion_comes_out_as_worked_by_hand(case):
    rule, tally = read_counted_rule(case["rule"], case["id"]), read_input(case["input"], case["id"])
    decision = decide(rule, tally)
    expected = case["expected"]
    assert decision.outcome == expected["outcome"]
    assert decision.support == (None if expected["support"] is None else Fraction(expected["support"]))
    assert decision.quorum_met is expected["quorum_met"]
    if "approve_needed" in expected:
        assert decision.approve_needed == expected["approve_needed"]
    if "failed" in expected:
        assert list(decision.failed) == expected["failed"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_record_has_the_format_of_the_cases(case):
    rule, tally = read_counted_rule(case["rule"], case["id"]), read_input(case["input"], case["id"])
    record = result_record(rule, tally, decide(rule, tally))
    assert record["kind"] == case["kind"]
    assert record["input"] == case["input"]
    assert case["expected"].items() <= record["computed"].items()
    assert read_counted_rule(record["rule"], "record") == rule
    assert result_digest(recount(json.loads(json.dumps(record)), "record")) == result_digest(record)


def test_the_file_names_no_path_of_a_machine():
    assert not re.findall(r"(?:^|[\s\"'(])[/~]\w", FILE.read_text())
