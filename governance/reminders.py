"""Reminders: who is asked once more to vote, and how often. Who has a ballot already is left in peace."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final

from governance.members import PersonId
from governance.messages import Message, MessageId, MessageKind, MessageQueued
from governance.rolls import RollEntry
from governance.votes import VoteId
from measures.errors import ConflictError

BETWEEN: Final = timedelta(hours=24)
"""Nobody is reminded of the same vote twice within a day."""


class RemindedAlreadyError(ConflictError):
    """The voters of this vote were reminded less than a day ago."""

    code = "REMINDED_ALREADY"


@dataclass(frozen=True, slots=True)
class ReminderQueued(MessageQueued):
    """A reminder waits to be sent. It is filed under the vote: when people were reminded of it, and not who was."""

    action: ClassVar[str] = "reminder_queued"
    vote_id: VoteId

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"vote/{self.vote_id}"


def reminder(message_id: MessageId, vote_id: VoteId, person_id: PersonId, at: datetime) -> ReminderQueued:
    """A reminder that waits. It names its vote; its words are written when it is sent, from what is true then."""
    message = Message(message_id, MessageKind.REMINDER, person_id, subject="", body=str(vote_id), made_at=at)
    return ReminderQueued(message, vote_id)


def without_ballot(roll: Iterable[RollEntry], voted: Collection[PersonId]) -> tuple[PersonId, ...]:
    """Who may vote and has not: on the roll, not recused, without a ballot."""
    return tuple(entry.person_id for entry in roll if not entry.recused and entry.person_id not in voted)


def require_patience(last: datetime | None, now: datetime) -> None:
    """Require a day since the last reminder of a vote, if there was one.

    Raises:
        RemindedAlreadyError: it was less.
    """
    if last is not None and now < last + BETWEEN:
        raise RemindedAlreadyError(
            f"Voters were reminded of this vote at {last.isoformat()}; they can be reminded again at "
            f"{(last + BETWEEN).isoformat()}."
        )
