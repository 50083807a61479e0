"""The database: the embedded PostgreSQL, or the one that DATABASE_URL names; two roles; the tables bound to it.

The owner makes the tables and steps back. The role that serves owns no table, so it cannot disable a trigger.
"""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import asyncpg

from measures.errors import ConflictError
from registry.config import Settings
from registry.embedded import embedded, ensure_database
from registry.storage import migrating
from registry.storage.engine import Engine
from registry.storage.tables import TABLES

SERVING_ROLE: Final = "value_registry_serving"
DATABASE: Final = "registry"
POOL_SIZE: Final = 10
PATIENCE: Final = {
    "lock_timeout": "15s",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "30s",
}


class DatabaseUnavailableError(ConflictError):
    """The database that the settings name does not answer."""

    code = "DATABASE_UNAVAILABLE"


class ServingRoleError(ConflictError):
    """The role that would serve owns tables, or cannot be used."""

    code = "SERVING_ROLE"


@dataclass(frozen=True, slots=True)
class Logins:
    """How the owner and the serving role connect, as asyncpg takes it."""

    owner: Mapping[str, Any]
    serving: Mapping[str, Any]


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Engine]:
    """The database of these settings, migrated, with the tables bound to it; closed at the end.

    Raises:
        DatabaseUnavailableError: DATABASE_URL names a server that does not answer.
        ServingRoleError: the serving role owns a table.
    """
    async with AsyncExitStack() as stack:
        logins = await _logins(settings, stack)
        try:
            await migrating.migrate(logins.owner, SERVING_ROLE, logs_in=settings.database_url is None)
            engine = Engine(config=_patient(logins.serving))
            await engine.start_connection_pool(min_size=1, max_size=POOL_SIZE)
        except (OSError, asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError) as error:
            raise DatabaseUnavailableError(f"The database does not let us in: {error}. Check DATABASE_URL.") from error
        stack.push_async_callback(_close, engine)
        bind(engine)
        await _require_owns_nothing()
        yield engine


async def _close(engine: Engine) -> None:
    if engine.pool is not None:
        await engine.close_connection_pool()


def bind(engine: Engine) -> None:
    """Let the tables use this engine."""
    for table in TABLES:
        table._meta._db = engine  # noqa: SLF001 - piccolo has no public way to bind a table at run time


async def _logins(settings: Settings, stack: AsyncExitStack) -> Logins:
    if settings.database_url is None:
        cluster = stack.enter_context(embedded(settings.data_dir))
        await ensure_database(cluster, DATABASE)
        return Logins(
            owner=dict(cluster.connect_kwargs(database=DATABASE)),
            serving=dict(cluster.connect_kwargs(user=SERVING_ROLE, database=DATABASE)),
        )
    owner = {"dsn": settings.database_url}
    if settings.database_serving_url is not None:
        return Logins(owner=owner, serving={"dsn": settings.database_serving_url})
    # One login for both: it becomes the serving role as its session starts.
    return Logins(owner=owner, serving={**owner, "server_settings": {"role": SERVING_ROLE}})


def _patient(login: Mapping[str, Any]) -> dict[str, Any]:
    """A login whose sessions give up by themselves, so that no process can hold the lock of all writes for ever."""
    return {**login, "server_settings": {**PATIENCE, **login.get("server_settings", {})}}


async def _require_owns_nothing() -> None:
    rows = await TABLES[0].raw(
        "SELECT current_user::text AS role, count(c.oid) AS owned FROM pg_class c "
        "JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = current_user AND c.relkind IN ('r', 'p')"
    )
    if rows[0]["owned"]:
        raise ServingRoleError(
            f"The role {rows[0]['role']!r} would serve, and owns tables; it could switch off what protects them. "
            f"Let DATABASE_SERVING_URL name a login that is a member of {SERVING_ROLE}."
        )


def use_piccolo_conf() -> None:
    """Tell Piccolo's own commands where this project's configuration lies."""
    os.environ.setdefault("PICCOLO_CONF", "registry.storage.piccolo_conf")
