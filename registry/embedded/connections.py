"""How to connect to the embedded server."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote, urlencode

import asyncpg

from registry.embedded.clusters import SUPERUSER
from registry.embedded.postmaster import PORT


class ConnectKwargs(TypedDict):
    """What `asyncpg.connect` and `asyncpg.create_pool` are given."""

    host: str
    port: int
    user: str
    database: str


@dataclass(frozen=True)
class Cluster:
    """A running server, reached through a socket that only its owner and root can open."""

    socket_dir: Path
    port: int = PORT
    superuser: str = SUPERUSER

    def connect_kwargs(self, user: str = SUPERUSER, database: str = "postgres") -> ConnectKwargs:
        """The parameters of a connection, for asyncpg."""
        return {"host": str(self.socket_dir), "port": self.port, "user": user, "database": database}

    def dsn(self, user: str = SUPERUSER, database: str = "postgres") -> str:
        """The same as one address, for other programs (`psql`, a second process)."""
        where = urlencode({"host": str(self.socket_dir), "port": self.port}, quote_via=quote, safe="")
        return f"postgresql://{quote(user, safe='')}@/{quote(database, safe='')}?{where}"


async def ensure_database(cluster: Cluster, name: str, owner: str = SUPERUSER) -> bool:
    """See to it that the database exists; True if it was made just now."""
    connection = await asyncpg.connect(**cluster.connect_kwargs())
    try:
        if await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", name):
            return False
        # template0 takes no connections, so two databases can be made at the same time.
        await connection.execute(f"CREATE DATABASE {_quoted(name)} OWNER {_quoted(owner)} TEMPLATE template0")
    except (asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError):
        return False  # somebody else was faster
    finally:
        await connection.close()
    return True


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
