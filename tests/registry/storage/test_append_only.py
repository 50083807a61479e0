import asyncpg
import pytest

from registry.storage.database import SERVING_ROLE
from registry.storage.tables import APPEND_ONLY, TABLES

JOBS = "procrastinate_"
"""The tables of the library that runs jobs are its own."""
NAMES = [table._meta.tablename for table in APPEND_ONLY]


@pytest.fixture(scope="module")
def owner(store, settings):
    async def connect():
        return await asyncpg.connect(settings.database_url)

    return connect


@pytest.mark.parametrize("table", NAMES)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE", "UPDATE {} SET {} = {}"])
async def test_even_the_owner_is_refused_by_the_trigger(owner, table, statement):
    connection = await owner()
    column = await connection.fetchval(
        "SELECT quote_ident(column_name) FROM information_schema.columns WHERE table_name = $1 LIMIT 1", table
    )
    with pytest.raises(asyncpg.RestrictViolationError, match="never changed or taken away"):
        await connection.execute(statement.format(f'"{table}"', column, column))
    await connection.close()


@pytest.mark.parametrize("table", NAMES)
async def test_the_serving_role_may_not_even_try(store, table):
    async with store.engine.pool.acquire() as connection:
        assert await connection.fetchval("SELECT current_user") == SERVING_ROLE
        for statement in (f'DELETE FROM "{table}"', f'TRUNCATE "{table}"', f'DROP TABLE "{table}"'):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER ALL')


async def test_the_serving_role_owns_no_table(store):
    async with store.engine.pool.acquire() as connection:
        owned = await connection.fetchval(
            "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole AND relkind IN ('r', 'p')"
        )
    assert owned == 0


async def test_every_table_of_the_code_is_in_the_database_and_no_other(store):
    async with store.engine.pool.acquire() as connection:
        rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    ours = {row["tablename"] for row in rows if not row["tablename"].startswith(JOBS)}
    assert ours == {table._meta.tablename for table in TABLES} | {"migration"}


async def test_every_constraint_is_named_after_its_table(store):
    async with store.engine.pool.acquire() as connection:
        rows = await connection.fetch(
            "SELECT c.conname, t.relname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid "
            "JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = 'public' AND t.relname <> 'migration' "
            "AND NOT starts_with(t.relname, $1)",
            JOBS,
        )
    strangers = [row["conname"] for row in rows if not row["conname"].startswith(row["relname"])]
    assert strangers == []


async def test_a_second_digest_for_one_version_cannot_exist(owner):
    connection = await owner()
    with pytest.raises(asyncpg.UniqueViolationError):
        await connection.execute(
            "INSERT INTO document SELECT key, kind, name, version, ordinal + 1, 'sha256:' || repeat('0', 64), content, "
            "demonstration, published_at, leaf + 1000000 FROM document LIMIT 1"
        )
    await connection.close()
