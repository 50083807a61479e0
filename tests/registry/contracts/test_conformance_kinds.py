"""Each kind of rule that is evaluated: kept, not kept, on the edge, and what is missing where nothing can be said."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from registry.contracts import rule_sets
from registry.contracts.conformance import Verdict
from registry.contracts.conformance.fact_records import RECORDS
from registry.contracts.conformance.kinds import KINDS, ON_FACTS
from registry.contracts.rules import NOT_ABOUT_ONE_CONTRACT
from tests.registry.contracts.conformance_cases import (
    GATE,
    PERFORMANCE,
    REPORTING,
    A,
    B,
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


def step(starts, role, **more):
    return {"from": starts, "role": role, **more}


def category_rule(**more):
    return rule("roles_allowed_by_apm_category", {"allowed_roles": [REPORTING]} | more)


@pytest.mark.parametrize(
    ("chosen", "categories", "parameters", "verdict", "field"),
    [
        ([item(A)], ["2C"], {}, "pass", None),
        ([item(A, PERFORMANCE)], ["2C"], {}, "fail", None),
        ([item(A, PERFORMANCE)], ["2C"], {"apm_categories": ["2C", "3A"]}, "fail", None),
        ([item(A, PERFORMANCE)], ["3B"], {"apm_categories": ["2C", "3A"]}, "pass", None),
        ([item(A, PERFORMANCE)], [], {"apm_categories": ["2C"]}, "not_evaluable", "categories"),
        ([item(A, PERFORMANCE)], ["2C", "3A"], {"apm_categories": ["2C"]}, "not_evaluable",
         "items.phase_path.category"),
        ([item(A, phase_path=[step("2027-01-01", PERFORMANCE, category="2C")])], ["2C", "3A"],
         {"apm_categories": ["2C"]}, "fail", None),
        ([item(A, phase_path=[step("2027-01-01", PERFORMANCE, category="3A")])], ["2C", "3A"],
         {"apm_categories": ["2C"]}, "pass", None),
        ([item(A)], ["2C"], {"measure_group": "those of table 1"}, "not_evaluable", "facts.lists"),
        ([item(A, PERFORMANCE)], ["2C"], {"downstream_choice": True}, "not_applicable", None),
        ([item(A)], ["2C"], {"allowed_roles": []}, "not_evaluable", "parameters.allowed_roles"),
    ],
)  # fmt: skip
def test_roles_by_category(chosen, categories, parameters, verdict, field):
    found = finding(contract(chosen, categories=categories), category_rule(**parameters))
    assert (found.verdict, found.field) == (verdict, field)


def test_a_group_of_measures_that_is_loaded_is_checked():
    facts = known(lists={"those of table 1": frozenset({B})})
    group = category_rule(measure_group="those of table 1")
    assert finding(contract([item(A, PERFORMANCE), item(B)]), group, facts=facts).verdict == "pass"
    assert finding(contract([item(B, PERFORMANCE)]), group, facts=facts).verdict == "fail"


FIRST_CHECKS = {rule.id.split("/")[1]: rule for rule in rule_sets.load().sets["registry-first-checks"].rules}


@pytest.mark.parametrize(
    ("of_the_set", "allowed"),
    [
        (PERFORMANCE, {"performance", "reporting", "monitoring", "developmental"}),
        (GATE, {"threshold", "reporting", "monitoring", "developmental"}),
        (REPORTING, {"reporting", "monitoring", "developmental"}),
        ("monitoring", {"monitoring", "developmental"}),
        ("developmental", {"developmental"}),
        (None, {"reporting", "monitoring", "developmental"}),
    ],
)
def test_the_role_of_the_set_or_a_weaker_one(of_the_set, allowed):
    the_set = pinned(priority_set([set_item(A, of_the_set)] if of_the_set else []))
    one = FIRST_CHECKS["roles-of-the-set"].model_dump(by_alias=True)
    for role in ALL_ROLES:
        found = finding(contract([item(A, role)]), one, the_set)
        assert found.verdict == ("pass" if role in allowed else "fail"), role


@pytest.mark.parametrize(
    ("set_path", "path", "verdict", "said"),
    [
        ([step("2027-07-01", PERFORMANCE)], [step("2027-07-01", PERFORMANCE)], "pass", ""),
        ([step("2027-07-01", PERFORMANCE)], [step("2027-06-30", PERFORMANCE)], "fail", "performance from 2027-06-30"),
        ([], [step("2027-07-01", PERFORMANCE)], "fail", "the set has it as reporting"),
        ([], [step("2029-01-01", PERFORMANCE)], "pass", ""),
    ],
)
def test_roles_are_compared_on_every_day_on_which_one_changes(set_path, path, verdict, said):
    the_set = pinned(priority_set([set_item(A, phase_path=set_path)]))
    one = FIRST_CHECKS["roles-of-the-set"].model_dump(by_alias=True)
    found = finding(contract([item(A, phase_path=path)]), one, the_set)
    assert found.verdict == verdict
    assert said in found.sentence


def test_the_role_on_the_first_day_of_the_contract_counts():
    the_set = pinned(priority_set([set_item(A, phase_path=[step("2027-07-01", PERFORMANCE)])]))
    one = FIRST_CHECKS["roles-of-the-set"].model_dump(by_alias=True)
    later = contract([item(A, PERFORMANCE)], measurement_period={"from": "2027-07-01", "to": "2028-06-30"})
    assert finding(later, one, the_set).verdict == "pass"


@pytest.mark.parametrize(
    ("parameters", "verdict"),
    [
        ({"allowed_roles": [REPORTING]}, "not_evaluable"),
        ({"allowed_roles": {PERFORMANCE: [PERFORMANCE]}}, "not_evaluable"),
        ({"allowed_roles": {REPORTING: [PERFORMANCE]}}, "pass"),
    ],
)
def test_a_table_of_roles_that_says_too_little_is_not_evaluable(parameters, verdict):
    the_set = pinned(priority_set([set_item(A)]))
    found = finding(contract([item(A, PERFORMANCE)]), rule("roles_allowed_by_set_role", parameters), the_set)
    assert found.verdict == verdict


def test_without_a_word_about_measures_outside_the_set_they_may_have_any_role():
    one = rule("roles_allowed_by_set_role", {"allowed_roles": {}})
    assert finding(contract([item(A, PERFORMANCE)]), one).verdict == "pass"


LABEL_RULE = rule(
    "label_role_policy",
    {"label": "compliance", "allowed_roles": ["threshold", "reporting", "monitoring", "developmental"]},
)
PAID_LATER = item(A, phase_path=[step("2031-01-01", PERFORMANCE)])


@pytest.mark.parametrize(
    ("chosen", "labels", "verdict", "said"),
    [
        ([item(A, PERFORMANCE)], {A: "quality"}, "pass", "None of the 1 measure with role performance"),
        (
            [item(A, PERFORMANCE)],
            {A: "compliance"},
            "fail",
            "1 measure labeled compliance with role performance: fam/a",
        ),
        ([item(A, GATE)], {A: "compliance"}, "pass", ""),
        ([PAID_LATER], {A: "compliance"}, "fail", "fam/a"),
        ([item(A, PERFORMANCE)], {A: "compliance?"}, "warning", "fam/a (compliance)"),
        ([item(A, PERFORMANCE)], {A: "quality?"}, "warning", "fam/a (quality)"),
        ([item(A)], {A: "compliance?"}, "pass", ""),
        ([item(A, PERFORMANCE)], {}, "not_evaluable", "without a label that is known: fam/a"),
        ([item(A, PERFORMANCE), item(B, PERFORMANCE)], {A: "compliance", B: "quality?"}, "fail", "fam/a"),
        ([item(A, PERFORMANCE), item(B, PERFORMANCE)], {B: "compliance?"}, "not_evaluable", "fam/b (compliance)"),
    ],
)
def test_compliance_is_never_paid(chosen, labels, verdict, said):
    found = finding(contract(chosen), LABEL_RULE, facts=known(labels))
    assert found.verdict == verdict
    assert said in found.sentence
    assert (found.field == "facts.labels") == (verdict == "not_evaluable")


def test_a_decision_counts_before_the_label_of_the_set_and_that_before_a_proposal():
    the_set = pinned(priority_set([set_item(A, REPORTING, "compliance")]))
    paid = contract([item(A, PERFORMANCE)])
    assert finding(paid, LABEL_RULE, the_set).verdict == "fail"
    assert finding(paid, LABEL_RULE, the_set, known({A: "quality?"})).verdict == "fail"
    assert finding(paid, LABEL_RULE, the_set, known({A: "quality"})).verdict == "pass"
    other_major = contract([item(A, PERFORMANCE) | {"measure": ref(A, "2.0.0")}])
    assert finding(other_major, LABEL_RULE, the_set).verdict == "not_evaluable"


ADVANCE = {"what": "pinned priority set", "before": "start of the measurement period"}


@pytest.mark.parametrize(
    ("published_at", "parameters", "verdict"),
    [
        (datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), {}, "pass"),
        (datetime(2027, 1, 1, tzinfo=UTC), {}, "fail"),
        (datetime.fromisoformat("2026-12-31T19:00:00-05:00"), {}, "fail"),
        (datetime.fromisoformat("2027-01-01T00:30:00+01:00"), {}, "pass"),
        (None, {}, "not_evaluable"),
        (datetime(2026, 1, 1, tzinfo=UTC), {"what": "quality objectives"}, "not_evaluable"),
        (datetime(2026, 1, 1, tzinfo=UTC), {"before": "signature"}, "not_evaluable"),
    ],
)
def test_set_in_advance(published_at, parameters, verdict):
    found = finding(contract(), rule("set_in_advance", ADVANCE | parameters), pinned(published_at=published_at))
    assert found.verdict == verdict


def test_without_a_period_of_its_own_the_contract_measures_in_the_period_of_the_set():
    late = pinned(published_at=datetime(2027, 1, 1, tzinfo=UTC))
    summary = contract(measurement_period=None)
    assert finding(summary, rule("set_in_advance", ADVANCE), late).verdict == "fail"


FIT = rule(
    "apm_fit",
    {"compare": "category of the arrangement is among the catalog categories of each performance measure"},
)


@pytest.mark.parametrize(
    ("chosen", "categories", "fits", "verdict", "said"),
    [
        ([item(A, PERFORMANCE)], ["2C"], {A: ["2C"]}, "pass", "1 measure, all"),
        ([item(A, PERFORMANCE)], ["2C"], {A: ["3A"]}, "fail", "fam/a is paid on at 2C and is found fit for 3A"),
        ([item(A, PERFORMANCE)], ["2C"], {A: []}, "fail", "no payment contract"),
        ([item(A, PERFORMANCE)], ["2C", "3A"], {A: ["2C"]}, "fail", "at 3A"),
        ([item(A, phase_path=[step("2027-01-01", PERFORMANCE, category="2C")])], ["2C", "3A"], {A: ["2C"]}, "pass",
         ""),
        ([item(A, PERFORMANCE)], ["2C"], {}, "not_evaluable", "fam/a"),
        ([item(A, PERFORMANCE)], [], {A: ["2C"]}, "not_evaluable", "names no APM category"),
        ([item(A)], ["2C"], {A: []}, "not_applicable", "nothing to compare"),
    ],
)  # fmt: skip
def test_fit_for_the_category(chosen, categories, fits, verdict, said):
    found = finding(contract(chosen, categories=categories), FIT, facts=known(fits=fits))
    assert found.verdict == verdict
    assert said in found.sentence


def test_a_comparison_in_other_words_is_not_evaluable():
    other = rule("apm_fit", {"compare": "something else"})
    assert finding(contract([item(A, PERFORMANCE)]), other, facts=known(fits={A: ["2C"]})).verdict == "not_evaluable"


@pytest.mark.parametrize(
    ("chosen", "providers", "parameters", "verdict"),
    [
        ([item(A, PERFORMANCE)], ["A home"], {}, "fail"),
        ([item(A, GATE)], ["A home"], {}, "fail"),
        ([item(A)], ["A home"], {}, "pass"),
        ([item(D, PERFORMANCE)], ["A home"], {}, "pass"),
        ([item(A, PERFORMANCE)], [], {}, "fail"),
        ([item(A, PERFORMANCE)], ["A home"], {"tested_level": "provider"}, "pass"),
        ([item(A, PERFORMANCE)], [], {"tested_level": "provider"}, "not_evaluable"),
        ([item(A, PERFORMANCE)], ["A home"], {"tested_level": "plan"}, "fail"),
        ([item(A, PERFORMANCE)], ["A home"], {"families": []}, "not_evaluable"),
        ([item(A, PERFORMANCE)], ["A home"], {"tested_level": "moon"}, "not_evaluable"),
    ],
)
def test_level_of_accountability(chosen, providers, parameters, verdict):
    one = rule("accountability_level", {"tested_level": "state", "families": ["fam"]} | parameters)
    assert finding(contract(chosen, providers=providers), one).verdict == verdict


def floor(*rows, **more):
    return rule("apm_category_floor", {"schedule": list(rows)} | more)


AT_2C = {"year": "2027", "min_category": "2C"}


@pytest.mark.parametrize(
    ("categories", "one", "verdict", "field"),
    [
        (["2C"], floor(AT_2C), "pass", None),
        (["3A"], floor(AT_2C), "pass", None),
        (["2B"], floor(AT_2C), "fail", None),
        (["3N"], floor(AT_2C), "fail", None),
        (["2B", "3A"], floor(AT_2C), "not_evaluable", "categories"),
        ([], floor(AT_2C), "not_evaluable", "categories"),
        (["3A"], floor(), "not_evaluable", "parameters.schedule"),
        (["3A"], floor({"year": "2030", "min_category": "2C"}), "not_evaluable", "parameters.schedule"),
        (["2B"], floor({"min_category": "2C"}), "fail", None),
        (["3A"], floor({"year": "2027"}), "not_evaluable", "parameters.min_category"),
        (["3A"], floor({"year": "2027", "min_category": "4N"}), "not_evaluable", "parameters.schedule"),
        (["3A"], floor(AT_2C | {"products": ["map"]}), "not_evaluable", "parameters.schedule"),
        (["3A"], floor(AT_2C, basis_of_year="signature"), "not_evaluable", "parameters.schedule"),
        (["3A"], floor({"year": "2026", "min_category": "3A"}, basis_of_year="signature"), "pass", None),
        (["3A"], floor(AT_2C, basis_of_year="as_of"), "pass", None),
    ],
)
def test_category_floor(categories, one, verdict, field):
    found = finding(contract(categories=categories), one)
    assert (found.verdict, found.field) == (verdict, field)


def test_the_year_of_a_contract_without_signature_is_not_guessed():
    found = finding(contract(signed_on=None), floor(AT_2C, basis_of_year="signature"))
    assert (found.verdict, found.field) == ("not_evaluable", "signed_on")


def elements(*keys, **more):
    return rule("required_elements", {"elements": [{"key": key, "text": key} for key in keys]} | more)


WRITTEN = {"cohort": "Members in the home", "attribution": "Prospective"}


@pytest.mark.parametrize(
    ("summary", "one", "verdict", "field"),
    [
        (contract(**WRITTEN), elements("attribution"), "pass", None),
        (contract(cohort="Members"), elements("attribution"), "fail", None),
        (
            contract(**WRITTEN),
            elements("attribution", "award_method"),
            "not_evaluable",
            "facts.required_elements.elements.award_method",
        ),
        (contract(), elements("attribution", "award_method"), "fail", None),
        (contract(**WRITTEN), elements("attribution", min_each="1"), "pass", None),
        (
            contract(**WRITTEN),
            elements("attribution", min_each="2"),
            "not_evaluable",
            "facts.required_elements.counts.attribution",
        ),
        (contract(**WRITTEN), elements(), "not_evaluable", "parameters.elements"),
        (contract(benchmark="Last year"), elements("targets"), "pass", None),
        (contract([item(A, PERFORMANCE, target="90 percent")]), elements("targets"), "pass", None),
        (contract([item(A, PERFORMANCE)]), elements("targets"), "fail", None),
        (contract(), elements("targets"), "fail", None),
    ],
)
def test_elements_of_a_checklist(summary, one, verdict, field):
    found = finding(summary, one)
    assert (found.verdict, found.field) == (verdict, field)


@pytest.mark.parametrize(("role", "verdict"), [(PERFORMANCE, "pass"), (REPORTING, "fail"), (None, "fail")])
def test_an_element_that_names_a_measure_and_a_role(role, verdict):
    one = rule("required_elements", {"elements": [{"key": "x", "text": "x", "measure": A, "role": PERFORMANCE}]})
    assert finding(contract([item(A, role)] if role else []), one).verdict == verdict


@pytest.mark.parametrize("kind", sorted(RECORDS))
def test_a_rule_that_is_attested_names_the_fact_that_would_settle_it(kind):
    if kind in NOT_ABOUT_ONE_CONTRACT:
        return
    one = rule(kind, {}, evaluation="attestation")
    found = finding(contract(), one)
    assert found.verdict in ("not_evaluable", "not_applicable")
    assert found.field is None or found.field.startswith((f"facts.{kind}", "parameters.", "facts.lists", "evaluation"))


def test_every_kind_of_the_packaged_file_is_evaluated():
    assert set(rule_sets.load().kinds) == KINDS
    assert RECORDS.keys() <= KINDS
    assert ON_FACTS.keys() <= RECORDS.keys()


def test_every_verdict_and_every_kind_is_in_the_docs():
    text = (Path(__file__).parents[3] / "docs" / "conformance.md").read_text(encoding="utf-8")
    assert [word for word in [*Verdict, *KINDS] if f"| `{word}` |" not in text] == []
