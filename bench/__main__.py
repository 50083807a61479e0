"""`make bench`: prints what was measured and on which machine. Figures are reported, never asserted."""

import asyncio
import os
import platform
import resource
import tempfile
from itertools import count
from pathlib import Path

import asyncpg

from bench import alignment, casting, conformance, counting, log, verifying
from bench.rounds import Pair, measure
from governance.members import PUBLIC, OrganisationAdded, OrganisationKind
from measures import catalog
from measures.documents import digest_of
from measures.references import Reference
from measures.search import MeasureIndex
from registry.cataloguing import load_catalog
from registry.config import Settings
from registry.embedded import embedded, ensure_database
from registry.exporting import bundle_of
from registry.founding import founding, open_registry
from registry.graphql.context import Context
from registry.graphql.schema import schema
from registry.proof.verify import verify_bundle
from registry.resolving import resolve
from registry.storage import documents
from registry.storage.transaction import Store

DEFINITION = Reference.parse("value-definition/registry/nf-quality-of-life@1.0.0")


async def pairs(store: Store, plain: "asyncpg.Connection[asyncpg.Record]") -> list[Pair]:
    """Everything that is measured."""
    numbers = count()
    bundle = (await bundle_of(store, DEFINITION))[1]
    index = MeasureIndex.of(catalog.load().measures)
    await plain.execute("CREATE TEMPORARY TABLE least (id bigint PRIMARY KEY)")

    async def least_write() -> None:
        async with plain.transaction():
            await plain.execute("INSERT INTO least VALUES ($1)", next(numbers))

    async def write() -> None:
        async with store.write(PUBLIC) as tx:
            slug = f"organisation-{next(numbers)}"
            await tx.record(OrganisationAdded(slug, slug, OrganisationKind.PLAN, "US-TN"))

    async def row() -> None:
        await plain.fetchrow("SELECT content FROM document WHERE key = $1", DEFINITION.versioned)

    async def verify() -> None:
        assert verify_bundle(bundle).intact

    async def digest() -> None:
        digest_of(bundle)

    deep = "query { measures { " + "edges { node { " * 2000 + "id" + " } }" * 2000 + " } }"
    simple = "{ registry { origin } }"

    async def refused() -> None:
        answer = await schema.execute(deep, context_value=Context(store, PUBLIC))
        assert answer.errors

    async def answered() -> None:
        answer = await schema.execute(simple, context_value=Context(store, PUBLIC))
        assert answer.data

    async def search() -> None:
        index.search("nursing staff")

    async def scan() -> None:
        _ = [m for m in catalog.load().measures.values() if "nursing" in m.title.lower() and "staff" in m.title.lower()]

    return [
        Pair("one write through the door", write, "one insert and commit", least_write, 20),
        Pair("resolve a reference with its proof", lambda: resolve(DEFINITION), "one row by primary key", row, 20),
        Pair("stored bytes by reference", lambda: documents.get(DEFINITION), "one row by primary key", row, 50),
        Pair(f"verify a bundle of {len(bundle):,} bytes", verify, "SHA-256 over its bytes", digest, 5),
        Pair("refuse a query 4,000 fields deep", refused, "answer a query of one field", answered, 5),
        Pair("search 264 measures", search, "two words in titles", scan, 20),
        Pair("load the catalog again", lambda: load_catalog(store), "one row by primary key", row),
    ]


def say(line: str) -> None:
    """One line of the report, at once: the whole takes minutes."""
    print(line, flush=True)  # noqa: T201 - what is measured is printed


async def main() -> None:
    """Found a registry on a throwaway server with durable writes off, and measure."""
    say(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} processors")
    with embedded(throwaway=True) as cluster, tempfile.TemporaryDirectory() as directory:
        await ensure_database(cluster, "bench")
        address = cluster.dsn(database="bench")
        settings = Settings(data_dir=Path(directory), database_url=address)
        async with open_registry(settings, founding(demonstration=True)) as store:
            await load_catalog(store)
            plain = await asyncpg.connect(address)
            for pair in await pairs(store, plain):
                say(await measure(pair))
            await plain.close()
            async for line in verifying.lines(store):
                say(line)
            say("Checking 300 contracts of 15 measures against 20 rules:")
            for line in conformance.offline():
                say(line)
            async for line in conformance.online(settings, store):
                say(line)
    say("Logs of 1 to 100,000 entries, side by side:")
    with embedded(throwaway=True) as cluster, tempfile.TemporaryDirectory() as directory:
        async for line in log.lines(cluster, Path(directory)):
            say(line)
    say("Counting 100,000 ballots, eight candidates where a rule has candidates:")
    for line in counting.lines():
        say(line)
    say("Setting every version of every jurisdiction's set beside every other:")
    for line in alignment.lines():
        say(line)
    say("Casting over HTTP, on a database that keeps what it was told:")
    with tempfile.TemporaryDirectory() as directory, embedded(Path(directory) / "postgresql") as cluster:
        await ensure_database(cluster, "registry")
        address = cluster.dsn(database="registry")
        for line in await casting.lines(Settings(data_dir=Path(directory) / "var", database_url=address)):
            say(line)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    say(f"Peak memory of this process: {peak} MB")


asyncio.run(main())
