"""The log for whoever watches it: the newest signed checkpoint, and the key that signs."""

from typing import Any, Final

from litestar import Request, Response, get

from registry.storage import log
from registry.storage.transaction import Store

TEXT: Final = "text/plain"
ASK_EACH_TIME: Final = {"Cache-Control": "no-cache"}


@get("/log/checkpoint")
async def checkpoint() -> Response[bytes]:
    """The newest checkpoint, a signed note (c2sp.org/tlog-checkpoint). Keep it: a later one must continue it."""
    newest = await log.latest()
    assert newest is not None
    return Response(newest.note.encode(), media_type=TEXT, headers=ASK_EACH_TIME)


@get("/log/key")
async def key(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The verifier key of the key that signs now (c2sp.org/signed-note)."""
    store: Store = request.app.state.store
    return Response(f"{store.signer.verifier.vkey}\n".encode(), media_type=TEXT, headers=ASK_EACH_TIME)


handlers: Final = [checkpoint, key]
