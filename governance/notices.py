"""Notices: what an organisation is told when something happens to a version that its contracts rely on.

A notice is made in the transaction of what it tells, once for each organisation and version, and stays. It names the
contracts of that organisation and nobody else's.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Final, NewType
from uuid import UUID

from pydantic import StrictBool

from governance.deliveries import Delivery
from governance.members import PersonId
from measures.documents import Day, Line, Ordered, Record, Sealed, Text, Unique, canonical_json, digest_of
from measures.errors import ConflictError, NotFoundError
from measures.references import Digest, Reference

NoticeId = NewType("NoticeId", UUID)
SCHEMA: Final = "notice/1"


class NoticeNotFoundError(NotFoundError):
    """There is no such notice, or it is told to another organisation."""

    code = "NOTICE_NOT_FOUND"


class AcknowledgedAlreadyError(ConflictError):
    """A notice is acknowledged once."""

    code = "ACKNOWLEDGED_ALREADY"


class Topic(StrEnum):
    """What happened to a version that somebody relies on."""

    SUPERSEDED = "superseded"
    NEW_VERSION = "new_version"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    WITHDRAWN = "withdrawn"
    ERRATUM = "erratum"
    MEASURE_SUPPRESSED = "measure_suppressed"
    PERIOD_TRUNCATED = "period_truncated"
    LABEL_CHANGED = "label_changed"
    WAIVER_GRANTED = "waiver_granted"
    WAIVER_ENDED = "waiver_ended"


OF_ONE_CONTRACT: Final = frozenset({Topic.WAIVER_GRANTED, Topic.WAIVER_ENDED})
"""Topics that concern one contract alone, and not everybody who relies on the version."""


@dataclass(frozen=True, slots=True)
class Reliance:
    """A contract relies on a version: it names it, or it names a document that cites it."""

    contract: UUID
    organisation: str
    jurisdiction: str
    """Of the priority set that the contract pins."""
    about: str
    """The version, by kind, name and version."""
    through: str | None = None
    """The document that cites it, where the contract does not name it itself."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one version, to whoever relies on it."""

    topic: Topic
    about: Reference
    """Pinned, wherever the bytes are here."""
    sentence: str
    to_do: str
    effective_on: date | None = None
    event: UUID | None = None
    successor: str | None = None
    differences: tuple[str, ...] = ()


class NoticeContent(Record):
    """What a notice says. Its bytes are kept as they were made."""

    organisation: Line
    topic: Topic
    about: Line
    sentence: Text
    to_do: Text
    effective_on: Day | None = None
    event: UUID | None = None
    successor: Line | None = None
    differences: Ordered[Text] = ()
    contracts: Unique[str]
    """The contracts of the organisation that rely on the version, by id."""
    through: Unique[Line] = ()
    """The documents by which they rely on it, where they do not name it themselves."""
    demonstration: StrictBool = False

    def seal(self) -> Sealed:
        """The bytes that are kept, and their digest."""
        fields = self.model_dump()
        if not self.demonstration:
            del fields["demonstration"]
        content = canonical_json({"schema": SCHEMA, **fields, "event": self.event and str(self.event)})
        return Sealed(content, digest_of(content))


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice to one organisation."""

    id: NoticeId
    content: NoticeContent
    sealed: Sealed
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A person of the organisation said that they have read the notice."""

    person_id: PersonId
    at: datetime


def notices_for(
    told: Told, relying: Iterable[Reliance], at: datetime, new_id: Callable[[], UUID], *, demonstration: bool
) -> tuple[Notice, ...]:
    """One notice for each organisation that relies on the version, in the order of their short names."""
    by_organisation: dict[str, list[Reliance]] = {}
    for reliance in relying:
        if reliance.about == told.about.versioned:
            by_organisation.setdefault(reliance.organisation, []).append(reliance)
    return tuple(
        _notice(told, organisation, by_organisation[organisation], at, NoticeId(new_id()), demonstration)
        for organisation in sorted(by_organisation)
    )


def _notice(
    told: Told, organisation: str, relying: Sequence[Reliance], at: datetime, notice_id: NoticeId, demonstration: bool
) -> Notice:
    content = NoticeContent(
        organisation=organisation,
        topic=told.topic,
        about=str(told.about),
        sentence=told.sentence,
        to_do=told.to_do,
        effective_on=told.effective_on,
        event=told.event,
        successor=told.successor,
        differences=told.differences,
        contracts=_sorted_once(str(each.contract) for each in relying),
        through=_sorted_once(each.through for each in relying if each.through),
        demonstration=demonstration,
    )
    return Notice(notice_id, content, content.seal(), at)


def _sorted_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts)))


@dataclass(frozen=True, slots=True)
class NoticesMade:
    """Organisations are told what happened to a version, and over which subscriptions it goes out to them."""

    action: ClassVar[str] = "notices_made"
    about: Reference
    notices: tuple[Notice, ...]
    deliveries: tuple[Delivery, ...]

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return self.about.versioned

    @property
    def digest(self) -> Digest:
        """A digest of what was told to whom: it commits to every notice."""
        return digest_of(canonical_json(sorted(notice.sealed.digest for notice in self.notices)))


@dataclass(frozen=True, slots=True)
class NoticeAcknowledged:
    """A person of the organisation has read a notice."""

    action: ClassVar[str] = "notice_acknowledged"
    notice_id: NoticeId

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"notice/{self.notice_id}"
