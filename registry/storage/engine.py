"""Piccolo's engine without its habit of connecting, in a thread of its own, whenever an engine is made."""

from piccolo.engine.postgres import PostgresEngine


class Engine(PostgresEngine):
    """A PostgreSQL engine that connects when it is used. `database.py` checks the server's version."""

    async def check_version(self) -> None:
        """Nothing: making an engine does not connect."""

    async def prep_database(self) -> None:
        """Nothing: no extension is needed."""
