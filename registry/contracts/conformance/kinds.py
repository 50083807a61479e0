"""The kinds of rule that are evaluated on a contract summary, and what every other kind would need to be."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from registry.contracts.conformance import core, counting, declared, fitting, roles
from registry.contracts.conformance.case import Case
from registry.contracts.conformance.verdicts import Answer, UnsettledError, not_evaluable
from registry.contracts.rules import Rule

EVALUATED: Final[Mapping[str, Callable[[Rule, Case], Answer]]] = MappingProxyType(
    {
        "accountability_level": fitting.by_level,
        "apm_category_floor": fitting.by_floor,
        "apm_fit": fitting.by_fit,
        "core_measures_required": core.all_of_the_core,
        "label_role_policy": roles.by_label,
        "max_measures": counting.at_most,
        "min_measures": counting.at_least,
        "quality_share_min": fitting.by_quality_share,
        "required_elements": declared.elements_present,
        "roles_allowed_by_apm_category": roles.by_apm_category,
        "roles_allowed_by_set_role": roles.by_role_in_the_set,
        "set_in_advance": declared.in_advance,
    }
)
NEEDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "adoption_voluntary": "whether the parties chose to use the set",
        "apm_spend_target": "the payments of the plan or state by APM category and year",
        "arrangement_approval": "the state's approval of the arrangement",
        "arrangement_offer_min": "the arrangements that the plan offers, with their purposes",
        "attribution_declared": "the contract's text on attribution and on overlap with other models",
        "benchmark_reference": "what results are compared with, in a form that names the reference",
        "body_composition": "the seats of the body and who holds them",
        "contractor_types": "the kind of each provider that is a party",
        "disparity_stratification_min": "the disparities for which results are examined",
        "downside_min": "the size of the penalty or risk as a share of its base",
        "funding_pool_min": "the money set aside for quality",
        "incentive_cap": "the incentive as a share of its base",
        "level_definition": "the upside and downside of the arrangement in the state's words",
        "min_denominator": "the number of people behind each result that is paid on",
        "notice_period": "the days of the notice and of the change",
        "performance_floor": "the results on the measures",
        "points_allocation": "the points of each part of the score",
        "points_share_payment": "the points earned and the volume of service",
        "prior_approval": "the approval, with its day",
        "quality_strategy_link": "the goals of the state's quality strategy that each measure serves",
        "reporting_cadence": "the days on which reports were made",
        "scope_condition": "the number of people or the amount that decides whom the set binds",
        "spend_share_min": "the payments by purpose",
        "stratified_reporting": "the groups by which results are reported",
        "target_data_before_signature": "the day on which the data behind the targets were given",
        "threshold_measures_gate": "the conditions that payment hangs on, in a form that names each measure",
        "tiers_vocabulary": "the tier or level of the arrangement in the state's words",
        "withhold": "the share of capitation that is held back",
    }
)
"""For each kind that is not evaluated: the data that would settle it. No contract summary holds them."""


def evaluate(rule: Rule, case: Case) -> Answer:
    """What was found for a rule; never a pass for a kind that nobody taught this module."""
    evaluation = EVALUATED.get(rule.kind)
    if evaluation is None:
        need = NEEDS.get(rule.kind)
        if need is None:
            return not_evaluable(f"The kind of rule {rule.kind!r} is not known here; a person has to read it.", "kind")
        return not_evaluable(f"Not checked on a contract summary. What would settle it: {need}.", f"data.{rule.kind}")
    try:
        return evaluation(rule, case)
    except UnsettledError as unsettled:
        return unsettled.answer
