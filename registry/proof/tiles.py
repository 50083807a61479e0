"""The log as static files, as https://c2sp.org/tlog-tiles writes it: hashes and leaves in tiles of 256.

    tile/<level>/<number>[.p/<width>]      the hashes of 256 complete subtrees that stand side by side
    tile/entries/<number>[.p/<width>]      256 leaves, each after its length in two bytes

The hash tile (level, number) holds the nodes (8·level, 256·number) and those after it (tree.py). A full tile never
changes; the last tile of a level is partial and names its width, and is never changed either: a longer one has another
name. Paths are relative to where the log lies (`/log/` at the service, `log/` in an export).

Writing all files of a log:  for tile in needed_tiles(size): tile_bytes(hashes of tile_nodes(tile)), or entries_bytes(…)
Reading proofs out of them:  tiles_for(tree.consistency_nodes(old, size), size), then nodes_in(…)
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, Self

from measures.errors import InvalidError
from registry.proof import tree
from registry.proof.tree import HASH_SIZE, Address

HEIGHT: Final = 8
WIDTH: Final = 2**HEIGHT
ENTRIES: Final = -1
"""The level of the tiles that hold the leaves themselves."""
HIGHEST_LEVEL: Final = 7
LENGTH_SIZE: Final = 2
LARGEST_ENTRY: Final = 2**16 - 1
LARGEST_TILE: Final = WIDTH * (LENGTH_SIZE + LARGEST_ENTRY)
"""No tile has more bytes than this; who fetches one need not read on."""
_THREE: Final = 1000
_PATH = re.compile(
    r"tile/(?P<level>entries|[0-7])/(?P<number>(?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


class BadTileError(InvalidError):
    """The path names no tile of the log, or the bytes are not those of that tile."""

    code = "BAD_TILE"


class TileAddress(NamedTuple):
    """Which tile: its level (`ENTRIES` for leaves), its number there, and how many hashes or leaves it holds."""

    level: int
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where the tile lies, relative to the log: `tile/0/x001/234` or `tile/entries/000.p/17`."""
        return tile_path(*self)

    @property
    def is_full(self) -> bool:
        """Whether the tile holds as much as a tile can."""
        return self.width == WIDTH

    @property
    def first(self) -> int:
        """The number, within its level, of the first hash or leaf."""
        return self.number * WIDTH

    def is_within(self, size: int) -> bool:
        """Whether a log of `size` leaves has this tile."""
        return self.first + self.width <= size >> HEIGHT * max(self.level, 0)

    @classmethod
    def parse(cls, path: str) -> Self:
        """Read a path relative to the log; only the one spelling of each tile is accepted.

        Raises:
            BadTileError: the path names no tile.
        """
        match = _PATH.fullmatch(path)
        if match is None or not path.isascii():
            raise _no_tile(path)
        level = ENTRIES if match["level"] == "entries" else int(match["level"])
        number = int(match["number"].replace("x", "").replace("/", ""))
        tile = cls(level, number, int(match["width"] or WIDTH))
        if tile.width > WIDTH or tile.path != path:
            raise _no_tile(path)
        return tile


def tile_path(level: int, number: int, width: int = WIDTH) -> str:
    """The path of a tile relative to the log; the number in groups of three digits, all but the last after an x."""
    groups = [f"{number % _THREE:03d}"]
    while number := number // _THREE:
        groups.insert(0, f"x{number % _THREE:03d}")
    where = "entries" if level == ENTRIES else str(level)
    return f"tile/{where}/{'/'.join(groups)}" + (f".p/{width}" if width < WIDTH else "")


def needed_tiles(size: int, since: int = 0) -> Iterator[TileAddress]:
    """Every tile that a log of `size` leaves consists of, leaves first, level by level, each level in order.

    With `since`, only those that a log of `since` leaves does not consist of.
    """
    for level in range(ENTRIES, HIGHEST_LEVEL + 1):
        shift = HEIGHT * max(level, 0)
        held, before = size >> shift, since >> shift
        for number in range(before // WIDTH, -(-held // WIDTH)):
            tile = TileAddress(level, number, min(WIDTH, held - number * WIDTH))
            if not tile.is_within(since):
                yield tile


def tile_nodes(tile: TileAddress) -> tuple[Address, ...]:
    """The nodes whose hashes a hash tile holds, in order; for a tile of leaves, the nodes of these leaves."""
    level = HEIGHT * max(tile.level, 0)
    return tuple(Address(level, tile.first + place) for place in range(tile.width))


def tile_bytes(hashes: Iterable[bytes]) -> bytes:
    """The bytes of a hash tile: its hashes, one after another."""
    return b"".join(hashes)


def entries_bytes(leaves: Iterable[bytes]) -> bytes:
    """The bytes of a tile of leaves: each after its length, two bytes, the higher one first."""
    return b"".join(len(leaf).to_bytes(LENGTH_SIZE, "big") + leaf for leaf in leaves)


def read_hashes(tile: TileAddress, content: bytes) -> tuple[bytes, ...]:
    """The hashes in a hash tile. Whether they are the log's only a proof can say.

    Raises:
        BadTileError: there are more or fewer than the tile holds.
    """
    if tile.level == ENTRIES or len(content) != tile.width * HASH_SIZE:
        raise BadTileError(f"{tile.path} holds {tile.width} hashes, and these bytes are not so many.")
    return tuple(content[at : at + HASH_SIZE] for at in range(0, len(content), HASH_SIZE))


def read_entries(tile: TileAddress, content: bytes) -> tuple[bytes, ...]:
    """The leaves in a tile of leaves. Whether they are the log's only their hashes can say.

    Raises:
        BadTileError: there are more or fewer than the tile holds, or the last one is cut off.
    """
    leaves, at = list[bytes](), 0
    while at < len(content):
        start = at + LENGTH_SIZE
        at = start + int.from_bytes(content[at:start], "big")
        leaves.append(content[start:at])
    if tile.level != ENTRIES or len(leaves) != tile.width or at != len(content):
        raise BadTileError(f"{tile.path} holds {tile.width} leaves, and these bytes are not so many whole ones.")
    return tuple(leaves)


def tile_of(address: Address, size: int) -> TileAddress:
    """The tile, of a log of `size` leaves, out of which the hash of a node can be computed."""
    level = address.level // HEIGHT
    number = (address.position << address.level % HEIGHT) // WIDTH
    return TileAddress(level, number, min(WIDTH, (size >> HEIGHT * level) - number * WIDTH))


def tiles_for(addresses: Iterable[Address], size: int) -> frozenset[TileAddress]:
    """The tiles, of a log of `size` leaves, that `nodes_in` needs for these nodes."""
    return frozenset(tile_of(address, size) for address in addresses)


def nodes_in(
    addresses: Iterable[Address], size: int, hashes: Mapping[TileAddress, Sequence[bytes]]
) -> dict[Address, bytes]:
    """The hashes of nodes of a log of `size` leaves, computed out of what `read_hashes` found in `tiles_for`."""
    found = {}
    for address in addresses:
        tile = tile_of(address, size)
        count = 1 << address.level % HEIGHT
        start = address.position * count - tile.first
        found[address] = subtree_root(hashes[tile][start : start + count])
    return found


def above(tile: TileAddress, size: int) -> tuple[TileAddress, int]:
    """Where the root of a full tile stands, in a log of `size` leaves: a tile of the next level, and the place."""
    parent = tile_of(Address(HEIGHT * (tile.level + 1), tile.number), size)
    return parent, tile.number - parent.first


def edge_tiles(size: int) -> tuple[TileAddress, ...]:
    """The partial hash tiles of a log of `size` leaves. They make its root; that of a full tile stands `above` it."""
    return tuple(
        TileAddress(level, held // WIDTH, held % WIDTH)
        for level in range(HIGHEST_LEVEL + 1)
        if (held := size >> HEIGHT * level) % WIDTH
    )


def subtree_root(hashes: Sequence[bytes]) -> bytes:
    """The root of a complete subtree, from the hashes that stand side by side below it: a power of two of them."""
    while len(hashes) > 1:
        hashes = [tree.node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def _no_tile(path: str) -> BadTileError:
    return BadTileError(f"{path[:100]!r} names no tile of a log, such as tile/0/x001/234 or tile/entries/000.p/17.")
