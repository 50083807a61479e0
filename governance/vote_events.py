"""What happens to a vote. Nothing here holds a choice, and what people wrote lies apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from governance.members import PersonId
from governance.results import Result
from governance.votes import Vote, VoteId, VoteStage
from governance.writing import WrittenText
from measures.documents import Sealed


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
class RoundOpened:
    """Another round began; `vote` is the vote with its new round and window."""

    action: ClassVar[str] = "round_opened"
    vote: Vote
    by: PersonId
    carried: Mapping[PersonId, tuple[str, str]] = field(default_factory=dict, repr=False)
    """The ballots that stand in it from the round before: their names in the box, and their new ones."""

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"vote/{self.vote.id}"


@dataclass(frozen=True, slots=True)
class VoteMoved:
    """A vote took a step of its life. Without a person it was time that moved it."""

    action: ClassVar[str] = "vote_moved"
    vote_id: VoteId
    round: int
    stage: VoteStage
    by: PersonId | None
    reason: WrittenText | None = None
    as_of: datetime | None = None
    """From when it counts, where that is not now: a deadline at which the server was down."""
    until: datetime | None = None
    """When the discussion between two rounds ends."""
    receipts: tuple[str, ...] = ()
    """The receipts of the ballots in a round that closes."""

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
    """One of the two people who must certify did so; the last of them makes the vote certified."""

    action: ClassVar[str] = "vote_certified"
    vote_id: VoteId
    result: Result
    by: PersonId
    is_last: bool

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"vote/{self.vote_id}"


@dataclass(frozen=True, slots=True)
class RecusalMade:
    """Somebody left the roll of a vote: they stepped aside, or a challenge was upheld. A ballot of theirs is void."""

    action: ClassVar[str] = "recusal_made"
    vote_id: VoteId
    round: int
    person_id: PersonId
    by: PersonId
    reason: WrittenText
    voter: str | None = field(default=None, repr=False)
    """The name of a ballot in the box that becomes void."""

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"vote/{self.vote_id}"
