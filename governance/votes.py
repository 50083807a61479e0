"""Votes: what is voted on, by which rule, by whom, until when; and the life of a vote.

Opening a vote freezes the bytes of its subject, its rule and its roll. Nobody sees a result before it is tallied. What
happens to a vote is in `vote_events`; what a tally comes to, in `results`; what may follow, in `appeals`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType
from uuid import UUID

from governance.members import PersonId
from governance.proposals import ProposalId
from governance.rolls import RollId
from governance.rules import Answer, Outcome, VotingRule, WrongChoiceError, require_fit, rule_digest
from measures.documents import canonical_json, digest_of, instant
from measures.errors import ConflictError, InvalidError
from measures.references import Digest

__all__ = ["WrongChoiceError"]

VoteId = NewType("VoteId", UUID)


class ProposalClosedError(ConflictError):
    """The vote takes no ballots now."""

    code = "PROPOSAL_CLOSED"


class VoteStageError(ConflictError):
    """The vote is not in a stage that allows this."""

    code = "WRONG_VOTE_STAGE"


class VoteStillOpenError(ConflictError):
    """The vote cannot be closed before its deadline."""

    code = "VOTE_STILL_OPEN"


class BadDeadlineError(InvalidError):
    """The deadline does not lie ahead."""

    code = "BAD_DEADLINE"


class SubjectKind(StrEnum):
    """What can be voted on."""

    VALUE_DEFINITION = "value-definition"
    PRIORITY_SET = "priority-set"
    LABEL = "label"
    OUTCOMES = "outcomes"
    """The outcomes of a published definition of value: which of them count most."""


class VoteStage(StrEnum):
    """Where a vote stands. A vote is final once it is certified and its appeal window has passed."""

    OPEN = "open"
    CLOSED = "closed"
    TALLIED = "tallied"
    DISCUSSION = "discussion"
    """Consensus was not reached: comments are taken and answered before another round."""
    CERTIFIED = "certified"
    FINAL = "final"
    SET_ASIDE = "set_aside"
    """An appeal was upheld: the result does not count, and the matter is taken up again."""
    CANCELLED = "cancelled"


NEXT_VOTE_STAGES: Final[Mapping[VoteStage, frozenset[VoteStage]]] = {
    VoteStage.OPEN: frozenset({VoteStage.CLOSED, VoteStage.CANCELLED}),
    VoteStage.CLOSED: frozenset({VoteStage.TALLIED, VoteStage.CANCELLED}),
    # Cancelled only where it was tampered with: nobody may cancel a result that they do not like.
    VoteStage.TALLIED: frozenset({VoteStage.DISCUSSION, VoteStage.CERTIFIED, VoteStage.CANCELLED}),
    VoteStage.DISCUSSION: frozenset({VoteStage.OPEN, VoteStage.CANCELLED}),
    VoteStage.CERTIFIED: frozenset({VoteStage.FINAL, VoteStage.SET_ASIDE}),
    VoteStage.FINAL: frozenset(),
    VoteStage.SET_ASIDE: frozenset(),
    VoteStage.CANCELLED: frozenset(),
}
OVER: Final = frozenset({VoteStage.FINAL, VoteStage.SET_ASIDE, VoteStage.CANCELLED})
MAY_LEAVE: Final = (VoteStage.OPEN, VoteStage.DISCUSSION)
"""When people may leave the roll. From the close on the ballots are committed to, and whoever challenges appeals."""
CERTIFIERS: Final = 2
"""So many people certify a result, and none of them opened the vote (GOVERNANCE, "Life")."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several things that are rated, chosen or ranked: its id, and its words as the ballot shows them."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote under one rule on the frozen bytes of one subject."""

    id: VoteId
    subject_kind: SubjectKind
    subject: str
    """The reference of what is voted on, without its digest."""
    subject_digest: Digest
    jurisdiction: str
    rule: VotingRule
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
    candidates: tuple[Candidate, ...] = ()
    advisory: bool = False
    """Whether the voters advise and the agency decides."""
    discussion_until: datetime | None = None

    @property
    def candidate_ids(self) -> tuple[str, ...]:
        """The ids of what is rated, chosen or ranked, in the order of the ballot; none for a motion or a label."""
        return tuple(candidate.id for candidate in self.candidates)

    def awaits_another_round(self, outcome: Outcome) -> bool:
        """Whether a round that came out so is followed by another."""
        return outcome is Outcome.CONSENSUS_NOT_REACHED and self.has_another_round

    @property
    def takes_no_more(self) -> bool:
        """Whether the vote is in a stage in which no ballot is taken, whatever the time."""
        return self.stage is not VoteStage.OPEN

    @property
    def has_another_round(self) -> bool:
        """Whether the rule allows another round after this one."""
        return self.round < self.rule.rounds

    @property
    def appeal_until(self) -> datetime | None:
        """When the appeal window ends; none before certification. The rule may set a window of no length."""
        return self.certified_at and self.certified_at + timedelta(days=self.rule.appeal_days)

    @property
    def moves_at(self) -> datetime | None:
        """When time itself moves the vote on: at its deadline, or at the end of its appeal window."""
        if self.stage is VoteStage.OPEN:
            return self.closes_at
        return self.appeal_until if self.stage is VoteStage.CERTIFIED else None

    def require_step(self, to: VoteStage) -> None:
        """Allow a step of the vote's life, or refuse it.

        Raises:
            VoteStageError: the step is not in NEXT_VOTE_STAGES.
        """
        if to not in NEXT_VOTE_STAGES[self.stage]:
            raise VoteStageError(f"This vote is {self.stage}; from there it cannot become {to}.")

    def require_stage(self, *stages: VoteStage) -> None:
        """Require the vote to be in one of some stages.

        Raises:
            VoteStageError: it is in another.
        """
        if self.stage not in stages:
            raise VoteStageError(f"This vote is {self.stage}; this needs a vote that is {' or '.join(stages)}.")

    def require_open(self, at: datetime) -> None:
        """Ballots are taken from the opening until just before the deadline: `[opens_at, closes_at)`.

        Raises:
            ProposalClosedError: the instant lies outside, or the vote is no longer open.
        """
        if self.stage is VoteStage.OPEN and at < self.opens_at:
            raise ProposalClosedError(f"This vote takes no ballots yet: it opens at {self.opens_at.isoformat()}.")
        if self.stage is not VoteStage.OPEN or at >= self.closes_at:
            raise ProposalClosedError(f"This vote takes no ballots: it ran until {self.closes_at.isoformat()}.")

    def require_answer(self, answer: Answer) -> None:
        """The answer must be one that the rule takes, about the candidates of this vote.

        Raises:
            WrongChoiceError: it is not; the sentence says what to mend.
        """
        require_fit(self.rule, answer, self.candidate_ids)

    def opening(self, audit_head: str) -> bytes:
        """The bytes that the log commits to when a round opens; they name no person."""
        return canonical_json(
            {
                "schema": "vote-opening/2",
                "vote": str(self.id),
                "round": self.round,
                "subject": self.subject,
                "subject_digest": self.subject_digest,
                "candidates": self.candidate_ids,
                "advisory": self.advisory,
                "rule_digest": rule_digest(self.rule),
                "roll_digest": self.roll_digest,
                "opens_at": instant(self.opens_at),
                "closes_at": instant(self.closes_at),
                "zone": self.zone,
                "audit_head": audit_head,
            }
        )


def closing(vote_id: VoteId, vote_round: int, audit_head: str, receipts: Iterable[str]) -> bytes:
    """The bytes that the log commits to when a round closes, with the digest of its receipts."""
    listed = digest_of(canonical_json({"receipts": sorted(receipts)}))
    return canonical_json(
        {
            "schema": "vote-closing/2",
            "vote": str(vote_id),
            "round": vote_round,
            "audit_head": audit_head,
            "receipts": listed,
        }
    )
