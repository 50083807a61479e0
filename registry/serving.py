"""Serving a registry: from taking the port to stopping the database, in one process.

The port is taken first, because that is what fails most often and needs nothing undone. The registry is opened before
the server runs and closed after it has ended, whatever ends it: so a refusal reaches the caller as itself, and the
embedded PostgreSQL never outlives a process that was asked to stop.
"""

import asyncio
import contextlib
import errno
import gc
import logging
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from typing import Final

import structlog
import uvicorn
import uvloop
from litestar import Litestar

from measures.errors import ConflictError
from registry.app import create_app
from registry.config import Settings
from registry.founding import Founding, open_registry
from registry.jobs import Courier, Post, Worker
from registry.mailing import MailServer
from registry.signing_in import sign_in_key
from registry.storage.transaction import Store
from registry.voting.timing import apply_due

GRACE: Final = 5
"""Seconds that requests under way are given to finish."""
BACKLOG: Final = 2048
COLLECT_AFTER: Final = (50_000, 20, 50)
"""Thresholds of the garbage collector: rarer than Python's own, for much is made and little of it in cycles."""

TOLD_BY_US: Final = (
    "psycopg.pool",
    "procrastinate.utils",
    "procrastinate.worker.time",
    "procrastinate.worker.mail",
    "procrastinate.worker.webhooks",
)
"""Who logs every connection that is lost, with its traceback. The worker says it in one line for each attempt."""

Prepare = Callable[[Store], Awaitable[object]]
OnReady = Callable[[str], object]


class PortTakenError(ConflictError):
    """Something else listens on the address."""

    code = "PORT_TAKEN"


class AddressUnusableError(ConflictError):
    """The address is not one of this machine, or this account may not listen on it."""

    code = "ADDRESS_UNUSABLE"


def serve(
    settings: Settings, found: Founding | None = None, on_ready: OnReady | None = None, prepare: Prepare | None = None
) -> None:
    """Serve until SIGINT or SIGTERM; a second signal does not wait for requests under way.

    `prepare` is awaited with the open registry before anything is answered; `on_ready` is told the address as soon as
    requests are.

    Raises:
        PortTakenError, AddressUnusableError: nobody can listen on HOST and PORT.
        BadSettingError: the settings of the mail server cannot be used.
        Refusal: the registry cannot be opened, for the reasons of `open_registry`.
    """
    _log_in_lines()
    mail = MailServer.of(settings)
    with listening(settings.host, settings.port) as listener:
        address = _address(settings.host, listener)
        # A signal while the registry is being opened ends the program as well as one later.
        with contextlib.suppress(asyncio.CancelledError), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_Service(settings, mail, found, prepare).run(listener, address, on_ready))


class _Service:
    """One run of the server, and what a signal does at each of its stages."""

    def __init__(
        self, settings: Settings, mail: MailServer | None, found: Founding | None, prepare: Prepare | None
    ) -> None:
        self._settings = settings
        self._mail = mail
        self._found = found
        self._prepare = prepare
        self._opening: asyncio.Task[None] | None = None
        self._server: _Server | None = None
        self._worker: Worker | None = None

    async def run(self, listener: socket.socket, address: str, on_ready: OnReady | None) -> None:
        self._opening = asyncio.current_task()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self._stop)
        async with open_registry(self._settings, self._found) as store:
            if self._prepare is not None:
                await self._prepare(store)
            if store.mirror is None:
                await apply_due(store)  # what was due while no server ran, before the first request is answered
            self._opening = None
            post = Post(store, self._mail, self._settings.base_url)
            courier = Courier(store, self._mail, self._settings.base_url, sign_in_key(self._settings.data_dir))
            async with AsyncExitStack() as running:
                if store.mirror is None:  # nothing falls due at a mirror, and it writes to nobody
                    self._worker = await running.enter_async_context(Worker(post, courier))
                self._server = _Server(_config(create_app(self._settings, store=store)), address, self._ready(on_ready))
                await self._server.serve(sockets=[listener])

    def _ready(self, on_ready: OnReady | None) -> OnReady:
        """Jobs are begun when requests are answered, so that nobody waits for them at the start."""

        def ready(address: str) -> None:
            if self._worker is not None:
                self._worker.start()
            if on_ready is not None:
                on_ready(address)

        return ready

    def _stop(self) -> None:
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None  # a second signal must not cut the closing short
        elif self._server is not None:
            self._server.force_exit = self._server.should_exit
            self._server.should_exit = True
            if self._worker is not None:
                self._worker.stop(at_once=self._server.force_exit)


class _Server(uvicorn.Server):
    """uvicorn, with the signals left to us: it would raise them again before the database is stopped."""

    def __init__(self, config: uvicorn.Config, address: str, on_ready: OnReady) -> None:
        super().__init__(config)
        self._address = address
        self._on_ready = on_ready

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # What was made until now stays; the collector need not look at it again.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*COLLECT_AFTER)
        self._on_ready(self._address)


def _config(app: Litestar) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        loop="none",  # it runs in ours
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=GRACE,
    )


@contextlib.contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens. Taken together with its port, so that two processes that start at once cannot share it.

    Raises:
        PortTakenError: something else listens there.
        AddressUnusableError: the address is not ours to listen on.
    """
    try:
        family, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.create_server(where[:2], family=family, backlog=BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(
                f"Something else listens on {host}, port {port}: end it, or choose another, such as PORT={port + 1}."
            ) from None
        raise AddressUnusableError(
            f"This program cannot listen on {host}, port {port}: {error.strerror}. Choose another HOST or PORT."
        ) from None
    with contextlib.closing(listener):
        yield listener


def _address(host: str, listener: socket.socket) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}"


def _log_in_lines() -> None:
    """Let libraries that log do it as the requests do: one line of JSON each, on standard error."""
    handler = logging.StreamHandler(sys.stderr)
    chain: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    ]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=chain,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    structlog.configure(
        processors=[*chain, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    # What it warns of is broken requests, which anybody can send as often as they like.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    for name in TOLD_BY_US:
        logging.getLogger(name).setLevel(logging.CRITICAL)
