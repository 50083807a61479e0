"""A proof that one leaf is in the log, as https://c2sp.org/tlog-proof writes it: complete in itself, readable offline.

c2sp.org/tlog-proof@v1
index <number of the leaf>
<hashes in base64, from the leaf's sibling upwards>
<empty line>
<the signed checkpoint>
"""

import re
from dataclasses import dataclass
from typing import Final, Self

from measures.errors import InvalidError
from registry.proof import tree
from registry.proof.checkpoints import LARGEST_SIZE, Checkpoint
from registry.proof.encoding import base64_text, from_base64

HEADER: Final = "c2sp.org/tlog-proof@v1"
LONGEST_PATH: Final = 63
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")


class BadProofError(InvalidError):
    """The text is not a proof of inclusion."""

    code = "BAD_PROOF"


@dataclass(frozen=True, slots=True)
class Proof:
    """The place of a leaf, the path from it to the root, and the signed checkpoint that states the root.

    Raises:
        BadProofError: a field holds what no proof can hold.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: str

    def __post_init__(self) -> None:
        if not 0 <= self.index < LARGEST_SIZE or len(self.path) > LONGEST_PATH:
            raise BadProofError("A proof names a leaf of the log and at most 63 hashes.")
        if any(len(hashed) != tree.HASH_SIZE for hashed in self.path):
            raise BadProofError(f"A hash in a proof has {tree.HASH_SIZE} bytes.")

    @property
    def text(self) -> str:
        """The proof as the content of a `.tlog-proof` file."""
        lines = [HEADER, f"index {self.index}", *map(base64_text, self.path), ""]
        return "\n".join(lines) + "\n" + self.checkpoint

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Read a proof. Its `extra` line, which is not authenticated, is refused.

        Raises:
            BadProofError: the bytes are not those of a proof.
        """
        try:
            head, blank, checkpoint = content.decode().partition("\n\n")
        except UnicodeDecodeError:
            raise BadProofError("The proof is not UTF-8 text.") from None
        lines = head.split("\n")
        place = _INDEX.fullmatch(lines[1]) if len(lines) > 1 else None
        if not blank or lines[0] != HEADER or place is None:
            raise BadProofError(f"A proof begins with {HEADER!r} and 'index <number>', and ends with a checkpoint.")
        path = [from_base64(line) for line in lines[2:]]
        if any(hashed is None for hashed in path):
            raise BadProofError("The lines after the index are hashes in base64.")
        return cls(int(place[1]), tuple(hashed for hashed in path if hashed is not None), checkpoint)

    def proves(self, leaf: bytes, checkpoint: Checkpoint) -> bool:
        """Whether the leaf's bytes are in the log at this checkpoint, whose signature is another question."""
        return tree.verify_inclusion(tree.leaf_hash(leaf), self.index, checkpoint.size, self.path, checkpoint.root)
