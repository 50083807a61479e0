"""The audit trail: who did what and when, each row chained to the one before it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from measures.documents import canonical_json, instant
from registry.storage.slices import in_slices
from registry.storage.tables import AuditRow

GENESIS: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the trail before it is stored. It holds no name, no free text and no choice."""

    person: UUID | None
    action: str
    subject: str
    digest: str | None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One row of the trail."""

    seq: int
    at: datetime
    person: UUID | None
    action: str
    subject: str
    digest: str | None
    hash: str


def chain(previous: str, seq: int, at: datetime, entry: Entry) -> str:
    """The hash of a row: over the hash of the row before and everything that this one says."""
    said = {
        "previous": previous,
        "seq": str(seq),
        "at": instant(at),
        "person": entry.person and str(entry.person),
        "action": entry.action,
        "subject": entry.subject,
        "digest": entry.digest,
    }
    return sha256(canonical_json(said)).hexdigest()


async def head() -> tuple[int, str]:
    """The number of rows, and the hash of the last one."""
    row = await AuditRow.select(AuditRow.seq, AuditRow.hash).order_by(AuditRow.seq, ascending=False).first()
    return (row["seq"], row["hash"]) if row else (0, GENESIS)


async def append(entries: Sequence[Entry], at: datetime) -> None:
    """Add rows to the trail. Part of the one transaction of a write."""
    seq, previous = await head()
    rows = []
    for entry in entries:
        seq += 1
        previous = chain(previous, seq, at, entry)
        rows.append(
            AuditRow(
                seq=seq,
                at=at,
                person=entry.person,
                action=entry.action,
                subject=entry.subject,
                digest=entry.digest,
                hash=previous,
            )
        )
    for some in in_slices(rows):
        await AuditRow.insert(*some)


async def page(
    after: int, limit: int, subject: str | None = None, leaving_out: Collection[str] = ()
) -> list[AuditEntry]:
    """Rows in order, after a sequence number, without those of some actions."""
    query = AuditRow.select().where(AuditRow.seq > after).order_by(AuditRow.seq).limit(limit)
    if leaving_out:
        query = query.where(AuditRow.action.not_in(sorted(leaving_out)))
    if subject is not None:
        query = query.where(AuditRow.subject == subject)
    return [AuditEntry(**row) for row in await query]


async def first_break() -> int | None:
    """The sequence number of the first row that does not follow from the one before; none if the trail is whole."""
    previous, expected = GENESIS, 1
    while rows := await page(expected - 1, 1000):
        for row in rows:
            entry = Entry(row.person, row.action, row.subject, row.digest)
            if row.seq != expected or row.hash != chain(previous, row.seq, row.at, entry):
                return expected
            previous, expected = row.hash, expected + 1
    return None
