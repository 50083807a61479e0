"""Exhibits on record: that somebody had one made, of which version, as of which checkpoint of the log."""

from dataclasses import dataclass
from typing import ClassVar

from measures.references import Reference


@dataclass(frozen=True, slots=True)
class ExhibitMade:
    """Somebody had the exhibit of a version made. Version and checkpoint decide its bytes, so no bytes are kept."""

    action: ClassVar[str] = "exhibit_made"
    reference: Reference
    checkpoint_size: int

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"{self.reference.versioned}/bundle?checkpoint={self.checkpoint_size}"
