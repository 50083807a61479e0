"""The advisory locks of the database: numbers that mean the same in every process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from registry.storage.engine import Engine

WRITE_LOCK: Final = 0x76726C67
"""Held by every write until it is committed, so that the log has one order."""
MIGRATION_LOCK: Final = 0x76726D69
"""Held while migrating, so that two processes that start together do not both migrate."""
DEMONSTRATION_LOCK: Final = 0x76726465
"""Held while the demonstration runs, so that two who ask for it at once get one."""
PAUSE: Final = 0.1


@asynccontextmanager
async def alone(engine: Engine, lock: int) -> AsyncIterator[None]:
    """Wait until no other process holds a lock, and hold it meanwhile. It is given back even if the process dies."""
    assert engine.pool is not None
    async with engine.pool.acquire() as connection:
        while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", lock):  # noqa: ASYNC110 - others decide
            await asyncio.sleep(PAUSE)
        try:
            yield
        finally:
            await connection.execute("SELECT pg_advisory_unlock($1)", lock)
