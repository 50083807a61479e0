"""Publishing documents, and what happens to a published version later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from governance.proposals import ProposalId
from governance.writing import WrittenText
from measures.dated_records import DatedRecord
from measures.documents import Sealed, canonical_json
from measures.references import Reference


@dataclass(frozen=True, slots=True)
class Published:
    """A published version as it is kept: the stored bytes are the document."""

    reference: Reference
    """Pinned: kind, name, version and digest."""
    content: bytes
    published_at: datetime
    leaf: int
    demonstration: bool


class EventKind(StrEnum):
    """What can happen to a published version. It never changes the version."""

    SUPERSEDED = "superseded"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    WITHDRAWN = "withdrawn"
    ERRATUM = "erratum"
    MEASURE_SUPPRESSED = "measure_suppressed"
    PERIOD_TRUNCATED = "period_truncated"


@dataclass(frozen=True, slots=True)
class DocumentEvent:
    """An event of a published version, with the day from which it holds."""

    id: UUID
    reference: Reference
    kind: EventKind
    effective_on: date
    recorded_at: datetime | None = None
    note: str | None = None
    """What somebody wrote about it; none if nothing was written, or it was erased."""
    note_digest: str | None = None
    successor: str | None = None
    leaf: int | None = None
    measure: str | None = None
    """The measure that is suppressed, by kind, name and version; none for every other event."""
    ends: date | None = None
    """The last day of a period that is cut short; none for every other event."""

    def content(self) -> bytes:
        """The bytes that the log commits to; of the note only the salted digest, for it is free text.

        `event/2` has what `event/1` has and names the measure or the last day; where there is neither, it is the first.
        """
        return canonical_json(
            {
                "schema": "event/2" if self.measure or self.ends else "event/1",
                "id": str(self.id),
                "reference": str(self.reference),
                "event": self.kind,
                "effective_on": self.effective_on,
                "successor": self.successor,
                "note_digest": self.note_digest,
                "measure": self.measure,
                "ends": self.ends,
            }
        )


@dataclass(frozen=True, slots=True)
class DocumentPublished:
    """A version was published, with what was said about it on that day."""

    action: ClassVar[str] = "document_published"
    reference: Reference
    sealed: Sealed
    demonstration: bool
    records: Sequence[DatedRecord] = ()
    proposal_id: ProposalId | None = None

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return self.reference.versioned


@dataclass(frozen=True, slots=True)
class RecordsDated:
    """Something new was said about a published version: a label proposal, a fit, a verification, a status."""

    action: ClassVar[str] = "records_dated"
    reference: Reference
    records: Sequence[DatedRecord]

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return self.reference.versioned


@dataclass(frozen=True, slots=True)
class DocumentEventRecorded:
    """An event was appended to a published version."""

    action: ClassVar[str] = "document_event_recorded"
    event: DocumentEvent
    note: WrittenText | None = None

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return self.event.reference.versioned
