"""How a published version stands on a day, as far as was known at an instant. The version itself never changes.

Two axes are kept apart (DESIGN.md §2): what holds from which day, and since when the registry said so. A suspension
that is recorded in March and holds from January was not known in February, though it held then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from governance.publication import DocumentEvent, EventKind
from measures.documents import instant


class StandingState(StrEnum):
    """What weighs most on a version. A withdrawal outweighs a suspension, and that a newer version."""

    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Suppression:
    """A measure whose results do not count from a day on."""

    measure: str
    since: date


@dataclass(frozen=True, slots=True)
class Standing:
    """How a version stands on a day."""

    on: date
    known_at: datetime | None
    """Up to when events were recorded that count; none for all there are."""
    state: StandingState
    since: date | None = None
    """The day from which the state holds; none for a version in force."""
    successor: str | None = None
    """The pinned reference of the version that took its place, whatever the state."""
    suppressed: tuple[Suppression, ...] = ()
    period_ends: date | None = None
    """The last day of the measurement period, where it was cut short."""
    coming: tuple[DocumentEvent, ...] = ()
    """What is recorded and takes effect on a later day."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The same for people: the state first, then what else weighs on the version."""
        since = f" since {self.since}" if self.since else ""
        by = f" by {self.successor}" if self.state is StandingState.SUPERSEDED and self.successor else ""
        asked = f" As far as was known at {instant(self.known_at)}." if self.known_at else ""
        return (
            f"On {self.on}: {self.state.replace('_', ' ')}{since}{by}.{asked}",
            *(
                f"{each.measure} is suppressed since {each.since}; its results do not count."
                for each in self.suppressed
            ),
            *([f"The measurement period ends on {self.period_ends}; it was cut short."] if self.period_ends else []),
            *(f"Coming: {event.kind.replace('_', ' ')} on {event.effective_on}." for event in self.coming),
        )


def known(events: Iterable[DocumentEvent], known_at: datetime | None) -> list[DocumentEvent]:
    """The events that were on record at an instant, in the order in which they take effect."""
    told = [
        each for each in events if known_at is None or (each.recorded_at is not None and each.recorded_at <= known_at)
    ]
    return sorted(told, key=lambda event: (event.effective_on, event.leaf or 0))


def standing_on(events: Iterable[DocumentEvent], on: date, known_at: datetime | None = None) -> Standing:
    """How a version stands on a day, as far as was known at an instant."""
    told = known(events, known_at)
    past = [event for event in told if event.effective_on <= on]
    last = {event.kind: event for event in past}
    superseded = last.get(EventKind.SUPERSEDED)
    state, since = _state(past)
    truncated = last.get(EventKind.PERIOD_TRUNCATED)
    return Standing(
        on=on,
        known_at=known_at,
        state=state,
        since=since,
        successor=superseded.successor if superseded else None,
        suppressed=tuple(
            Suppression(event.measure or event.reference.versioned, event.effective_on)
            for event in past
            if event.kind is EventKind.MEASURE_SUPPRESSED
        ),
        period_ends=truncated.ends if truncated else None,
        coming=tuple(event for event in told if event.effective_on > on),
    )


def _state(past: list[DocumentEvent]) -> tuple[StandingState, date | None]:
    stops = [event for event in past if event.kind in (EventKind.SUSPENDED, EventKind.RESUMED)]
    for event in past:
        if event.kind is EventKind.WITHDRAWN:
            return StandingState.WITHDRAWN, event.effective_on
    if stops and stops[-1].kind is EventKind.SUSPENDED:
        return StandingState.SUSPENDED, stops[-1].effective_on
    for event in past:
        if event.kind is EventKind.SUPERSEDED:
            return StandingState.SUPERSEDED, event.effective_on
    return StandingState.IN_FORCE, None
