"""The styles of the voting pages: a cut of USWDS with its images (styles/README.md), and our own on top of it."""

from hashlib import sha256
from typing import Any, Final

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from registry.web.assets import HERE, served

SHEETS: Final = {name: (HERE / name).read_bytes() for name in ("uswds.css", "vote.css")}
IMAGES: Final = {path.name: path.read_bytes() for path in (HERE / "uswds").glob("*.svg")}
ADDRESSES: Final = [f"/assets/{name}?v={sha256(content).hexdigest()[:12]}" for name, content in SHEETS.items()]
"""In the order in which a page links them: ours last, so that it can adjust the other."""


@get(["/assets/uswds.css", "/assets/vote.css"])
async def sheet(request: Request[Any, Any, Any]) -> Response[bytes]:
    """A style sheet of the voting pages."""
    return served(request, SHEETS[request.scope["path"].rpartition("/")[2]], "text/css")


@get("/assets/uswds/{name:str}")
async def image(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """An image that a style sheet names."""
    if name not in IMAGES:
        raise NotFoundException
    return served(request, IMAGES[name], "image/svg+xml")


handlers: Final = [sheet, image]
