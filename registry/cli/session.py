"""What commands on a registry have in common: it is opened, and they are told who asks.

@by_operator   is handed the open registry; who may log in to this machine is its operator
@by_person     is handed a Caller: the person of VALUE_REGISTRY_TOKEN or --token-file, else the public
@by_reader     the same, for commands that change nothing
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, Final, TypeVar

import click

from governance.members import PUBLIC
from measures.errors import NotPermittedError
from registry.cli.answering import answering
from registry.cli.files import read_text
from registry.cli.printing import Answer
from registry.config import Settings
from registry.founding import open_registry
from registry.identity import actor_of
from registry.storage.transaction import Store
from registry.use_cases import Caller

T = TypeVar("T")
Answering = Coroutine[Any, Any, Answer]
TERMINATED: Final = 143
_TOKEN_FILE: Final = click.option(
    "--token-file", type=click.Path(path_type=Path), help="A file that holds your token; - is standard input."
)


class NoTokenError(NotPermittedError):
    """The file that should hold a token is empty."""

    code = "NO_TOKEN"


def by_operator(command: Callable[Concatenate[Store, ...], Answering]) -> Callable[..., None]:
    """Hand the open registry to a command of its operator."""

    @wraps(command)
    def act(*args: Any, **kwargs: Any) -> Answer:
        async def work() -> Answer:
            async with open_registry(settings()) as store:
                return await command(store, *args, **kwargs)

        return wait_for(work())

    return answering(act)


def by_person(command: Callable[Concatenate[Caller, ...], Answering]) -> Callable[..., None]:
    """Hand a caller to a command that writes: the person whose token is given, or the public."""

    @click.option("--request-id", help="The same id and content again get the first answer and have no second effect.")
    @wraps(command)
    def act(*args: Any, token_file: Path | None, request_id: str | None, **kwargs: Any) -> Answer:
        async def work() -> Answer:
            async with calling(token_file, request_id) as caller:
                return await command(caller, *args, **kwargs)

        return wait_for(work())

    return answering(_TOKEN_FILE(act))


def by_reader(command: Callable[Concatenate[Caller, ...], Answering]) -> Callable[..., None]:
    """Hand a caller to a command that changes nothing; what it shows depends on who asks."""

    @wraps(command)
    def act(*args: Any, token_file: Path | None, **kwargs: Any) -> Answer:
        async def work() -> Answer:
            async with calling(token_file) as caller:
                return await command(caller, *args, **kwargs)

        return wait_for(work())

    return answering(_TOKEN_FILE(act))


def settings() -> Settings:
    """The settings of the environment, as they are now."""
    return Settings.from_environment()


def is_registry_here() -> bool:
    """Whether a registry is to be expected: a server is named, or a signing key lies where these settings say."""
    here = settings()
    return here.database_url is not None or os.access(here.signing_key_path, os.F_OK)


@asynccontextmanager
async def calling(token_file: Path | None, request_id: str | None = None) -> AsyncIterator[Caller]:
    """A caller: the person of the token, or the public where there is none.

    Raises:
        BadTokenError: the token is unknown, expired or revoked.
    """
    token = _token_in(token_file) if token_file else settings().token
    async with open_registry(settings()) as store:
        yield Caller(store, PUBLIC if store.mirror else await actor_of(token), request_id)


def wait_for(work: Coroutine[Any, Any, T]) -> T:
    """Run something asynchronous to its end. SIGTERM ends it as Ctrl-C does: everything that was opened is closed."""
    earlier = signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        return asyncio.run(work)
    finally:
        signal.signal(signal.SIGTERM, earlier)


def _token_in(file: Path) -> str:
    token = read_text(file).strip()
    if not token:
        raise NoTokenError(f"{file} holds no token.")
    return token
