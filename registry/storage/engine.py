"""Piccolo's engine without its habit of connecting, in a thread of its own, whenever an engine is made."""

from contextlib import suppress
from types import TracebackType

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction


class Transaction(PostgresTransaction):
    """A transaction that gives its connection back even when the commit itself fails."""

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Commit or roll back; whatever happens, the next transaction starts clean."""
        try:
            return bool(await super().__aexit__(kind, error, trace))
        except BaseException:
            if self.engine.current_transaction.get() is self:
                self.engine.current_transaction.reset(self.context)
                if self.engine.pool is not None:
                    with suppress(asyncpg.InterfaceError, OSError):
                        await self.engine.pool.release(self.connection)
            raise


class Engine(PostgresEngine):
    """A PostgreSQL engine that connects when it is used. `database.py` checks the server's version."""

    async def check_version(self) -> None:
        """Nothing: making an engine does not connect."""

    async def prep_database(self) -> None:
        """Nothing: no extension is needed."""

    def transaction(self, allow_nested: bool = True) -> Transaction:
        """A transaction on one connection of the pool."""
        return Transaction(engine=self, allow_nested=allow_nested)
