"""Kinds of rule that count or ask for measures: kept, not kept, on the edge, and what is missing."""

import pytest

from measures.vocabularies import Domain
from tests.registry.contracts.conformance_cases import (
    GATE,
    PERFORMANCE,
    REPORTING,
    A,
    B,
    C,
    D,
    contract,
    finding,
    item,
    known,
    pinned,
    priority_set,
    ref,
    rule,
    set_item,
)

ALL_ROLES = ["threshold", "reporting", "performance", "monitoring", "developmental"]


def items(number, role=REPORTING):
    return [item(f"fam/m{n}", role) for n in range(number)]


def step(starts, role, **more):
    return {"from": starts, "role": role, **more}


def max_rule(**more):
    return rule("max_measures", {"max": "3", "counts": "quality_measures", "roles": ALL_ROLES} | more)


LATER = [item(A), item(B), item(C), item(D, "developmental", phase_path=[step("2027-07-01", REPORTING)])]


@pytest.mark.parametrize(
    ("chosen", "parameters", "facts", "verdict", "said"),
    [
        (items(2), {}, None, "pass", "holds 2 measures"),
        (items(3), {}, None, "pass", "at most 3"),
        (items(4), {}, None, "fail", "holds 4 measures (fam/m0, fam/m1, fam/m2, fam/m3)"),
        (items(3), {"inclusive": False}, None, "fail", "fewer than 3"),
        (items(4), {"max": None}, None, "not_evaluable", "'max' was not seen"),
        (items(4), {"counts": "luck"}, None, "not_evaluable", "'luck'"),
        (items(4), {"roles": ["luck"]}, None, "not_evaluable", "'luck'"),
        (items(4, PERFORMANCE), {"roles": None}, None, "fail", "holds 4"),
        (items(3), {"roles": None}, None, "pass", "holds 3"),
        (items(4), {"roles": None}, None, "not_evaluable", "does not say which roles count"),
        (LATER, {"roles": [REPORTING]}, None, "fail", "From 2027-07-01 the contract holds 4"),
        (items(4), {"max": "0", "labels": ["quality"]}, None, "not_evaluable", "the label of fam/m0"),
        ([item(A)], {"max": "0", "labels": ["quality"]}, {A: "quality"}, "fail", "1 measure labeled quality"),
        ([item(A)], {"max": "0", "labels": ["quality"]}, {A: "compliance"}, "pass", "holds 0"),
        ([item(A)], {"max": "0", "labels": ["quality"]}, {A: "quality?"}, "warning", "only proposed"),
        ([item(A)], {"max": "0", "labels": ["quality"]}, {A: "compliance?"}, "warning", "only proposed"),
        ([item(A)], {"max": "1", "labels": ["quality"]}, {A: "quality?"}, "pass", "holds 1"),
    ],
)
def test_at_most_a_number_of_measures(chosen, parameters, facts, verdict, said):
    found = finding(contract(chosen), max_rule(**parameters), facts=known(facts))
    assert found.verdict == verdict
    assert said in found.sentence


def test_a_measure_whose_successor_is_in_the_contract_leaves_its_place_to_it():
    replaced = item(A, phase_path=[step("2027-07-01", REPORTING, replaced_by=ref(B))])
    assert finding(contract([replaced, item(B)]), max_rule(max="1")).verdict == "fail"
    later = item(B, "monitoring", phase_path=[step("2027-07-01", REPORTING)])
    only_reported = max_rule(max="1", roles=[REPORTING])
    assert finding(contract([replaced, later]), only_reported).verdict == "pass"


def min_rule(**more):
    return rule("min_measures", {"min": "2", "counts": "quality_measures", "roles": [PERFORMANCE]} | more)


TWO_PAID = [item(A, PERFORMANCE), item(B, PERFORMANCE)]
DOMAINS = {ref(A): Domain.ACCESS, ref(B): Domain.HOUSING}


@pytest.mark.parametrize(
    ("chosen", "parameters", "facts", "verdict", "said"),
    [
        (TWO_PAID, {}, {}, "pass", "at least 2"),
        (TWO_PAID[:1], {}, {}, "fail", "holds 1 measure of role performance (fam/a)"),
        ([], {}, {}, "fail", "holds 0"),
        (TWO_PAID, {"min": None}, {}, "not_evaluable", "'min'"),
        (TWO_PAID, {"must_include": [A]}, {}, "pass", ""),
        (TWO_PAID, {"must_include": [C]}, {}, "fail", "fam/c is not in the contract"),
        ([*TWO_PAID, item(C)], {"must_include": [C]}, {}, "fail", "fam/c is reporting"),
        (TWO_PAID, {"from_list": "the list"}, {}, "not_evaluable", "list of the list"),
        (TWO_PAID[:1], {"from_list": "the list"}, {}, "fail", ""),
        (TWO_PAID, {"from_list": "the list"}, {"lists": {"the list": frozenset({A, B})}}, "pass", ""),
        (TWO_PAID, {"from_list": "the list"}, {"lists": {"the list": frozenset({A})}}, "fail", "holds 1"),
        (TWO_PAID, {"domains": ["access", "housing"]}, {"domains": DOMAINS}, "pass", "in access or housing"),
        (TWO_PAID, {"min": "1", "domains": ["access"], "each_domain": True}, {}, "not_evaluable", "the domain of"),
        (
            TWO_PAID,
            {"min": "1", "domains": ["access", "housing"], "each_domain": True},
            {"domains": DOMAINS},
            "pass",
            "",
        ),
        (TWO_PAID, {"min": "1", "domains": ["access", "equity"], "each_domain": True}, {"domains": DOMAINS}, "fail",
         "in equity"),
        (TWO_PAID, {"domains": ["hiv_aids"]}, {"domains": DOMAINS}, "not_evaluable", "'hiv_aids'"),
    ],
)  # fmt: skip
def test_at_least_a_number_of_measures(chosen, parameters, facts, verdict, said):
    found = finding(contract(chosen), min_rule(**parameters), facts=known(**facts))
    assert found.verdict == verdict
    assert said in found.sentence


def core_rule(**more):
    parameters = {"measures": [A], "list": None, "substitutes": {}, "accept_variants": False, "list_complete": True}
    return rule("core_measures_required", parameters | more)


VARIANT = {"variant_of": {ref(B): A}}


@pytest.mark.parametrize(
    ("chosen", "parameters", "facts", "verdict", "said"),
    [
        ([item(A)], {}, {}, "pass", "1 measure (fam/a)"),
        ([item(B)], {}, {}, "fail", "1 of 1 measure that must be in the contract not in order: fam/a is missing"),
        ([item(B)], {"measures": [A, B]}, {}, "fail", "1 of 2"),
        ([item(A)], {"role": PERFORMANCE}, {}, "fail", "fam/a is reporting"),
        ([item(A, PERFORMANCE)], {"role": PERFORMANCE}, {}, "pass", ""),
        ([item(B)], {"substitutes": {A: [B]}}, {}, "pass", ""),
        ([item(C)], {"substitutes": {A: [B]}}, {}, "fail", ""),
        ([item(B)], {}, VARIANT, "fail", "fam/a is missing"),
        ([item(B)], {"accept_variants": True}, VARIANT, "pass", ""),
        ([item(C)], {"accept_variants": True}, VARIANT, "fail", ""),
        ([item(A)], {"list_complete": False}, {}, "not_evaluable", "not complete"),
        ([item(B)], {"list_complete": False}, {}, "fail", ""),
        ([item(A)], {"measures": [], "list": "core"}, {}, "not_evaluable", "empty"),
        ([item(A)], {"measures": [], "list": "core"}, {"lists": {"core": frozenset({A})}}, "pass", ""),
        ([item(A)], {"measures": [], "list": "core"}, {"lists": {"core": frozenset({A, B})}}, "fail", "fam/b"),
        ([item(A)], {"measures": "the usual"}, {}, "not_evaluable", "names nothing by id"),
    ],
)
def test_the_core_is_in_the_contract(chosen, parameters, facts, verdict, said):
    found = finding(contract(chosen), core_rule(**parameters), facts=known(**facts))
    assert found.verdict == verdict
    assert said in found.sentence


PINNED_CORE = {"measures": [], "list": "core measures of the pinned priority set"}
TIERS = {"tiers": [{"key": "core", "name": "Core"}, {"key": "menu", "name": "Menu"}]}


@pytest.mark.parametrize(
    ("of_the_set", "more", "chosen", "verdict", "said"),
    [
        ([set_item(A, PERFORMANCE), set_item(B)], {}, [item(A)], "pass", "fam/a"),
        ([set_item(A, PERFORMANCE), set_item(C, GATE)], {}, [item(A)], "fail", "fam/c is missing"),
        ([set_item(A), set_item(B, "monitoring")], {}, [item(A)], "not_evaluable", "role threshold or performance"),
        ([set_item(A, PERFORMANCE), set_item(B, tier="core")], TIERS, [item(B)], "pass", ""),
        ([set_item(A, PERFORMANCE), set_item(B, tier="menu")], TIERS, [item(B)], "not_evaluable", "tier core"),
        ([set_item(A, phase_path=[step("2027-01-01", PERFORMANCE)])], {}, [], "fail", "fam/a is missing"),
        ([set_item(A, phase_path=[step("2028-01-01", PERFORMANCE)])], {}, [], "not_evaluable", ""),
        ([set_item(A, PERFORMANCE)], {}, [item(A) | {"measure": ref(A, "2.0.0")}], "fail", "cite 1.0.0"),
        ([set_item(A, PERFORMANCE)], {}, [item(A) | {"measure": ref(A, digest="sha256:" + "b" * 64)}], "fail",
         "another digest"),
        ([set_item(A, PERFORMANCE)], {}, [item(A) | {"measure": set_item(A)["measure"]}], "pass", ""),
    ],
)  # fmt: skip
def test_the_core_of_the_pinned_set_is_in_the_contract(of_the_set, more, chosen, verdict, said):
    found = finding(contract(chosen), core_rule(**PINNED_CORE), pinned(priority_set(of_the_set, **more)))
    assert found.verdict == verdict
    assert said in found.sentence


def paid(name, weight):
    return item(name, PERFORMANCE, weight=weight)


@pytest.mark.parametrize(
    ("chosen", "labels", "parameters", "verdict", "said"),
    [
        ([paid(A, "1/2"), paid(B, "1/2")], {A: "quality", B: "compliance"}, {}, "pass", "have 1/2 of the weight"),
        ([paid(A, "49/100"), paid(B, "51/100")], {A: "quality", B: "compliance"}, {}, "fail", "49/100"),
        ([paid(A, "0.1"), paid(B, "0.2"), paid(C, "0.7")], {A: "quality", B: "quality", C: "compliance"},
         {"min_share": "3/10"}, "pass", "3/10"),
        ([paid(A, "1/2"), paid(B, "1/2")], {A: "quality", B: "compliance?"}, {}, "pass", ""),
        ([paid(A, "1/2"), paid(B, "1/2")], {A: "quality?", B: "compliance"}, {}, "warning", "only proposed"),
        ([paid(A, "1/2"), paid(B, "1/2")], {B: "compliance"}, {}, "not_evaluable", "have no label"),
        ([paid(A, "1/2"), paid(B, "1/4")], {A: "quality", B: "quality"}, {}, "not_evaluable", "add up to 3/4"),
        ([paid(A, "1"), item(B, PERFORMANCE)], {A: "quality", B: "quality"}, {}, "not_evaluable", "fam/b"),
        ([item(A)], {A: "quality"}, {}, "not_evaluable", "no weight"),
        ([paid(A, "1")], {A: "compliance"}, {"label": "compliance"}, "pass", ""),
        ([paid(A, "1")], {A: "quality"}, {"min_share": None}, "not_evaluable", "'min_share'"),
    ],
)  # fmt: skip
def test_share_of_quality(chosen, labels, parameters, verdict, said):
    one = rule("quality_share_min", {"min_share": "1/2"} | parameters)
    found = finding(contract(chosen), one, facts=known(labels))
    assert found.verdict == verdict
    assert said in found.sentence
