"""Notices: the bytes of what an organisation was told, and who of it has read them."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from governance.members import PersonId
from governance.notices import (
    OF_ONE_CONTRACT,
    SCHEMA,
    AcknowledgedAlreadyError,
    Acknowledgement,
    Notice,
    NoticeAcknowledged,
    NoticeContent,
    NoticeId,
    NoticeNotFoundError,
    NoticesMade,
)
from measures.documents import Sealed
from measures.references import Digest, Reference
from registry.storage.slices import in_slices
from registry.storage.tables import AcknowledgementRow, NoticeRow


async def insert(event: NoticesMade) -> None:
    """Keep notices, for ever."""
    rows = [_row(notice) for notice in event.notices]
    for some in in_slices(rows):
        await NoticeRow.insert(*some)


async def insert_acknowledgement(event: NoticeAcknowledged, by: PersonId, at: datetime) -> None:
    """Keep that a notice was read.

    Raises:
        AcknowledgedAlreadyError: it was, by somebody.
    """
    row = AcknowledgementRow(notice=event.notice_id, person=by, acknowledged_at=at)
    try:
        await AcknowledgementRow.insert(row)
    except asyncpg.UniqueViolationError:
        raise AcknowledgedAlreadyError("This notice was acknowledged already; once is enough.") from None


async def get(notice_id: UUID) -> Notice:
    """A notice by its id.

    Raises:
        NoticeNotFoundError: there is none.
    """
    row = await NoticeRow.select().where(NoticeRow.id == notice_id).first()
    if row is None:
        raise NoticeNotFoundError("There is no such notice, or it is told to another organization.")
    return _notice(row)


async def page(organisations: Collection[str], after: UUID, limit: int) -> list[Notice]:
    """The notices to some organisations in the order of their ids, after one of them."""
    rows = await NoticeRow.raw(
        "SELECT * FROM notice WHERE organisation = ANY({}) AND id > {} ORDER BY id LIMIT {}",
        sorted(organisations),
        after,
        limit,
    )
    return [_notice(row) for row in rows]


async def newest(organisations: Collection[str], limit: int) -> list[Notice]:
    """The newest notices to some organisations, newest first."""
    rows = await NoticeRow.raw(
        "SELECT * FROM notice WHERE organisation = ANY({}) ORDER BY made_at DESC, id LIMIT {}",
        sorted(organisations),
        limit,
    )
    return [_notice(row) for row in rows]


async def acknowledgements(notice_ids: Collection[UUID]) -> dict[NoticeId, Acknowledgement]:
    """Who has read some notices, and when; those that nobody did are left out."""
    rows = await AcknowledgementRow.raw("SELECT * FROM acknowledgement WHERE notice = ANY({})", list(notice_ids))
    return {NoticeId(row["notice"]): Acknowledgement(PersonId(row["person"]), row["acknowledged_at"]) for row in rows}


async def count_acknowledged(reference: Reference) -> tuple[int, int]:
    """How many organisations were told of something that happened to a version, and how many have acknowledged it all.

    Numbers alone: which organisations they are is nobody's business but theirs.
    """
    rows = await NoticeRow.raw(
        "SELECT count(*) AS told, count(*) FILTER (WHERE read) AS acknowledged FROM ("
        "SELECT n.organisation, bool_and(a.notice IS NOT NULL) AS read FROM notice n "
        "LEFT JOIN acknowledgement a ON a.notice = n.id WHERE n.about = {} AND n.topic <> ALL({}) "
        "GROUP BY n.organisation) AS each",
        reference.versioned,
        sorted(OF_ONE_CONTRACT),
    )
    return int(rows[0]["told"]), int(rows[0]["acknowledged"])


def _row(notice: Notice) -> NoticeRow:
    content = notice.content
    return NoticeRow(
        id=notice.id,
        organisation=content.organisation,
        contract=UUID(content.contracts[0]) if len(content.contracts) == 1 else None,
        about=Reference.parse(content.about).versioned,
        topic=content.topic,
        event=content.event,
        effective_on=content.effective_on.isoformat() if content.effective_on else None,
        content=notice.sealed.content,
        digest=notice.sealed.digest,
        made_at=notice.made_at,
    )


def _notice(row: Mapping[str, Any]) -> Notice:
    fields = json.loads(row["content"])
    assert fields.pop("schema") == SCHEMA
    content = NoticeContent.model_validate(fields)
    return Notice(NoticeId(row["id"]), content, Sealed(row["content"], Digest(row["digest"])), row["made_at"])
