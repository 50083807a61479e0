"""Counting a vote in time again: what became of each ballot, and what counts in the end."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict

from governance.recounting.question import Counted, Question
from governance.timeline import BadTimeError, BallotEvent, instant_of, replay
from measures.documents import Ordered, Record
from measures.validation import InvalidFieldError, parse


def _name(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Name = Annotated[str, BeforeValidator(_name)]


class _Rule(Record):
    opens: str
    closes: str
    zone: str | None = None
    open_edge: Literal["inclusive"] = "inclusive"
    close_edge: Literal["exclusive"] = "exclusive"
    on_repeat: Literal["latest_valid_replaces"] = "latest_valid_replaces"


class _Event(Record):
    model_config = ConfigDict(extra="ignore")  # how a ballot came, or who entered it, has no part in the count

    id: Name
    at: str
    voter: Name
    type: Literal["cast", "withdraw"] = "cast"
    choice: str | None = None


class _Input(Record):
    roll: Ordered[Name]
    recused: Ordered[Name] = ()
    events: Ordered[_Event]


def replay_lifecycle(question: Question) -> Counted:
    """Take each event as it arrived."""
    rule, given = parse(_Rule, question.rule, question.where), parse(_Input, question.input, question.where)
    found = replay(
        _moment(rule.opens, rule.zone, question.where),
        _moment(rule.closes, rule.zone, question.where, ends_day=True),
        frozenset(given.roll),
        frozenset(given.recused),
        [_event(event, question.where) for event in given.events],
    )
    computed = {
        "opens_utc": written(found.opens),
        "closes_utc": written(found.closes),
        "results": list(found.results),
        "final": dict(found.final),
        "tally": dict(found.tally),
        "roll_less_recused": _voters(given.roll, given.recused),
    }
    return Counted(computed, found.log)


def written(instant: datetime) -> str:
    """An instant as a case writes it: UTC, to the second where there is no more to say."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _voters(roll: Iterable[str], recused: Iterable[str]) -> int:
    return len(set(roll).difference(recused))


def _moment(text: str, zone: str | None, where: str, *, ends_day: bool = False) -> datetime:
    """A local time of the zone, or an instant that says its own offset."""
    if (instant := _instant(text)) is not None:
        return instant
    if zone is None:
        raise InvalidFieldError(f"{where}: field zone: it is missing; {text!r} is a local time.")
    try:
        return instant_of(text, zone, ends_day=ends_day)
    except BadTimeError as refusal:
        raise BadTimeError(f"{where}: {refusal.message}") from None


def _event(event: _Event, where: str) -> BallotEvent:
    at = _instant(event.at)
    if at is None:
        raise BadTimeError(f"{where}: {event.at[:40]!r} does not say its offset from UTC; write 2026-06-02T15:00:00Z.")
    if event.type == "cast" and event.choice is None:
        raise InvalidFieldError(f"{where}: the ballot {event.id} makes no choice; write one, or withdraw.")
    return BallotEvent(event.id, at, event.voter, event.choice if event.type == "cast" else None)


def _instant(text: str) -> datetime | None:
    """An instant that says its offset from UTC; none where the text is anything else."""
    try:
        read = datetime.fromisoformat(text)
        return read.astimezone(UTC) if read.utcoffset() is not None else None
    except (ValueError, OverflowError):
        return None
