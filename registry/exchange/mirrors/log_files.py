"""The log of an export: its leaves out of the tiles, recomputed up to the root that the checkpoint signs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from registry.exchange.mirrors import layout
from registry.exchange.mirrors.index import Index
from registry.exchange.mirrors.members import BadExportError
from registry.proof import history, tiles, tree
from registry.proof.checkpoints import open_checkpoint
from registry.proof.history import Entry
from registry.proof.leaves import Action, Leaf
from registry.proof.notes import Verifier
from registry.proof.tiles import ENTRIES, TileAddress
from registry.proof.tree import Address

Read = Callable[[str], bytes]
"""The bytes of a file that was found to have the digest that is listed."""


@dataclass(frozen=True, slots=True)
class Log:
    """A log whose root was recomputed."""

    contents: tuple[bytes, ...]
    """The bytes of each leaf."""
    leaves: tuple[Leaf, ...]
    note: str
    """The signed checkpoint."""

    def root_at(self, size: int) -> bytes:
        """The root of the first so many leaves."""
        return root_of(self.contents[:size])


def root_of(contents: Sequence[bytes]) -> bytes:
    """The root of a tree with these leaves (RFC 9162 §2.1.1)."""
    return tree.append(0, [tree.leaf_hash(content) for content in contents], {}).root


def read_log(index: Index, read: Read) -> Log:
    """The log, with every tile recomputed from the leaves.

    Raises:
        BadExportError: a tile is missing, too many, or not that of these leaves; or times go back.
        BadLeafError, BadTileError, BadNoteError, BadSignatureError, BadCheckpointError: a part of it cannot be read.
    """
    needed = list(tiles.needed_tiles(index.checkpoint.size))
    _require_tiles(index, needed)
    contents = tuple(
        leaf
        for tile in needed
        if tile.level == ENTRIES
        for leaf in tiles.read_entries(tile, read(layout.tile(tile.path).path))
    )
    leaves = tuple(map(Leaf.parse, contents))
    _require_root(index, contents, needed, read)
    if any(later.at < earlier.at for earlier, later in pairwise(leaves)):
        raise BadExportError("The entries of the log state times that go back.")
    note = read(layout.CHECKPOINT.path)
    signed, _ = open_checkpoint(note, _may_have_signed(index.keys, leaves))
    if signed != index.checkpoint:
        raise BadExportError("The checkpoint of the log is another one than the index names.")
    return Log(contents, leaves, note.decode())


def require_keys(index: Index, log: Log, records: Mapping[int, bytes]) -> None:
    """See that the log itself names the keys of the index, each handed over by the one before.

    Raises:
        BadKeyError, BadNoteError, BadSignatureError: the history of the key has a gap, or a link in it does not hold.
        BadExportError: it is the history of other keys.
    """
    entries = [
        Entry(number, content, None, records.get(number))
        for number, (content, leaf) in enumerate(zip(log.contents, log.leaves, strict=True))
        if leaf.action in (Action.KEY_INTRODUCED, Action.KEY_ROTATED)
    ]
    if history.keys_in(entries) != index.keys:
        raise BadExportError("The keys that the index names are not those that the log names.")


def _require_tiles(index: Index, needed: Sequence[TileAddress]) -> None:
    start = layout.tile("tile/").path
    listed = {path for path in index.by_path() if path.startswith(start)}
    if listed != {layout.tile(tile.path).path for tile in needed}:
        raise BadExportError(f"The tiles that are listed are not those of a log of {index.checkpoint.size} entries.")


def _require_root(index: Index, contents: Sequence[bytes], needed: Sequence[TileAddress], read: Read) -> None:
    hashes = [tree.leaf_hash(content) for content in contents]
    appended = tree.append(0, hashes, {})
    if (appended.size, appended.root) != (index.checkpoint.size, index.checkpoint.root):
        raise BadExportError("The entries of the log do not lead to the root that was signed.")
    nodes = {Address(node.level, node.position): node.hash for node in appended.nodes}
    for tile in needed:
        if tile.level == ENTRIES:
            continue
        wanted = tiles.tile_bytes(nodes[address] for address in tiles.tile_nodes(tile))
        if read(layout.tile(tile.path).path) != wanted:
            raise BadExportError(f"The tile {tile.path} is not that of the entries of the log.")


def _may_have_signed(keys: Sequence[Verifier], leaves: Sequence[Leaf]) -> Sequence[Verifier]:
    """The last key; where a rotation is the very last entry, the one before may have signed it into the log."""
    is_fresh = leaves and leaves[-1].action is Action.KEY_ROTATED
    return keys[-2:] if is_fresh else keys[-1:]
