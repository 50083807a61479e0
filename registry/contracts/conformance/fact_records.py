"""Declared facts: what somebody states beside a contract, or about a plan, a state, a body, a facility or a set.

One record for each kind of rule that needs more than a contract summary holds. Each says who says so and when. What a
record leaves out is not known; nothing is filled in. Facts are handed to a check and stay with whoever made it: shares
and amounts of a contract are never stored, and no sentence of a report repeats them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field, StrictBool, StrictInt, StringConstraints

from governance.phases import ItemRole
from governance.priority_sets import Weight
from measures.documents import SMALL, Day, Exact, Line, Ordered, Record, Unique
from measures.record_files import SlashedId

Count = Annotated[StrictInt, Field(ge=0, lt=SMALL)]
Year = Annotated[str, StringConstraints(pattern="^[0-9]{4}$")]


class FactRecord(Record):
    """What is stated for one kind of rule, by which source, on which day."""

    source: Line
    day: Day


class ShareFact(FactRecord):
    """One share: of capitation held back, of spending at risk, of payments that go to a purpose."""

    share: Weight | None = None


class IncentiveFact(FactRecord):
    """An incentive as a share of its base, the part of it at risk, and for how many years."""

    share: Weight | None = None
    at_risk_share: Weight | None = None
    years: Count | None = None


class PoolFact(FactRecord):
    """Money set aside for quality, what it is a share of, and what makes it grow. Amounts in dollars, as text."""

    pool_usd: Exact | None = None
    base_usd: Exact | None = None
    previous_usd: Exact | None = None
    inflation: Exact | None = None


class SpendRow(Record):
    """A share of spending in the words of the rule: `in` what it went, or `of` what it is a share."""

    in_: Line | None = Field(alias="in", default=None)
    of: Line | None = None
    share: Weight


class SpendFact(FactRecord):
    """The shares of a year, named as the rule's schedule names it."""

    year: Line | None = None
    shares: Ordered[SpendRow] = ()


class PointsFact(FactRecord):
    """The points of each part of a score."""

    points: dict[str, Exact] | None = None


class PointsPaymentFact(FactRecord):
    """Whether payment follows the share of points earned, and the volume."""

    follows_points: StrictBool | None = None
    follows_volume: StrictBool | None = None


class NoticeFact(FactRecord):
    """When notice or comment began and ended, whether comments were taken, and when the change took effect."""

    opened_on: Day | None = None
    closed_on: Day | None = None
    comments_taken: StrictBool | None = None
    changed_on: Day | None = None


class ReportMade(Record):
    """One report: for which year, sent when, over which delivery systems."""

    year: Year
    on: Day
    delivery_systems: Unique[Line] = ()


class CadenceFact(FactRecord):
    """The reports that were made."""

    reports: Ordered[ReportMade] | None = None


class ApprovalFact(FactRecord):
    """When approval was given, whether in writing, and from when it was used."""

    approved_on: Day | None = None
    used_from: Day | None = None
    written: StrictBool | None = None


class FixedFact(FactRecord):
    """When something was fixed, and when began what it had to precede."""

    fixed_on: Day | None = None
    starts_on: Day | None = None


class TargetDataFact(FactRecord):
    """Whether the data behind the targets came before the signature, where both fall on one day."""

    came_first: StrictBool | None = None


class DisparitiesFact(FactRecord):
    """The disparities that were named."""

    disparities: Unique[Line] | None = None


class ElementsFact(FactRecord):
    """Which elements of a checklist are there, by their keys; and how many, where the rule asks for a number."""

    elements: dict[str, StrictBool] = Field(default_factory=dict)
    counts: dict[str, Count] = Field(default_factory=dict)


class OfferFact(FactRecord):
    """How many arrangements with the purpose of the rule are offered."""

    offered: Count | None = None


class GoalsFact(FactRecord):
    """The goals of the quality strategy that are served."""

    goals: Unique[Line] | None = None


class AdoptionFact(FactRecord):
    """Whether the parties chose to use the set."""

    adopted: StrictBool | None = None


class ArrangementApprovalFact(FactRecord):
    """Whether the state approved the arrangement, and whether its model is one that the state allows."""

    approved: StrictBool | None = None
    model_allowed: StrictBool | None = None


class ScopeFact(FactRecord):
    """How many of its unit the subject has, and of what kind it is."""

    count: Count | None = None
    kind: Line | None = None


class BenchmarkFact(FactRecord):
    """Whether results are compared with what the rule names, and missing data treated as it says."""

    compared_as_asked: StrictBool | None = None
    missing_data_as_asked: StrictBool | None = None


class BodyFact(FactRecord):
    """The seats of a body: how many in all, and how many each group of the rule holds."""

    seats: Annotated[StrictInt, Field(gt=0, lt=SMALL)] | None = None
    groups: dict[str, Count] = Field(default_factory=dict)
    appointed_as_asked: StrictBool | None = None


class GateFact(FactRecord):
    """Which measures of a gate are met; conditions that are in no catalog go by the words of the rule."""

    met: Unique[SlashedId] = ()
    unmet: Unique[SlashedId] = ()
    others: dict[str, StrictBool] = Field(default_factory=dict)


class ResultsFact(FactRecord):
    """Results on measures, as shares; whether a result below the floor was explained."""

    results: dict[str, Weight] = Field(default_factory=dict)
    explained: StrictBool | None = None


class MeasureRow(Record):
    """A measure that the subject reports or holds somebody to; its domain in the words of the rule."""

    measure: SlashedId
    role: ItemRole | None = None
    domains: Unique[Line] = ()


class MeasuresFact(FactRecord):
    """All measures of the subject, and the domains that it need not have since nobody it covers is of that group."""

    measures: Ordered[MeasureRow] | None = None
    domains_left_out: Unique[Line] = ()


class TierFact(FactRecord):
    """The tier or level, in the state's words."""

    tier: Line | None = None


class LevelFact(FactRecord):
    """The level that is claimed, with what can be won and lost, in the words of the rule."""

    level: Line | None = None
    upside: Line | None = None
    downside: Line | None = None


class ContractorsFact(FactRecord):
    """The kinds of provider that are the contractor, in the words of the rule."""

    types: Unique[Line] | None = None


class StrataFact(FactRecord):
    """By which factors the results on each measure are reported."""

    reported: dict[str, Unique[Line]] = Field(default_factory=dict)


class DenominatorFact(FactRecord):
    """How many people stand behind each result that is paid on."""

    people: dict[str, Count] = Field(default_factory=dict)


class OverlapFact(FactRecord):
    """What happens to a member who counts in another model too, in the words of the rule."""

    treatment: Line | None = None


RECORDS: Final[Mapping[str, type[FactRecord]]] = MappingProxyType(
    {
        "adoption_voluntary": AdoptionFact,
        "apm_spend_target": SpendFact,
        "arrangement_approval": ArrangementApprovalFact,
        "arrangement_offer_min": OfferFact,
        "attribution_declared": ElementsFact,
        "attribution_overlap": OverlapFact,
        "benchmark_reference": BenchmarkFact,
        "body_composition": BodyFact,
        "contractor_types": ContractorsFact,
        "core_measures_required": MeasuresFact,
        "disparity_stratification_min": DisparitiesFact,
        "downside_min": ShareFact,
        "funding_pool_min": PoolFact,
        "incentive_cap": IncentiveFact,
        "level_definition": LevelFact,
        "max_measures": MeasuresFact,
        "min_denominator": DenominatorFact,
        "min_measures": MeasuresFact,
        "notice_period": NoticeFact,
        "performance_floor": ResultsFact,
        "points_allocation": PointsFact,
        "points_share_payment": PointsPaymentFact,
        "prior_approval": ApprovalFact,
        "quality_strategy_link": GoalsFact,
        "reporting_cadence": CadenceFact,
        "required_elements": ElementsFact,
        "roles_allowed_by_apm_category": MeasuresFact,
        "scope_condition": ScopeFact,
        "set_in_advance": FixedFact,
        "spend_share_min": ShareFact,
        "stratified_reporting": StrataFact,
        "target_data_before_signature": TargetDataFact,
        "threshold_measures_gate": GateFact,
        "tiers_vocabulary": TierFact,
        "withhold": ShareFact,
    }
)
"""The record of each kind of rule that declared facts can settle, by the name of the kind."""
