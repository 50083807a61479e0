import asyncio

import asyncpg
import pytest

from governance.members import PUBLIC, OrganisationKind
from measures.documents import digest_of
from measures.errors import ConflictError
from registry import admitting
from registry.proof import tree
from registry.proof.checkpoints import open_checkpoint
from registry.proof.keys import introduction
from registry.proof.leaves import Action, Leaf
from registry.storage import audit, log
from registry.storage.tables import CheckpointRow, LeafRow
from registry.storage.transaction import ClockWentBackError
from tests.support import a_cast, a_name, a_proposal, an_open_vote


async def test_the_checkpoint_is_signed_and_its_root_is_that_of_the_leaves(store):
    latest = await log.latest()
    checkpoint, _ = open_checkpoint(latest.note, [store.signer.verifier])
    leaves = await LeafRow.select().order_by(LeafRow.index)
    assert [row["index"] for row in leaves] == list(range(checkpoint.size))
    hashes = [tree.leaf_hash(row["content"]) for row in leaves]
    assert tree.append(0, hashes, {}).root == checkpoint.root == latest.root
    assert checkpoint.origin == store.signer.name


async def test_leaf_0_names_the_key(store):
    proven = await log.proven([0], (await log.latest()).size)
    leaf = Leaf.parse(proven[0].content)
    assert leaf.action is Action.KEY_INTRODUCED
    assert leaf.digest == digest_of(introduction(store.signer.verifier))


async def test_every_leaf_is_proved_under_the_newest_root(store):
    latest = await log.latest()
    for index, logged in (await log.proven(range(latest.size), latest.size)).items():
        assert tree.verify_inclusion(tree.leaf_hash(logged.content), index, latest.size, logged.path, latest.root)


async def test_every_checkpoint_ever_signed_is_consistent_with_the_newest(store):
    cast = await a_cast(store)
    await an_open_vote(cast)
    await an_open_vote(cast)
    latest = await log.latest()
    for row in await CheckpointRow.select():
        needed = tree.consistency_nodes(row["size"], latest.size)
        proof = tree.consistency_proof(row["size"], latest.size, await log.nodes(needed))
        assert tree.verify_consistency(row["size"], row["root"], latest.size, latest.root, proof)


async def test_writes_at_once_leave_one_order_and_one_chain(store):
    cast = await a_cast(store)
    await asyncio.gather(*(a_proposal(cast) for _ in range(10)), *(an_open_vote(cast) for _ in range(5)))
    assert await audit.first_break() is None
    sizes = [row["size"] for row in await CheckpointRow.select().order_by(CheckpointRow.size)]
    assert sizes == sorted(set(sizes))
    await test_the_checkpoint_is_signed_and_its_root_is_that_of_the_leaves(store)


async def test_a_refused_write_leaves_nothing(store):
    before = await _everything(store)
    with pytest.raises(ConflictError):
        async with store.write(PUBLIC) as tx:
            await tx.record(admitting.OrganisationAdded("left-behind", "x", OrganisationKind.PLAN, "US-TN"))
            raise ConflictError("no")
    assert await _everything(store) == before


async def test_a_clock_behind_the_last_publication_is_refused(store, settings):
    owner = await asyncpg.connect(settings.database_url)
    size = (await log.latest()).size
    before = await _everything(store)
    # No clock is faked: a checkpoint of tomorrow is what the log would show after somebody set the clock back.
    await owner.execute(
        "INSERT INTO checkpoint SELECT size + 1, root, note, clock_timestamp() + interval '1 day' "
        "FROM checkpoint WHERE size = $1",
        size,
    )
    try:
        with pytest.raises(ClockWentBackError):
            await admitting.add_organisation(store, a_name(), "Late", OrganisationKind.PLAN, "US-TN")
    finally:
        await owner.execute("ALTER TABLE checkpoint DISABLE TRIGGER ALL")
        await owner.execute("DELETE FROM checkpoint WHERE size = $1", size + 1)
        await owner.execute("ALTER TABLE checkpoint ENABLE TRIGGER ALL")
        await owner.close()
    assert await _everything(store) == before


async def _everything(store):
    async with store.engine.pool.acquire() as connection:
        names = [
            row["tablename"]
            for row in await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname='public'")
        ]
        return {name: await connection.fetchval(f'SELECT count(*) FROM "{name}"') for name in names}
