"""Terms, cases and checklists from the command line; they open no database."""

import json

import pytest

from measures.validation import read_yaml
from registry.contracts import cases, terms
from registry.contracts.rule_sets import RuleSetDocument
from tests.registry.cli.support import OFFLINE, in_a_process
from tests.registry.contracts.test_contract_examples import CONTRACT


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("terms", "list", "--kind", "governance_requirement"), "term/registry/equal-footing@1.0.0"),
        (("terms", "list", "--side", "provider", "--step", "step-7"), "Appeals"),
        (("terms", "show", "clean-claim"), "A claim that meets the criteria"),
        (("cases", "list", "--state", "US-PA"), "phw-cm2"),
        (("cases", "list", "--category", "4A"), "carebridge-full-risk"),
        (("cases", "show", "phw-cm2"), "Shared risk and shared savings (planned)"),
    ],
)
def test_terms_and_cases_are_told_without_a_database(arguments, told):
    done = in_a_process(*arguments, prelude=OFFLINE)
    assert done.returncode == 0, done.stderr
    assert told in done.stdout


def test_programs_get_every_term_and_every_case_as_json():
    listed = json.loads(in_a_process("terms", "list", "--json", prelude=OFFLINE).stdout)
    assert [each["id"] for each in listed] == list(terms.load())
    assert [each["id"] for each in json.loads(in_a_process("cases", "list", "--json").stdout)] == list(cases.load())


def test_the_drafted_rules_are_read_back_as_a_rule_set():
    done = in_a_process(
        "terms", "rules", "--state", "US-TN", "--programme", "CHOICES", "--authority", "TennCare", prelude=OFFLINE
    )
    content = read_yaml(done.stdout, "the draft")
    assert len(RuleSetDocument.model_validate({"name": "US-TN/plan-governance", **content}).rules) == 7


def test_a_checklist_of_a_file_never_leaves_the_machine(tmp_path):
    file = tmp_path / "contract.yaml"
    file.write_text(CONTRACT, encoding="utf-8")
    done = in_a_process("terms", "checklist", file, "--side", "provider", prelude=OFFLINE)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert any(line.startswith("open") and "Legal review" in line for line in lines)
    assert any(line.startswith("settled") and "Declared: section 9" in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("terms", "show", "dirty-claim"), "TERM_NOT_FOUND", 3),
        (("cases", "show", "nothing"), "CASE_NOT_FOUND", 3),
        (
            ("terms", "rules", "clean-claim", "--state", "US-TN", "--programme", "P", "--authority", "A"),
            "NOT_A_REQUIREMENT",
            2,
        ),
    ],
)
def test_what_is_not_there_is_refused_with_its_code(arguments, code, exit_code):
    done = in_a_process(*arguments)
    assert done.returncode == exit_code
    assert done.stderr.startswith(f"{code}: ")
