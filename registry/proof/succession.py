"""Which key had to sign the log at which size: the first key, and each later one that the key before it named.

`/log/keys` (keys.py) holds the records; the entries of the log hold their digests. Whoever trusts one of the keys can
follow to those after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from measures.canonical import digest_of
from measures.references import Digest
from registry.proof.checkpoints import BadCheckpointError, Checkpoint, open_checkpoint
from registry.proof.keys import KeyRecord, fingerprint, introduced, key_reference, open_handover
from registry.proof.leaves import Action, Leaf
from registry.proof.notes import BadKeyError, BadSignatureError, Verifier


@dataclass(frozen=True, slots=True)
class Step:
    """A key, the entry of the log that names it, and the digest which that entry holds."""

    verifier: Verifier
    leaf: int
    digest: Digest

    def is_told_by(self, leaf: Leaf) -> bool:
        """Whether this is the entry that names the key."""
        action = Action.KEY_ROTATED if self.leaf else Action.KEY_INTRODUCED
        return (leaf.action, leaf.reference, leaf.digest) == (action, key_reference(self.verifier), self.digest)


@dataclass(frozen=True, slots=True)
class Succession:
    """The keys of one log, first to last."""

    steps: tuple[Step, ...]

    @classmethod
    def of(cls, records: Sequence[KeyRecord]) -> Self:
        """Follow from the first key to the last.

        Raises:
            InvalidError: a record cannot be read, a signature in it is wrong, or it hands over from another key.
        """
        steps: list[Step] = []
        for record in records:
            if not steps:
                verifier = introduced(record.record)
            else:
                before, verifier = open_handover(record.record)
                if before != steps[-1].verifier or verifier in {step.verifier for step in steps}:
                    raise BadKeyError(f"Entry {record.leaf} hands over from a key that did not sign for the log then.")
            steps.append(Step(verifier, record.leaf, digest_of(record.record)))
        if not steps or steps[0].leaf != 0:
            raise BadKeyError("Entry 0 of the log, which names the first key, is not among the records of its keys.")
        return cls(tuple(steps))

    @property
    def last(self) -> Verifier:
        """The key that signs now."""
        return self.steps[-1].verifier

    def signers(self, size: int) -> tuple[Verifier, ...]:
        """Who had to sign a checkpoint of this size: one key, or both where the last entry is a handover."""
        held = [step for step in self.steps if step.leaf < size]
        handed_over = len(held) > 1 and held[-1].leaf == size - 1
        return tuple(step.verifier for step in (held[-2:] if handed_over else held[-1:]))

    def open(self, note: str | bytes) -> Checkpoint:
        """Read a checkpoint and verify that the key of its time signed it, whatever other keys did besides.

        Raises:
            InvalidError: it is no checkpoint of this log, or that key did not sign it.
        """
        checkpoint, opened = open_checkpoint(note, {step.verifier for step in self.steps})
        if checkpoint.origin != self.last.name:
            raise BadCheckpointError(f"The checkpoint is of the log {checkpoint.origin}, and not of {self.last.name}.")
        signed = {(each.name, each.key_id) for each in opened.verified}
        for verifier in self.signers(checkpoint.size):
            if (verifier.name, verifier.key_id) not in signed:
                raise BadSignatureError(
                    f"The checkpoint of {checkpoint.size} entries is not signed by the key of that time, "
                    f"{fingerprint(verifier.public_key)}."
                )
        return checkpoint

    def continues(self, earlier: Self) -> bool:
        """Whether this one says of its beginning what the earlier one says."""
        return self.steps[: len(earlier.steps)] == earlier.steps

    def trusted(self, named: str) -> Step | None:
        """The key that somebody named by its verifier key or its fingerprint; none if it is not one of these."""
        return next(
            (s for s in self.steps if named.strip() in (s.verifier.vkey, fingerprint(s.verifier.public_key))), None
        )

    def told_at(self, index: int) -> Step | None:
        """The key that an entry names."""
        return next((step for step in self.steps if step.leaf == index), None)
