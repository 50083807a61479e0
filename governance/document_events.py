"""What may happen to a published version after what happened before, and what each event has to say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from governance.priority_sets import PrioritySet
from governance.publication import DocumentEvent, EventKind
from measures.documents import Document
from measures.errors import ConflictError, InvalidError
from measures.references import Kind, Reference


class EventOutOfOrderError(ConflictError):
    """The event does not fit what happened before."""

    code = "EVENT_OUT_OF_ORDER"


class EventIncompleteError(InvalidError):
    """The event does not say what an event of its kind has to say, or says what one of another kind does."""

    code = "EVENT_INCOMPLETE"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of an event besides its kind and the day from which it holds."""

    note: str | None = None
    measure: str | None = None
    ends: date | None = None


NOTHING_SAID: Final = Said()
STOPS: Final = (EventKind.SUSPENDED, EventKind.RESUMED)


def require_order(kind: EventKind, effective_on: date, earlier: Sequence[DocumentEvent]) -> None:
    """See that an event can follow the ones before it.

    Raises:
        EventOutOfOrderError: it would resume what is not suspended, follow a withdrawal, or is recorded by publishing.
    """
    stops = [event for event in earlier if event.kind in STOPS]
    suspended = stops[-1] if stops and stops[-1].kind is EventKind.SUSPENDED else None
    if kind is EventKind.SUPERSEDED:
        raise EventOutOfOrderError("A version is superseded by publishing the next one, not by an event.")
    if any(event.kind is EventKind.WITHDRAWN for event in earlier):
        raise EventOutOfOrderError("This version was withdrawn; nothing more can happen to it.")
    if kind is EventKind.RESUMED and suspended is None:
        raise EventOutOfOrderError("This version is not suspended, so it cannot be resumed.")
    if kind is EventKind.SUSPENDED and suspended is not None:
        raise EventOutOfOrderError("This version is suspended already.")
    if stops and kind in STOPS and effective_on < stops[-1].effective_on:
        raise EventOutOfOrderError(
            f"It was {stops[-1].kind} from {stops[-1].effective_on}, which is later than {effective_on}; name a day "
            "that is not before it."
        )


def require_new(kind: EventKind, said: Said, earlier: Sequence[DocumentEvent]) -> None:
    """See that an event says more than the ones before it: nothing is suppressed twice, and no period grows again.

    Raises:
        EventOutOfOrderError: the measure is suppressed already, or the period was cut as short before.
    """
    for event in earlier:
        if kind is event.kind is EventKind.MEASURE_SUPPRESSED and event.measure == said.measure:
            raise EventOutOfOrderError(f"It is suppressed already, from {event.effective_on}.")
        if kind is event.kind is EventKind.PERIOD_TRUNCATED and said.ends and event.ends and said.ends >= event.ends:
            raise EventOutOfOrderError(f"The period was cut short to {event.ends} already; name an earlier day.")


def require_complete(kind: EventKind, document: Document, effective_on: date, said: Said) -> Said:
    """See that an event says what one of its kind has to say, and nothing that belongs to another kind.

    The measure comes back as the version that the set pins.

    Raises:
        EventIncompleteError: with what is missing, or what is too much.
    """
    if kind is EventKind.ERRATUM and not said.note:
        raise EventIncompleteError("An erratum says what was wrong and what is right; write it as its note.")
    if kind is not EventKind.MEASURE_SUPPRESSED and said.measure is not None:
        raise EventIncompleteError(f"An event {kind!s} names no measure; leave it out.")
    if kind is not EventKind.PERIOD_TRUNCATED and said.ends is not None:
        raise EventIncompleteError(f"An event {kind!s} names no last day; leave it out.")
    match kind:
        case EventKind.MEASURE_SUPPRESSED:
            return Said(said.note, _suppressed(document, said.measure))
        case EventKind.PERIOD_TRUNCATED:
            _require_shorter(document, said.ends, effective_on)
    return said


def _suppressed(document: Document, measure: str | None) -> str | None:
    """The measure version that is suppressed; none where the document is that measure itself."""
    if document.KIND is Kind.MEASURE:
        if measure is not None:
            raise EventIncompleteError("The version is a measure itself; leave the measure out.")
        return None
    if not isinstance(document, PrioritySet):
        raise EventIncompleteError(f"A {document.KIND} has no measures of its own that could be suppressed.")
    wanted = Reference.parse(measure) if measure else None
    item = document.item(wanted) if wanted and wanted.kind is Kind.MEASURE else None
    there = Reference.parse(item.measure) if item else None
    if wanted is None or there is None or wanted.version not in (None, there.version):
        names = ", ".join(_names(document))
        raise EventIncompleteError(f"Name the measure of the set that is suppressed; it has {names}.")
    return there.versioned


def _names(document: PrioritySet) -> Iterable[str]:
    return (Reference.parse(item.measure).versioned for item in document.items)


def _require_shorter(document: Document, ends: date | None, effective_on: date) -> None:
    if not isinstance(document, PrioritySet):
        raise EventIncompleteError(f"A {document.KIND} has no measurement period that could be cut short.")
    period = document.period
    if ends is None or not period.starts <= ends < period.ends:
        raise EventIncompleteError(
            f"Name the last day of the period that remains: from {period.starts} to the day before {period.ends}."
        )
    if effective_on > ends:
        raise EventIncompleteError(f"It would hold from {effective_on}, after the period that remains has ended.")
