"""What may follow a certified result: an appeal inside a fixed window, and an agency that decides after advice."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, NewType
from uuid import UUID

from governance.members import PersonId
from governance.votes import VoteId
from governance.writing import WrittenText

AppealId = NewType("AppealId", UUID)


class Grounds(StrEnum):
    """On what an appeal may rest. That one dislikes the outcome is no ground."""

    PROCEDURE = "procedure"
    """The rule, the roll or a deadline was not kept."""
    CONFLICT = "conflict"
    """Somebody voted who should have stepped aside."""
    ACCESS = "access"
    """Somebody on the roll could not vote, for example for want of a page or a ballot that they could use."""
    COUNT = "count"
    """The ballots were not counted as the rule says."""


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal, and the written answer once there is one."""

    id: AppealId
    vote_id: VoteId
    person_id: PersonId
    grounds: Grounds
    text: str | None
    """None once its author had it erased."""
    made_at: datetime
    upheld: bool | None = None
    reason: str | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AppealMade:
    """Somebody on the roll appealed."""

    action: ClassVar[str] = "appeal_made"
    appeal_id: AppealId
    vote_id: VoteId
    grounds: Grounds
    text: WrittenText

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"appeal/{self.appeal_id}"


@dataclass(frozen=True, slots=True)
class AppealDecided:
    """An appeal was upheld or dismissed, with reasons."""

    action: ClassVar[str] = "appeal_decided"
    appeal_id: AppealId
    vote_id: VoteId
    upheld: bool
    reason: WrittenText

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"appeal/{self.appeal_id}"


@dataclass(frozen=True, slots=True)
class AgencyDecision:
    """What the agency decided after an advisory vote, and why. Where it departs from the advice, that is shown."""

    vote_id: VoteId
    adopts: bool
    reason: str | None
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class AgencyDecided:
    """The agency decided after the advice of an advisory vote."""

    action: ClassVar[str] = "agency_decided"
    vote_id: VoteId
    adopts: bool
    reason: WrittenText

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"vote/{self.vote_id}"
