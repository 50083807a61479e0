"""Publishing into a log of 1, 1,000, 10,000 and 100,000 entries, and proving any one of them.

Each log is a database of its own, filled with real leaves, hashes and a signed checkpoint for every size it had. The
rounds are interleaved, so that a machine that drifts slows all alike; what counts is the ratio to the shortest log.
"""

import gc
import random
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path
from typing import Final

import asyncpg

from governance.members import PUBLIC
from governance.publication import DocumentPublished
from measures import catalog
from measures.documents import digest_of
from registry.config import Settings
from registry.embedded import Cluster, ensure_database
from registry.founding import founding, open_registry
from registry.proof import tree
from registry.proof.checkpoints import Checkpoint
from registry.proof.leaves import Action, Leaf
from registry.proof.notes import Signer
from registry.proof.tree import Address
from registry.storage import log
from registry.storage.database import bind
from registry.storage.log import LEVEL
from registry.storage.registries import database_time
from registry.storage.transaction import Store

SIZES: Final = (1, 1_000, 10_000, 100_000)
ROUNDS: Final = 15
REPEAT: Final = 10
MILLISECONDS: Final = 1000
_numbers: Final = count()


async def lines(cluster: Cluster, directory: Path) -> AsyncIterator[str]:
    """The figures, a line each."""
    async with AsyncExitStack() as stack:
        stores = {}
        for size in SIZES:
            name = f"log_{size}"
            await ensure_database(cluster, name)
            settings = Settings(data_dir=directory / name, database_url=cluster.dsn(database=name))
            stores[size] = await stack.enter_async_context(open_registry(settings, founding(demonstration=True)))
            await _fill(settings, stores[size].signer, size)
        for name, act in (("publish a document", _publish), ("prove an entry", _prove)):
            async for line in _compared(name, stores, act):
                yield line


async def _compared(name: str, stores: dict[int, Store], act: Callable[[Store], Awaitable[None]]) -> AsyncIterator[str]:
    taken: dict[int, list[float]] = {size: [] for size in stores}
    for round_number in range(ROUNDS + 1):
        for size, store in stores.items():
            bind(store.engine)
            gc.collect()
            begun = time.perf_counter()
            for _ in range(REPEAT):
                await act(store)
            if round_number:  # the first one warms the caches
                taken[size].append((time.perf_counter() - begun) * MILLISECONDS / REPEAT)
    for size, times in taken.items():
        ratios = sorted(a / b for a, b in zip(times, taken[SIZES[0]], strict=True))
        yield (
            f"{name:<20} in a log of {size:>7,} entries {statistics.median(times):8.3f} ms   "
            f"slowest round {max(times):8.3f} ms   ratio to the shortest log {statistics.median(ratios):5.2f}"
        )


async def _publish(store: Store) -> None:
    """One document through the one door: its row, its leaf, the tree, the signed checkpoint, the audit row."""
    measure = next(iter(catalog.load().measures.values()))
    document = measure.document(demonstration=True).model_copy(update={"version": f"9.{next(_numbers)}.0"})
    async with store.write(PUBLIC) as tx:
        await tx.record(DocumentPublished(document.reference, document.seal(), document.demonstration))


async def _prove(_store: Store) -> None:
    """The path of an entry that was chosen at random, out of the database."""
    newest = await log.latest()
    assert newest is not None
    index = random.randrange(newest.size)  # noqa: S311 - any entry will do
    (logged,) = (await log.proven([index], newest.size)).values()
    assert tree.verify_inclusion(tree.leaf_hash(logged.content), index, newest.size, logged.path, newest.root)


async def _fill(settings: Settings, signer: Signer, size: int) -> None:
    """Bring a founded log to a size, as so many writes would have left it."""
    newest = await log.latest()
    assert newest is not None
    now = await database_time()
    at = newest.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    edge = await log.nodes(tree.right_edge(newest.size))
    leaves, nodes, checkpoints = [], [], []
    for index in range(newest.size, size):
        leaf = Leaf(Action.DOCUMENT_PUBLISHED, f"measure/bench/m-{index}@1.0.0", digest_of(b"%d" % index), at).content()
        appended = tree.append(index, [tree.leaf_hash(leaf)], edge)
        known = edge | {Address(node.level, node.position): node.hash for node in appended.nodes}
        edge = {address: known[address] for address in tree.right_edge(index + 1)}
        note = Checkpoint(signer.name, index + 1, appended.root).signed(signer)
        leaves.append((index, leaf, tree.leaf_hash(leaf)))
        nodes += [(node.level * LEVEL + node.position, node.hash) for node in appended.nodes]
        checkpoints.append((index + 1, appended.root, note, now))
    owner = await asyncpg.connect(settings.database_url)
    try:
        await owner.copy_records_to_table("log_leaf", records=leaves, columns=["index", "content", "hash"])
        await owner.copy_records_to_table("log_node", records=nodes, columns=["address", "hash"])
        await owner.copy_records_to_table("checkpoint", records=checkpoints, columns=["size", "root", "note", "at"])
        await owner.execute("ANALYZE")
    finally:
        await owner.close()
