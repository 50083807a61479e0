"""The log in the database: leaves, hashes of complete subtrees, and a signed checkpoint for each size it had."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from measures.errors import ConflictError, InvalidError, NotFoundError
from registry.proof import tiles, tree
from registry.proof.checkpoints import Checkpoint, open_checkpoint
from registry.proof.leaves import Action, Leaf
from registry.proof.notes import Signer
from registry.proof.tiles import TileAddress
from registry.proof.tree import Address
from registry.storage.tables import CheckpointRow, LeafRow, NodeRow

PAGE = 2000
LEVEL = 2**48
"""Nodes are keyed by level * LEVEL + position."""


class LeafNotFoundError(NotFoundError):
    """The log has no leaf of that index at that size."""

    code = "LEAF_NOT_FOUND"


class LogTamperedError(ConflictError):
    """The log in the database is not the one that was signed."""

    code = "LOG_TAMPERED"


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint as it was signed and stored."""

    size: int
    root: bytes
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LoggedLeaf:
    """A leaf with its place and the path that proves it."""

    index: int
    content: bytes
    path: tuple[bytes, ...]


async def latest() -> SignedCheckpoint | None:
    """The newest checkpoint; none before the log has begun."""
    row = await CheckpointRow.select().order_by(CheckpointRow.size, ascending=False).first()
    return None if row is None else SignedCheckpoint(row["size"], row["root"], row["note"], row["at"])


async def every() -> AsyncIterator[bytes]:
    """The leaves, in order."""
    after = -1
    while rows := await LeafRow.select().where(LeafRow.index > after).order_by(LeafRow.index).limit(PAGE):
        for row in rows:
            yield row["content"]
        after = rows[-1]["index"]


async def times(action: Action, reference: str) -> int:
    """How often the log says that something happened to one thing."""
    rows = await LeafRow.raw(
        "SELECT count(*) AS times FROM log_leaf WHERE position(convert_to({}, 'UTF8') IN content) > 0 "
        "AND position(convert_to({}, 'UTF8') IN content) > 0",
        f'"action":"{action}"',
        f'"reference":"{reference}"',
    )
    return int(rows[0]["times"])


async def append(size: int, leaves: Sequence[Leaf], signers: Sequence[Signer], at: datetime) -> None:
    """Add leaves to the log of `size` leaves and sign what it has become. Part of the one transaction of a write.

    The first signer is the key that signs until now. Where it hands over in this write, the next one signs as well.
    """
    signer = signers[0]
    contents = [leaf.content() for leaf in leaves]
    hashes = [tree.leaf_hash(content) for content in contents]
    edge = await nodes(tree.right_edge(size))
    if size:
        _require_signed(await latest(), size, tree.root(size, edge), signer)
    appended = tree.append(size, hashes, edge)
    await LeafRow.insert(*(LeafRow(index=size + n, content=contents[n], hash=hashes[n]) for n in range(len(contents))))
    await NodeRow.insert(
        *(NodeRow(address=node.level * LEVEL + node.position, hash=node.hash) for node in appended.nodes)
    )
    note = Checkpoint(signer.name, appended.size, appended.root).signed(*signers)
    await CheckpointRow.insert(CheckpointRow(size=appended.size, root=appended.root, note=note, at=at))


def _require_signed(there: SignedCheckpoint | None, size: int, root: bytes, signer: Signer) -> None:
    """What somebody without the key slipped into the tables is not signed together with what follows it.

    Raises:
        LogTamperedError: this key did not sign the tree that is there.
    """
    try:
        signed, _ = open_checkpoint(there.note.encode() if there else b"", [signer.verifier])
    except InvalidError:
        signed = None
    if signed is None or (signed.origin, signed.size, signed.root) != (signer.name, size, root):
        raise LogTamperedError("The log in the database is not the one that this registry signed. Nothing was stored.")


async def nodes(addresses: Iterable[Address]) -> dict[Address, bytes]:
    """The hashes at some addresses, in one query."""
    keys = [level * LEVEL + position for level, position in addresses]
    if not keys:
        return {}
    rows = await NodeRow.raw("SELECT address, hash FROM log_node WHERE address = ANY({})", keys)
    return {Address(*divmod(row["address"], LEVEL)): row["hash"] for row in rows}


async def tile(address: TileAddress) -> bytes | None:
    """The bytes of a tile (registry/proof/tiles.py); none where the log is not so long."""
    if address.level == tiles.ENTRIES:
        rows = await LeafRow.raw(
            "SELECT content AS held FROM log_leaf WHERE index >= {} AND index < {} ORDER BY index",
            address.first,
            address.first + address.width,
        )
    else:
        start = tiles.HEIGHT * address.level * LEVEL + address.first
        rows = await NodeRow.raw(
            "SELECT hash AS held FROM log_node WHERE address >= {} AND address < {} ORDER BY address",
            start,
            start + address.width,
        )
    if len(rows) != address.width:
        return None
    written = tiles.entries_bytes if address.level == tiles.ENTRIES else tiles.tile_bytes
    return written(row["held"] for row in rows)


async def proven(indices: Iterable[int], size: int) -> dict[int, LoggedLeaf]:
    """Leaves of the log at a size, each with the path that proves it.

    Raises:
        LeafNotFoundError: the log did not hold one of them at that size.
    """
    wanted = sorted(set(indices))
    rows = await LeafRow.raw("SELECT index, content FROM log_leaf WHERE index = ANY({})", wanted)
    contents = {row["index"]: row["content"] for row in rows}
    for index in wanted:
        if index not in contents or index >= size:
            raise LeafNotFoundError(f"The log has no leaf {index} at size {size}.")
    needed = {address for index in wanted for address in tree.inclusion_nodes(index, size)}
    hashes = await nodes(needed)
    return {index: LoggedLeaf(index, contents[index], tree.inclusion_proof(index, size, hashes)) for index in wanted}
