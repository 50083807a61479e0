"""What to keep in mind about the whole of a check, beside the verdicts on single rules."""

from collections.abc import Iterator
from datetime import UTC

from governance.publication import DocumentEvent, EventKind
from measures.jurisdictions import FEDERAL, REGISTRY, jurisdiction_name
from measures.references import Reference
from measures.vocabularies import MeasureStatus
from registry.contracts.conformance.case import Case


def past_events(case: Case) -> list[DocumentEvent]:
    """What happened to the pinned set up to the day of the check, in the order in which it took effect."""
    past = [event for event in case.pinned.events if event.effective_on <= case.as_of]
    return sorted(past, key=lambda event: (event.effective_on, str(event.recorded_at or ""), str(event.id)))


def remarks(case: Case) -> Iterator[str]:
    """Every warning, each in a sentence that says what to do."""
    yield from _of_another_state(case)
    yield from _signed_too_early(case)
    yield from _about_the_set(case)
    yield from _about_measures(case)


def _of_another_state(case: Case) -> Iterator[str]:
    own = {case.pinned.reference.jurisdiction, *(case.summary.jurisdictions or ()), FEDERAL, REGISTRY}
    asked = case.rule_set.reference.jurisdiction
    if asked is not None and asked not in own:
        there = jurisdiction_name(case.pinned.reference.jurisdiction or "")
        yield (
            f"The rule set is {jurisdiction_name(asked)}'s and the pinned set {there}'s; name {asked} among the "
            "jurisdictions of the contract if it binds it."
        )


def _signed_too_early(case: Case) -> Iterator[str]:
    signed, published = case.summary.signed_on, case.pinned.published_at
    if signed is not None and published is not None and signed < published.astimezone(UTC).date():
        yield (
            f"The contract says that it was signed on {signed}, and the version that it pins was published on "
            f"{published.astimezone(UTC).date()}; look up what was signed."
        )


def _about_the_set(case: Case) -> Iterator[str]:
    past = past_events(case)
    # Withdrawn is for ever; of a suspension and its end the later one holds.
    stops = [event for event in past if event.kind in (EventKind.SUSPENDED, EventKind.RESUMED)]
    withdrawn = next((event for event in past if event.kind is EventKind.WITHDRAWN), None)
    if withdrawn:
        yield f"The pinned set was withdrawn on {withdrawn.effective_on}; ask its publisher what takes its place."
    elif stops and stops[-1].kind is EventKind.SUSPENDED:
        yield f"The pinned set is suspended since {stops[-1].effective_on}; ask its publisher when it resumes."
    for event in past:
        if event.kind is EventKind.PERIOD_TRUNCATED and event.ends is not None and event.ends < case.period.ends:
            yield (
                f"The measurement period of the pinned set was cut short to {event.ends}, inside the contract's; agree "
                "on what counts after it."
            )


def _about_measures(case: Case) -> Iterator[str]:
    suppressed = {
        Reference.parse(event.measure).name: event.effective_on
        for event in past_events(case)
        if event.kind is EventKind.MEASURE_SUPPRESSED and event.measure
    }
    for each in case.chosen:
        if each.name in suppressed:
            yield f"{each.name} is suppressed from {suppressed[each.name]}; its results do not count from then on."
        if case.facts.statuses.get(each.versioned) is MeasureStatus.RETIRED:
            yield f"{each.name} was retired by its steward; agree on what replaces it."
