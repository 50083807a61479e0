"""The files in docs/contracts.md are contracts and plans that the registry takes."""

import re
from pathlib import Path

from measures import catalog
from measures.references import Reference
from measures.validation import read_yaml
from registry.contracts import terms
from registry.contracts.checklists import checklist
from registry.contracts.contract_files import read_contract
from registry.contracts.framework_steps import Party
from registry.contracts.plans import read_plan
from registry.contracts.steps import path_warnings, standings
from registry.contracts.summary import named_by

TEXT = (Path(__file__).parents[3] / "docs" / "contracts.md").read_text(encoding="utf-8")
CONTRACT, PLAN = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


def test_the_contract_is_one_and_names_measures_and_terms_that_exist():
    summary = read_contract(CONTRACT, "the example")
    known = catalog.load()
    for named in named_by(summary):
        if named.kind == "measure":
            assert known.measures[named.name].reference == named
        if named.kind == "term":
            term = terms.load()[f"term/{named.name.split('/')[1]}"]
            assert term.document(demonstration=False).seal().digest == named.digest
    for point in summary.points:
        assert f"term/{Reference.parse(point.term).name.split('/')[1]}" in terms.load()


def test_the_plan_is_one_and_leaves_few_steps_lacking():
    summary, plan = read_contract(CONTRACT, "the example"), read_plan(read_yaml(PLAN, "the example"))
    assert path_warnings(summary) == ()
    lacking = {each.step.id: [need.sentence for need in each.lacks] for each in standings(summary, plan)}
    assert {step for step, missing in lacking.items() if missing} == {"step-3", "step-6"}
    assert lacking["step-3"] == ["Pinned list of measures with role and phase"]
    settled = {point.term.id for point in checklist(Party.PROVIDER, summary, plan) if not point.is_open}
    assert {"term/new-members", "term/claim-appeals", "term/key-contact", "term/unit-limits"} <= settled
