"""A log as its tiles show it. Nothing is believed: what is read leads to the root that was signed, or it is refused."""

from collections.abc import Iterable, Iterator
from itertools import islice

from registry.monitoring.sources import LogUnreadableError, Source
from registry.proof import tiles, tree
from registry.proof.checkpoints import Checkpoint
from registry.proof.keys import LARGEST_HISTORY, KeyRecord, read_keys_document
from registry.proof.notes import LARGEST_NOTE
from registry.proof.tiles import ENTRIES, LARGEST_TILE, WIDTH, BadTileError, TileAddress
from registry.proof.tree import HASH_SIZE, Address


class TiledLog:
    """The log of one signed checkpoint, out of the tiles of a source. A hash tile is fetched once, and verified."""

    def __init__(self, source: Source, checkpoint: Checkpoint) -> None:
        self.name = source.name
        self.size = checkpoint.size
        self._checkpoint = checkpoint
        self._source = source
        self._hashes: dict[TileAddress, tuple[bytes, ...]] = {}

    def root(self, size: int) -> bytes:
        """The root that the tree of so many leaves had.

        Raises:
            BadTileError: the tiles do not lead to the root that was signed.
        """
        return tree.root(size, self._nodes(tree.right_edge(size)))

    def consistency(self, older: int) -> tuple[bytes, ...]:
        """The proof that this log begins with that of `older` leaves."""
        return tree.consistency_proof(older, self.size, self._nodes(tree.consistency_nodes(older, self.size)))

    def verify_tiles(self, since: int) -> int:
        """Verify every hash tile that a log of `since` leaves did not have, and hand out how many there are.

        Raises:
            BadTileError: one of them is not what was signed.
        """
        new = [tile for tile in tiles.needed_tiles(self.size, since) if tile.level != ENTRIES]
        for tile in new:
            self._verified(tile)
        return len(new)

    def leaves(self, start: int) -> Iterator[bytes]:
        """The leaves from one on, as the tiles of leaves show them."""
        for number in range(start // WIDTH, -(-self.size // WIDTH)):
            tile = TileAddress(ENTRIES, number, min(WIDTH, self.size - number * WIDTH))
            entries = tiles.read_entries(tile, self._fetched(tile, LARGEST_TILE))
            yield from entries[max(0, start - tile.first) :]

    def leads_from(self, start: int, leaves: Iterable[bytes]) -> bool:
        """Whether these leaves, after the first `start` ones, make the tree that was signed."""
        edge = self._nodes(tree.right_edge(start))
        size, root = start, tree.root(start, edge)
        coming = iter(leaves)
        while some := [tree.leaf_hash(leaf) for leaf in islice(coming, WIDTH)]:
            appended = tree.append(size, some, edge)
            known = edge | {Address(node.level, node.position): node.hash for node in appended.nodes}
            size, root = appended.size, appended.root
            edge = {address: known[address] for address in tree.right_edge(size)}
        return (size, root) == (self.size, self._checkpoint.root)

    def _nodes(self, addresses: Iterable[Address]) -> dict[Address, bytes]:
        wanted = frozenset(addresses)
        hashes = {tile: self._verified(tile) for tile in tiles.tiles_for(wanted, self.size)}
        return tiles.nodes_in(wanted, self.size, hashes)

    def _verified(self, tile: TileAddress) -> tuple[bytes, ...]:
        """A hash tile: a full one has the root that the tile above it says, the partial ones make the signed root."""
        if not self._hashes:
            self._read_edge()
        if tile not in self._hashes:
            hashes = self._read(tile)
            parent, place = tiles.above(tile, self.size)
            if tiles.subtree_root(hashes) != self._verified(parent)[place]:
                raise BadTileError(f"{tile.path} does not hold the hashes of the log that was signed.")
            self._hashes[tile] = hashes
        return self._hashes[tile]

    def _read_edge(self) -> None:
        held = {tile: self._read(tile) for tile in tiles.edge_tiles(self.size)}
        edge = tiles.nodes_in(tree.right_edge(self.size), self.size, held)
        if tree.root(self.size, edge) != self._checkpoint.root:
            raise BadTileError("The tiles at the end of the log do not make the root that was signed.")
        self._hashes.update(held)

    def _read(self, tile: TileAddress) -> tuple[bytes, ...]:
        return tiles.read_hashes(tile, self._fetched(tile, WIDTH * HASH_SIZE))

    def _fetched(self, tile: TileAddress, largest: int) -> bytes:
        content = self._source.get(tile.path, largest)
        if content is None and not tile.is_full:
            content = self._out_of_full(tile, largest)
        if content is None:
            raise LogUnreadableError(
                f"{self._source.name} says that the log has {self.size} entries, and does not show {tile.path}. "
                "Try again later; if it stays so, entries are withheld."
            )
        return content

    def _out_of_full(self, tile: TileAddress, largest: int) -> bytes | None:
        """A partial tile out of the full one that has taken its place since (C2SP tlog-tiles, "Partial tiles")."""
        full = TileAddress(tile.level, tile.number)
        content = self._source.get(full.path, largest)
        if content is None:
            return None
        if tile.level == ENTRIES:
            return tiles.entries_bytes(tiles.read_entries(full, content)[: tile.width])
        return content[: tile.width * HASH_SIZE]


def checkpoint_of(source: Source) -> bytes:
    """The newest checkpoint that a source shows."""
    return _required(source, "checkpoint", LARGEST_NOTE)


def keys_of(source: Source) -> tuple[KeyRecord, ...]:
    """The history of the keys that a source shows."""
    return read_keys_document(_required(source, "keys", LARGEST_HISTORY))


def _required(source: Source, path: str, largest: int) -> bytes:
    content = source.get(path, largest)
    if content is None:
        raise LogUnreadableError(f"{source.name} shows no log: there is no {path}.")
    return content
