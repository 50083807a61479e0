"""Before every voting page: who is signed in at this browser, and whether a form that was sent is one of ours."""

from typing import Final

from litestar import Request, Response
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import RequestEncodingType, ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from governance.members import PUBLIC
from registry.signing_in import actor_of_session
from registry.storage import people
from registry.web import sessions
from registry.web.languages import known
from registry.web.sessions import CsrfError, Visit
from registry.web.voting import forms, frame
from registry.web.voting.forms import Form
from registry.web.voting.frame import Asked, SignedIn
from registry.web.voting.turned_away import send_again

READING: Final = ("GET", "HEAD", "OPTIONS")
REFERRER: Final = "same-origin"
"""Lets browsers say that a form came from us: else they say `Origin: null`. Other sites are still told nothing."""


class Visiting(ASGIMiddleware):
    """Finds out who asks. Handlers find it in `registry.web.sessions`, the frame in `signed_in` and `csrf_token`."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass a request on, with its visit; and its answer back, with the browser's cookie if it had none."""
        request: Asked = Request(scope)
        visit = await _visit(request)
        state = scope["state"]
        state[sessions.VISIT] = visit
        state["csrf_token"] = visit.token(sessions.key_of(request))
        state["signed_in"] = await _signed_in(visit)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders(message)
                headers.setdefault("Referrer-Policy", REFERRER)
                if visit.is_new:
                    cookie = sessions.browser_cookie(sessions.settings_of(request), visit.browser)
                    headers.add("Set-Cookie", cookie.to_header(header=""))
            await send(message)

        await next_app(scope, receive, answer)


async def enter(request: Asked) -> Response[bytes] | None:
    """What stands before every handler: a choice of language or size of text is kept; a form must be one of ours.

    It must carry the token of this visit and come from our own site; otherwise it does nothing, and is shown again.
    """
    if request.method in READING:
        return frame.keep_choices(request)
    form = await _form(request)
    try:
        sessions.require_ours(request, form.text(sessions.TOKEN) if form else await _token_beside_files(request))
    except CsrfError as refusal:
        return send_again(request, refusal, form)
    return None


async def _visit(request: Asked) -> Visit:
    browser = sessions.kept(request, sessions.BROWSER)
    session = sessions.kept(request, sessions.SESSION)
    actor = await actor_of_session(session) if session else None
    return Visit(
        browser=browser or sessions.new_browser(),
        session=session if actor else None,
        actor=actor or PUBLIC,
        is_new=browser is None,
    )


async def _signed_in(visit: Visit) -> SignedIn | None:
    if visit.actor.person_id is None:
        return None
    found = (await people.details([visit.actor.person_id])).get(visit.actor.person_id)
    return SignedIn(found.name, known(found.language)) if found else None


async def _form(request: Asked) -> Form | None:
    """The form that was sent; none where it has files, which cannot be put into a page again."""
    is_with_files = request.content_type[0] == RequestEncodingType.MULTI_PART
    return None if is_with_files else await forms.sent(request)


async def _token_beside_files(request: Asked) -> str:
    await request.body()  # is kept, so that a handler can still read the form in its own way
    return str((await request.form()).get(sessions.TOKEN, ""))
