"""The order in which a rule is asked: binding, proposed, this contract, only shown, not known, evaluated, waived."""

from datetime import date

import pytest

from governance.priority_sets import Period
from measures.vocabularies import Setting
from registry.contracts.conformance import RuleSetStanding
from registry.contracts.rule_words import RuleSetStatus
from tests.registry.contracts.conformance_cases import (
    A,
    checked,
    cited,
    contract,
    finding,
    item,
    known,
    packaged,
    pinned,
    priority_set,
    rule,
    waiver,
)

KEPT = rule("max_measures", {"max": "1", "counts": "measures", "roles": ["reporting"]})
BROKEN = rule("max_measures", {"max": "0", "counts": "measures", "roles": ["reporting"]})
HOLDING = contract([item(A)])


def verdict_under(the_rules, summary=HOLDING, **more):
    (found,) = checked(summary, the_rules, **more).findings
    return found.verdict


@pytest.mark.parametrize(
    ("effective", "verdict"),
    [
        ({}, "pass"),
        ({"from": "2027-01-01"}, "pass"),
        ({"from": "2027-01-02"}, "not_applicable"),
        ({"to": "2027-01-01"}, "pass"),
        ({"to": "2026-12-31"}, "not_applicable"),
        ({"from": "2020-01-01", "to": "2030-01-01"}, "pass"),
    ],
)
def test_both_days_of_the_effective_period_belong_to_it(effective, verdict):
    assert verdict_under(cited(KEPT, effective=effective)) == verdict


@pytest.mark.parametrize(
    ("clock", "binds_from", "verdict"),
    [
        ("signature", "2026-12-01", "pass"),
        ("signature", "2026-12-02", "not_applicable"),
        ("measurement_period_start", "2027-01-01", "pass"),
        ("measurement_period_start", "2027-01-02", "not_applicable"),
        ("as_of", "2027-03-01", "pass"),
        ("as_of", "2027-03-02", "not_applicable"),
        ("rating_period", "2020-01-01", "not_evaluable"),
    ],
)
def test_the_clock_says_which_date_decides(clock, binds_from, verdict):
    assert verdict_under(cited(KEPT, clock=clock, effective={"from": binds_from})) == verdict


def test_a_rating_period_that_is_given_decides():
    rules = cited(KEPT, clock="rating_period", effective={"from": "2027-07-01"})
    for starts, verdict in (("2027-07-01", "pass"), ("2027-06-30", "not_applicable")):
        facts = known(rating_period=Period.model_validate({"from": starts, "to": "2028-06-30"}))
        assert verdict_under(rules, facts=facts) == verdict


def test_a_clock_date_that_is_missing_is_named_unless_every_date_would_bind():
    unsigned = contract([item(A)], signed_on=None)
    (found,) = checked(unsigned, cited(KEPT, clock="signature", effective={"from": "2020-01-01"})).findings
    assert (found.verdict, found.field) == ("not_evaluable", "signed_on")
    assert verdict_under(cited(KEPT, clock="signature"), unsigned) == "pass"
    suspended = cited(KEPT, clock="signature", status="suspended", suspended=("2026-01-01", None))
    assert verdict_under(suspended, unsigned) == "not_evaluable"


@pytest.mark.parametrize(
    ("suspended", "verdict", "warned"),
    [
        (("2026-01-01", None), "not_applicable", False),
        (("2027-01-01", None), "not_applicable", False),
        (("2026-01-01", "2027-01-01"), "not_applicable", False),
        (("2026-01-01", "2026-12-31"), "pass", False),
        (("2027-01-02", None), "pass", True),
        (("2027-12-31", "2028-12-31"), "pass", True),
        (("2028-01-01", None), "pass", False),
    ],
)
def test_a_suspended_programme(suspended, verdict, warned):
    report = checked(HOLDING, cited(KEPT, status="suspended", suspended=suspended))
    assert report.findings[0].verdict == verdict
    assert [w for w in report.warnings if "suspended" in w] == list(report.warnings)
    assert bool(report.warnings) == warned
    assert report.verdict == ("warning" if warned else verdict)
    if verdict == "not_applicable":
        assert "The program is suspended" in report.findings[0].sentence


def test_a_suspension_makes_even_shown_rules_and_rules_of_plans_not_applicable():
    report = checked(contract(jurisdictions=("US-NY",)), packaged("ny-mltc-vbp"))
    assert {found.verdict for found in report.findings} == {"not_applicable"}
    assert report.shown == ()
    assert report.verdict == "not_applicable"


def test_a_suspension_that_ended_before_the_period_is_no_warning():
    signed_before = cited(KEPT, clock="signature", status="suspended", suspended=("2026-12-02", "2026-12-31"))
    assert checked(HOLDING, signed_before).warnings == ()


def test_a_proposed_set_never_passes_or_fails():
    for one in (KEPT, BROKEN, KEPT | {"applies_to": {"level": "plan"}}):
        assert verdict_under(cited(one, status="proposed")) == "not_evaluable"
    assert checked(contract(), packaged("ny-s6266-2025")).counts["not_evaluable"] > 0
    never_bound = cited(KEPT, status="proposed", effective={"from": "2030-01-01"})
    assert verdict_under(never_bound) == "not_applicable"


@pytest.mark.parametrize("level", ["plan", "state", "body", "facility", "measure_set"])
def test_a_rule_of_another_level_is_not_applicable(level):
    assert finding(HOLDING, BROKEN | {"applies_to": {"level": level}}).verdict == "not_applicable"


def test_targets_never_fail_a_contract():
    assert finding(HOLDING, BROKEN | {"effect": "target"}).verdict == "not_applicable"


@pytest.mark.parametrize(
    ("conditions", "facts", "verdict", "field"),
    [
        ({"products": ["map"]}, {}, "not_evaluable", "products"),
        ({"products": ["map"]}, {"products": frozenset({"map", "pace"})}, "pass", None),
        ({"products": ["map"]}, {"products": frozenset({"pace"})}, "not_applicable", None),
        ({"products": ["map"]}, {"products": frozenset()}, "not_applicable", None),
        ({"contract_levels": ["2"]}, {}, "not_evaluable", "contract_level"),
        ({"contract_levels": ["2"]}, {"contract_levels": frozenset({"1"})}, "not_applicable", None),
        ({"contract_types": ["aco"]}, {}, "not_evaluable", "contract_types"),
        ({"contract_types": ["aco"]}, {"contract_types": frozenset({"aco"})}, "pass", None),
        ({"settings": ["nursing_facility"]}, {}, "pass", None),
        ({"settings": ["hcbs"]}, {}, "not_applicable", None),
        ({"settings": ["hcbs"]}, {"settings": frozenset({Setting.HCBS})}, "pass", None),
        ({"years": {"from": "2027", "to": "2027"}}, {}, "pass", None),
        ({"years": {"from": "2028"}}, {}, "not_applicable", None),
        ({"years": {"to": "2026"}}, {}, "not_applicable", None),
        ({"years": {}}, {}, "pass", None),
        ({"exempt": ["pace"]}, {}, "not_evaluable", "products"),
        ({"exempt": ["pace"]}, {"products": frozenset({"pace"})}, "not_applicable", None),
        ({"exempt": ["pace"]}, {"products": frozenset({"map"})}, "not_evaluable", "contract_types"),
        ({"exempt": ["pace"]}, {"products": frozenset({"map"}), "contract_types": frozenset()}, "pass", None),
        ({"condition": "it rains"}, {}, "not_evaluable", "facts.conditions"),
        ({"condition": "it rains"}, {"conditions": {"it rains": True}}, "pass", None),
        ({"condition": "it rains"}, {"conditions": {"it rains": False}}, "not_applicable", None),
        ({"products": ["map"], "settings": ["hcbs"]}, {}, "not_applicable", None),
    ],
)
def test_conditions_narrow_a_rule(conditions, facts, verdict, field):
    found = finding(HOLDING, KEPT | {"applies_to": {"level": "contract", **conditions}}, facts=known(**facts))
    assert (found.verdict, found.field) == (verdict, field)


def test_the_scope_of_the_set_decides_only_when_it_lies_wholly_inside_or_outside():
    only = KEPT | {"applies_to": {"level": "contract", "settings": ["nursing_facility"], "contract_types": ["aco"]}}

    def under(settings, types):
        scope = {"populations": ["mltss_members"], "settings": settings, "contract_types": types}
        return finding(HOLDING, only, pinned(priority_set(scope=scope))).verdict

    assert under(["nursing_facility"], ["aco"]) == "pass"
    assert under(["nursing_facility", "hcbs"], ["aco"]) == "not_evaluable"
    assert under(["nursing_facility"], ["aco", "hospital"]) == "not_evaluable"
    assert under(["nursing_facility"], ["hospital"]) == "not_applicable"


def test_the_year_of_a_contract_whose_clock_date_is_missing_is_not_guessed():
    years = KEPT | {"applies_to": {"level": "contract", "years": {"from": "2027"}}}
    (found,) = checked(contract(signed_on=None), cited(years, clock="signature")).findings
    assert (found.verdict, found.field) == ("not_evaluable", "signed_on")


@pytest.mark.parametrize(
    ("role", "verdict"),
    [("performance", "pass"), ("reporting", "not_applicable"), ("threshold", "not_evaluable")],
)
def test_whether_payment_is_tied_to_measures_is_read_from_the_roles(role, verdict):
    tied = {"level": "contract", "condition": "contract ties payment to quality measures"}
    assert finding(contract([item(A, role)]), KEPT | {"applies_to": tied}).verdict == verdict


@pytest.mark.parametrize("effect", ["definition", "information"])
def test_definitions_and_information_are_shown_and_have_no_verdict(effect):
    unknown = {"level": "contract", "products": ["map"]}
    for one in (BROKEN | {"effect": effect}, BROKEN | {"effect": effect, "applies_to": unknown}):
        report = checked(HOLDING, cited(one))
        assert report.findings == ()
        assert [shown.rule for shown in report.shown] == ["some-rules/one"]
        assert report.verdict == "not_applicable"
    other = BROKEN | {"effect": effect, "applies_to": {"level": "plan"}}
    assert finding(HOLDING, other).verdict == "not_applicable"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"basis": "background", "source": None, "locator": None, "notes": "Not read."}, "rule.basis"),
        ({"evaluation": "attestation"}, "facts.max_measures.measures"),
        ({"evaluation": "external_data"}, "facts.max_measures.measures"),
        ({"evaluation": "not_evaluable"}, "rule.evaluation"),
        ({"kind": "made_up"}, "kind"),
    ],
)
def test_what_is_not_known_or_not_given_is_not_evaluable(more, field):
    for one in (KEPT, BROKEN):
        found = finding(HOLDING, one | more, waivers=[waiver()])
        assert (found.verdict, found.field) == ("not_evaluable", field)


@pytest.mark.parametrize(
    ("effect", "kept", "broken"),
    [
        ("required", "pass", "fail"),
        ("recommended", "pass", "warning"),
        ("warning", "pass", "warning"),
    ],
)
def test_only_a_required_rule_fails(effect, kept, broken):
    assert finding(HOLDING, KEPT | {"effect": effect}).verdict == kept
    assert finding(HOLDING, BROKEN | {"effect": effect}).verdict == broken


@pytest.mark.parametrize(
    ("as_of", "verdict"),
    [(date(2027, 12, 30), "waived"), (date(2027, 12, 31), "waived"), (date(2028, 1, 1), "fail")],
)
def test_a_waiver_counts_through_the_end_of_its_last_day(as_of, verdict):
    found = finding(HOLDING, BROKEN, waivers=[waiver()], as_of=as_of)
    assert found.verdict == verdict
    assert ("not on record here, by The agency through 2027-12-31: A pilot year." in found.sentence) == (
        verdict == "waived"
    )
    assert (found.waived_by, found.waived_until) == (
        ("The agency", date(2027, 12, 31)) if verdict == "waived" else (None, None)
    )


def test_a_waiver_is_for_one_rule_and_the_longest_of_several_is_named():
    assert finding(HOLDING, BROKEN, waivers=[waiver("some-rules/two")]).verdict == "fail"
    several = [waiver(until="2027-06-30", who="First"), waiver(until="2028-06-30", who="Second")]
    for given in (several, several[::-1]):
        assert finding(HOLDING, BROKEN, waivers=given).waived_by == "Second"


def test_a_warning_is_not_waived():
    assert finding(HOLDING, BROKEN | {"effect": "warning"}, waivers=[waiver()]).verdict == "warning"


def test_what_is_second_hand_or_ours_or_may_not_bind_says_so():
    def cautions(one, **more):
        (found,) = checked(HOLDING, cited(one, **more)).findings
        return " ".join(found.cautions)

    assert "Second hand" in cautions(BROKEN | {"basis": "secondary"})
    assert "not law" in cautions(BROKEN | {"basis": "design"})
    assert "still binds" in cautions(KEPT, status="unknown")
    assert cautions(KEPT) == ""
    assert finding(HOLDING, BROKEN | {"basis": "secondary"}).verdict == "fail"


def test_a_suspension_without_a_first_day_is_no_standing():
    with pytest.raises(ValueError, match="suspended_from"):
        RuleSetStanding(status=RuleSetStatus.SUSPENDED)
