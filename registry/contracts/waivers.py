"""Waivers that a state grants: for one contract, one rule, a reason, through the end of a day; and how one ends."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, NewType
from uuid import UUID

from governance.writing import WrittenText
from measures.errors import ConflictError, NotFoundError
from measures.references import Reference
from registry.contracts.conformance import RecordedWaiver
from registry.contracts.rule_sets import RuleSetDocument
from registry.contracts.rule_words import RuleEffect, RuleLevel
from registry.contracts.rules import Rule
from registry.contracts.summary import ContractId

WaiverId = NewType("WaiverId", UUID)
ERASED = "The reason was erased."


class WaiverNotFoundError(NotFoundError):
    """There is no such waiver, or it may not be seen."""

    code = "WAIVER_NOT_FOUND"


class RuleNotInSetError(NotFoundError):
    """The rule set has no such rule."""

    code = "RULE_NOT_IN_SET"


class NotWaivableError(ConflictError):
    """The rule cannot fail a contract, so there is nothing to waive."""

    code = "NOT_WAIVABLE"


class BadWaiverDayError(ConflictError):
    """The last day of a waiver does not lie ahead."""

    code = "BAD_WAIVER_DAY"


class WaiverEndedError(ConflictError):
    """The waiver was ended before."""

    code = "WAIVER_ENDED"


@dataclass(frozen=True, slots=True)
class GrantedWaiver:
    """A waiver as it is kept. Who granted it shows as an organization, never as a person."""

    id: WaiverId
    contract: ContractId
    rule_set: str
    """Kind, name and version."""
    rule: str
    organisation: str
    """Short name of the state organization."""
    organisation_name: str
    until: date
    reason: str | None
    """None where the text was erased."""
    granted_at: datetime
    ended_at: datetime | None = None
    end_reason: str | None = None

    def holds(self, day: date) -> bool:
        """Whether it counts on a day: through the end of `until`, and not from the day on which it was ended."""
        return day <= self.until and (self.ended_at is None or day < self.ended_at.date())

    def as_waiver(self) -> RecordedWaiver:
        """The waiver as a check takes it."""
        return RecordedWaiver(rule=self.rule, who=self.organisation_name, why=self.reason or ERASED, until=self.until)


@dataclass(frozen=True, slots=True)
class WaiverGranted:
    """A state let a contract off one rule."""

    action: ClassVar[str] = "waiver_granted"
    id: WaiverId
    contract: ContractId
    rule_set: str
    rule: str
    organisation: str
    until: date
    reason: WrittenText

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"contract/{self.contract}"


@dataclass(frozen=True, slots=True)
class WaiverEnded:
    """A state took a waiver back before its last day."""

    action: ClassVar[str] = "waiver_ended"
    id: WaiverId
    contract: ContractId
    reason: WrittenText

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"contract/{self.contract}"


def require_waivable(document: RuleSetDocument, reference: Reference, rule_id: str) -> Rule:
    """The rule of a set that a waiver is about.

    Raises:
        RuleNotInSetError: the set has no such rule.
        NotWaivableError: it is not required of contracts, so no contract fails it.
    """
    rule = next((each for each in document.rules if each.id == rule_id), None)
    if rule is None:
        raise RuleNotInSetError(
            f"{reference.versioned} has no rule {rule_id!r}; `value-registry rules show` lists them."
        )
    if rule.effect is not RuleEffect.REQUIRED or rule.applies_to.level is not RuleLevel.CONTRACT:
        raise NotWaivableError(f"{rule_id} is not required of a contract, so a contract cannot fail it.")
    return rule
