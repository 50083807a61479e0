"""Proposals: drafts of definitions of value and of priority sets, and their life.

draft → comment → (vote) → approved → published. There is no way back and no delete; a failed vote gives the content
back as a new draft, and uses up no version.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final, NewType
from uuid import UUID

from governance.members import PersonId
from governance.writing import WrittenText
from measures.documents import Sealed, canonical_json, digest_of
from measures.errors import ConflictError
from measures.references import Digest, Kind, Reference

ProposalId = NewType("ProposalId", UUID)
CommentId = NewType("CommentId", UUID)


class WrongStageError(ConflictError):
    """The proposal is not in a stage that allows this."""

    code = "WRONG_STAGE"


class CommentWindowOpenError(ConflictError):
    """The comment window that was announced has not ended yet."""

    code = "COMMENT_WINDOW_OPEN"


class ChangedSinceReadError(ConflictError):
    """The content is not the one that the decider read."""

    code = "CHANGED_SINCE_READ"


class Stage(StrEnum):
    """Where a proposal stands."""

    DRAFT = "draft"
    COMMENT = "comment"
    VOTING = "voting"
    APPROVED = "approved"
    PUBLISHED = "published"
    NOT_ADOPTED = "not_adopted"
    CANCELLED = "cancelled"


NEXT_STAGES: Final[Mapping[Stage, frozenset[Stage]]] = {
    Stage.DRAFT: frozenset({Stage.COMMENT, Stage.CANCELLED}),
    # A priority set may be published without a vote where the state asks for none; a definition may not.
    Stage.COMMENT: frozenset({Stage.VOTING, Stage.PUBLISHED, Stage.CANCELLED}),
    Stage.VOTING: frozenset({Stage.APPROVED, Stage.PUBLISHED, Stage.NOT_ADOPTED, Stage.CANCELLED}),
    Stage.APPROVED: frozenset({Stage.PUBLISHED, Stage.CANCELLED}),
    Stage.PUBLISHED: frozenset(),
    Stage.NOT_ADOPTED: frozenset(),
    Stage.CANCELLED: frozenset(),
}


class Disposition(StrEnum):
    """What became of a comment: you said, we did."""

    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted_in_part"
    NOT_ACCEPTED = "not_accepted"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft under its UUID. `frozen` holds the bytes from the moment a vote is opened on them."""

    id: ProposalId
    target: Reference
    """Kind, name and the version that publication would use."""
    content: Mapping[str, object]
    stage: Stage
    proposer: PersonId
    organisation: str
    created_at: datetime
    changed_at: datetime
    writers: frozenset[PersonId]
    """Everybody who wrote or revised the content; none of them may publish it."""
    demonstration: bool = False
    frozen: Sealed | None = None
    comment_until: datetime | None = None
    """When the comment window ends, where one was set: no comment after it, no vote before it."""
    follows: ProposalId | None = None
    """The proposal whose failed vote gave this content back."""

    @property
    def kind(self) -> Kind:
        """What kind of document this would become."""
        return self.target.kind

    @property
    def jurisdiction(self) -> str:
        """The jurisdiction that the document would belong to."""
        return self.target.name.split("/")[0]

    @property
    def content_digest(self) -> Digest:
        """The digest of the content as it stands: whoever decides on it can say which content they read."""
        return digest_of(canonical_json(self.content))

    def require_read(self, read: str | None) -> None:
        """Refuse to decide on content that changed after it was read.

        Raises:
            ChangedSinceReadError: the digest of what was read is another.
        """
        if read is not None and read != self.content_digest:
            raise ChangedSinceReadError("This proposal was changed after you read it; read it again, then decide.")

    def require_step(self, to: Stage) -> None:
        """Allow a step of the life, or refuse it.

        Raises:
            WrongStageError: the step is not in NEXT_STAGES.
        """
        if to not in NEXT_STAGES[self.stage]:
            raise WrongStageError(f"This proposal is in stage {self.stage}; from there it cannot go to {to}.")

    def require_comments_over(self, now: datetime) -> None:
        """Refuse to go on before an announced comment window has ended.

        Raises:
            CommentWindowOpenError: it has not.
        """
        if self.comment_until is not None and now < self.comment_until:
            raise CommentWindowOpenError(
                f"Comments on this proposal are taken until {self.comment_until.isoformat()}; go on after that."
            )

    def require_stage(self, *stages: Stage) -> None:
        """Require the proposal to be in one of some stages.

        Raises:
            WrongStageError: it is in another.
        """
        if self.stage not in stages:
            allowed = " or ".join(stages)
            raise WrongStageError(f"This proposal is in stage {self.stage}; this needs stage {allowed}.")


@dataclass(frozen=True, slots=True)
class ProposalDrafted:
    """A new draft, or new content of a draft."""

    action: ClassVar[str] = "proposal_drafted"
    proposal: Proposal

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"proposal/{self.proposal.id}"


@dataclass(frozen=True, slots=True)
class ProposalRevised:
    """The content of a draft was replaced before any vote."""

    action: ClassVar[str] = "proposal_revised"
    proposal: Proposal

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"proposal/{self.proposal.id}"


@dataclass(frozen=True, slots=True)
class ProposalMoved:
    """A proposal took a step of its life."""

    action: ClassVar[str] = "proposal_moved"
    proposal_id: ProposalId
    stage: Stage
    comment_until: datetime | None = None

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"proposal/{self.proposal_id}"


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said about a proposal, and the written answer once there is one."""

    id: CommentId
    proposal_id: ProposalId
    author: PersonId
    text: str | None
    """None once its author had it erased."""
    made_at: datetime
    disposition: Disposition | None = None
    answer: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CommentMade:
    """Somebody commented."""

    action: ClassVar[str] = "comment_made"
    comment_id: CommentId
    proposal_id: ProposalId
    text: WrittenText

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"comment/{self.comment_id}"


@dataclass(frozen=True, slots=True)
class CommentAnswered:
    """The drafter said in writing what was done about a comment."""

    action: ClassVar[str] = "comment_answered"
    comment_id: CommentId
    disposition: Disposition
    answer: WrittenText

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"comment/{self.comment_id}"
