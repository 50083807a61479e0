"""How voting works, in plain words, for anyone: signed in or not."""

from typing import Final

from litestar import Response, get

from registry.web.voting.frame import Asked, render


@get("/help")
async def help_page(request: Asked) -> Response[bytes]:
    """How to vote, how to get help, and what is secret."""
    return render(request, "vote/help.html")


handlers: Final = [help_page]
