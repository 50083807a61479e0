"""The worker inside the service: it does jobs until it is told to stop, and comes back when the database does.

Each queue has a worker of its own, so that a slow mail server never keeps a vote from closing. Any number of processes
may work on one registry: the database hands each job to one of them.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Final, Self

import structlog
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from psycopg import OperationalError
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from registry.jobs.login import Login, login_of
from registry.jobs.notices import Courier
from registry.jobs.post import Post
from registry.jobs.tasks import clockwork
from registry.storage.jobs import Queue

log = structlog.get_logger()

AT_ONCE: Final = {Queue.TIME: 1, Queue.MAIL: 4, Queue.WEBHOOKS: 4}
"""How many jobs of a queue one process does at the same time."""
LOOK_EVERY: Final = 1.0
"""Seconds between looks for jobs whose time has come: nobody tells us of those, as of new ones."""
GRACE: Final = 4.0
"""Seconds that jobs under way are given to finish."""
CONNECTIONS: Final = 4
PATIENCE: Final = 15.0
"""Seconds to wait for a connection."""
LONGEST_PAUSE: Final = 30.0
"""Seconds between attempts while the database is away; the first comes after one."""


class WorkerEndedError(Exception):
    """procrastinate's worker ended by itself: it lost its connection."""


INTERRUPTIONS: Final = (WorkerEndedError, ConnectorException, OperationalError, PoolTimeout, OSError)
"""What comes of a database that is away."""


class Worker:
    """Does the jobs of the registry that a post belongs to, in the background, from its start until the block ends."""

    def __init__(self, post: Post, courier: Courier) -> None:
        self._post = post
        self._courier = courier
        self._login = login_of(post.store.engine.config)
        self._task: asyncio.Task[None] | None = None
        self._stopped = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.stop()
        await self._ended()

    def start(self) -> None:
        """Begin, without waiting for the first connection; not once it was told to stop."""
        if self._stopped:
            return
        self._task = asyncio.create_task(self._keep_working(), name="jobs")

    def stop(self, *, at_once: bool = False) -> None:
        """Take no more jobs. Those under way are finished; letters are not, where it has to end at once."""
        if self._task is not None and not self._stopped:
            self._task.cancel()
        self._stopped = True
        if at_once:
            self._post.cut_short()

    async def _ended(self) -> None:
        """Wait until it has stopped. Jobs that take longer than GRACE are cut short, and done after the next start."""
        if self._task is None:
            return
        await asyncio.wait([self._task], timeout=GRACE + 1)
        while not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task], timeout=1)

    async def _keep_working(self) -> None:
        pause = 1.0
        while True:
            began = monotonic()
            try:
                await self._work()
            except INTERRUPTIONS as error:
                log.warning("jobs_interrupted", error=type(error).__name__)
            except Exception:
                log.exception("jobs_failed")
            if self._stopped:
                return  # a fault while stopping has swallowed the cancellation
            pause = 1.0 if monotonic() - began > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            await asyncio.sleep(pause)

    async def _work(self) -> None:
        app = clockwork(self._post, self._courier, self._login)
        async with _pool(self._login) as pool, app.open_async(pool):
            workers = [asyncio.create_task(_work_on(app, queue), name=f"jobs of {queue}") for queue in Queue]
            try:
                await asyncio.gather(*workers)
            finally:
                for worker in workers:
                    if not worker.cancelling():  # a second time would cut its jobs short
                        worker.cancel()
                await asyncio.gather(*workers, return_exceptions=True)


@asynccontextmanager
async def _pool(login: Login) -> AsyncIterator[AsyncConnectionPool]:
    pool = AsyncConnectionPool(
        login.conninfo,
        min_size=1,
        max_size=CONNECTIONS,
        open=False,
        configure=login.prepare,
        check=AsyncConnectionPool.check_connection,
        timeout=PATIENCE,
    )
    try:
        await pool.open(wait=True, timeout=PATIENCE)
        yield pool
    finally:
        await pool.close(timeout=1)


async def _work_on(app: App, queue: Queue) -> None:
    await app.run_worker_async(
        queues=[queue],
        name=queue,
        concurrency=AT_ONCE[queue],
        fetch_job_polling_interval=LOOK_EVERY,
        shutdown_graceful_timeout=GRACE,
        delete_jobs="successful",
        install_signal_handlers=False,
    )
    raise WorkerEndedError
