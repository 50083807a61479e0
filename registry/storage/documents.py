"""Published documents, what is said about them at a date, and what happened to them later."""

import json
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from governance.publication import DocumentEvent, DocumentPublished, EventKind, Published
from measures.dated_records import DatedKind, DatedRecord
from measures.documents import canonical_json, digest_of
from measures.errors import ConflictError, NotFoundError
from measures.references import Digest, Kind, Reference
from registry.storage.tables import DatedRecordRow, DocumentEventRow, DocumentRow

PAGE = 500


class ReferenceNotFoundError(NotFoundError):
    """No published document has this reference."""

    code = "REFERENCE_NOT_FOUND"


class DigestMismatchError(ConflictError):
    """The version exists, and its bytes are others than the ones that were named."""

    code = "DIGEST_MISMATCH"


class VersionTakenError(ConflictError):
    """A version is published once."""

    code = "VERSION_TAKEN"


@dataclass(frozen=True, slots=True)
class DatedStatement:
    """A dated record as it is kept."""

    record: DatedRecord
    recorded_at: datetime


def ordinal(version: str) -> int:
    """A number that orders versions as their parts do; each part is below a million."""
    major, minor, patch = (int(part) for part in version.split("."))
    return (major * 10**6 + minor) * 10**6 + patch


async def insert(event: DocumentPublished, at: datetime, leaf: int) -> None:
    """Keep a published document, for ever.

    Raises:
        VersionTakenError: that version is published already.
    """
    reference = event.reference
    assert reference.version is not None
    row = DocumentRow(
        key=reference.versioned,
        kind=reference.kind,
        name=reference.name,
        version=reference.version,
        ordinal=ordinal(reference.version),
        digest=event.sealed.digest,
        content=event.sealed.content,
        demonstration=event.demonstration,
        published_at=at,
        leaf=leaf,
    )
    try:
        await DocumentRow.insert(row)
    except asyncpg.UniqueViolationError:
        raise VersionTakenError(f"{reference.versioned} is published already; nobody can rewrite it.") from None
    await insert_records(reference, event.sealed.digest, event.records, at)


async def insert_records(reference: Reference, digest: Digest, records: Sequence[DatedRecord], at: datetime) -> None:
    """Keep what is said about a document on a day."""
    rows = [
        DatedRecordRow(
            id=uuid4(),
            document=reference.versioned,
            digest=digest,
            kind=record.kind,
            content=canonical_json(record.content),
            recorded_at=at,
        )
        for record in records
    ]
    if rows:
        await DatedRecordRow.insert(*rows)


async def insert_event(event: DocumentEvent, note: UUID | None, at: datetime, leaf: int) -> None:
    """Append an event to a published version."""
    content = event.content()
    await DocumentEventRow.insert(
        DocumentEventRow(
            id=event.id,
            document=event.reference.versioned,
            kind=event.kind,
            effective_on=event.effective_on.isoformat(),
            note=note,
            successor=event.successor,
            measure=event.measure,
            ends=event.ends.isoformat() if event.ends else None,
            content=content,
            digest=digest_of(content),
            recorded_at=at,
            leaf=leaf,
        )
    )


async def get(reference: Reference) -> Published:
    """The stored bytes of a version; without a version, of the newest one.

    Raises:
        ReferenceNotFoundError: no such document, or no such version.
        DigestMismatchError: the reference names other bytes. The nearest match is never given.
    """
    query = DocumentRow.select().where(DocumentRow.kind == reference.kind, DocumentRow.name == reference.name)
    if reference.version is not None:
        query = DocumentRow.select().where(DocumentRow.key == reference.versioned)
    row = await query.order_by(DocumentRow.ordinal, ascending=False).first()
    if row is None:
        raise ReferenceNotFoundError(f"{reference.versioned} is not published in this registry.")
    found = _published(row)
    if reference.digest is not None and reference.digest != found.reference.digest:
        raise DigestMismatchError(
            f"{reference.versioned} is published with digest {found.reference.digest}, not {reference.digest}. "
            "One of the two was mistyped, or the citation is of another registry."
        )
    return found


async def find(reference: Reference) -> Published | None:
    """The same, or nothing where there is no such document. A wrong digest still raises."""
    try:
        return await get(reference)
    except ReferenceNotFoundError:
        return None


async def many(keys: Iterable[str]) -> dict[str, Published]:
    """Published versions by their keys (kind/name@version), those that exist."""
    rows = await DocumentRow.raw("SELECT * FROM document WHERE key = ANY({})", sorted(set(keys)))
    return {row["key"]: _published(row) for row in rows}


async def page(kind: Kind, after: str, limit: int, owner: str | None = None) -> list[Published]:
    """Published versions of a kind in the order of their keys, after one of them."""
    query = DocumentRow.select().where(DocumentRow.kind == kind, DocumentRow.key > after)
    if owner is not None:
        query = query.where(DocumentRow.name.like(f"{owner}/%"))
    return [_published(row) for row in await query.order_by(DocumentRow.key).limit(limit)]


async def newest(kind: Kind) -> list[Published]:
    """The newest version of every document of a kind, by name."""
    rows = await DocumentRow.raw(
        "SELECT DISTINCT ON (name) * FROM document WHERE kind = {} ORDER BY name, ordinal DESC", kind
    )
    return [_published(row) for row in rows]


async def every() -> AsyncIterator[Published]:
    """Every published version, in the order of their keys."""
    after = ""
    while rows := await DocumentRow.select().where(DocumentRow.key > after).order_by(DocumentRow.key).limit(PAGE):
        for row in rows:
            yield _published(row)
        after = rows[-1]["key"]


async def number() -> int:
    """How many versions are published."""
    return int(await DocumentRow.count())


async def versions(reference: Reference) -> list[Published]:
    """Every published version of a document, newest first."""
    rows = (
        await DocumentRow.select()
        .where(DocumentRow.kind == reference.kind, DocumentRow.name == reference.name)
        .order_by(DocumentRow.ordinal, ascending=False)
    )
    return [_published(row) for row in rows]


async def before(reference: Reference) -> Published | None:
    """The published version of a document with the next lower number than the one named; None if there is none."""
    row = await (
        DocumentRow.select()
        .where(
            DocumentRow.kind == reference.kind,
            DocumentRow.name == reference.name,
            DocumentRow.ordinal < ordinal(reference.version or ""),
        )
        .order_by(DocumentRow.ordinal, ascending=False)
        .first()
    )
    return None if row is None else _published(row)


async def events(reference: Reference) -> list[DocumentEvent]:
    """What happened to a version since it was published, oldest first."""
    return (await events_of([reference.versioned]))[reference.versioned]


async def events_of(keys: Iterable[str]) -> dict[str, list[DocumentEvent]]:
    """What happened to some versions (kind/name@version) since they were published, oldest first."""
    wanted = sorted(set(keys))
    rows = await DocumentEventRow.raw(
        "SELECT e.*, w.body AS said, w.digest AS said_digest, d.digest AS document_digest FROM document_event e "
        "JOIN document d ON d.key = e.document LEFT JOIN written_text w ON w.id = e.note "
        "WHERE e.document = ANY({}) ORDER BY e.leaf",
        wanted,
    )
    found: dict[str, list[DocumentEvent]] = {key: [] for key in wanted}
    for row in rows:
        event = DocumentEvent(
            id=row["id"],
            reference=Reference.parse(row["document"]).pinned(row["document_digest"]),
            kind=EventKind(row["kind"]),
            effective_on=date.fromisoformat(row["effective_on"]),
            recorded_at=row["recorded_at"],
            note=row["said"],
            note_digest=row["said_digest"],
            successor=row["successor"],
            leaf=row["leaf"],
            measure=row["measure"],
            ends=date.fromisoformat(row["ends"]) if row["ends"] else None,
        )
        found[row["document"]].append(event)
    return found


async def event_records(reference: Reference) -> dict[int, bytes]:
    """The stored bytes of the events of a version, by the index of their leaf."""
    rows = await DocumentEventRow.select(DocumentEventRow.leaf, DocumentEventRow.content).where(
        DocumentEventRow.document == reference.versioned
    )
    return {row["leaf"]: row["content"] for row in rows}


async def revision_of(*kinds: Kind) -> str:
    """A text that changes whenever a document of one of these kinds is published."""
    rows = await DocumentRow.raw(
        "SELECT count(*) AS number, max(published_at) AS newest FROM document WHERE kind = ANY({})", list(kinds)
    )
    return f"{rows[0]['number']} {rows[0]['newest']}"


async def revision_of_statements() -> str:
    """A text that changes whenever something new is said about a document; what is held in memory can ask it."""
    rows = await DatedRecordRow.raw("SELECT count(*) AS number, max(recorded_at) AS newest FROM dated_record")
    return f"{rows[0]['number']} {rows[0]['newest']}"


async def statements(keys: Iterable[str]) -> dict[str, dict[DatedKind, DatedStatement]]:
    """The newest dated record of each kind for some versions."""
    rows = await DatedRecordRow.raw(
        "SELECT DISTINCT ON (document, kind) document, kind, content, recorded_at FROM dated_record "
        "WHERE document = ANY({}) ORDER BY document, kind, recorded_at DESC",
        sorted(set(keys)),
    )
    found: dict[str, dict[DatedKind, DatedStatement]] = {}
    for row in rows:
        kind = DatedKind(row["kind"])
        record = DatedRecord(kind, json.loads(row["content"]))
        found.setdefault(row["document"], {})[kind] = DatedStatement(record, row["recorded_at"])
    return found


def _published(row: dict[str, Any]) -> Published:
    reference = Reference.parse(f"{row['key']}#{row['digest']}")
    return Published(reference, row["content"], row["published_at"], row["leaf"], row["demonstration"])
