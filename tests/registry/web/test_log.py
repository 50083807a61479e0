"""The log over HTTP: checkpoint, keys, tiles, and the page for people."""

import pytest

from registry.key_file import KeyFile
from registry.proof import tiles, tree
from registry.proof.keys import fingerprint, read_keys_document
from registry.proof.succession import Succession
from registry.proof.tiles import ENTRIES, TileAddress
from registry.rotating import rotate_key
from registry.storage import log


async def test_the_tiles_are_those_of_the_log(client):
    newest = await log.latest()
    leaves, nodes = [], {}
    for tile in tiles.needed_tiles(newest.size):
        answer = await client.get(f"/log/{tile.path}")
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        if tile.level == ENTRIES:
            leaves += tiles.read_entries(tile, answer.content)
        else:
            nodes |= dict(zip(tiles.tile_nodes(tile), tiles.read_hashes(tile, answer.content), strict=True))
    grown = tree.append(0, map(tree.leaf_hash, leaves), {})
    assert (grown.size, grown.root) == (newest.size, newest.root)
    assert nodes == {node[:2]: node.hash for node in grown.nodes if node.level % tiles.HEIGHT == 0}


async def test_a_partial_tile_stays_when_the_log_has_grown_past_it(client):
    whole = (await client.get("/log/tile/0/000")).content
    assert (await client.get("/log/tile/0/000.p/7")).content == whole[: 7 * tree.HASH_SIZE]


@pytest.mark.parametrize(
    "path",
    ["0/999", "7/000", "8/000", "0/0", "0/000.p/256", "entries/999", "data/000", "", "0/..%2f..%2fkey", "-1/000"],
)
async def test_what_is_no_tile_of_the_log_is_not_found(client, path):
    answer = await client.get(f"/log/tile/{path}")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("cache-control", "")


async def test_a_tile_is_no_longer_than_the_log(client):
    size = (await log.latest()).size
    beyond = TileAddress(ENTRIES, size // 256, size % 256 + 1)
    assert (await client.get(f"/log/{beyond.path}")).status_code == 404


async def test_the_checkpoint_is_signed_by_the_keys_that_are_shown_also_after_a_handover(client, store, settings):
    await rotate_key(store, KeyFile(settings.signing_key_path))
    records = read_keys_document((await client.get("/log/keys")).content)
    succession = Succession.of(records)
    answer = await client.get("/log/checkpoint")
    assert answer.headers["cache-control"] == "no-cache"
    newest = await log.latest()
    assert succession.open(answer.content).root == newest.root
    assert (await client.get("/log/key")).text == f"{succession.last.vkey}\n"
    assert len(records) == 2


async def test_the_page_shows_every_key_the_newest_first(client):
    page = (await client.get("/log", headers={"Accept": "text/html"})).text
    steps = Succession.of(read_keys_document((await client.get("/log/keys")).content)).steps
    places = [page.index(fingerprint(step.verifier.public_key)) for step in reversed(steps)]
    assert places == sorted(places)
    assert page.count("Signs now") == 1
    assert "value-registry monitor ADDRESS --keep DIRECTORY" in page
