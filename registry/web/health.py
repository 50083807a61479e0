"""Health, for whoever supervises the process: whether it lives, and whether it can do its work."""

import asyncio
import json
from http import HTTPStatus
from typing import Any, Final

from litestar import Request, Response, get

from registry.storage import readiness
from registry.storage.keyholder import KeyReplacedError
from registry.storage.transaction import Store
from registry.web.problems import NO_DATABASE, UNREACHABLE, Problem

PATIENCE: Final = 2.0
"""Seconds: a database that answers later is of no use to anybody who waits."""
FRESH: Final = {"Cache-Control": "no-store"}


def _unready(code: str, message: str) -> Problem:
    return Problem(HTTPStatus.SERVICE_UNAVAILABLE, code, message, {"Retry-After": "5"})


NOT_STARTED: Final = _unready("NOT_STARTED", "The registry is not open yet.")
MIGRATIONS_DUE: Final = _unready("MIGRATIONS_DUE", "The tables are those of another version of this program.")
WRONG_KEY: Final = _unready("SIGNING_KEY", "The key that is loaded is not the one of this registry.")


@get("/health/live")
async def live() -> Response[bytes]:
    """The process answers. It looks at nothing else."""
    return Response(b'{"status":"live"}', media_type="application/json", headers=FRESH)


@get("/health/ready")
async def ready(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The database answers, its tables are current, and the signing key is the registry's; or 503 and why not."""
    problem = await unreadiness(request.app.state.get("store"))
    if problem is not None:
        return problem.response(request)
    body = json.dumps({"status": "ready"}, separators=(",", ":")).encode()
    return Response(body, media_type="application/json", headers=FRESH)


async def unreadiness(store: Store | None) -> Problem | None:
    """Why the registry cannot do its work; nothing if it can."""
    if store is None:
        return NOT_STARTED
    try:
        async with asyncio.timeout(PATIENCE):
            if not await readiness.is_migrated():
                return MIGRATIONS_DUE
            if store.mirror is None:
                await store.current_signer()
    except (*UNREACHABLE, TimeoutError):
        return NO_DATABASE
    except KeyReplacedError:
        return WRONG_KEY
    return None


handlers: Final = [live, ready]
