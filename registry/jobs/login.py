"""How procrastinate gets into the database: as the serving role, through psycopg, by the login that asyncpg has."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from psycopg import AsyncConnection, pq
from psycopg.conninfo import make_conninfo

NAMES: Final = {"host": "host", "port": "port", "user": "user", "password": "password", "database": "dbname"}
"""What asyncpg calls the parts of a login, and what libpq does."""


@dataclass(frozen=True, slots=True)
class Login:
    """Where to connect, as libpq is told, and what to set in each session before it is used."""

    conninfo: str
    settings: Mapping[str, str]

    @property
    def prepare(self) -> Callable[[AsyncConnection[Any]], Awaitable[None]]:
        """What makes a new connection ready: the serving role is taken on, and nothing waits for ever."""

        async def prepared(connection: AsyncConnection[Any]) -> None:
            await connection.set_autocommit(True)  # procrastinate sends single statements
            for name, value in self.settings.items():
                await connection.execute("SELECT set_config(%s, %s, false)", (name, value))

        return prepared

    def __repr__(self) -> str:
        return "Login(…)"


def login_of(config: Mapping[str, Any]) -> Login:
    """The login of a pool of asyncpg, for psycopg. asyncpg takes settings of the session in an address, too."""
    address, settings = _split(config.get("dsn", ""))
    parts = {ours: config[theirs] for theirs, ours in NAMES.items() if config.get(theirs) is not None}
    return Login(make_conninfo(address, **parts), {**settings, **config.get("server_settings", {})})


def _split(address: str) -> tuple[str, dict[str, str]]:
    """An address without what libpq does not know in it, and that."""
    place, _, query = address.partition("?")
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = urlencode([(name, value) for name, value in pairs if name in known])
    return f"{place}?{kept}" if kept else place, {name: value for name, value in pairs if name not in known}
