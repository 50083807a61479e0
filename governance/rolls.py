"""Rolls: who may vote, frozen before the vote opens, and who leaves one later."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, NewType
from uuid import UUID

from governance.members import Constituency, PersonId
from measures.documents import canonical_json
from measures.errors import InvalidError, NotPermittedError
from measures.references import Digest

RollId = NewType("RollId", UUID)


class NotOnRollError(NotPermittedError):
    """The person is not on the frozen roll of this vote."""

    code = "NOT_ON_ROLL"


class RecusedError(NotPermittedError):
    """The person stepped aside from this vote."""

    code = "RECUSED"


class BadRollError(InvalidError):
    """The roll cannot be used for a vote."""

    code = "BAD_ROLL"


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
