"""Two versions of a rule set: rules by their ids, parameters by their names."""

from copy import deepcopy

import pytest

from measures.comparison import Bump
from registry.contracts import rule_sets
from registry.contracts.comparison.rule_sets import compare_rule_sets
from registry.contracts.rule_sets import RuleSetDocument

MAJOR, MINOR, PATCH = Bump.MAJOR, Bump.MINOR, Bump.PATCH


def rule(slug, **changes):
    return {
        "id": f"ny-vbp/{slug}",
        "kind": "max_quality_measures",
        "effect": "required",
        "evaluation": "contract_fields",
        "applies_to": {"level": "contract", "products": ["MLTC"], "years": {"from": "2026"}},
        "parameters": {"max": "10", "roles": ["performance"], "elements": [{"key": "a", "says": "A"}]},
        "statement": "A contract has at most ten quality measures.",
        "basis": "stated",
        "source": "a-source",
        "locator": "page 3",
        "notes": "Read in 2026.",
        **changes,
    }


BEFORE = {
    "name": "US-NY/vbp",
    "version": "1.0.0",
    "programme": "MLTC",
    "authority": "NYSDOH",
    "authority_kind": "roadmap",
    "document": "The roadmap",
    "clock": "signature",
    "effective": {"from": "2026-01-01", "to": "2026-12-31"},
    "rules": [rule("most"), rule("core")],
}
OF_SET = {
    "last day": (lambda d: d["effective"].update(to="2027-12-31"), "effective.to", "period", MAJOR),
    "clock": (lambda d: d.update(clock="as_of"), "clock", "period", MAJOR),
    "program": (lambda d: d.update(programme="Other"), "programme", "scope", MAJOR),
    "authority": (lambda d: d.update(authority="CMS"), "authority", "steward", MINOR),
    "kind of text": (lambda d: d.update(authority_kind="policy"), "authority_kind", "guidance", MINOR),
    "text": (lambda d: d.update(document="The guide"), "document", "guidance", MINOR),
    "rule gone": (lambda d: d["rules"].pop(), "rules.ny-vbp/core", "rule", MAJOR),
    "rule added": (lambda d: d["rules"].append(rule("new")), "rules.ny-vbp/new", "rule", MAJOR),
    "advice added": (
        lambda d: d["rules"].append(rule("new", effect="recommended")), "rules.ny-vbp/new", "rule", MINOR,
    ),
    "rules in another order": (lambda d: d["rules"].reverse(), "rules", "rule", PATCH),
}  # fmt: skip
OF_RULE = {
    "kind": ({"kind": "min_measures"}, "kind", "rule", MAJOR),
    "effect": ({"effect": "warning"}, "effect", "rule", MAJOR),
    "evaluation": ({"evaluation": "attestation"}, "evaluation", "rule", MAJOR),
    "parameter": ({"parameters": {**rule("x")["parameters"], "max": "9"}}, "parameters.max", "rule", MAJOR),
    "list in a parameter": (
        {"parameters": {**rule("x")["parameters"], "roles": ["reporting"]}}, "parameters.roles", "rule", MAJOR,
    ),
    "element of a parameter": (
        {"parameters": {**rule("x")["parameters"], "elements": [{"key": "b", "says": "A"}]}},
        "parameters.elements", "rule", MAJOR,
    ),
    "statement": ({"statement": "A contract has few measures."}, "statement", "rule", MAJOR),
    "basis": ({"basis": "secondary"}, "basis", "guidance", MINOR),
    "source": ({"source": "another"}, "source", "guidance", MINOR),
    "locator": ({"locator": "page 4"}, "locator", "guidance", PATCH),
    "notes": ({"notes": "Read in 2027."}, "notes", "guidance", MINOR),
}  # fmt: skip
OF_REACH = {
    "level": ({"level": "plan"}, "applies_to.level", "level", MAJOR),
    "products": ({"products": []}, "applies_to.products", "scope", MAJOR),
    "contract types": ({"contract_types": ["risk"]}, "applies_to.contract_types", "scope", MAJOR),
    "settings": ({"settings": ["hcbs"]}, "applies_to.settings", "scope", MAJOR),
    "condition": ({"condition": "if large"}, "applies_to.condition", "scope", MAJOR),
    "years": ({"years": {"from": "2027"}}, "applies_to.years.from", "period", MAJOR),
}


def rule_set(data):
    return RuleSetDocument.model_validate(data)


def told(change):
    data = deepcopy(BEFORE)
    change(data)
    before, after = rule_set(BEFORE), rule_set(data)
    found = compare_rule_sets(before, after)
    assert {each.path for each in found.changes} == {each.path for each in compare_rule_sets(after, before).changes}
    return [(each.path, each.aspect, each.bump) for each in found.changes]


@pytest.mark.parametrize(("change", "path", "aspect", "bump"), OF_SET.values(), ids=OF_SET)
def test_each_difference_of_a_set_is_told(change, path, aspect, bump):
    assert told(change) == [(path, aspect, bump)]


@pytest.mark.parametrize(("changes", "path", "aspect", "bump"), OF_RULE.values(), ids=OF_RULE)
def test_each_difference_of_a_rule_is_told(changes, path, aspect, bump):
    assert told(lambda d: d["rules"][0].update(changes)) == [(f"rules.ny-vbp/most.{path}", aspect, bump)]


@pytest.mark.parametrize(("changes", "path", "aspect", "bump"), OF_REACH.values(), ids=OF_REACH)
def test_whom_a_rule_binds_is_told(changes, path, aspect, bump):
    assert told(lambda d: d["rules"][0]["applies_to"].update(changes)) == [(f"rules.ny-vbp/most.{path}", aspect, bump)]


def test_a_parameter_is_named_in_its_sentence():
    after = rule_set({**BEFORE, "rules": [rule("most", parameters={"max": "9"}), rule("core")]})
    sentences = [change.sentence for change in compare_rule_sets(rule_set(BEFORE), after).changes]
    assert "Rule ny-vbp/most: the parameter max changed from “10” to “9”." in sentences


@pytest.mark.parametrize("each", rule_sets.load().sets.values(), ids=lambda each: each.id)
def test_no_packaged_rule_set_differs_from_itself(each):
    document = each.document(demonstration=False)
    assert compare_rule_sets(document, document).changes == ()
