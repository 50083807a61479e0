"""What storing an event may ask of the write that it is part of."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from governance.members import PersonId
from governance.writing import WrittenText
from measures.references import Digest
from registry.proof.leaves import Action


class Door(Protocol):
    """A write in progress, as storing sees it."""

    @property
    def now(self) -> datetime:
        """The instant of the write."""

    @property
    def person(self) -> PersonId:
        """The person behind it."""

    def log(self, action: Action, reference: str, digest: Digest) -> int:
        """Put a leaf at the end of the log and hand out its index."""

    async def keep(self, text: WrittenText | None) -> UUID | None:
        """Keep a text, if there is one, and hand out its id."""
