"""What stands in a calendar: one day on which something changes, and why. Made of documents, events and contracts.

An entry keeps its id for as long as what it tells is the same thing, so that calendars move it and never show it twice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import NAMESPACE_URL, UUID, uuid5

from governance.phases import PhaseStep
from governance.priority_sets import PrioritySet
from governance.publication import DocumentEvent, EventKind, Published
from measures.references import Reference
from registry.contracts.rule_sets import RuleSetDocument
from registry.contracts.summary import Contract


class EntryKind(StrEnum):
    """Why a day stands in the calendar."""

    PERIOD = "period"
    ROLE = "role"
    EVENT = "event"
    RULES = "rules"
    CONTRACT = "contract"
    WAIVER = "waiver"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One day on which something changes."""

    id: UUID
    kind: EntryKind
    on: date
    title: str
    path: str
    """Where to read on, under the address of the registry."""
    stated_at: datetime
    """When the registry recorded it."""
    detail: str = ""
    jurisdiction: str | None = None
    reference: str | None = None
    """The published version that it is about; none for what concerns a contract alone."""


def of_priority_set(
    published: Published, document: PrioritySet, period_ends: date | None = None
) -> Iterator[CalendarEntry]:
    """The days of a set: its period begins and ends, and roles of its measures change on their paths.

    `period_ends` is the last day of a period that was cut short.
    """
    made = _Maker(published, document.title)
    yield made.entry(EntryKind.PERIOD, "starts", document.period.starts, "measurement period starts")
    ends = period_ends or document.period.ends
    yield made.entry(EntryKind.PERIOD, "ends", ends, "last day of the measurement period")
    for item in document.items:
        name = Reference.parse(item.measure).name
        for step in item.phase_path:
            said = f"{item.title} ({name}) is {step_words(step)}"
            yield made.entry(EntryKind.ROLE, f"{name}/{step.starts}", step.starts, said)


def of_rule_set(published: Published, document: RuleSetDocument) -> Iterator[CalendarEntry]:
    """The days from which and through which the rules of a state hold, where it told them."""
    made = _Maker(published, document.programme)
    if document.effective.from_ is not None:
        yield made.entry(EntryKind.RULES, "from", document.effective.from_, "these rules hold from now on")
    if document.effective.to is not None:
        yield made.entry(EntryKind.RULES, "to", document.effective.to, "last day of these rules")


def of_event(event: DocumentEvent, title: str) -> CalendarEntry:
    """The day from which an event of a version holds."""
    said = {
        EventKind.SUPERSEDED: "superseded by a newer version",
        EventKind.SUSPENDED: "suspended",
        EventKind.RESUMED: "holds again",
        EventKind.WITHDRAWN: "withdrawn",
        EventKind.ERRATUM: "an error is corrected",
        EventKind.MEASURE_SUPPRESSED: f"results of {event.measure or 'the measure'} do not count",
        EventKind.PERIOD_TRUNCATED: "the measurement period is cut short",
    }[event.kind]
    assert event.recorded_at is not None
    return CalendarEntry(
        id=event.id,
        kind=EntryKind.EVENT,
        on=event.effective_on,
        title=f"{title}: {said}",
        path=f"/{event.reference.versioned}/page#events",
        stated_at=event.recorded_at,
        detail=event.note or "",
        jurisdiction=event.reference.jurisdiction,
        reference=str(event.reference),
    )


def of_contract(contract: Contract) -> Iterator[CalendarEntry]:
    """The days of a contract, for its own organisation: reviews, its term, and roles that change on its own paths."""
    summary = contract.summary
    days = [(day, f"review/{day}", "review") for day in summary.review_dates]
    if summary.term is not None:
        days += [
            (summary.term.starts, "term/from", "the contract begins"),
            (summary.term.ends, "term/to", "last day of the contract"),
        ]
    if summary.measurement_period is not None:
        days += [
            (summary.measurement_period.starts, "period/from", "measurement period starts"),
            (summary.measurement_period.ends, "period/to", "last day of the measurement period"),
        ]
    for item in summary.items:
        name = Reference.parse(item.measure).name
        days += [
            (step.starts, f"role/{name}/{step.starts}", f"{name} is {step_words(step)}") for step in item.phase_path
        ]
    for day, key, said in days:
        yield CalendarEntry(
            id=uuid5(NAMESPACE_URL, f"contract/{contract.id}/{key}"),
            kind=EntryKind.CONTRACT,
            on=day,
            title=f"{summary.title}: {said}",
            path=f"/contracts/{contract.id}",
            stated_at=contract.recorded_at,
        )


def of_waiver(waiver: UUID, contract: Contract, rule: str, until: date, granted_at: datetime) -> CalendarEntry:
    """The last day of a waiver."""
    return CalendarEntry(
        id=uuid5(NAMESPACE_URL, f"waiver/{waiver}"),
        kind=EntryKind.WAIVER,
        on=until,
        title=f"{contract.summary.title}: last day of the waiver of {rule}",
        path=f"/contracts/{contract.id}",
        stated_at=granted_at,
    )


def in_order(entries: Iterable[CalendarEntry]) -> list[CalendarEntry]:
    """Entries by day, each id once."""
    return sorted({each.id: each for each in entries}.values(), key=lambda each: (each.on, each.title, each.id))


def calendar_name(jurisdiction: str | None, *, is_own: bool = False) -> str:
    """What a calendar is called."""
    if is_own:
        return "Value registry: changes that concern your contracts"
    return f"Value registry: coming changes in {jurisdiction}" if jurisdiction else "Value registry: coming changes"


def step_words(step: PhaseStep) -> str:
    """What a measure is from a step of its path on, in words."""
    words = {
        "threshold": "a gate",
        "reporting": "reported",
        "performance": "paid on",
        "monitoring": "monitored",
        "developmental": "in development",
    }[step.role]
    said = f"{words} from now on"
    if step.category is not None:
        said += f", at category {step.category}"
    return f"{said}, replaced by {step.replaced_by}" if step.replaced_by else said


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the entries of one published version."""

    published: Published
    title: str

    def entry(self, kind: EntryKind, key: str, on: date, said: str) -> CalendarEntry:
        reference = self.published.reference
        return CalendarEntry(
            id=uuid5(NAMESPACE_URL, f"{reference}/{kind}/{key}"),
            kind=kind,
            on=on,
            title=f"{self.title}: {said}",
            path=f"/{reference.versioned}/page",
            stated_at=self.published.published_at,
            jurisdiction=reference.jurisdiction,
            reference=str(reference),
        )
