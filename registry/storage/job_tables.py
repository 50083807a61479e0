"""The tables of jobs: procrastinate's own, made by the owner and kept up to date by procrastinate's own migrations.

Which of its migrations they hold stands in `migration`, beside ours, under the name of the package. A new release of
the package is noticed by the files that it brings.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Final

import asyncpg

APP: Final = "procrastinate"
TABLES: Final = ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers")
SEQUENCES: Final = (
    "SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'S' AND starts_with(relname, 'procrastinate_')"
)
FUNCTIONS: Final = "SELECT oid::regprocedure::text AS name FROM pg_proc WHERE starts_with(proname, 'procrastinate_')"


def newest() -> str:
    """The name of the newest migration that the installed package brings."""
    return _migrations()[-1].stem


async def bring_up_to_date(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Make the tables, or run the migrations that the package has brought since; each with its note, or not at all."""
    done = await connection.fetchval('SELECT max(name COLLATE "C") FROM migration WHERE app_name = $1', APP)
    if done is None:
        await _run(connection, _read(_folder() / "schema.sql"), newest())
        return
    for path in _migrations():
        if path.stem > done:
            await _run(connection, _read(path), path.stem)


async def grant(connection: "asyncpg.Connection[asyncpg.Record]", role: str) -> None:
    """Let the serving role put jobs down, do them and forget them. It owns none of these tables either."""
    await connection.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON {", ".join(TABLES)} TO "{role}"')
    for row in await connection.fetch(SEQUENCES):
        await connection.execute(f'GRANT USAGE ON SEQUENCE {row["name"]} TO "{role}"')
    for row in await connection.fetch(FUNCTIONS):
        await connection.execute(f'GRANT EXECUTE ON FUNCTION {row["name"]} TO "{role}"')


async def _run(connection: "asyncpg.Connection[asyncpg.Record]", script: str, name: str) -> None:
    async with connection.transaction():
        await connection.execute(script)
        await connection.execute("INSERT INTO migration (name, app_name) VALUES ($1, $2)", name, APP)


def _folder() -> Path:
    """Where the package keeps its SQL. It is found and not imported: most commands have no use for the package."""
    spec = find_spec(APP)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "sql"


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _migrations() -> list[Path]:
    """In the order in which procrastinate's documentation has them run: that of their names."""
    return sorted((_folder() / "migrations").glob("*.sql"))
