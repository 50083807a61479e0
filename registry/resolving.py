"""From a reference to the stored bytes, how they stand on a day, and the proof that they were published."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from governance.priority_sets import PrioritySet
from governance.publication import DocumentEvent, Published
from governance.standing import Standing, StandingState, standing_on
from measures.documents import instant
from measures.errors import InvalidError
from measures.references import Reference
from registry.contracts.rule_sets import RuleSetDocument
from registry.reading import read_document
from registry.storage import documents, log
from registry.storage.documents import ReferenceNotFoundError
from registry.storage.log import LoggedLeaf, SignedCheckpoint
from registry.storage.registries import database_time


class UnreadableTimeError(InvalidError):
    """The day or the instant of a question cannot be read."""

    code = "UNREADABLE_TIME"


@dataclass(frozen=True, slots=True)
class AsOf:
    """A question in time, on both axes (DESIGN.md §2).

    Raises:
        UnreadableTimeError: the instant has no date in UTC, being in the first or last hours that there are dates for.
    """

    on: date | None = None
    """The day that is asked about; none for today."""
    known_at: datetime | None = None
    """Only what was on record at this instant counts; none for everything that is."""

    def __post_init__(self) -> None:
        try:
            _ = self.known_at and self.known_at.astimezone(UTC)
        except OverflowError:
            raise UnreadableTimeError(f"{self.known_at} lies outside of the years 1 to 9999 in UTC.") from None


NOW: Final = AsOf()


@dataclass(frozen=True, slots=True)
class Resolved:
    """A published version with its events, how it stands on the day asked about, and the proof of its publication."""

    published: Published
    events: list[DocumentEvent]
    leaf: LoggedLeaf
    checkpoint: SignedCheckpoint
    standing: Standing


async def resolve(reference: Reference, as_of: AsOf = NOW) -> Resolved:
    """The stored bytes that a reference names, and how they stand as of a day and an instant.

    Without a version: the newest, for people; contracts pin. With a day or an instant and no version: the newest that
    was published by that instant, was not withdrawn on that day, and whose period holds that day.

    Raises:
        ReferenceNotFoundError: nothing is published under it, or was by then.
        DigestMismatchError: the version has other bytes.
    """
    day = as_of.on or (await database_time()).date()
    if reference.version is None and as_of != NOW:
        published = await _version_as_of(reference, day, as_of)
    else:
        published = await documents.get(reference)
        _require_published(published, as_of.known_at)
    checkpoint = await log.latest()
    assert checkpoint is not None
    proven = await log.proven([published.leaf], checkpoint.size)
    events = await documents.events(published.reference)
    if as_of.known_at is not None:
        events = [event for event in events if event.recorded_at and event.recorded_at <= as_of.known_at]
    standing = standing_on(events, day, as_of.known_at)
    return Resolved(published, events, proven[published.leaf], checkpoint, standing)


def _require_published(published: Published, known_at: datetime | None) -> None:
    if known_at is not None and published.published_at > known_at:
        raise ReferenceNotFoundError(
            f"{published.reference.versioned} was published at {instant(published.published_at)}, after "
            f"{instant(known_at)}; at that instant nobody could know it."
        )


async def _version_as_of(reference: Reference, day: date, as_of: AsOf) -> Published:
    versions = await documents.versions(reference)
    told = await documents.events_of(each.reference.versioned for each in versions)
    for published in versions:
        standing = standing_on(told[published.reference.versioned], day, as_of.known_at)
        if as_of.known_at is not None and published.published_at > as_of.known_at:
            continue
        if standing.state is StandingState.WITHDRAWN or (
            as_of.on is not None and not _covers(published, standing, day)
        ):
            continue
        return published
    raise ReferenceNotFoundError(
        f"No version of {reference.versioned} covers {day}"
        + (f", as of {instant(as_of.known_at)}." if as_of.known_at else ".")
    )


def _covers(published: Published, standing: Standing, day: date) -> bool:
    """Whether a day lies in the period of a version. A kind without a period of its own covers every day."""
    match read_document(published.content):
        case PrioritySet(period=period):
            return period.starts <= day <= (standing.period_ends or period.ends)
        case RuleSetDocument(effective=effective):
            return (effective.from_ is None or effective.from_ <= day) and (effective.to is None or day <= effective.to)
        case _:
            return True
