"""One throwaway PostgreSQL for the whole run; a fresh registry with the real catalog for each module that asks."""

import shutil
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from registry.cataloguing import load_catalog
from registry.config import Settings
from registry.embedded import embedded
from registry.founding import founding, open_registry

TEMPLATE = "registry_template"


@pytest.fixture(scope="session")
def cluster():
    with embedded(throwaway=True) as running:
        yield running


async def _execute(cluster, statement):
    connection = await asyncpg.connect(**cluster.connect_kwargs())
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest_asyncio.fixture(scope="session")
async def founded(cluster, tmp_path_factory):
    """A demonstration registry with the catalog loaded, as a database to copy and the directory of its key."""
    data_dir = tmp_path_factory.mktemp("template")
    await _execute(cluster, f'CREATE DATABASE "{TEMPLATE}"')
    settings = Settings(data_dir=data_dir, database_url=cluster.dsn(database=TEMPLATE))
    async with open_registry(settings, founding(demonstration=True)) as store:
        await load_catalog(store)
    return data_dir


@pytest_asyncio.fixture(scope="module")
async def settings(cluster, founded, tmp_path_factory):
    """Settings of a registry of this module's own: a copy of the founded one."""
    name = f"registry_{uuid4().hex[:12]}"
    data_dir = tmp_path_factory.mktemp("data") / "var"
    shutil.copytree(founded, data_dir)
    await _execute(cluster, f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')
    yield Settings(data_dir=Path(data_dir), database_url=cluster.dsn(database=name))
    await _execute(cluster, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest_asyncio.fixture(scope="module")
async def store(settings):
    """The registry of this module, open."""
    async with open_registry(settings) as opened:
        yield opened


@pytest_asyncio.fixture(scope="session")
async def empty_database(cluster):
    """Makes empty databases, by address."""

    async def make():
        name = f"empty_{uuid4().hex[:12]}"
        await _execute(cluster, f'CREATE DATABASE "{name}"')
        return cluster.dsn(database=name)

    return make
