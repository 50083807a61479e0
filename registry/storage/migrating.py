"""Migrations, by Piccolo, run by the owner; then the rights of the role that serves."""

import importlib
from collections.abc import Mapping
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, Final

import asyncpg
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.tables import Migration

from measures.errors import ConflictError
from registry.storage import job_tables, piccolo_conf
from registry.storage.engine import Engine
from registry.storage.locks import MIGRATION_LOCK
from registry.storage.tables import TABLES, BallotRequestRow, BoxRow, ClerkEntryRow, ParticipationRow

MAY_UPDATE: Final[Mapping[str, tuple[str, ...]]] = {
    "proposal": ("stage", "content", "writers", "frozen", "changed_at", "comment_until"),
    "vote": ("stage", "round", "closed_by", "tallied_by", "certified_by", "certified_at", "discussion_until"),
    "person_detail": ("email", "language"),
    "sign_in_code": ("used_at", "tries", "locked_until"),
    "session": ("ended_at",),
    "passkey": ("sign_count",),
    "message": ("subject", "body", "sent_at", "failed_at"),
    "token": ("revoked_at",),
    "role_grant": ("revoked_at",),
    "written_text": ("body", "salt"),
    "box": ("choice", "reason"),
    "subscription": ("address", "secret", "topics", "paused", "ended_at"),
    "delivery": ("state", "tries", "outcome", "moved_at"),
}
SECRET: Final = (ParticipationRow, BoxRow, BallotRequestRow, ClerkEntryRow)
MAY_DELETE: Final = (
    "person_detail",
    "box",
    "ballot_request",
    "clerk_entry",
    "passkey",
    "session",
    "sign_in_code",
    "challenge",
)


class MigrationFailedError(ConflictError):
    """The tables could not be brought up to date."""

    code = "MIGRATION_FAILED"


class ServingRoleMissingError(ConflictError):
    """The role that serves is missing, and this login may not make it."""

    code = "SERVING_ROLE_MISSING"


async def migrate(owner: Mapping[str, Any], serving_role: str, *, logs_in: bool) -> None:
    """Bring the tables up to date and give the serving role its rights. Does nothing where nothing is due.

    `logs_in` says whether the serving role opens connections itself, as it does on the embedded server.

    Raises:
        MigrationFailedError: a migration failed; nothing of it stays.
    """
    connection = await asyncpg.connect(**owner)
    try:
        await connection.execute(f"SELECT pg_advisory_lock({MIGRATION_LOCK})")
        if not await _is_current(connection):
            await _run(Engine(config=dict(owner)))
            await _make_job_tables(connection)
            await _make_role(connection, serving_role, logs_in=logs_in)
            await _grant(connection, serving_role)
            await job_tables.grant(connection, serving_role)
    finally:
        await connection.close()


def newest() -> str:
    """The id of the newest migration in the code."""
    folder = Path(__file__).parent / "piccolo_migrations"
    names = sorted(path.stem for path in folder.glob("registry_*.py"))
    return str(importlib.import_module(f"registry.storage.piccolo_migrations.{names[-1]}").ID)


async def _is_current(connection: "asyncpg.Connection[asyncpg.Record]") -> bool:
    if await connection.fetchval("SELECT to_regclass('migration')") is None:
        return False
    rows = await connection.fetch('SELECT app_name, max(name COLLATE "C") AS newest FROM migration GROUP BY app_name')
    done = {row["app_name"]: row["newest"] for row in rows}
    wanted = {"registry": newest(), job_tables.APP: job_tables.newest()}
    if any(name in done and done[name] > own for name, own in wanted.items()):
        raise MigrationFailedError("This database was migrated by a newer version of the registry; run that one.")
    return all(done.get(name) == own for name, own in wanted.items())


async def _run(engine: Engine) -> None:
    said = StringIO()
    piccolo_conf.DB = engine  # piccolo looks its engine up here
    Migration._meta._db = engine  # noqa: SLF001 - and remembers it here
    for table in TABLES:
        table._meta._db = engine  # noqa: SLF001
    with redirect_stdout(said):
        result = await ForwardsMigrationManager(app_name="registry").run()
    if not result.success:
        raise MigrationFailedError(f"The tables could not be brought up to date: {result.message}.")


async def _make_job_tables(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    try:
        await job_tables.bring_up_to_date(connection)
    except asyncpg.PostgresError as error:
        raise MigrationFailedError(f"The tables of jobs could not be brought up to date: {error}.") from error


async def _hide_transaction_numbers(connection: "asyncpg.Connection[asyncpg.Record]", role: str) -> None:
    """Let the serving role read the columns of the two stores of a ballot, and not which transaction wrote a row."""
    for table in SECRET:
        names = [column._meta.db_column_name for column in table._meta.columns]  # noqa: SLF001 - piccolo's only way
        columns = ", ".join(f'"{name}"' for name in names)
        name = table._meta.tablename  # noqa: SLF001
        await connection.execute(f'REVOKE SELECT ON "{name}" FROM "{role}"')  # noqa: S608 - names of the code
        await connection.execute(f'GRANT SELECT ({columns}) ON "{name}" TO "{role}"')


async def _make_role(connection: "asyncpg.Connection[asyncpg.Record]", role: str, *, logs_in: bool) -> None:
    """Make the serving role where it is missing, and let the owner become it.

    Raises:
        ServingRoleMissingError: the owner may do neither, so somebody else must.
    """
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role):
            await connection.execute(f'CREATE ROLE "{role}" {"LOGIN" if logs_in else "NOLOGIN"}')
        # Since PostgreSQL 16 making a role does not let its maker become it; a grant to oneself does.
        await connection.execute(f'GRANT "{role}" TO CURRENT_USER')
    except asyncpg.InsufficientPrivilegeError:
        if not await connection.fetchval("SELECT pg_has_role(current_user, to_regrole($1), 'MEMBER')", role):
            raise ServingRoleMissingError(
                f"The role {role} is missing and this login may not make it. Let an administrator of the server run: "
                f'CREATE ROLE "{role}"; GRANT "{role}" TO <this login>;'
            ) from None


async def _grant(connection: "asyncpg.Connection[asyncpg.Record]", role: str) -> None:
    """The serving role reads and inserts everywhere, and changes only what is not published."""
    tables = ", ".join(f'"{table._meta.tablename}"' for table in TABLES)  # noqa: SLF001 - piccolo's only way
    await connection.execute(f'GRANT USAGE ON SCHEMA public TO "{role}"')
    await connection.execute(f'GRANT SELECT, INSERT ON {tables} TO "{role}"')
    await _hide_transaction_numbers(connection, role)
    await connection.execute(f'GRANT SELECT ON "migration" TO "{role}"')
    for table, columns in MAY_UPDATE.items():
        named = ", ".join(f'"{column}"' for column in columns)
        await connection.execute(f'GRANT UPDATE ({named}) ON "{table}" TO "{role}"')
    for table in MAY_DELETE:
        await connection.execute(f'GRANT DELETE ON "{table}" TO "{role}"')
