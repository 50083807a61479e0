"""The keys that signed for this registry, first to last. Only their public halves: private keys are files (§8.8)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from registry.proof.keys import KeyRecord, KeyRotated, introduction
from registry.proof.notes import Verifier
from registry.storage.tables import KeyRotationRow, LeafRow, RegistryRow

CURRENT: Final = "coalesce((SELECT vkey FROM key_rotation ORDER BY ordinal DESC LIMIT 1), (SELECT vkey FROM registry))"
"""The verifier key of the key that signs now, as an SQL expression."""


@dataclass(frozen=True, slots=True)
class KeyInUse:
    """A key, the leaf of the log that names it, the record whose digest that leaf holds, and since when it signs."""

    verifier: Verifier
    leaf: int
    record: bytes
    """The introduction of the first key; of a later one the note by which the key before it handed over."""
    since: datetime


async def history(size: int | None = None) -> tuple[KeyInUse, ...]:
    """Every key that a log of `size` leaves names, first to last; without a size, those of the log as it is now.

    A bundle or an export needs the leaf and the record of each, so that its reader can follow from one to the next.
    """
    founded = await RegistryRow.select().first()
    if founded is None:
        return ()
    first = Verifier.parse(founded["vkey"])
    rows = await KeyRotationRow.select().order_by(KeyRotationRow.ordinal)
    keys = [KeyInUse(first, 0, introduction(first), founded["created_at"])]
    keys += [KeyInUse(Verifier.parse(row["vkey"]), row["leaf"], row["record"], row["rotated_at"]) for row in rows]
    return tuple(key for key in keys if size is None or key.leaf < size)


async def records() -> tuple[KeyRecord, ...]:
    """The history as it is shown to those who watch the log."""
    return tuple(KeyRecord(key.leaf, key.record) for key in await history())


async def current() -> str | None:
    """The verifier key of the key that signs now; none before the registry was founded."""
    vkey: str | None = (await LeafRow.raw(f"SELECT {CURRENT} AS vkey"))[0]["vkey"]
    return vkey


async def insert(event: KeyRotated, at: datetime, leaf: int) -> None:
    """Keep a handover. The rows before it stay."""
    ordinal = await KeyRotationRow.count() + 1
    await KeyRotationRow.insert(
        KeyRotationRow(ordinal=ordinal, vkey=event.verifier.vkey, record=event.record, rotated_at=at, leaf=leaf)
    )
