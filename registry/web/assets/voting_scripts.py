"""The one script there is: passkeys work by script only. It is loaded by two pages, and they work without it."""

from hashlib import sha256
from typing import Any, Final

from litestar import Request, Response, get

from registry.web.assets import HERE, served
from registry.web.gate import POLICY

PASSKEYS: Final = (HERE / "passkeys.js").read_bytes()
PASSKEYS_ADDRESS: Final = f"/assets/passkeys.js?v={sha256(PASSKEYS).hexdigest()[:12]}"
WITH_SCRIPT: Final = {"Content-Security-Policy": f"{POLICY}; script-src 'self'"}
"""Headers of a page that loads it; every other page lets no script run."""


@get("/assets/passkeys.js")
async def passkeys(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The script that lets a browser ask a device for a passkey."""
    return served(request, PASSKEYS, "text/javascript")


handlers: Final = [passkeys]
