"""Kinds that newer fields of a contract answer: kept, not kept, and what is missing where nothing can be said."""

import pytest

from governance.citations import require_pinned
from tests.registry.contracts.conformance_cases import (
    GATE,
    PERFORMANCE,
    REPORTING,
    SHA,
    A,
    B,
    contract,
    finding,
    item,
    known,
    pinned,
    priority_set,
    rule,
    set_item,
)

OVERLAP = {"timing": "prospective", "method": "By stay", "overlap": {"treatment": "excluded"}}
TIMED = {"timing": "prospective", "method": "By stay"}
STREAM = {"id": "pay", "kind": "incentive"}


def elements(*keys):
    return {"elements": [{"key": key, "text": key} for key in keys]}


GATE_RULE = {"gate": "any payment", "measures": [A], "min_met": "all"}
TIERS = {"tiers": [{"code": "1", "text": "x"}, {"code": "2", "text": "y"}]}
LEVELS = {"levels": [{"level": "1", "products": ["p"], "upside": "bonus", "downside": "none"}]}
TERMS = {"library": "registry", "terms": ["clean-claim"]}
CASES = [
    ("target_data_before_signature", {}, {"targets_given_on": "2026-11-30"}, [], "pass", None),
    ("target_data_before_signature", {}, {"targets_given_on": "2026-12-02"}, [], "fail", None),
    ("target_data_before_signature", {}, {}, [], "not_evaluable", "targets_given_on"),
    ("target_data_before_signature", {}, {"targets_given_on": "2026-11-30", "signed_on": None}, [],
     "not_evaluable", "signed_on"),
    ("threshold_measures_gate", GATE_RULE, {}, [item(A, GATE)], "pass", None),
    ("threshold_measures_gate", GATE_RULE, {}, [item(A, GATE, weight="1/2")], "fail", None),
    ("threshold_measures_gate", GATE_RULE, {}, [item(A, PERFORMANCE)], "fail", None),
    ("threshold_measures_gate", GATE_RULE, {}, [], "fail", None),
    ("threshold_measures_gate", GATE_RULE | {"measures": [A, B], "min_met": "1"}, {}, [item(B, GATE)], "pass", None),
    ("threshold_measures_gate", GATE_RULE | {"unmatched": ["a survey"]}, {}, [item(A, GATE)], "not_evaluable",
     "facts.threshold_measures_gate.others"),
    ("min_denominator", {"min": "30"}, {}, [item(A, PERFORMANCE, expected_denominator=30)], "pass", None),
    ("min_denominator", {"min": "30"}, {}, [item(A, PERFORMANCE, expected_denominator=29)], "fail", None),
    ("min_denominator", {"min": "30"}, {}, [item(A, PERFORMANCE)], "not_evaluable", "items.expected_denominator"),
    ("min_denominator", {"min": "30"}, {}, [item(A, REPORTING, expected_denominator=1)], "not_applicable", None),
    ("disparity_stratification_min", {"min_disparities": "2"}, {}, [item(A, stratification=["race", "sex"])], "pass",
     None),
    ("disparity_stratification_min", {"min_disparities": "2"}, {}, [item(A, stratification=["race"])], "fail", None),
    ("disparity_stratification_min", {"min_disparities": "2"}, {}, [item(A)], "not_evaluable", "items.stratification"),
    ("stratified_reporting", {"measures": [A], "factors": ["race"]}, {}, [item(A, stratification=["race"])], "pass",
     None),
    ("stratified_reporting", {"measures": [A], "factors": ["race"]}, {}, [item(A, stratification=["sex"])], "fail",
     None),
    ("stratified_reporting", {"measures": [A], "factors": ["race"]}, {}, [item(A)], "not_evaluable",
     "items.stratification"),
    ("stratified_reporting", {"measures": [A], "factors": ["race"]}, {}, [item(B)], "not_applicable", None),
    ("stratified_reporting", {"measures": "named by CMS", "factors": ["race"]}, {}, [item(A)], "not_evaluable",
     "parameters.measures"),
    ("attribution_declared", elements("method", "timing", "overlap"), {"attribution": OVERLAP}, [], "pass", None),
    ("attribution_declared", elements("method", "overlap"), {"attribution": TIMED}, [], "fail", None),
    ("attribution_declared", elements("method", "timing"), {"attribution": "In words"}, [], "not_evaluable",
     "attribution"),
    ("attribution_declared", elements("population"), {}, [], "fail", None),
    ("attribution_overlap", {"allowed": ["none", "excluded"]}, {"attribution": OVERLAP}, [], "pass", None),
    ("attribution_overlap", {"allowed": ["none"]}, {"attribution": OVERLAP}, [], "fail", None),
    ("attribution_overlap", {"allowed": ["none"]}, {"attribution": TIMED}, [], "not_evaluable", "attribution.overlap"),
    ("downside_min", {"min_share": "1/100", "base": "b"}, {"streams": [STREAM | {"downside": False}]}, [], "fail",
     None),
    ("downside_min", {"min_share": "1/100", "base": "b"}, {"streams": [STREAM | {"downside": True}]}, [],
     "not_evaluable", "facts.downside_min.share"),
    ("downside_min", {"min_share": None, "base": "b"}, {"streams": [STREAM]}, [], "not_evaluable",
     "parameters.min_share"),
    ("contractor_types", {"allowed": ["home"], "exclusive": None}, {"provider_types": ["home"]}, [], "pass", None),
    ("contractor_types", {"allowed": ["home"], "exclusive": None}, {"provider_types": ["other"]}, [], "not_evaluable",
     "parameters.exclusive"),
    ("contractor_types", {"allowed": ["home"], "exclusive": True}, {"provider_types": ["other"]}, [], "fail", None),
    ("contractor_types", {"allowed": ["home"], "exclusive": False}, {"provider_types": ["other"]}, [], "pass", None),
    ("contractor_types", {"allowed": ["home"]}, {}, [], "not_evaluable", "provider_types"),
    ("tiers_vocabulary", TIERS, {"contract_level": "2"}, [], "pass", None),
    ("tiers_vocabulary", TIERS, {"contract_level": "3"}, [], "fail", None),
    ("tiers_vocabulary", TIERS, {}, [], "not_evaluable", "contract_level"),
    ("level_definition", LEVELS, {"contract_level": "1", "products": ["p"]}, [], "not_evaluable",
     "facts.level_definition.upside"),
    ("level_definition", LEVELS, {"contract_level": "2", "products": ["p"]}, [], "fail", None),
    ("level_definition", LEVELS, {"contract_level": "1"}, [], "not_evaluable", "products"),
    ("term_library_used", TERMS, {"terms": [f"term/registry/clean-claim@1.0.0#{SHA}"]}, [], "pass", None),
    ("term_library_used", TERMS, {"terms": [f"term/registry/attribution@1.0.0#{SHA}"]}, [], "fail", None),
    ("term_library_used", {"library": "registry"}, {"terms": []}, [], "fail", None),
    ("term_library_used", {"library": "registry"}, {}, [], "not_evaluable", "terms"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "parameters", "fields", "items", "verdict", "field"), CASES)
def test_a_kind_on_the_fields_of_a_contract(kind, parameters, fields, items, verdict, field):
    found = finding(contract(items, **fields), rule(kind, parameters))
    assert (found.verdict, found.field) == (verdict, field), found.sentence


DEFINITION = f"value-definition/US-TN/living-well@1.0.0#{SHA}"
AREA = {"id": "home", "statement": "I feel at home.", "outcome": {"definition": DEFINITION, "outcome": "home"}}


@pytest.mark.parametrize(
    ("chosen", "voted", "verdict", "field"),
    [
        (A, {"value-definition/US-TN/living-well@1.0.0": True}, "pass", None),
        (A, {"value-definition/US-TN/living-well@1.0.0": False}, "fail", None),
        (A, {}, "not_evaluable", "facts.member_voted"),
        (B, {"value-definition/US-TN/living-well@1.0.0": True}, "fail", None),
    ],
)
def test_behind_each_paid_measure_stands_a_definition_that_members_voted_on(chosen, voted, verdict, field):
    require_pinned(DEFINITION)
    items = [set_item(A, PERFORMANCE, area="home"), set_item(B, PERFORMANCE)]
    the_set = pinned(priority_set(items, areas=[AREA], definitions=[DEFINITION]))
    summary = contract([item(chosen, PERFORMANCE)])
    found = finding(summary, rule("member_voted_definition", {}), the_set, known(member_voted=voted))
    assert (found.verdict, found.field) == (verdict, field), found.sentence
    nothing_paid = finding(contract([item(A)]), rule("member_voted_definition", {}), the_set)
    assert nothing_paid.verdict == "not_applicable"
