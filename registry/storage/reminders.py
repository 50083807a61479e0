"""When people were reminded of a vote, and what became of the messages."""

from dataclasses import dataclass
from datetime import datetime

from governance.members import PersonId
from governance.messages import MessageKind
from governance.reminders import ReminderQueued
from governance.votes import VoteId
from registry.storage.tables import AuditRow, MessageRow


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one reminder: handed to the mail server, given up, or neither yet."""

    person_id: PersonId
    sent: bool
    failed: bool


async def latest(vote_id: VoteId) -> datetime | None:
    """When people were last reminded of a vote, as the audit trail says; none if they never were."""
    rows = await AuditRow.raw(
        "SELECT max(at) AS at FROM audit WHERE subject = {} AND action = {}", f"vote/{vote_id}", ReminderQueued.action
    )
    at: datetime | None = rows[0]["at"]
    return at


async def fates(at: datetime) -> list[Fate]:
    """What became of the reminders that were queued at an instant. No two writes share one."""
    rows = await MessageRow.select(MessageRow.person, MessageRow.sent_at, MessageRow.failed_at).where(
        MessageRow.made_at == at, MessageRow.kind == MessageKind.REMINDER
    )
    return [Fate(PersonId(row["person"]), row["sent_at"] is not None, row["failed_at"] is not None) for row in rows]
