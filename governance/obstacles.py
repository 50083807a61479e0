"""Why a draft of a priority set cannot be published yet: every reason at once, each with what to do about it.

The rules are those of DESIGN §3: adopted definitions of value; measures that exist and are not retired; a label for
every item, adopted or expressly accepted; compliance may gate, only quality is paid; a phase path that does not go
back; priority areas that are outcomes (paying for value is a means, not an outcome).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from governance.advance import Upstream
from governance.definitions import DefinitionOfValue
from governance.label_decisions import LabelDecision
from governance.phases import path_problem
from governance.priority_sets import DraftItem, PriorityArea, PrioritySetDraft
from measures.apm import ApmFit
from measures.documents import fraction
from measures.errors import ConflictError
from measures.labels import MeasureLabel
from measures.references import Digest, Reference
from measures.vocabularies import MeasureStatus

_PROGRAM: Final = "medicaid|mltss|ltss|hcbs|programs?|programmes?"
_WHOSE: Final = (
    f"all|the|total|our|their|its|annual|overall|plans?|providers?|states?|managed|medical|health|care|{_PROGRAM}"
)
_MEANS_WORDS: Final = (
    # Programmes of payment, by name
    r"vbcs?|vbps?|hcp-lan|apms?|p4p|value-based|alternative-payments?",
    r"capitat(?:ion|ed)|fee-for-service|bundled-payments?|incentive-payments?|quality-withholds?",
    r"pay-for-(?:performance|outcomes|value|reporting|success)|paying-for-value",
    r"payment-(?:models?|reforms?|arrangements?|methods?|methodolog(?:y|ies))",
    r"shared-(?:savings|losses)|risk-sharing|(?:upside|downside|one-sided|two-sided)-risk",
    r"(?:risk-based|shared-risk)-(?:contract(?:s|ing)?|payments?|arrangements?)",
    # How much is paid in some way
    (
        rf"(?:percent(?:age)?|per-cent|\d+%|share|proportion|portion)-of-(?:(?:{_WHOSE})-)*"
        r"(?:payments?|spend(?:ing)?|dollars?|expenditures?|premiums?|contracts|revenues?)"
    ),
    rf"(?:total|{_PROGRAM})-spend(?:ing)?|spend(?:ing)?-on-(?:{_PROGRAM})",
    (
        r"(?:payments?|spend(?:ing)?|dollars|contracts?)-(?:in|under|through|(?:tied|linked)-to)-(?:(?:an?|the)-)?"
        r"(?:arrangements?|models?|contracts?|categor(?:y|ies)|quality|outcomes?|performance|risk|value)"
    ),
    # Contracting with somebody, which is not contracting an infection
    r"(?:providers?|plans?|performance|risk|outcomes?|managed-care|selective)-(?:based-)?contracting",
    r"contracting-(?:with|by|between|for|targets?|goals?|levels?|arrangements?|strateg(?:y|ies)|practices?)",
    r"contracting\W*\Z",
)
MEANS: Final = re.compile(rf"\b(?:{'|'.join(_MEANS_WORDS)})(?!\w)".replace("-", r"(?:[^\w,.;:!?()]|_)+"), re.IGNORECASE)
"""Words of paying and contracting, with a space or any dash between them. They name a means; what should come of it for
a person is the outcome. Spending time, a day or one's own money is no means: `spend` counts where a payer spends.
"""


class NotPublishableError(ConflictError):
    """The draft cannot be published yet."""

    code = "NOT_PUBLISHABLE"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why a draft cannot be published, with a code and a sentence; `item` names the part at fault."""

    code: str
    message: str
    item: str | None = None


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """What the registry knows of one measure version when a draft is judged."""

    reference: Reference
    digest: Digest
    title: str
    status: MeasureStatus
    fit: ApmFit
    upstream: Upstream | None = None
    """Whether the steward's specification is final; none where nobody asked."""


@dataclass(frozen=True, slots=True)
class AdoptedDefinition:
    """An adopted definition of value and the pinned reference of its stored bytes."""

    reference: Reference
    document: DefinitionOfValue


@dataclass(frozen=True, slots=True)
class Facts:
    """What the registry knows of everything that a draft names."""

    measures: Mapping[str, MeasureFacts] = field(default_factory=dict)
    """By the text of the reference in the draft."""
    labels: Mapping[str, LabelDecision] = field(default_factory=dict)
    """The decision that counts for each of those measures in the draft's jurisdiction."""
    definitions: Mapping[str, AdoptedDefinition] = field(default_factory=dict)
    """Adopted and published definitions, by the text of the reference in the draft."""


def obstacles(draft: PrioritySetDraft, facts: Facts) -> tuple[Obstacle, ...]:
    """Every reason why the draft cannot be published yet; empty when it can."""
    return tuple(obstacle for check in _CHECKS for obstacle in check(draft, facts))


def require_publishable(found: Iterable[Obstacle]) -> None:
    """Refuse with every reason in one sentence each.

    Raises:
        NotPublishableError: there is at least one reason.
    """
    reasons = tuple(found)
    if reasons:
        listed = " ".join(f"[{o.code}] {o.message}" for o in reasons)
        raise NotPublishableError(f"This set cannot be published yet, for {len(reasons)} reason(s): {listed}")


def _whole(draft: PrioritySetDraft, _: Facts) -> Iterator[Obstacle]:
    if not draft.items:
        yield Obstacle("NO_ITEMS", "The set holds no measure; choose at least one.")
    if not draft.areas:
        yield Obstacle("NO_AREAS", "The set names no priority area; say which outcomes come first.")
    if draft.period is None:
        yield Obstacle("NO_PERIOD", "The set names no measurement period; give its first and last day.")
    tiers = {tier.key for tier in draft.tiers}
    areas = {area.id for area in draft.areas}
    for item in draft.items:
        if item.tier and item.tier not in tiers:
            yield Obstacle("UNKNOWN_TIER", f"{item.measure} is in tier {item.tier}, not declared.", item.measure)
        if item.area and item.area not in areas:
            yield Obstacle("UNKNOWN_AREA", f"{item.measure} stands for area {item.area}, which is not declared.",
                           item.measure)  # fmt: skip


def _definitions(draft: PrioritySetDraft, facts: Facts) -> Iterator[Obstacle]:
    if not draft.definitions:
        yield Obstacle("NO_DEFINITION", "The set serves no definition of value; name at least one that was adopted.")
    for text in draft.definitions:
        if text not in facts.definitions:
            yield Obstacle(
                "DEFINITION_NOT_ADOPTED",
                f"{text} is not an adopted definition of value; hold the vote on it first, then cite its version.",
                text,
            )


def _areas(draft: PrioritySetDraft, facts: Facts) -> Iterator[Obstacle]:
    adopted = (facts.definitions[text] for text in draft.definitions if text in facts.definitions)
    served = {definition.reference.versioned: definition for definition in adopted}
    for area in draft.areas:
        if means := MEANS.search(area.statement):
            yield Obstacle(
                "AREA_IS_A_MEANS",
                f"The area {area.statement!r} speaks of {means[0]!r}: that is a means. Say what gets better for "
                "people.",
                area.id,
            )
            continue
        if not _stands_for_an_outcome(area, served):
            yield Obstacle(
                "AREA_NOT_AN_OUTCOME",
                f"The area {area.statement!r} names no outcome of a definition that this set serves. Word it as what "
                "gets better for people, and point to that outcome.",
                area.id,
            )


def _stands_for_an_outcome(area: PriorityArea, served: Mapping[str, AdoptedDefinition]) -> bool:
    if area.outcome is None:
        return False
    pointed = Reference.parse(area.outcome.definition)
    definition = served.get(pointed.versioned)
    if definition is None or pointed.digest not in (None, definition.reference.digest):
        return False
    return definition.document.outcome(area.outcome.outcome) is not None


def _measures(draft: PrioritySetDraft, facts: Facts) -> Iterator[Obstacle]:
    names = Counter(Reference.parse(item.measure).name for item in draft.items)
    for name, times in names.items():
        if times > 1:
            yield Obstacle("MEASURE_TWICE", f"measure/{name} stands {times} times in the set; keep one.", name)
    for item in draft.items:
        known = facts.measures.get(item.measure)
        if known is None:
            yield Obstacle("MEASURE_UNKNOWN", f"{item.measure} is not a published measure version.", item.measure)
        elif known.status is MeasureStatus.RETIRED:
            yield Obstacle("MEASURE_RETIRED", f"{item.measure} was retired; choose what replaced it.", item.measure)


def _labels(draft: PrioritySetDraft, facts: Facts) -> Iterator[Obstacle]:
    for item in draft.items:
        if item.measure not in facts.measures:
            continue
        decision = facts.labels.get(item.measure)
        if decision is None:
            yield Obstacle(
                "LABEL_MISSING",
                f"{item.measure} has no label that counts here; adopt one by vote, or accept the proposed one "
                "with a reason.",
                item.measure,
            )
        elif decision.label is MeasureLabel.COMPLIANCE and item.paid_on:
            yield Obstacle(
                "COMPLIANCE_PAID",
                f"{item.measure} is labelled compliance and is paid on; compliance may gate, be reported or be "
                "monitored, and only quality is paid.",
                item.measure,
            )


def _paths(draft: PrioritySetDraft, _: Facts) -> Iterator[Obstacle]:
    for item in draft.items:
        if problem := path_problem(item.phase_path):
            yield Obstacle(
                "PHASE_PATH_BACK", f"The phase path of {item.measure} cannot stand: {problem}.", item.measure
            )


def _weights(draft: PrioritySetDraft, _: Facts) -> Iterator[Obstacle]:
    weighed = [fraction(item.weight) for item in draft.items if item.weight is not None]
    if weighed and sum(weighed) != 1:
        yield Obstacle("WEIGHTS_OFF", f"The weights add up to {sum(weighed)}; they must add up to exactly 1.")


_CHECKS: Final[tuple[Callable[[PrioritySetDraft, Facts], Iterator[Obstacle]], ...]] = (
    _whole,
    _definitions,
    _areas,
    _measures,
    _labels,
    _paths,
    _weights,
)


def fit_notes(items: Iterable[DraftItem], facts: Facts) -> Iterator[Obstacle]:
    """Where a step of a path lies outside the categories that the measure is fit for: a warning, not a bar."""
    for item in items:
        known = facts.measures.get(item.measure)
        for step in item.phase_path:
            if known and step.category and step.category not in known.fit.categories:
                yield Obstacle(
                    "OUTSIDE_APM_FIT",
                    f"{item.measure} is {step.role} at category {step.category} from {step.starts}; the catalog "
                    f"finds it fit for {', '.join(known.fit.categories) or 'no category'}.",
                    item.measure,
                )
