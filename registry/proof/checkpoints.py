"""Checkpoints: what the log says of itself at one size, as https://c2sp.org/tlog-checkpoint writes it.

    <origin>
    <number of leaves>
    <root hash in base64>

A checkpoint is the text of a signed note (notes.py). The origin is a configured name, never a host address.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from measures.errors import InvalidError
from registry.proof.encoding import base64_text, from_base64
from registry.proof.notes import Note, Signer, Verifier, is_plain, open_note, sign
from registry.proof.tree import HASH_SIZE

LARGEST_SIZE: Final = 2**63 - 1
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_LINES = 3


class BadCheckpointError(InvalidError):
    """The text is not a checkpoint of a log."""

    code = "BAD_CHECKPOINT"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The number of leaves of a log and its root hash.

    Raises:
        BadCheckpointError: a field holds what no checkpoint can hold.
    """

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not is_plain(self.origin) or "\n" in self.origin or not self.origin:
            raise BadCheckpointError(f"{self.origin[:100]!r} is not an origin: one line, not empty.")
        if not 0 <= self.size <= LARGEST_SIZE or len(self.root) != HASH_SIZE:
            raise BadCheckpointError(
                f"A checkpoint has a size from 0 to {LARGEST_SIZE} and a root of {HASH_SIZE} bytes."
            )

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64_text(self.root)}\n"

    def signed(self, *signers: Signer) -> str:
        """The checkpoint as a signed note. The first signer's name is the origin (C2SP tlog-checkpoint)."""
        return sign(self.text, signers)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a checkpoint. Extension lines, which C2SP advises against, are refused.

        Raises:
            BadCheckpointError: the text is not a checkpoint.
        """
        lines = text.split("\n")
        if len(lines) != _LINES + 1 or lines[-1]:
            raise BadCheckpointError("A checkpoint has three lines: origin, number of leaves, root hash.")
        origin, size, encoded, _ = lines
        root = from_base64(encoded)
        if _SIZE.fullmatch(size) is None or root is None:
            raise BadCheckpointError("A checkpoint's second line is a number and its third is a hash in base64.")
        return cls(origin, int(size), root)


def open_checkpoint(note: str | bytes, verifiers: Iterable[Verifier]) -> tuple[Checkpoint, Note]:
    """Read a signed checkpoint and verify it.

    Raises:
        BadNoteError: this is not a signed note.
        BadSignatureError: the signature of a known key is wrong, or no known key signed.
        BadCheckpointError: what was signed is not a checkpoint.
    """
    opened = open_note(note, verifiers)
    return Checkpoint.parse(opened.text), opened
