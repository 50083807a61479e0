"""What to keep in mind about the whole of a check, beside the verdicts on single rules."""

from collections.abc import Iterator
from datetime import UTC

from governance.standing import StandingState, standing_on
from measures.jurisdictions import FEDERAL, REGISTRY, jurisdiction_name
from measures.references import Reference
from measures.vocabularies import MeasureStatus
from registry.contracts.conformance.case import Case


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
    stands = standing_on(case.pinned.events, case.as_of)
    if stands.state is StandingState.WITHDRAWN:
        yield f"The pinned set was withdrawn on {stands.since}; ask its publisher what takes its place."
    elif stands.state is StandingState.SUSPENDED:
        yield f"The pinned set is suspended since {stands.since}; ask its publisher when it resumes."
    if stands.period_ends is not None and stands.period_ends < case.period.ends:
        yield (
            f"The measurement period of the pinned set was cut short to {stands.period_ends}, inside the contract's; "
            "agree on what counts after it."
        )


def _about_measures(case: Case) -> Iterator[str]:
    suppressed = standing_on(case.pinned.events, case.as_of).suppressed
    since = {Reference.parse(each.measure).name: each.since for each in suppressed}
    for each in case.chosen:
        if each.name in since:
            yield f"{each.name} is suppressed from {since[each.name]}; its results do not count from then on."
        if case.facts.statuses.get(each.versioned) is MeasureStatus.RETIRED:
            yield f"{each.name} was retired by its steward; agree on what replaces it."
