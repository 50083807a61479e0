import asyncio

import asyncpg
import pytest

from governance.members import PUBLIC, OrganisationAdded, OrganisationKind
from registry import admitting
from registry.founding import open_registry
from registry.storage import audit, database, people
from registry.storage.locks import WRITE_LOCK
from registry.storage.people import OrganisationNotFoundError
from registry.storage.transaction import BusyError
from tests.support import a_name


async def test_a_connection_that_dies_in_a_write_leaves_nothing_and_the_next_write_works(store, settings):
    slug = a_name()
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
        async with store.write(PUBLIC) as tx:
            await tx.record(OrganisationAdded(slug, "x", OrganisationKind.PLAN, "US-TN"))
            backend = store.engine.current_transaction.get().connection.get_server_pid()
            owner = await asyncpg.connect(settings.database_url)
            await owner.execute("SELECT pg_terminate_backend($1)", backend)
            await owner.close()
            await asyncio.sleep(0.1)
    with pytest.raises(OrganisationNotFoundError):
        await people.organisation(slug)
    await admitting.add_organisation(store, slug, "x", OrganisationKind.PLAN, "US-TN")
    assert await audit.first_break() is None


async def test_writers_who_wait_leave_connections_for_readers(store, settings):
    owner = await asyncpg.connect(settings.database_url)
    await owner.execute(f"SELECT pg_advisory_lock({WRITE_LOCK})")
    names = [a_name() for _ in range(30)]
    writes = [
        asyncio.create_task(admitting.add_organisation(store, name, "x", OrganisationKind.PLAN, "US-TN"))
        for name in names
    ]
    await asyncio.sleep(0.2)
    assert await asyncio.wait_for(audit.head(), 2)
    await owner.close()
    assert await asyncio.gather(*writes) == names


async def test_a_log_that_stays_busy_is_a_refusal(settings, monkeypatch):
    monkeypatch.setitem(database.PATIENCE, "lock_timeout", "200ms")
    owner = await asyncpg.connect(settings.database_url)
    try:
        async with open_registry(settings) as impatient:
            await owner.execute(f"SELECT pg_advisory_lock({WRITE_LOCK})")
            with pytest.raises(BusyError):
                await admitting.add_organisation(impatient, a_name(), "x", OrganisationKind.PLAN, "US-TN")
    finally:
        await owner.close()
