"""Ballots: one person, one choice, secret from the first one.

Two stores hold a vote. *Participation* says who voted and never how. The *box* holds the current choice under an HMAC
of the person, made with a key that belongs to the one vote and lives outside the database. When the vote is certified
the key is destroyed and the box is rewritten in random order.
"""

import hmac
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import ClassVar

from governance.members import Constituency, PersonId
from governance.rules import Choice
from governance.votes import VoteId


class Participation(StrEnum):
    """What a person did in a vote; the newest entry says whether they have voted."""

    CAST = "cast"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


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

    def choice(self, request: str, choice: Choice | None) -> str:
        """What a remembered request asked for, in a form that shows nothing without the key."""
        return self._mac(f"choice:{request}:{choice}")

    def _mac(self, text: str) -> str:
        # A request id is whatever its sender chose; even half a character gets a name.
        return hmac.new(self.secret, text.encode(errors="surrogatepass"), sha256).hexdigest()

    def __repr__(self) -> str:
        return "VoteKey(…)"


@dataclass(frozen=True, slots=True)
class BoxedBallot:
    """A choice in the box, under a name that only the vote's key can tie to a person."""

    voter: str
    constituency: Constituency
    choice: Choice

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
    request: str | None = None
    request_content: str | None = None

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
