"""The style sheet and the icon of the pages for readers: two small files of our own. Voting has its own styles."""

from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from litestar import Request, Response, get

from registry.web.conditions import entity_tag, is_named

HERE: Final = Path(__file__).parent
STYLE: Final = (HERE / "registry.css").read_bytes()
ICON: Final = (HERE / "icon.svg").read_bytes()
STYLE_VERSION: Final = sha256(STYLE).hexdigest()[:12]
"""Stands in the address that pages use, so that a new release is not shown with an old style."""
A_DAY: Final = "public, max-age=86400"


@get("/assets/registry.css")
async def style(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The style of all pages."""
    return served(request, STYLE, "text/css")


@get("/assets/icon.svg")
async def icon(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The icon in the browser's tab."""
    return served(request, ICON, "image/svg+xml")


def served(request: Request[Any, Any, Any], content: bytes, media_type: str) -> Response[bytes]:
    """A file that came with the program, or the word that the browser's copy is current."""
    tag = entity_tag(sha256(content).hexdigest())
    headers = {"ETag": tag, "Cache-Control": A_DAY}
    if is_named(request.headers.get("if-none-match"), tag, weakly=True):
        return Response(b"", status_code=304, media_type=media_type, headers=headers)
    return Response(content, media_type=media_type, headers=headers)


handlers: Final = [style, icon]
