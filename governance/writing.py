"""Free text that a person wrote. What stays for ever refers to it by salted digest; the text itself can be erased."""

from dataclasses import dataclass, field
from uuid import UUID

from measures.references import Digest


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A text, and the salted digest under which append-only records refer to it."""

    id: UUID
    body: str = field(repr=False)
    salt: bytes = field(repr=False)
    digest: Digest
