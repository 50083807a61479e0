"""The term library as a checklist: what each side has to settle or define, and where it stands in a given contract.

A field of the contract summary or of the implementation plan that answers a point settles it. What no field answers is
what the parties declare (`points`), or is open. Which fields answer which point is a table, `ANSWERED_BY`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from governance.phases import ItemRole
from measures.apm import ApmCategory
from measures.references import Reference
from registry.contracts import terms
from registry.contracts.framework_steps import Party, StepId
from registry.contracts.plans import ImplementationPlan
from registry.contracts.summary import ContractWording
from registry.contracts.terms import Term, TermKind
from registry.contracts.wording import Attribution, AttributionTiming, PointState, StreamKind

RISK: Final = frozenset(ApmCategory) - {
    ApmCategory.CATEGORY_1,
    ApmCategory.CATEGORY_2A,
    ApmCategory.CATEGORY_2B,
    ApmCategory.CATEGORY_2C,
}
"""Categories in which savings or risk are shared."""
RISK_STREAMS: Final = frozenset({StreamKind.SHARED_SAVINGS, StreamKind.SHARED_RISK})
Answer = Callable[[ContractWording, ImplementationPlan | None], bool]


@dataclass(frozen=True, slots=True)
class ChecklistPoint:
    """One term of the library as a side finds it in a contract."""

    term: Term
    state: PointState
    because: str
    """The field or the words that settle it, or what would."""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to settle it."""
        return self.state is PointState.OPEN


@dataclass(frozen=True, slots=True)
class AnsweredBy:
    """The fields that answer a point, in words, and how they are asked."""

    fields: str
    is_settled: Answer
    is_needed: Answer | None = None
    """Whether the point arises at all; None: always."""


def _has(*names: str) -> Answer:
    return lambda wording, _plan: all(getattr(wording, name) for name in names)


def _planned(*names: str) -> Answer:
    return lambda _wording, plan: plan is not None and any(getattr(plan, name) for name in names)


def shares_risk(wording: ContractWording, _plan: ImplementationPlan | None = None) -> bool:
    """Whether savings or risk are shared now or at a later stage of the path."""
    named = {*wording.categories, *(code for step in wording.path or () for code in step.categories)}
    return bool(named & RISK) or any(stream.kind in RISK_STREAMS for stream in wording.streams or ())


def _grows(wording: ContractWording, _plan: ImplementationPlan | None) -> bool:
    return len(wording.path or ()) > 1


def _metrics_evolve(wording: ContractWording, _plan: ImplementationPlan | None) -> bool:
    return any(item.phase_path for item in wording.items)


def _has_quality_goals(wording: ContractWording, _plan: ImplementationPlan | None) -> bool:
    paid = [item for item in wording.items if item.role is ItemRole.PERFORMANCE]
    return bool(paid) and all(item.target or item.benchmark or wording.benchmark for item in paid)


def _says_overlap(wording: ContractWording, _plan: ImplementationPlan | None) -> bool:
    return isinstance(wording.attribution, Attribution) and wording.attribution.overlap is not None


def _has_stream(*kinds: StreamKind) -> Answer:
    return lambda wording, _plan: any(stream.kind in kinds for stream in wording.streams or ())


def _exchanges(name: str) -> Answer:
    return lambda _wording, plan: bool(
        plan and plan.data_exchange and all(getattr(each, name) for each in plan.data_exchange)
    )


def _attributes(timing: AttributionTiming) -> Answer:
    return lambda wording, _plan: isinstance(wording.attribution, Attribution) and wording.attribution.timing is timing


def _holds_against_benchmark(wording: ContractWording, _plan: ImplementationPlan | None) -> bool:
    return bool(wording.benchmark) or any(item.benchmark for item in wording.items)


def _never(_wording: ContractWording, _plan: ImplementationPlan | None) -> bool:
    return False


ONLY_DECLARED: Final = AnsweredBy("", _never)
"""No field answers it: the parties say so, or it is open."""


ANSWERED_BY: Final[Mapping[str, AnsweredBy]] = {
    "term/scope-of-services": AnsweredBy("services", _has("services")),
    "term/quality-reporting": AnsweredBy("items", _has("items")),
    "term/quality-goals": AnsweredBy("target or benchmark of each performance item", _has_quality_goals),
    "term/new-members": AnsweredBy("new_members", _has("new_members")),
    "term/risk-model-recalibration": AnsweredBy("recalibration", _has("recalibration"), shares_risk),
    "term/no-competing-models": AnsweredBy("attribution.overlap", _says_overlap, shares_risk),
    "term/metric-evolution": AnsweredBy("phase_path of the items", _metrics_evolve),
    "term/multi-year-path": AnsweredBy("path, with several steps", _grows),
    "term/risk-share-growth": AnsweredBy("path, with several steps", _grows, shares_risk),
    "term/renewal-period": AnsweredBy("term and review_dates", _has("term", "review_dates")),
    "term/data-access": AnsweredBy("data_cadence", _has("data_cadence")),
    "term/reporting-cadence": AnsweredBy("reporting", _has("reporting")),
    "term/joint-meetings": AnsweredBy(
        "cadence.meetings, or meetings of the plan",
        lambda wording, plan: bool(wording.cadence and wording.cadence.meetings) or bool(plan and plan.meetings),
    ),
    "term/capacity-milestones": AnsweredBy(
        "a stream of kind infrastructure or grant", _has_stream(StreamKind.INFRASTRUCTURE, StreamKind.GRANT)
    ),
    "term/implementation-plan-apart": AnsweredBy(
        "an implementation plan of its own", lambda _wording, plan: plan is not None
    ),
    "term/implementation-schedule": AnsweredBy("milestones of the plan", _planned("milestones")),
    "term/training-credentialing-support": AnsweredBy("training of the plan", _planned("training")),
    "term/key-contact": AnsweredBy("problems_to of the plan", _planned("problems_to")),
    "term/data-access-remedy": AnsweredBy("if_late of each exchange of data in the plan", _exchanges("if_late")),
    "term/outside-risk-expertise": AnsweredBy("", _never, shares_risk),
    "term/benefit-change-protection": AnsweredBy("", _never, shares_risk),
}
"""Points to negotiate that a field answers, or that arise only in some contracts. All others are declared."""

CALLED_FOR_BY: Final[Mapping[str, AnsweredBy]] = {
    "term/shared-savings": AnsweredBy("a stream of kind shared_savings", _has_stream(StreamKind.SHARED_SAVINGS)),
    "term/risk-sharing": AnsweredBy("a stream of kind shared_risk", _has_stream(StreamKind.SHARED_RISK)),
    "term/fee-schedule": AnsweredBy("a stream of kind fee_for_service", _has_stream(StreamKind.FEE_FOR_SERVICE)),
    "term/attribution": AnsweredBy("attribution", _has("attribution")),
    "term/attribution-prospective": AnsweredBy("attribution.timing", _attributes(AttributionTiming.PROSPECTIVE)),
    "term/attribution-retrospective": AnsweredBy("attribution.timing", _attributes(AttributionTiming.RETROSPECTIVE)),
    "term/benchmark": AnsweredBy("benchmark", _holds_against_benchmark),
    "term/network-definition": AnsweredBy("network", _has("network")),
}
"""Words that a contract uses when a field is filled, so that it has to define them."""


def checklist(
    side: Party,
    wording: ContractWording,
    plan: ImplementationPlan | None = None,
    library: Mapping[str, Term] | None = None,
) -> tuple[ChecklistPoint, ...]:
    """What a side has to settle or define, in the order of the library, and where each point stands.

    Points that this side raises, and the words that the contract uses and has to define, whoever raises them.
    Requirements on the governance of a plan are no points of a contract: a state adopts them as rules.
    """
    known = terms.load() if library is None else library
    points = (
        _definition(term, wording, plan) if term.kind is TermKind.DEFINITION else _point(term, wording, plan)
        for term in known.values()
        if term.kind is TermKind.DEFINITION or (term.kind is TermKind.NEGOTIABLE_POINT and side in term.raised_by)
    )
    return tuple(point for point in points if point is not None)


def open_points(points: tuple[ChecklistPoint, ...], step: StepId) -> tuple[ChecklistPoint, ...]:
    """Those of a step that somebody still has to settle."""
    return tuple(point for point in points if point.is_open and step in point.term.steps)


def _point(term: Term, wording: ContractWording, plan: ImplementationPlan | None) -> ChecklistPoint:
    if declared := _declared(term, wording):
        return ChecklistPoint(term, *declared)
    asked = ANSWERED_BY.get(term.id, ONLY_DECLARED)
    if asked.is_needed is not None and not asked.is_needed(wording, plan):
        return ChecklistPoint(term, PointState.NOT_APPLICABLE, "The arrangement shares neither savings nor risk.")
    if asked.is_settled(wording, plan):
        return ChecklistPoint(term, PointState.SETTLED, f"Settled by {asked.fields}.")
    if not asked.fields:
        return ChecklistPoint(term, PointState.OPEN, "No field answers it; declare it under points.")
    return ChecklistPoint(term, PointState.OPEN, f"Fill in {asked.fields}, or declare it under points.")


def _definition(term: Term, wording: ContractWording, plan: ImplementationPlan | None) -> ChecklistPoint | None:
    """A word that the contract cites or uses; none for a word that nothing in the contract calls for."""
    if declared := _declared(term, wording):
        return ChecklistPoint(term, *declared)
    called = CALLED_FOR_BY.get(term.id)
    if called is None or not called.is_settled(wording, plan):
        return None
    return ChecklistPoint(
        term, PointState.OPEN, f"The contract uses the word ({called.fields}); cite a definition under terms."
    )


def _declared(term: Term, wording: ContractWording) -> tuple[PointState, str] | None:
    """What the parties say of a term: its slug counts, so that a state's own version of it counts as well."""
    slug = term.id.removeprefix("term/")
    for cited in wording.terms or ():
        if _slug(cited) == slug:
            return PointState.SETTLED, f"The contract uses {cited.split('#')[0]}."
    for point in wording.points or ():
        if _slug(point.term) == slug:
            return point.state, f"Declared: {point.where}" if point.where else "Declared open."
    return None


def _slug(reference: str) -> str:
    return Reference.parse(reference).name.split("/")[1]
