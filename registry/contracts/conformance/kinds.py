"""The kinds of rule: how each is evaluated, on a contract or on what is declared of a plan, a state or a body."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from registry.contracts.conformance import (
    attested,
    core,
    counting,
    declared,
    fitting,
    groups,
    money,
    reported_measures,
    roles,
    standings,
    timing,
)
from registry.contracts.conformance.case import Case
from registry.contracts.conformance.declarations import Given
from registry.contracts.conformance.verdicts import Answer, UnsettledError, not_evaluable
from registry.contracts.rule_words import RuleEvaluation
from registry.contracts.rules import Rule

ON_CONTRACT: Final[Mapping[str, Callable[[Rule, Case], Answer]]] = MappingProxyType(
    {
        "accountability_level": fitting.by_level,
        "apm_category_floor": fitting.by_floor,
        "apm_fit": fitting.by_fit,
        "attribution_declared": standings.attributed,
        "attribution_overlap": standings.no_overlap,
        "contractor_types": standings.contractors,
        "core_measures_required": core.all_of_the_core,
        "disparity_stratification_min": groups.disparities_shown,
        "downside_min": standings.penalty_at_risk,
        "label_role_policy": roles.by_label,
        "level_definition": standings.level_reached,
        "max_measures": counting.at_most,
        "member_voted_definition": standings.voted_by_members,
        "min_denominator": groups.enough_people,
        "min_measures": counting.at_least,
        "quality_share_min": fitting.by_quality_share,
        "required_elements": declared.elements_present,
        "roles_allowed_by_apm_category": roles.by_apm_category,
        "roles_allowed_by_set_role": roles.by_role_in_the_set,
        "set_in_advance": declared.in_advance,
        "stratified_reporting": groups.stratified,
        "target_data_before_signature": timing.data_before_signature,
        "term_library_used": standings.terms_used,
        "threshold_measures_gate": core.gated,
        "tiers_vocabulary": standings.tier_named,
    }
)
"""Kinds that the fields of a contract answer, if need be with declared facts beside them."""
ON_FACTS: Final[Mapping[str, Callable[[Given], Answer]]] = MappingProxyType(
    {
        "adoption_voluntary": attested.adopted,
        "apm_spend_target": money.spending,
        "arrangement_approval": attested.arrangement_approved,
        "arrangement_offer_min": attested.offered,
        "attribution_declared": attested.elements_declared,
        "attribution_overlap": standings.overlap_declared,
        "benchmark_reference": attested.compared,
        "body_composition": attested.composed,
        "contractor_types": standings.contractors_declared,
        "core_measures_required": reported_measures.core_declared,
        "disparity_stratification_min": attested.disparities_named,
        "downside_min": money.at_risk,
        "funding_pool_min": money.pool,
        "incentive_cap": money.capped,
        "level_definition": standings.level_declared,
        "max_measures": reported_measures.at_most_declared,
        "min_measures": reported_measures.at_least_declared,
        "notice_period": timing.notice,
        "performance_floor": attested.floor_reached,
        "points_allocation": money.points,
        "points_share_payment": money.follows_points,
        "prior_approval": timing.approved_before,
        "quality_strategy_link": attested.goals_served,
        "reporting_cadence": timing.reported,
        "required_elements": attested.elements_declared,
        "roles_allowed_by_apm_category": reported_measures.roles_declared,
        "scope_condition": attested.in_scope,
        "set_in_advance": timing.fixed_before,
        "spend_share_min": money.spent_on,
        "stratified_reporting": groups.stratified_as_declared,
        "threshold_measures_gate": attested.gate_met,
        "tiers_vocabulary": standings.tier_declared,
        "withhold": money.held_back,
    }
)
"""Kinds that declared facts answer alone."""
KINDS: Final = frozenset(ON_CONTRACT) | frozenset(ON_FACTS)
NEEDS_INPUT: Final = frozenset({RuleEvaluation.ATTESTATION, RuleEvaluation.EXTERNAL_DATA})
"""Rules that need an attestation or data from elsewhere (rule sets, reading 3)."""


def evaluate(rule: Rule, case: Case) -> Answer:
    """What was found for a rule of a contract; never a pass for a kind that nobody taught this module."""
    on_contract = ON_CONTRACT.get(rule.kind)
    if on_contract is None or rule.evaluation in NEEDS_INPUT:
        given = case.given(rule)
        return reported_measures.disagreement(given, case) or evaluate_declared(rule, given)
    try:
        return on_contract(rule, case)
    except UnsettledError as unsettled:
        return unsettled.answer


def evaluate_declared(rule: Rule, given: Given) -> Answer:
    """What was found for a rule from what is declared alone."""
    on_facts = ON_FACTS.get(rule.kind)
    if on_facts is None and rule.kind in KINDS:
        return not_evaluable(
            f"A rule of kind {rule.kind} is checked on the fields of a contract, and this one asks for something else; "
            "a person has to read it.",
            "evaluation",
        )
    if on_facts is None:
        return not_evaluable(f"The kind of rule {rule.kind!r} is not known here; a person has to read it.", "kind")
    try:
        return on_facts(given)
    except UnsettledError as unsettled:
        return unsettled.answer
