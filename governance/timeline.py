"""A vote in time: when it opens and closes, and what became of each ballot in the order of arrival.

A vote takes ballots from its opening until just before its close, `[opens, closes)`. Both are local times of an IANA
zone. A close that names a day alone, or its midnight (24:00), is the end of that day: the first instant of the next.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from measures.errors import InvalidError

LOCAL: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?|midnight))?", re.ASCII)
MIDNIGHT: Final = ("24:00", "24:00:00", "midnight")
ALWAYS_COUNTED: Final = ("approve", "reject", "abstain")
"""A tally holds these choices of a motion also where nobody made them."""


class BadTimeError(InvalidError):
    """A time or a zone cannot be read, or a vote would close before it opens."""

    code = "BAD_TIME"


class AmbiguousTimeError(InvalidError):
    """The clocks change at that time: it does not exist on that day, or it happens twice."""

    code = "AMBIGUOUS_TIME"


class Arrival(StrEnum):
    """What became of what arrived."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    NOT_OPEN = "not_open"
    LATE = "late"
    NOT_ON_ROLL = "not_on_roll"
    RECUSED = "recused"


@dataclass(frozen=True, slots=True)
class BallotEvent:
    """A ballot, or its withdrawal, as it arrived. Without a choice it withdraws."""

    id: str
    at: datetime
    voter: str
    choice: str | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """What a vote came to in time."""

    opens: datetime
    closes: datetime
    results: tuple[Arrival, ...]
    """For each event, in the order of arrival."""
    final: Mapping[str, str | None]
    """For each person on the roll who may vote, the choice that counts; none where there is none."""
    tally: Mapping[str, int]
    log: tuple[str, ...]


def instant_of(local: str, zone: str, *, ends_day: bool = False) -> datetime:
    """The instant of a local time, in UTC.

    Of a time that happens twice it is the earlier; of one that the clocks skip, as much later as they skip. A day alone
    is its first instant; with `ends_day`, the end of that day. 24:00 and `midnight` are always its end.

    Raises:
        BadTimeError: it is not a local time, or the zone is not known.
    """
    moment, _ = _local(local, ends_day=ends_day)
    return _utc(moment.replace(tzinfo=_zone(zone)))


def deadline(local: str, zone: str) -> datetime:
    """The instant of a close, in UTC. A day alone is the end of that day.

    Raises:
        BadTimeError: it is not a local time, or the zone is not known.
        AmbiguousTimeError: the clocks change then, so that the time does not exist or happens twice.
    """
    moment, is_end_of_day = _local(local, ends_day=True)
    there = moment.replace(tzinfo=_zone(zone))
    instant = _utc(there)
    if there.utcoffset() != there.replace(fold=1).utcoffset() and not is_end_of_day:
        found = instant.astimezone(there.tzinfo).replace(tzinfo=None)
        why = "happens twice" if found == moment else "does not exist"
        raise AmbiguousTimeError(
            f"{local} {why} in {zone}, because the clocks change; choose a time an hour or more before or after."
        )
    return instant


def _utc(there: datetime) -> datetime:
    try:
        return there.astimezone(UTC)
    except OverflowError:
        raise BadTimeError(f"{there.date()} is no day that a vote can be held on.") from None


def _local(text: str, *, ends_day: bool) -> tuple[datetime, bool]:
    """A local time without its zone, and whether it is the end of a day."""
    match = LOCAL.fullmatch(text.strip())
    try:
        day, hour = (match[1], match[2]) if match else ("", None)
        if hour in MIDNIGHT or (hour is None and ends_day):
            return datetime.fromisoformat(day) + timedelta(days=1), True
        return datetime.fromisoformat(f"{day}T{hour}" if hour else day), False
    except (ValueError, OverflowError):
        raise BadTimeError(
            f"{text[:40]!r} is no local time; write 2027-03-05T17:00, or 2027-03-05 for the whole day."
        ) from None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadTimeError(f"{name[:60]!r} is no time zone; write an IANA name such as America/Chicago.") from None


def replay(
    opens: datetime, closes: datetime, roll: Collection[str], recused: Collection[str], events: Sequence[BallotEvent]
) -> Timeline:
    """What becomes of each event in the order of arrival, and what counts in the end.

    The last ballot that was accepted counts, and a withdrawal takes it back. An event with an id that has been seen
    has no effect, whatever became of the first. The checks are made in the order of `Arrival`.

    Raises:
        BadTimeError: the vote would close before it opens.
    """
    if closes <= opens:
        raise BadTimeError("The vote closes before it opens, or at the same instant; mend the times.")
    choices: dict[str, str | None] = dict.fromkeys(sorted(set(roll) - set(recused)))
    seen: set[str] = set()
    results: list[Arrival] = []
    for event in events:
        arrival = Arrival.DUPLICATE if event.id in seen else _arrival(event, opens, closes, roll, recused)
        seen.add(event.id)
        results.append(arrival)
        if arrival is Arrival.ACCEPTED:
            choices[event.voter] = event.choice
    made = Counter(choice for choice in choices.values() if choice is not None)
    tally = {choice: made[choice] for choice in (*ALWAYS_COUNTED, *sorted(set(made).difference(ALWAYS_COUNTED)))}
    return Timeline(opens, closes, tuple(results), choices, tally, tuple(_steps(opens, closes, events, results)))


def _arrival(
    event: BallotEvent, opens: datetime, closes: datetime, roll: Collection[str], recused: Collection[str]
) -> Arrival:
    if event.at < opens:
        return Arrival.NOT_OPEN
    if event.at >= closes:
        return Arrival.LATE
    if event.voter not in roll:
        return Arrival.NOT_ON_ROLL
    return Arrival.RECUSED if event.voter in recused else Arrival.ACCEPTED


def _steps(
    opens: datetime, closes: datetime, events: Sequence[BallotEvent], results: Sequence[Arrival]
) -> Iterator[str]:
    yield f"Ballots are taken from {opens.isoformat()} until just before {closes.isoformat()}."
    for event, result in zip(events, results, strict=True):
        what = "withdraws" if event.choice is None else f"chooses {event.choice}"
        yield f"{event.id}, at {event.at.isoformat()}: {event.voter} {what}: {result.replace('_', ' ')}."
