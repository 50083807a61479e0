"""Two counters that share no code come to the same result digest, whatever is counted."""

import ast
import copy
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.recounting import KINDS, read_cases, recount, recount_file
from governance.rules import result_digest
from tests.governance.recounting.records import QUESTIONS
from tests.governance.rules.test_every_vote import RULES, counted, people

DOCS = Path(__file__).parents[3] / "docs"
SCRIPT = DOCS / "second_counter.py"
FILES = (SCRIPT, *sorted((DOCS / "second_counting").glob("*.py")))
EXAMPLES = Path(__file__).parents[1] / "voting_examples.json"
CASES = json.loads(EXAMPLES.read_text(encoding="utf-8"))["cases"]


@pytest.fixture(scope="module")
def second():
    sys.path.append(str(DOCS))
    try:
        return import_module("second_counter")
    finally:
        sys.path.remove(str(DOCS))


def run(*arguments, stdin=None):
    """The script as anybody runs it, without a single package beside Python's own."""
    return subprocess.run(
        [sys.executable, "-S", "-E", SCRIPT, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_there_are_questions_of_every_kind():
    assert set(QUESTIONS) == set(KINDS)


def test_the_second_counter_imports_nothing_but_python_itself():
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            assert {name.split(".")[0] for name in names} <= {*sys.stdlib_module_names, "second_counting"}


@pytest.mark.parametrize("kind", QUESTIONS)
@given(data=st.data())
def test_both_counters_reach_the_same_digest(second, kind, data):
    question = json.loads(json.dumps(data.draw(QUESTIONS[kind]), default=str))
    record = recount(question, "question")
    again = json.loads(second.canonical(second.recount(question)))
    assert again == record
    assert second.digest(again) == result_digest(record)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_both_counters_reach_the_same_digest_for_the_worked_cases(second, case):
    assert second.digest(second.recount(case)) == result_digest(recount(case, case["id"]))


def test_the_script_agrees_with_the_worked_cases():
    done = run(EXAMPLES)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count(": agrees\n") == len(CASES)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@settings(max_examples=15)
@given(data=st.data())
def test_both_counters_reach_the_digest_of_a_real_vote(second, rule, data):
    export = dict(counted(rule, data.draw(people(rule))).record) | {"vote": {"rounds": 1}}
    found = recount_file(read_cases(json.dumps(export), "export"))
    records, digest = second.recount_all(export)
    assert found.digest == digest
    assert all(case.agrees for case in found.cases)
    assert not any(map(second.differing, export.get("cases", [export]), records))


def an_export(case):
    return recount(case, case["id"]) | {"vote": {"rule": "ours", "rounds": 1}}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_an_export_agrees_in_both_and_not_once_it_is_altered(second, case, tmp_path):
    export = an_export(case)
    ours = recount_file(read_cases(json.dumps(export), "export"))
    assert ours.cases[0].agrees is True
    file = tmp_path / "export.json"
    file.write_text(json.dumps(export), encoding="utf-8")
    assert second.main(str(file)) == 0

    altered = copy.deepcopy(export)
    field = min(altered["computed"])
    altered["computed"][field] = "altered"
    assert recount_file(read_cases(json.dumps(altered), "export")).cases[0].agrees is False
    file.write_text(json.dumps(altered), encoding="utf-8")
    assert second.main(str(file)) == 1


def test_the_digest_of_several_cases_is_that_of_their_records_with_their_ids(tmp_path):
    records = [{"id": case["id"], **recount(case, case["id"])} for case in CASES[:3]]
    export = {"cases": records, "vote": {"rounds": 2}}
    digest = recount_file(read_cases(json.dumps(export), "export")).digest
    assert digest == result_digest({"cases": records})
    done = run("-", stdin=json.dumps(export))
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == f"Result digest: {digest}"


def a_case(kind, rule, given):
    return json.dumps({"kind": kind, "rule": rule, "input": given})


@pytest.mark.parametrize(
    "text",
    [
        "no JSON",
        "[]",
        '{"kind": "motion"}',
        a_case("lottery", {}, {}),
        a_case("ranking", {"method": "lottery"}, {"candidates": [], "profile": []}),
        a_case("committee", {"method": "lottery", "seats": 1}, {"candidates": ["a"], "profile": []}),
        a_case("rating", {"method": "rand", "disagreement": "coin"}, {"ratings": [7]}),
        a_case("allocation", {"method": "d'hondt", "units": 3}, {"totals": []}),
        a_case("composition", {"share": "1/2", "comparison": "about"}, {"seats": 3, "of_kind": 1}),
    ],
)
def test_what_the_script_cannot_count_is_said_with_exit_code_2(text):
    done = run("-", stdin=text)
    assert done.returncode == 2
    assert done.stderr.startswith("This cannot be counted: ")


def test_a_missing_file_is_said_with_exit_code_2(tmp_path):
    assert run(tmp_path / "none.json").returncode == 2
