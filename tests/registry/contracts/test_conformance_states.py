"""All rules of all states' rule sets are evaluated: without facts, with facts that keep them and that do not."""

from datetime import date

import pytest

from measures.errors import InvalidError
from registry.contracts import rule_sets
from registry.contracts.conformance import FactsFile, OtherSubjectError, check, check_subject
from registry.contracts.conformance.declarations import AmbiguousFactError, UnknownFactError
from tests.registry.contracts.conformance_cases import cited, contract, item, known, packaged, pinned, rule
from tests.registry.contracts.rules_of_states import AS_OF, ATTESTED, ON_CONTRACTS, PROPOSED, SUBJECTS

RULES = {one.id: one for each in rule_sets.load().sets.values() for one in each.rules}
SHOWN = {one.id for one in RULES.values() if one.effect in ("definition", "information")}
WHO = {"source": "The state's own page", "day": "2026-11-01"}


def subject_finding(rule_id, facts, **more):
    set_id, level = rule_id.split("/")[0], RULES[rule_id].applies_to.level
    declared = {} if facts is None else {"facts": {rule_id: WHO | facts}}
    file = FactsFile.model_validate({"subject": level, **SUBJECTS.get(set_id, {}), **declared, **more})
    return found_in(
        check_subject(file, packaged(set_id), date.fromisoformat(AS_OF.get(rule_id, "2029-06-01"))), rule_id
    )


def contract_finding(rule_id, fields, measures, facts, **more):
    set_id = rule_id.split("/")[0]
    declared = {} if facts is None else {"facts": {rule_id: WHO | facts}}
    file = FactsFile.model_validate({**declared, **more})
    summary = contract([item(name, role) for name, role in measures.items()], **fields)
    report = check(summary, pinned(), packaged(set_id), known(), (), date(2027, 3, 1), file)
    return found_in(report, rule_id)


def found_in(report, rule_id):
    return next(each for each in (*report.findings, *report.shown) if each.rule == rule_id)


def test_every_rule_of_every_set_has_its_row():
    assert len(rule_sets.load().sets) == 29
    assert RULES.keys() == ATTESTED.keys() | ON_CONTRACTS.keys() | set(PROPOSED) | SHOWN


@pytest.mark.parametrize("rule_id", sorted(ATTESTED))
def test_a_rule_about_a_plan_state_body_facility_or_set(rule_id):
    field, kept, broken = ATTESTED[rule_id]
    found = subject_finding(rule_id, None)
    assert (found.verdict, found.field) == ("not_evaluable", field)
    for told in (kept, broken):
        if told is not None:
            facts, verdict = told
            assert (subject_finding(rule_id, facts).verdict) == verdict, facts


@pytest.mark.parametrize("rule_id", sorted(ATTESTED))
def test_such_a_rule_is_not_applicable_to_a_single_contract(rule_id):
    found = contract_finding(rule_id, {"signed_on": "2026-12-01"}, {}, None)
    assert found.verdict == "not_applicable" or found.field in ("rating_period", "rule_set.status")


@pytest.mark.parametrize("rule_id", sorted(ON_CONTRACTS))
def test_a_rule_about_a_contract(rule_id):
    fields, measures, (verdict, field), facts, settled = ON_CONTRACTS[rule_id]
    found = contract_finding(rule_id, fields, measures, None)
    assert (found.verdict, found.field) == (verdict, field)
    if facts is not None:
        assert contract_finding(rule_id, fields, measures, facts).verdict == settled


@pytest.mark.parametrize("rule_id", PROPOSED)
def test_a_bill_binds_nobody_whatever_is_declared(rule_id):
    facts = {"fixed_on": "2026-01-01", "starts_on": "2027-01-01"} if "advance" in rule_id else {"pool_usd": "1"}
    for told in (None, facts):
        found = subject_finding(rule_id, told)
        assert (found.verdict, found.field) == ("not_evaluable", "rule_set.status")


@pytest.mark.parametrize("rule_id", sorted(SHOWN))
def test_a_definition_or_an_information_has_no_verdict(rule_id):
    level = RULES[rule_id].applies_to.level
    if level == "contract":
        fields = {"measurement_period": {"from": "2025-01-01", "to": "2025-12-31"}, "products": ["mainstream"],
                  "rating_period": {"from": "2024-01-01", "to": "2024-12-31"}}  # fmt: skip
        if rule_id == "ny-mltc-vbp/contractors":
            fields |= {"products": ["mltc_partial"], "contract_level": "1"}
        found = contract_finding(rule_id, fields, {}, None)
    else:
        found = subject_finding(rule_id, None)
    assert not hasattr(found, "verdict"), found


@pytest.mark.parametrize(
    ("measures", "verdict"),
    [(["ny-mltc/pah", "fam/a"], "pass"), (["ny-mltc/pah"], "fail")],
)
def test_a_declared_list_settles_a_rule_that_only_names_it(measures, verdict):
    words = "state-approved MLTC VBP measures"
    fields, chosen, *_ = ON_CONTRACTS["ny-mltc-vbp/level2-second-measure"]
    lists = [{"list": words, "measures": measures, **WHO}]
    assert contract_finding("ny-mltc-vbp/level2-second-measure", fields, chosen, None, lists=lists).verdict == verdict


def test_declared_measures_that_are_not_those_of_the_contract_settle_nothing():
    fields, chosen, _, facts, _ = ON_CONTRACTS["ny-tcgp-vbp-my2024/six-domains"]
    more = [*facts["measures"], {"measure": "fam/z", "role": "performance", "domains": ["children"]}]
    found = contract_finding("ny-tcgp-vbp-my2024/six-domains", fields, chosen, {"measures": more})
    assert (found.verdict, found.field) == ("not_evaluable", "facts.min_measures.measures")


def test_a_verdict_on_a_declared_fact_says_so_and_repeats_no_rate():
    found = contract_finding("ny-mltc-vbp/level2-penalty", {
        "products": ["mltc_partial"], "contract_level": "2",
        "measurement_period": {"from": "2025-01-01", "to": "2025-12-31"},
    }, {}, {"share": "37/1000"})  # fmt: skip
    assert found.verdict == "pass"
    assert any("declared as of 2026-11-01" in caution for caution in found.cautions)
    assert "37/1000" not in found.model_dump_json()
    assert WHO["source"] not in found.model_dump_json()


TWO = cited(rule("downside_min", {"min_share": "1/100", "base": "b"}, "some-rules/one"),
            rule("downside_min", {"min_share": "2/100", "base": "b"}, "some-rules/two"))  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "refusal", "said"),
    [
        ({"withhold": WHO}, UnknownFactError, "facts.withhold"),
        ({"some-rules/three": WHO}, UnknownFactError, "facts.some-rules/three"),
        ({"downside_min": WHO | {"share": "1/100"}}, AmbiguousFactError, "some-rules/one, some-rules/two"),
        ({"some-rules/one": {"share": "1/100"}}, InvalidError, "source"),
        ({"some-rules/one": WHO | {"luck": "1"}}, InvalidError, "field luck"),
        ({"some-rules/one": WHO | {"share": 0.01}}, InvalidError, "field share"),
        ({"some-rules/one": WHO | {"share": "3/2"}}, InvalidError, "field share"),
    ],
)
def test_a_fact_that_nothing_asks_for_or_that_is_not_of_its_kind_is_refused(facts, refusal, said):
    file = FactsFile.model_validate({"facts": facts})
    with pytest.raises(refusal) as refused:
        check(contract(), pinned(), TWO, known(), (), date(2027, 3, 1), file)
    assert said in refused.value.message


def test_each_of_two_rules_of_a_kind_has_its_own_fact():
    file = FactsFile.model_validate(
        {"facts": {each: WHO | {"share": "1/100"} for each in ("some-rules/one", "some-rules/two")}}
    )
    report = check(contract(), pinned(), TWO, known(), (), date(2027, 3, 1), file)
    assert [each.verdict for each in report.findings] == ["pass", "fail"]
    assert report.facts is not None


def test_facts_about_another_subject_are_refused():
    with pytest.raises(OtherSubjectError):
        check(contract(), pinned(), TWO, known(), (), date(2027, 3, 1), FactsFile(subject="plan"))
    with pytest.raises(OtherSubjectError):
        check_subject(FactsFile(), TWO, date(2027, 3, 1))
