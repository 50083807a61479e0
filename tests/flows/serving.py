"""A registry that is served over HTTP, and copies of its database as a restore makes them."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import uuid4

import asyncpg
import uvicorn

from governance.members import PUBLIC
from governance.publication import DocumentPublished
from registry.app import create_app
from registry.founding import open_registry
from registry.serving import listening
from registry.storage import documents
from tests.registry.web.conftest import MEASURE, a_set
from tests.support import a_name


@asynccontextmanager
async def served(settings):
    """Serve a registry over HTTP; hands out its address. One at a time: the tables of a process have one database."""
    async with open_registry(settings) as store:
        with listening("127.0.0.1", 0) as listener:
            server = uvicorn.Server(uvicorn.Config(create_app(settings, store=store), lifespan="on", log_config=None))
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            while not server.started:
                await asyncio.sleep(0.01)
            try:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            finally:
                server.should_exit = True
                await serving


async def copied(cluster, settings):
    """The settings of a copy of the database as it is now, with the same key."""
    name = f"copy_{uuid4().hex[:12]}"
    connection = await asyncpg.connect(**cluster.connect_kwargs())
    try:
        own = settings.database_url.rpartition("dbname=")[2] if "dbname=" in settings.database_url else None
        source = own or settings.database_url.rpartition("/")[2].split("?")[0]
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    finally:
        await connection.close()
    return replace(settings, database_url=cluster.dsn(database=name))


async def published(settings, count=1):
    """Publish so many priority sets through the one door; hands out the last one's reference."""
    async with open_registry(settings) as store:
        measures = list((await documents.many([MEASURE])).values())
        for _ in range(count):
            document = a_set(measures, name=f"US-TN/{a_name()}")
            async with store.write(PUBLIC) as tx:
                await tx.record(DocumentPublished(document.reference, document.seal(), document.demonstration))
        return document.reference
