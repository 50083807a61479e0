"""How a published version stands, read off its events; the version itself never changes."""

from collections.abc import Iterable
from typing import Final

from governance.publication import DocumentEvent, EventKind
from registry.web.words import day

IN_FORCE: Final = "published"


def standing(events: Iterable[DocumentEvent]) -> str | None:
    """What somebody who reads this version must know first, as a sentence; nothing if nothing weighs on it.

    A withdrawal outweighs a suspension, and a suspension outweighs a newer version. The day is said rather than
    compared with today, since an event may be recorded before it takes effect.
    """
    last = _last_of_each(events)
    suspended, resumed = last.get(EventKind.SUSPENDED), last.get(EventKind.RESUMED)
    if (withdrawn := last.get(EventKind.WITHDRAWN)) is not None:
        return f"Withdrawn, from {day(withdrawn.effective_on)}."
    if suspended is not None and (resumed is None or (resumed.leaf or 0) < (suspended.leaf or 0)):
        return f"Suspended, from {day(suspended.effective_on)}."
    if (superseded := last.get(EventKind.SUPERSEDED)) is not None:
        return f"Superseded, from {day(superseded.effective_on)}."
    return None


def also(events: Iterable[DocumentEvent]) -> list[str]:
    """What else weighs on a version: measures whose results do not count, and a period that was cut short."""
    said = []
    for event in events:
        if event.kind is EventKind.MEASURE_SUPPRESSED:
            said.append(f"{event.measure or 'This measure'} is suppressed, from {day(event.effective_on)}.")
        elif event.kind is EventKind.PERIOD_TRUNCATED and event.ends is not None:
            said.append(f"The measurement period is cut short: it ends on {day(event.ends)}.")
    return said


def _last_of_each(events: Iterable[DocumentEvent]) -> dict[EventKind, DocumentEvent]:
    return {event.kind: event for event in events}
