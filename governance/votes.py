"""Votes: what is voted on, by which rule, by whom, until when; and the life of a vote.

Opening a vote freezes the bytes of its subject, its rule and its roll. Nobody sees a result before it is tallied.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Final, NewType
from uuid import UUID

from governance.members import Constituency, PersonId
from governance.proposals import ProposalId
from governance.rules import Choice, Decision, Outcome, Rule
from measures.documents import Sealed, canonical_json, digest_of, instant
from measures.errors import ConflictError, InvalidError, NotPermittedError
from measures.references import Digest

VoteId = NewType("VoteId", UUID)
RollId = NewType("RollId", UUID)


class ProposalClosedError(ConflictError):
    """The vote takes no ballots now."""

    code = "PROPOSAL_CLOSED"


class VoteStageError(ConflictError):
    """The vote is not in a stage that allows this."""

    code = "WRONG_VOTE_STAGE"


class VoteStillOpenError(ConflictError):
    """The vote cannot be closed before its deadline."""

    code = "VOTE_STILL_OPEN"


class NotOnRollError(NotPermittedError):
    """The person is not on the frozen roll of this vote."""

    code = "NOT_ON_ROLL"


class RecusedError(NotPermittedError):
    """The person stepped aside from this vote."""

    code = "RECUSED"


class WrongChoiceError(InvalidError):
    """The choice is not on the scale of the rule."""

    code = "WRONG_CHOICE"


class BadRollError(InvalidError):
    """The roll cannot be used for a vote."""

    code = "BAD_ROLL"


class BadDeadlineError(InvalidError):
    """The deadline does not lie ahead."""

    code = "BAD_DEADLINE"


class SubjectKind(StrEnum):
    """What can be voted on."""

    VALUE_DEFINITION = "value-definition"
    PRIORITY_SET = "priority-set"
    LABEL = "label"


class VoteStage(StrEnum):
    """Where a vote stands. A vote is final once it is certified and its appeal window has passed."""

    OPEN = "open"
    CLOSED = "closed"
    TALLIED = "tallied"
    CERTIFIED = "certified"
    FINAL = "final"
    CANCELLED = "cancelled"


NEXT_VOTE_STAGES: Final[Mapping[VoteStage, frozenset[VoteStage]]] = {
    VoteStage.OPEN: frozenset({VoteStage.CLOSED, VoteStage.CANCELLED}),
    VoteStage.CLOSED: frozenset({VoteStage.TALLIED, VoteStage.CANCELLED}),
    # Cancelled only where it was tampered with: nobody may cancel a result that they do not like.
    VoteStage.TALLIED: frozenset({VoteStage.CERTIFIED, VoteStage.CANCELLED}),
    VoteStage.CERTIFIED: frozenset({VoteStage.FINAL}),
    VoteStage.FINAL: frozenset(),
    VoteStage.CANCELLED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class RollEntry:
    """One person on a roll, speaking for one constituency."""

    person_id: PersonId
    constituency: Constituency
    organisation: str | None = None
    recused: bool = False


@dataclass(frozen=True, slots=True)
class Roll:
    """Who may vote. It is frozen when it is made; its digest is salted, for it is small and names people."""

    id: RollId
    jurisdiction: str
    entries: tuple[RollEntry, ...]
    keeper: PersonId
    made_at: datetime

    def entry(self, person_id: PersonId) -> RollEntry | None:
        """The entry of a person, if they are on the roll."""
        return next((entry for entry in self.entries if entry.person_id == person_id), None)

    def content(self) -> bytes:
        """The bytes that the salted digest of the roll covers."""
        entries = [
            {
                "person": str(entry.person_id),
                "constituency": entry.constituency,
                "organisation": entry.organisation,
                "recused": entry.recused,
            }
            for entry in sorted(self.entries, key=lambda entry: str(entry.person_id))
        ]
        return canonical_json({"schema": "roll/1", "entries": entries})


def check_roll(entries: tuple[RollEntry, ...]) -> None:
    """Refuse a roll that nobody could vote on, or that holds a person twice.

    Raises:
        BadRollError: with the reason.
    """
    if not entries:
        raise BadRollError("The roll is empty; put at least one person on it.")
    people = [entry.person_id for entry in entries]
    if len(people) != len(set(people)):
        raise BadRollError("A person stands twice on the roll; one person speaks for one constituency in a vote.")


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote under one rule on the frozen bytes of one subject."""

    id: VoteId
    subject_kind: SubjectKind
    subject: str
    """The reference of what is voted on, without digest; for a label, the pinned measure."""
    subject_digest: Digest
    jurisdiction: str
    rule: Rule
    roll_id: RollId
    roll_digest: Digest
    stage: VoteStage
    round: int
    opens_at: datetime
    closes_at: datetime
    zone: str
    opened_by: PersonId
    proposal_id: ProposalId | None = None
    closed_by: PersonId | None = None
    tallied_by: PersonId | None = None
    certified_by: PersonId | None = None
    certified_at: datetime | None = None
    demonstration: bool = False

    @property
    def appeal_until(self) -> datetime | None:
        """When the appeal window ends; none before certification. The rule may set a window of no length."""
        return self.certified_at and self.certified_at + timedelta(days=self.rule.appeal_days)

    def require_step(self, to: VoteStage) -> None:
        """Allow a step of the vote's life, or refuse it.

        Raises:
            VoteStageError: the step is not in NEXT_VOTE_STAGES.
        """
        if to not in NEXT_VOTE_STAGES[self.stage]:
            raise VoteStageError(f"This vote is {self.stage}; from there it cannot become {to}.")

    def require_open(self, at: datetime) -> None:
        """Ballots are taken from the opening until just before the deadline: `[opens_at, closes_at)`.

        Raises:
            ProposalClosedError: the instant lies outside, or the vote is no longer open.
        """
        if self.stage is not VoteStage.OPEN or not self.opens_at <= at < self.closes_at:
            raise ProposalClosedError(f"This vote takes no ballots: it ran until {self.closes_at.isoformat()}.")

    def require_choice(self, choice: Choice) -> None:
        """The choice must stand on the scale of the rule.

        Raises:
            WrongChoiceError: it does not.
        """
        if choice not in self.rule.scale.choices:
            choices = ", ".join(self.rule.scale.choices)
            raise WrongChoiceError(f"{choice} is not a choice in this vote; the choices are {choices}.")

    def opening(self, audit_head: str) -> bytes:
        """The bytes that the log commits to when the vote opens; they name no person."""
        return canonical_json(
            {
                "schema": "vote-opening/1",
                "vote": str(self.id),
                "subject": self.subject,
                "subject_digest": self.subject_digest,
                "rule_digest": digest_of(canonical_json(self.rule)),
                "roll_digest": self.roll_digest,
                "opens_at": instant(self.opens_at),
                "closes_at": instant(self.closes_at),
                "zone": self.zone,
                "audit_head": audit_head,
            }
        )


def closing(vote_id: VoteId, audit_head: str) -> bytes:
    """The bytes that the log commits to when the vote closes."""
    return canonical_json({"schema": "vote-closing/1", "vote": str(vote_id), "audit_head": audit_head})


@dataclass(frozen=True, slots=True)
class Result:
    """What a tally came to. The counts are sealed; the outcome and the conditions are public."""

    vote_id: VoteId
    round: int
    outcome: Outcome
    choice: Choice | None
    quorum_met: bool
    conditions: Mapping[str, bool | None]
    """Constituency → condition met, not met, or skipped (none). Never a count: GOVERNANCE small-cell rule."""
    sealed: Sealed = field(repr=False)
    """The whole record, for auditors. Its digest is that of the recount; a small vote could be guessed from it."""
    salted_digest: Digest
    decision: Decision | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class RollMade:
    """A roll was made; from then on it does not change."""

    action: ClassVar[str] = "roll_made"
    roll: Roll
    salt: bytes = field(repr=False)
    digest: Digest

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"roll/{self.roll.id}"


@dataclass(frozen=True, slots=True)
class VoteOpened:
    """A vote began on frozen bytes."""

    action: ClassVar[str] = "vote_opened"
    vote: Vote
    frozen: Sealed | None

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"vote/{self.vote.id}"


@dataclass(frozen=True, slots=True)
class VoteMoved:
    """A vote took a step of its life: closed, final or cancelled."""

    action: ClassVar[str] = "vote_moved"
    vote_id: VoteId
    stage: VoteStage
    by: PersonId

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"vote/{self.vote_id}"


@dataclass(frozen=True, slots=True)
class VoteTallied:
    """The ballots of a closed vote were counted."""

    action: ClassVar[str] = "vote_tallied"
    result: Result
    salt: bytes = field(repr=False)
    by: PersonId

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"vote/{self.result.vote_id}"


@dataclass(frozen=True, slots=True)
class VoteCertified:
    """A second person certified the tally."""

    action: ClassVar[str] = "vote_certified"
    vote_id: VoteId
    result: Result
    by: PersonId

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"vote/{self.vote_id}"
