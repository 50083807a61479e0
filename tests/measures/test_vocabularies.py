"""The enums hold exactly the allowed values: one more or one fewer changes what records may say."""

import pytest

from governance.programs import ProgramKind
from governance.seed_definitions import ValueEvidence
from measures import vocabularies as words
from measures.apm import ApmBasis, ApmCategory
from measures.labels import MeasureLabel
from measures.uses import MeasureRole
from registry.contracts import rule_words
from registry.contracts.arrangements import ArrangementKind
from registry.contracts.framework_steps import Party
from registry.contracts.terms import TermKind

ALLOWED = {
    words.MeasureType: """
        structure process intermediate_outcome outcome patient_reported_outcome experience_composite
        efficiency
    """,
    words.Requirement: "mandatory voluntary removed unknown member",
    words.Basis: "stated inferred background",
    words.Direction: "higher lower contextual null",
    words.DataSource: """
        survey case_management_record claims mds evv staffing_data functional_assessment provider_report
        state_system hie contract_report financial_report interview
    """,
    words.DeliverySystem: "ffs managed_care",
    words.Setting: """
        hcbs own_home residential_provider assisted_living nursing_facility skilled_nursing_facility icf_iid
        day_employment primary_care plan state
    """,
    words.Population: """
        ltss_all hcbs_adults older_adults physical_disability idd brain_injury serious_mental_illness
        dual_eligible nf_residents nf_long_stay snf_short_stay mltss_members medicaid_adults incontinence
        direct_care_workforce working_age_disability assisted_living_residents children_youth
    """,
    words.Domain: """
        community_integration choice_control person_centered_planning health_safety access workforce
        independence_function social_connection employment housing rebalancing clinical_outcome utilization
        prevention experience rights_dignity caregiver equity cost_efficiency program_integrity
        data_readiness governance
    """,
    MeasureLabel: "compliance quality",
    words.MeasureStatus: "active retired testing state_specific arrangement_specific proposed",
    words.Verification: "stored_source secondary_source seed_paper background",
    ApmCategory: "1 2A 2B 2C 3A 3B 3N 4A 4B 4C 4N",
    words.Evidence: "stored_primary stored_excerpt stored_secondary seed_paper background",
    words.SetStatus: "current superseded proposed testing",
    MeasureRole: """
        performance threshold participation_condition compliance_floor monitoring capacity tracked_outcome
        reference_outcome related supporting required withdrawn contract_target
    """,
    ProgramKind: "state_priority_set payment_rule payment_target contract_requirement compliance_rule initiative",
    ArrangementKind: "plan_provider state_plan state_provider state_program multi_party",
    ApmBasis: "stated inferred stated_by_paper stated_by_state not_applicable",
    ValueEvidence: "stated inferred",
    words.WaiverAssurance: "AA LOC-a LOC-c SP-a SP-c SP-d SP-e QP-a QP-b QP-c HW-a HW-b HW-c HW-d FA-a FA-b",
    rule_words.RuleLevel: "contract plan state body facility measure_set",
    rule_words.RuleEffect: "required recommended target warning definition information",
    rule_words.RuleEvaluation: "contract_fields attestation external_data not_evaluable",
    rule_words.RuleBasis: "stated secondary background design",
    rule_words.RuleSetStatus: "in_force suspended ended proposed unknown",
    rule_words.RuleClock: "signature measurement_period_start rating_period as_of",
    rule_words.RuleAuthorityKind: """
        statute regulation state_plan contract roadmap guidance measure_set methodology program policy
        presentation bill registry_default
    """,
    rule_words.RuleReach: "direct adjacent voluntary none excluded none_while_suspended",
    TermKind: "definition negotiable_point governance_requirement",
    Party: "plan provider state member",
}


@pytest.mark.parametrize("vocabulary", ALLOWED, ids=lambda vocabulary: vocabulary.__name__)
def test_a_vocabulary_holds_exactly_the_allowed_values(vocabulary):
    assert {member.value for member in vocabulary} == set(ALLOWED[vocabulary].split())


def test_no_vocabulary_is_left_out_of_this_test():
    defined = {item for module in (words, rule_words) for item in vars(module).values() if isinstance(item, type)}
    assert {item for item in defined if item.__module__ in (words.__name__, rule_words.__name__)} - set(ALLOWED) == {
        words.AccountabilityLevel  # ours: no record states it yet
    }
