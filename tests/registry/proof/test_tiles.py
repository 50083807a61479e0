"""Tiles: their names, what is in them, and proofs read out of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.proof import tiles, tree
from registry.proof.tiles import ENTRIES, WIDTH, BadTileError, TileAddress
from registry.proof.tree import Address

SIZE = 70_000
LEAVES = [b"leaf %d" % number for number in range(SIZE)]
GROWN = tree.append(0, [tree.leaf_hash(leaf) for leaf in LEAVES], {})
NODES = {Address(node.level, node.position): node.hash for node in GROWN.nodes}
SIZES = [0, 1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, SIZE]
NAMES = [
    (TileAddress(0, 0), "tile/0/000"),
    (TileAddress(0, 273, 112), "tile/0/273.p/112"),
    (TileAddress(2, 1234067, 8), "tile/2/x001/x234/067.p/8"),
    (TileAddress(ENTRIES, 1_000_000_000), "tile/entries/x001/x000/x000/000"),
]


def hash_tile(tile):
    return tiles.tile_bytes(NODES[address] for address in tiles.tile_nodes(tile))


def hash_tiles(size):
    return {
        tile: tiles.read_hashes(tile, hash_tile(tile)) for tile in tiles.needed_tiles(size) if tile.level != ENTRIES
    }


@pytest.mark.parametrize(("tile", "path"), NAMES)
def test_a_tile_has_one_name(tile, path):
    assert tile.path == path
    assert TileAddress.parse(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "", "tile", "tile/0/0", "tile/0/0000", "tile/0/x000/000", "tile/0/001/000", "tile/8/000", "tile/00/000",
        "tile/-1/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/257", "tile/0/000.p/01", "tile/0/000.p/",
        "tile/data/000", "tile/entries/../000", "/tile/0/000", "tile/0/000/", "tile/0/000\n",
        "tile/0/\u0660\u0660\u0660", "tile/\u0660/000", "tile/0/x1/000", "tile/0/X001/000",
    ],
)  # fmt: skip
def test_other_names_are_refused(path):
    with pytest.raises(BadTileError):
        TileAddress.parse(path)


@given(st.integers(ENTRIES, 7), st.integers(0, 2**47), st.integers(1, WIDTH))
def test_every_name_is_read_back(level, number, width):
    tile = TileAddress(level, number, width)
    assert TileAddress.parse(tile.path) == tile


@given(st.text(alphabet="tile/0123x.pnrs", max_size=24).map(lambda text: "tile/" + text))
def test_a_text_is_the_name_of_the_tile_that_it_is_read_as(path):
    try:
        tile = TileAddress.parse(path)
    except BadTileError:
        return
    assert tile.path == path


@pytest.mark.parametrize("size", SIZES)
def test_a_log_consists_of_tiles_that_it_has_and_all_its_nodes_are_in_them(size):
    needed = list(tiles.needed_tiles(size))
    assert len(needed) == len(set(needed))
    assert all(tile.is_within(size) for tile in needed)
    entries = [tile for tile in needed if tile.level == ENTRIES]
    assert [a.position for tile in entries for a in tiles.tile_nodes(tile)] == list(range(size))
    held = {address for tile in needed if tile.level != ENTRIES for address in tiles.tile_nodes(tile)}
    assert held == {a for a in NODES if a.level % 8 == 0 and (a.position + 1) << a.level <= size}


@given(st.integers(0, SIZE), st.integers(0, SIZE))
def test_a_longer_log_needs_what_the_shorter_one_had_and_what_is_new(one, other):
    since, size = sorted((one, other))
    new = set(tiles.needed_tiles(size, since))
    assert new == {tile for tile in tiles.needed_tiles(size) if not tile.is_within(since)}


@pytest.mark.parametrize("size", [1, 255, 256, 257, 65_536, SIZE])
def test_every_proof_can_be_read_out_of_the_tiles(size):
    hashes = hash_tiles(size)
    for older in {1, size // 3, size // 2, size - 1, size} - {0}:
        for wanted in (tree.consistency_nodes(older, size), tree.inclusion_nodes(older - 1, size)):
            assert tiles.tiles_for(wanted, size) <= set(hashes)
            assert tiles.nodes_in(wanted, size, hashes) == {address: NODES[address] for address in wanted}
    edge = tiles.nodes_in(tree.right_edge(size), size, {tile: hashes[tile] for tile in tiles.edge_tiles(size)})
    assert tree.root(size, edge) == tree.root(size, {address: NODES[address] for address in tree.right_edge(size)})


@pytest.mark.parametrize("size", [256, 300, 65_536, SIZE])
def test_the_root_of_a_full_tile_stands_above_it(size):
    hashes = hash_tiles(size)
    for tile, held in hashes.items():
        if tile.is_full:
            parent, place = tiles.above(tile, size)
            assert tiles.subtree_root(held) == hashes[parent][place]


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=WIDTH))
def test_leaves_are_read_back(leaves):
    tile = TileAddress(ENTRIES, 0, len(leaves))
    assert tiles.read_entries(tile, tiles.entries_bytes(leaves)) == tuple(leaves)


@given(st.binary(max_size=600), st.integers(1, WIDTH))
def test_bytes_that_are_read_as_leaves_are_those_of_these_leaves(content, width):
    tile = TileAddress(ENTRIES, 0, width)
    try:
        leaves = tiles.read_entries(tile, content)
    except BadTileError:
        return
    assert tiles.entries_bytes(leaves) == content


@pytest.mark.parametrize("change", [b"", b"x"], ids=["shorter", "longer"])
def test_a_tile_of_another_length_is_refused(change):
    leaves, hashes = TileAddress(ENTRIES, 0, 2), TileAddress(0, 0, 2)
    for tile, content in ((leaves, tiles.entries_bytes(LEAVES[:2])), (hashes, hash_tile(hashes))):
        read = tiles.read_entries if tile.level == ENTRIES else tiles.read_hashes
        with pytest.raises(BadTileError):
            read(tile, content + change if change else content[:-1])


def test_the_bytes_of_tiles_are_fixed():
    assert tiles.entries_bytes([b"a", b"", b"bc"]) == b"\0\x01a\0\0\0\x02bc"
    assert hash_tile(TileAddress(0, 0, 2)) == tree.leaf_hash(LEAVES[0]) + tree.leaf_hash(LEAVES[1])
