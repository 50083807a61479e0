"""From each thing that names measures to a portfolio, with the cautions that its source calls for."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from governance.priority_sets import Period, PrioritySet
from governance.programs import StateProgram
from measures.documents import fraction
from measures.measure import MeasureEntry
from measures.measure_sets import Membership
from measures.references import Reference
from measures.uses import MeasureRole, MeasureUse
from measures.vocabularies import Basis, Requirement, SetStatus
from registry.contracts.alignment.portfolio import Portfolio, PortfolioItem, PortfolioKind
from registry.contracts.arrangements import Arrangement
from registry.contracts.summary import ContractItem, ContractWording

ONLY_BESIDE: Final[Mapping[MeasureRole, str]] = MappingProxyType(
    {
        MeasureRole.WITHDRAWN: "was withdrawn from it",
        MeasureRole.RELATED: "stands beside it and is not asked for",
        MeasureRole.REFERENCE_OUTCOME: "is a comparison that the project added",
    }
)
"""Roles of measures that a program or case does not ask for, and why they do not count."""
BASIS_WORDS: Final[Mapping[Basis, str]] = MappingProxyType(
    {Basis.INFERRED: "inferred, not stated by a source", Basis.BACKGROUND: "seen in no source that was read"}
)
STATUS_WORDS: Final[Mapping[SetStatus, str]] = MappingProxyType(
    {
        SetStatus.PROPOSED: "This set is proposed, not final.",
        SetStatus.SUPERSEDED: "This set was superseded by a later one.",
        SetStatus.TESTING: "This set is being tested.",
    }
)


def of_priority_set(document: PrioritySet, reference: Reference) -> Portfolio:
    """A published priority set."""
    items = [
        PortfolioItem(
            measure=_name(item.measure),
            version=Reference.parse(item.measure).version,
            role=item.role.value,
            weight=None if item.weight is None else fraction(item.weight),
            target=item.target,
            period=document.period,
            path=item.phase_path,
        )
        for item in document.items
    ]
    demonstration = ("A demonstration set: no state published it.",) if document.demonstration else ()
    return Portfolio(
        key=reference.versioned,
        title=document.title,
        kind=PortfolioKind.PRIORITY_SET,
        jurisdictions=(reference.jurisdiction,) if reference.jurisdiction else (),
        items=tuple(items),
        period=document.period,
        cautions=demonstration,
        standing="demonstration" if document.demonstration else None,
    )


def of_measure_set(
    reference: Reference, title: str, status: SetStatus | None, members: Iterable[MeasureEntry]
) -> Portfolio:
    """A steward's measure set: the measures that state a membership of it, without those that were removed."""
    slug = reference.name.split("/")[1]
    held: list[tuple[MeasureEntry, Membership]] = [
        (entry, membership)
        for entry in members
        for membership in entry.measure_sets
        if membership.set == slug and membership.requirement is not Requirement.REMOVED
    ]
    cautions = [STATUS_WORDS[status]] if status is not None and status in STATUS_WORDS else []
    for basis, number in Counter(membership.basis for _, membership in held).items():
        if basis in BASIS_WORDS:
            cautions.append(f"{number} of its {len(held)} memberships are {BASIS_WORDS[basis]}.")
    return Portfolio(
        key=reference.versioned,
        title=title,
        kind=PortfolioKind.MEASURE_SET,
        jurisdictions=(reference.jurisdiction,) if reference.jurisdiction else (),
        items=tuple(PortfolioItem(entry.id, membership.requirement.value) for entry, membership in held),
        cautions=tuple(cautions),
        standing=status.value if status is SetStatus.PROPOSED else None,
    )


def of_program(program: StateProgram) -> Portfolio:
    """A program of a state. An illustrative one says so: the state has not published such a set."""
    items, left_out = _uses(program.measures)
    illustrative = ["Illustrative: the state has not published this set; it was put together from what was read."]
    return Portfolio(
        key=f"program/{program.id}",
        title=f"{program.state_name}: {program.name}",
        kind=PortfolioKind.PROGRAM,
        jurisdictions=program.jurisdictions,
        items=items,
        cautions=(*(illustrative if program.illustrative else ()), *left_out),
        standing="illustrative" if program.illustrative else None,
    )


def of_arrangement(arrangement: Arrangement) -> Portfolio:
    """A public case."""
    items, left_out = _uses(arrangement.measures)
    return Portfolio(
        key=f"arrangement/{arrangement.id}",
        title=arrangement.name,
        kind=PortfolioKind.ARRANGEMENT,
        jurisdictions=arrangement.jurisdictions,
        items=items,
        cautions=left_out,
    )


def of_contract(wording: ContractWording, key: str, jurisdiction: str | None = None) -> Portfolio:
    """A contract summary, private to its organization. A measure's own period counts before the contract's."""
    period = wording.measurement_period or wording.term
    return Portfolio(
        key=key,
        title=wording.title,
        kind=PortfolioKind.CONTRACT,
        jurisdictions=wording.jurisdictions or ((jurisdiction,) if jurisdiction else ()),
        items=tuple(_contract_item(item, period) for item in wording.items),
        period=period,
    )


def _contract_item(item: ContractItem, period: Period | None) -> PortfolioItem:
    return PortfolioItem(
        measure=_name(item.measure),
        version=Reference.parse(item.measure).version,
        role=item.role.value,
        weight=None if item.weight is None else fraction(item.weight),
        target=item.target,
        period=item.period or period,
        path=item.phase_path,
    )


def _uses(uses: Iterable[MeasureUse]) -> tuple[tuple[PortfolioItem, ...], tuple[str, ...]]:
    held = list(uses)
    asked = tuple(PortfolioItem(use.measure, use.role.value) for use in held if use.role not in ONLY_BESIDE)
    beside = [use for use in held if use.role in ONLY_BESIDE]
    return asked, tuple(f"{use.measure} does not count: it {ONLY_BESIDE[use.role]}." for use in beside)


def _name(measure: str) -> str:
    return Reference.parse(measure).name


def standing(portfolio: Portfolio, word: str, sentences: Iterable[str]) -> Portfolio:
    """The same list, with a word beside its name on how it stands today, and what weighs on it in sentences."""
    return replace(portfolio, standing=word, cautions=(*portfolio.cautions, *sentences))
