"""How long an answer takes says nothing: refusals and answers to strangers come after a fixed time."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from contextvars import Context
from time import monotonic
from typing import Any, Final

from measures.errors import Refusal

_under_way: Final[set[asyncio.Task[object]]] = set()
"""An event loop keeps no task that nobody else holds."""


@asynccontextmanager
async def refusing_after(seconds: float) -> AsyncIterator[None]:
    """Let a refusal from within out only so many seconds after the beginning; success is not held back."""
    began = monotonic()
    try:
        yield
    except Refusal:
        await asyncio.sleep(began + seconds - monotonic())
        raise


async def answering_after(seconds: float, work: Coroutine[Any, Any, object]) -> None:
    """Start some work and come back after so many seconds, whether it is done by then, still runs, or failed."""
    # In a context of its own: it is no part of a transaction of whoever asks.
    task: asyncio.Task[object] = asyncio.create_task(work, context=Context())
    _under_way.add(task)
    task.add_done_callback(_under_way.discard)
    await asyncio.sleep(seconds)
