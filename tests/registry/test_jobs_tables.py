"""The tables of jobs, on the embedded server and on others: made by the owner, used by a role that owns nothing."""

import asyncio
from contextlib import suppress

import asyncpg
import pytest
from psycopg import AsyncConnection

from registry.config import Settings
from registry.founding import founding, open_registry
from registry.jobs import Courier, Post, Worker
from registry.jobs.login import login_of
from registry.signing_in import SignInKey
from registry.storage import job_tables, migrating, votes
from registry.storage.database import SERVING_ROLE
from registry.storage.migrating import MigrationFailedError
from tests.registry.storage.test_other_server import an_owned_database, server  # noqa: F401 - a fixture
from tests.support import a_cast, a_proposal, an_open_vote, definition_content

GAP = {"id": "belonging", "statement": "Residents feel at home.", "domain": "experience"}
OLD = "03.02.00_50_post_batch_defer_jobs"
SHAPE = {
    "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns "
    "WHERE table_name LIKE 'procrastinate%' ORDER BY 1, 2",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'procrastinate%' ORDER BY 1",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'procrastinate%' "
    "ORDER BY 1",
    "words": "SELECT t.typname, e.enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid ORDER BY 1, 2",
    "functions": "SELECT oid::regprocedure::text, prosrc FROM pg_proc WHERE proname LIKE 'procrastinate%' ORDER BY 1",
}
RIGHTS = (
    "SELECT table_name, privilege_type FROM information_schema.role_table_grants "
    "WHERE grantee = $1 AND table_name LIKE 'procrastinate%'"
)


async def shape(connection):
    return {name: [tuple(row) for row in await connection.fetch(query)] for name, query in SHAPE.items()}


async def migrated(address):
    await migrating.migrate({"dsn": address}, SERVING_ROLE, logs_in=False)


async def test_tables_of_an_older_release_become_what_a_new_registry_gets(empty_database):
    fresh, old = await empty_database(), await empty_database()
    await migrated(fresh)
    connection = await asyncpg.connect(old)
    await connection.execute("CREATE TABLE migration (id serial, name text, app_name text, ran_on timestamp)")
    for script in job_tables._migrations():
        if script.stem <= OLD:
            await connection.execute(script.read_text())
    await connection.execute("INSERT INTO migration (name, app_name) VALUES ($1, 'procrastinate')", OLD)
    before = await shape(connection)
    await migrated(old)
    new = await asyncpg.connect(fresh)
    made, kept = await shape(new), await shape(connection)
    assert before != made
    assert made.pop("functions") == [each for each in kept.pop("functions") if each[0] in await names(new)]
    assert made == kept
    done = await connection.fetch("SELECT name FROM migration WHERE app_name = 'procrastinate' ORDER BY name")
    assert [row["name"] for row in done] == [each.stem for each in job_tables._migrations() if each.stem >= OLD]
    await connection.close()
    await new.close()


async def names(connection):
    return {row[0] for row in await connection.fetch(SHAPE["functions"])}


async def test_a_second_start_changes_nothing_and_a_newer_release_is_left_alone(empty_database):
    address = await empty_database()
    await migrated(address)
    connection = await asyncpg.connect(address)
    rows = await connection.fetch("SELECT * FROM migration")
    await migrated(address)
    assert await connection.fetch("SELECT * FROM migration") == rows
    await connection.execute("INSERT INTO migration (name, app_name) VALUES ('99.00.00_01_x', 'procrastinate')")
    with pytest.raises(MigrationFailedError, match="newer"):
        await migrated(address)
    await connection.close()


async def test_job_tables_of_somebody_else_are_not_touched(empty_database):
    address = await empty_database()
    connection = await asyncpg.connect(address)
    await connection.execute("CREATE TABLE procrastinate_jobs (mine int)")
    with pytest.raises(MigrationFailedError, match="tables of jobs"):
        await migrated(address)
    assert await connection.fetchval("SELECT count(*) FROM pg_proc WHERE proname LIKE 'procrastinate%'") == 0
    await connection.close()


async def test_the_serving_role_may_use_the_tables_and_nothing_else(store, settings):
    owner = await asyncpg.connect(settings.database_url)
    rows = await owner.fetch(RIGHTS, SERVING_ROLE)
    await owner.close()
    wanted = {(t, right) for t in job_tables.TABLES for right in ("SELECT", "INSERT", "UPDATE", "DELETE")}
    assert {tuple(row) for row in rows} == wanted
    async with store.engine.pool.acquire() as connection:
        for statement in (
            "TRUNCATE procrastinate_jobs CASCADE",
            "ALTER TABLE procrastinate_jobs DISABLE TRIGGER ALL",
            "DROP FUNCTION procrastinate_update_heartbeat_v1",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)


async def test_on_a_server_of_its_own_the_worker_steps_down_and_does_its_jobs(server, tmp_path):  # noqa: F811
    root, address = await an_owned_database(server, "owner_of_jobs")
    settings = Settings(data_dir=tmp_path / "var", database_url=address)
    async with open_registry(settings, founding(demonstration=True)) as store:
        login = login_of(store.engine.config)
        async with await AsyncConnection.connect(login.conninfo) as connection:
            await login.prepare(connection)
            told = await (await connection.execute("SELECT current_user, current_setting('lock_timeout')")).fetchone()
            assert told == (SERVING_ROLE, "15s")
        cast = await a_cast(store)
        proposal_id = await a_proposal(cast, content=definition_content(outcomes=[GAP]))
        vote_id = await an_open_vote(cast, proposal_id, seconds=1.0)
        post, key = Post(store, None, "https://registry.example"), SignInKey(bytes(32))
        async with Worker(post, Courier(store, None, "https://registry.example", key)) as worker:
            worker.start()
            with suppress(TimeoutError):
                async with asyncio.timeout(8):
                    while (await votes.get(vote_id)).stage == "open":
                        await asyncio.sleep(0.05)
        assert (await votes.get(vote_id)).stage == "closed"
    await root.close()


LOGINS = {
    "the embedded server's": (
        {"host": "/srv/var/socket", "port": 5432, "user": "serving", "database": "registry"},
        "host=/srv/var/socket port=5432 user=serving dbname=registry",
        {},
    ),
    "an address": ({"dsn": "postgresql://o:p%40w@db.example/r"}, "postgresql://o:p%40w@db.example/r", {}),
    "an address without a host": ({"dsn": "postgresql:///r?host=/run/pg"}, "postgresql:///r?host=%2Frun%2Fpg", {}),
    "an address with settings of the session": (
        {"dsn": "postgresql://o@db.example/r?sslmode=require&search_path=own", "server_settings": {"role": "serving"}},
        "postgresql://o@db.example/r?sslmode=require",
        {"search_path": "own", "role": "serving"},
    ),
}


@pytest.mark.parametrize(("config", "conninfo", "settings"), LOGINS.values(), ids=LOGINS.keys())
def test_the_login_of_asyncpg_is_told_to_libpq(config, conninfo, settings):
    login = login_of(config)
    assert (login.conninfo, login.settings) == (conninfo, settings)
    assert "p%40w" not in repr(login)
