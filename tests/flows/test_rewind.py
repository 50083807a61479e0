"""An operator who rewinds the log is caught by who kept a checkpoint; one who forks it, by two who compare.

Real registries on a real PostgreSQL, watched over HTTP by the command in a process of its own.
"""

import asyncio
import json

import asyncpg
import pytest

from registry.founding import open_registry
from registry.proof.keys import fingerprint
from tests.flows.serving import copied, published, served
from tests.registry.cli.support import in_a_process

HIDDEN = ("document", "log_leaf", "log_node", "checkpoint", "citation")


async def monitored(where, keep, *arguments):
    done = await asyncio.to_thread(in_a_process, "monitor", where, "--keep", keep, "--json", *arguments)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, json.loads(done.stdout)


def failed(seen):
    return {check["name"] for check in seen["checks"] if not check["passed"]}


@pytest.fixture(scope="module")
async def trusted(settings):
    async with open_registry(settings) as store:
        return fingerprint(store.signer.verifier.public_key)


async def test_a_database_restored_from_before_is_found_out_and_leaves_evidence_once_it_goes_on(
    cluster, settings, trusted, tmp_path
):
    keep = tmp_path / "kept"
    backup = await copied(cluster, settings)
    await published(settings, 3)
    async with served(settings) as address:
        code, seen = await monitored(address, keep, "--vkey", trusted)
        assert (code, seen["kept"]) == (0, True)
    async with served(backup) as address:
        code, seen = await monitored(address, keep)
        assert (code, failed(seen)) == (1, {"continues"})
        assert "it was rewound, or it is an old copy" in json.dumps(seen["checks"])
    await published(backup, 4)
    async with served(backup) as address:
        code, seen = await monitored(address, keep)
    assert (code, failed(seen)) == (1, {"continues"})
    (evidence,) = seen["evidence"]
    done = in_a_process("evidence", evidence, "--trust", trusted)
    assert done.returncode == 0, done.stdout
    assert "its key signed two statements that cannot both be true" in done.stdout


async def test_the_owner_of_the_database_who_takes_the_last_publication_out_is_found_out(
    cluster, settings, trusted, tmp_path
):
    keep, own = tmp_path / "kept", await copied(cluster, settings)
    reference = await published(own)
    async with served(own) as address:
        assert (await monitored(address, keep, "--vkey", trusted))[0] == 0
    await _taken_out(own, reference)
    await published(own)
    async with served(own) as address:
        code, seen = await monitored(address, keep)
    assert (code, failed(seen), len(seen["evidence"])) == (1, {"continues"}, 1)


async def _taken_out(settings, reference):
    """What only the owner can do: switch the triggers off, and delete a publication, its leaf and its checkpoint."""
    owner = await asyncpg.connect(settings.database_url)
    size = await owner.fetchval("SELECT max(size) FROM checkpoint")
    for table in HIDDEN:
        await owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    await owner.execute("DELETE FROM citation WHERE citing = $1", reference.versioned)
    await owner.execute("DELETE FROM document WHERE key = $1", reference.versioned)
    await owner.execute("DELETE FROM checkpoint WHERE size = $1", size)
    await owner.execute("DELETE FROM log_leaf WHERE index = $1", size - 1)
    # The nodes that the last leaf completed: at each level the one that ends with it, if there is one.
    for level in range(size.bit_length()):
        if size % (1 << level) == 0:
            await owner.execute("DELETE FROM log_node WHERE address = $1", level * 2**48 + (size >> level) - 1)
    for table in HIDDEN:
        await owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
    await owner.close()


async def test_two_who_are_shown_two_logs_find_out_when_they_compare(cluster, settings, trusted, tmp_path):
    one, other = await copied(cluster, settings), await copied(cluster, settings)
    await published(one, 2)
    await published(other, 1)
    for keep, shown in (("one", one), ("other", other)):
        async with served(shown) as address:
            code, seen = await monitored(address, tmp_path / keep, "--vkey", trusted)
            assert (code, seen["compared_with"]) == (0, None), "alone nobody sees it"
    async with served(one) as address:
        code, seen = await monitored(address, tmp_path / "one", "--compare", tmp_path / "other")
    assert (code, failed(seen), len(seen["evidence"])) == (1, {"agrees"}, 1)
    assert in_a_process("evidence", seen["evidence"][0], "--trust", trusted).returncode == 0
