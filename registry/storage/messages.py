"""The outbox: messages that wait, and those that are done with. A message that was sent has no words any more."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from governance.members import PersonId
from governance.messages import Message, MessageId, MessageKind, MessageQueued, MessageSent
from registry.storage.tables import MessageRow


async def insert(event: MessageQueued) -> None:
    """Keep a message until it is sent."""
    message = event.message
    await MessageRow.insert(
        MessageRow(
            id=message.id,
            kind=message.kind,
            person=message.person_id,
            subject=message.subject,
            body=message.body,
            made_at=message.made_at,
        )
    )


async def finish(event: MessageSent, at: datetime) -> None:
    """Note that a message was sent or given up, and erase its words."""
    done = MessageRow.sent_at if event.delivered else MessageRow.failed_at
    await MessageRow.update({done: at, MessageRow.subject: None, MessageRow.body: None}).where(
        MessageRow.id == event.message_id
    )


async def waiting(message_id: MessageId) -> Message | None:
    """A message that waits to be sent; none if it was sent or given up."""
    row = await MessageRow.select().where(MessageRow.id == message_id).first()
    return _message(row) if row and row["body"] is not None else None


async def all_waiting(limit: int) -> list[Message]:
    """The messages that wait, oldest first."""
    rows = (
        await MessageRow.select()
        .where(MessageRow.body.is_not_null())
        .order_by(MessageRow.made_at, MessageRow.id)
        .limit(limit)
    )
    return [_message(row) for row in rows]


def _message(row: Mapping[str, Any]) -> Message:
    return Message(
        id=MessageId(row["id"]),
        kind=MessageKind(row["kind"]),
        person_id=PersonId(row["person"]),
        subject=row["subject"],
        body=row["body"],
        made_at=row["made_at"],
    )
