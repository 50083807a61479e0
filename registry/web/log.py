"""The log for whoever watches it: the newest signed checkpoint, the keys that signed, and the tiles of the tree.

GET /log                    a page for people
GET /log/checkpoint         the newest checkpoint, a signed note (c2sp.org/tlog-checkpoint); asked for each time
GET /log/key                the verifier key of the key that signs now (c2sp.org/signed-note)
GET /log/keys               every key that signed, with the records by which each handed over to the next
GET /log/tile/…             hashes and leaves of the tree (c2sp.org/tlog-tiles); they may be kept for ever
"""

from typing import Any, Final

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException

from registry.proof.keys import fingerprint, keys_document
from registry.proof.tiles import BadTileError, TileAddress
from registry.storage import log, signing_keys
from registry.web import templating
from registry.web.documents import FOR_EVER, JSON

TEXT: Final = "text/plain"
BYTES: Final = "application/octet-stream"
ASK_EACH_TIME: Final = {"Cache-Control": "no-cache"}
TILE_HEADERS: Final = {"Cache-Control": FOR_EVER}


@get("/log")
async def page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """What the log is, how long it is, who signs it, and how to watch it."""
    history = await signing_keys.history()
    keys = [(key, fingerprint(key.verifier.public_key)) for key in reversed(history)]
    content = templating.render(request, "log.html", checkpoint=await log.latest(), keys=keys)
    return Response(content, media_type=templating.HTML, headers=ASK_EACH_TIME)


@get("/log/checkpoint")
async def checkpoint() -> Response[bytes]:
    """The newest checkpoint. Keep it: a later one must continue it."""
    newest = await log.latest()
    assert newest is not None
    return Response(newest.note.encode(), media_type=TEXT, headers=ASK_EACH_TIME)


@get("/log/key")
async def key() -> Response[bytes]:
    """The verifier key of the key that signs now."""
    return Response(f"{await signing_keys.current()}\n".encode(), media_type=TEXT, headers=ASK_EACH_TIME)


@get("/log/keys")
async def key_history() -> Response[bytes]:
    """Every key that signed, first to last, with what vouches for it."""
    return Response(keys_document(await signing_keys.records()), media_type=JSON, headers=ASK_EACH_TIME)


@get("/log/tile/{rest:path}")
async def tile(request: Request[Any, Any, Any]) -> Response[bytes]:
    """A tile of the tree; 404 where the log is not so long."""
    try:
        address = TileAddress.parse(f"tile/{str(request.path_params['rest']).removeprefix('/')}")
    except BadTileError:
        raise NotFoundException from None
    content = await log.tile(address)
    if content is None:
        raise NotFoundException
    return Response(content, media_type=BYTES, headers=TILE_HEADERS)


handlers: Final = [page, checkpoint, key, key_history, tile]
