"""Ballots: one person, one answer, secret from the first one.

Two stores hold a vote. *Participation* says who voted and never how. The *box* holds the current answer under an HMAC
of the person, made with a key that belongs to the one vote and lives outside the database. When the vote is certified
the key is destroyed and the box is rewritten in random order.
"""

import hmac
from base64 import b32encode
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import ClassVar, Final

from governance.members import Constituency, PersonId
from governance.rules import Answer
from governance.votes import VoteId

RECEIPT_BYTES: Final = 10
"""80 bits: nobody can guess one."""


class Channel(StrEnum):
    """How a ballot came."""

    WEB = "web"
    PAPER = "paper"
    PHONE = "phone"


class Participation(StrEnum):
    """What became of a person's ballot; the newest entry says whether they have voted."""

    CAST = "cast"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"
    """The person left the roll after casting it."""
    CARRIED = "carried"
    """It stands from the round before, as the rule says."""


HAS_VOTED: Final = frozenset({Participation.CAST, Participation.REPLACED, Participation.CARRIED})


@dataclass(frozen=True, slots=True)
class VoteKey:
    """The secret of one vote. Whoever holds it and the database can link a person to a choice."""

    secret: bytes

    def voter(self, person_id: PersonId, vote_round: int) -> str:
        """The name under which a person's choice lies in the box."""
        return self._mac(f"voter:{vote_round}:{person_id}")

    def request(self, person_id: PersonId, request_id: str) -> str:
        """The name under which a person's request is remembered, so that it has no second effect."""
        return self._mac(f"request:{person_id}:{request_id}")

    def choice(self, request: str, answer: str | None) -> str:
        """What a remembered request asked for, in a form that shows nothing without the key."""
        return self._mac(f"choice:{request}:{answer}")

    def clerk(self, person_id: PersonId, vote_round: int) -> str:
        """The name under which a first clerk's entry of a person's paper or phone ballot waits."""
        return self._mac(f"clerk:{vote_round}:{person_id}")

    def receipt(self, person_id: PersonId, vote_round: int) -> str:
        """The receipt of a person's ballot in a round: random to everybody without the key.

        It belongs to the person's ballot and not to the choice, so it stays the same when the choice is changed: a
        receipt that was shown to somebody does not give away that its owner voted again.
        """
        code = b32encode(self._bytes(f"receipt:{vote_round}:{person_id}")[:RECEIPT_BYTES]).decode()
        return "-".join(code[at : at + 4] for at in range(0, len(code), 4))

    def _bytes(self, text: str) -> bytes:
        # A request id is whatever its sender chose; even half a character gets a name.
        return hmac.digest(self.secret, text.encode(errors="surrogatepass"), sha256)

    def _mac(self, text: str) -> str:
        return self._bytes(text).hex()

    def __repr__(self) -> str:
        return "VoteKey(…)"


@dataclass(frozen=True, slots=True)
class BoxedBallot:
    """An answer in the box, under a name that only the vote's key can tie to a person."""

    voter: str
    constituency: Constituency
    answer: Answer
    reason: str | None = None
    interest: str | None = None
    """The organisation, only where the rule counts each organisation once."""

    def __repr__(self) -> str:
        return "BoxedBallot(…)"


@dataclass(frozen=True, slots=True)
class BallotCast:
    """A person cast a ballot, or replaced the one they had. The event shows no choice."""

    action: ClassVar[str] = "ballot_cast"
    vote_id: VoteId
    round: int
    person_id: PersonId
    participation: Participation
    ballot: BoxedBallot
    channel: Channel = Channel.WEB
    request: str | None = None
    request_content: str | None = None
    clerk_entry: str | None = field(default=None, repr=False)
    """What a first clerk may have entered for the same person, and that is done with."""

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"vote/{self.vote_id}"


@dataclass(frozen=True, slots=True)
class BallotWithdrawn:
    """A person took their ballot back and counts as not having voted."""

    action: ClassVar[str] = "ballot_withdrawn"
    vote_id: VoteId
    round: int
    person_id: PersonId
    voter: str = field(repr=False)
    """The name in the box. It never stands beside the person in what a program prints: the next ballot has it too."""
    request: str | None = None
    request_content: str | None = None

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"vote/{self.vote_id}"


@dataclass(frozen=True, slots=True)
class BallotEntered:
    """A first clerk entered a paper or phone ballot; it counts once a second clerk enters the same."""

    action: ClassVar[str] = "ballot_entered"
    vote_id: VoteId
    channel: Channel
    entry: str = field(repr=False)
    content: str = field(repr=False)

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"vote/{self.vote_id}"


@dataclass(frozen=True, slots=True)
class EntryDropped:
    """Two clerks read a ballot differently, so the first entry is gone and both begin again."""

    action: ClassVar[str] = "entry_dropped"
    vote_id: VoteId
    entry: str = field(repr=False)

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"vote/{self.vote_id}"
