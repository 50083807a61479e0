"""Messages to people: queued in the transaction that gives rise to them, sent afterwards, erased once sent."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, NewType
from uuid import UUID

from governance.members import PersonId

MessageId = NewType("MessageId", UUID)


class MessageKind(StrEnum):
    """Why somebody is written to."""

    REMINDER = "reminder"
    SIGN_IN_CODE = "sign_in_code"


@dataclass(frozen=True, slots=True)
class Message:
    """A message that waits to be sent to a person's address, which is looked up only then."""

    id: MessageId
    kind: MessageKind
    person_id: PersonId
    subject: str = field(repr=False)
    body: str = field(repr=False)
    made_at: datetime


@dataclass(frozen=True, slots=True)
class MessageQueued:
    """A message waits to be sent."""

    action: ClassVar[str] = "message_queued"
    message: Message

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"person/{self.message.person_id}"


@dataclass(frozen=True, slots=True)
class MessageSent:
    """A message was handed to the mail server, or given up; its words are erased."""

    action: ClassVar[str] = "message_sent"
    message_id: MessageId
    person_id: PersonId
    delivered: bool

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"person/{self.person_id}"
