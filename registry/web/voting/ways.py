"""Where a page leads to after signing in: only ever to a page of our own that people sign in for."""

import re
from typing import Final
from urllib.parse import urlencode

from registry.web.voting.frame import PREFIX, Asked

HOME: Final = PREFIX
SIGN_IN: Final = f"{PREFIX}/sign-in"
SIGN_OUT: Final = f"{PREFIX}/sign-out"
SIGNED_OUT: Final = f"{PREFIX}/signed-out"
LONGEST: Final = 500
PART: Final = r"/[\w@:,+=~-][\w@:,+=.~-]*"
OTHERS: Final = ("/notices", "/contracts")
"""Besides the voting pages, the parts of the site that people sign in for."""
_OWN_PAGE: Final = re.compile(
    rf"(?:{PREFIX}(?:{PART})+|(?:{'|'.join(OTHERS)})(?:{PART})*)(?:\?[\w@:,+=.~%&-]*)?", re.ASCII
)
"""What every address of ours looks like. It leaves no room for what browsers read in other ways than it is written:
another host after two slashes, a backslash, `..`, nor `%2e` or anything else written in numbers."""


def way_on(text: str) -> str:
    """The page that somebody wanted, if people sign in for it and not by it; else the first of the voting pages."""
    is_ours = len(text) <= LONGEST and _OWN_PAGE.fullmatch(text) is not None
    return text if is_ours and not text.startswith((SIGN_IN, SIGN_OUT, SIGNED_OUT)) else HOME


def way_to_sign_in(request: Asked) -> str:
    """The page to sign in on, and from there back to the page that was asked for."""
    if request.method not in ("GET", "HEAD"):
        return SIGN_IN
    query = request.scope["query_string"].decode("latin-1")
    wanted = way_on(request.scope["path"] + (f"?{query}" if query else ""))
    return SIGN_IN if wanted == HOME else f"{SIGN_IN}?{urlencode({'next': wanted})}"
