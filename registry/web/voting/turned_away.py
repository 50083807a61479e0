"""Answers to what cannot be done by whoever is at this browser: sign in first, or send the form once more."""

from http import HTTPStatus

from litestar import Response

from governance.policy import SignInError
from measures.errors import Refusal
from registry.web import sessions
from registry.web.problems import STATUSES
from registry.web.request_log import line_of
from registry.web.sessions import CsrfError
from registry.web.voting.forms import Form
from registry.web.voting.frame import HEADERS, Asked, render
from registry.web.voting.ways import SIGN_IN, way_to_sign_in


def sign_in_first(request: Asked, _refusal: SignInError) -> Response[bytes]:
    """Lead to the sign-in, and from there back to the page that was asked for."""
    return redirect(way_to_sign_in(request))


def redirect(address: str) -> Response[bytes]:
    """Lead to another page, which is then asked for by GET."""
    headers = {**HEADERS, "Location": address}
    return Response(b"", status_code=HTTPStatus.SEE_OTHER, media_type="text/html", headers=headers)


def send_again(request: Asked, refusal: CsrfError, form: Form | None) -> Response[bytes]:
    """A page that holds what was typed, to be sent once more, where it came from a page of ours.

    Never for a form of another site: one press there would do what that site wants. It says who is signed in now, since
    the page may have been opened for somebody else at the same computer.
    """
    names = [name for name in form.fields if name != sessions.TOKEN] if form is not None else []
    return render(
        request,
        "vote/sign-in-again.html",
        status=noted(request, refusal),
        here=SIGN_IN,
        again=request.scope["path"] if form is not None and refusal.may_send_again else None,
        fields=form.kept(names) if form is not None else [],
        is_without_cookies=sessions.visit_of(request).is_new,
    )


def noted(request: Asked, refusal: Refusal) -> int:
    """The status of a refusal that a page answers in words of its own; the line of the request says its code."""
    if (line := line_of(request.scope)) is not None:
        line.code = refusal.code
    return next(STATUSES[kind] for kind in type(refusal).__mro__ if kind in STATUSES)
