"""What one who watches holds, read and verified: the keys, and the checkpoints that those keys signed."""

from collections.abc import Sequence
from dataclasses import dataclass

from measures.errors import InvalidError
from registry.monitoring.keeper import CHECKPOINTS, KEYS, Keeper, KeptDamagedError
from registry.proof.checkpoints import Checkpoint
from registry.proof.forks import Statement
from registry.proof.keys import KeyRecord
from registry.proof.succession import Succession


@dataclass(frozen=True, slots=True)
class Held:
    """A verified checkpoint, as what it stands in evidence, and the keys that it was verified with."""

    checkpoint: Checkpoint
    statement: Statement
    succession: Succession


def held(keeper: Keeper, keys: Sequence[KeyRecord] = ()) -> tuple[Held, ...]:
    """Every kept checkpoint, smallest first, each verified with the key of its time.

    Args:
        keeper: the directory.
        keys: records to follow where the directory has none of its own.

    Raises:
        KeptDamagedError: a file was changed since it was kept.
    """
    records = keeper.keys() or tuple(keys)
    found = keeper.checkpoints()
    if not found:
        return ()
    try:
        succession = Succession.of(records)
    except InvalidError as refusal:
        raise KeptDamagedError(
            f"The keys in {keeper.directory / KEYS} were changed since they were kept: {refusal.message}"
        ) from None
    return tuple(_verified(keeper, size, note, succession, records) for size, note in found)


def _verified(keeper: Keeper, size: int, note: bytes, succession: Succession, records: Sequence[KeyRecord]) -> Held:
    where = keeper.directory / CHECKPOINTS / f"{size:010d}.txt"
    try:
        checkpoint = succession.open(note)
    except InvalidError as refusal:
        raise KeptDamagedError(f"{where} was changed since it was kept: {refusal.message}") from None
    if checkpoint.size != size:
        raise KeptDamagedError(f"{where} holds the checkpoint of {checkpoint.size} entries.")
    return Held(checkpoint, Statement(note.decode(), tuple(records)), succession)
