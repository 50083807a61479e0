"""What is answered when the answer is no: `{"code", "message"}`, or a page for somebody with a browser.

The four refusals have their statuses (measures/errors.py); anything else is a bug and says nothing about itself.
"""

import json
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

import asyncpg
from litestar import Request, Response
from litestar.exceptions import HTTPException

from measures.errors import ConflictError, InvalidError, NotFoundError, NotPermittedError, Refusal
from registry.web import templating
from registry.web.accepting import prefers_html
from registry.web.request_log import line_of

STATUSES: Final[Mapping[type[Refusal], int]] = {
    NotFoundError: HTTPStatus.NOT_FOUND,
    NotPermittedError: HTTPStatus.FORBIDDEN,
    ConflictError: HTTPStatus.CONFLICT,
    InvalidError: HTTPStatus.UNPROCESSABLE_ENTITY,
}
UNREACHABLE: Final = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.TooManyConnectionsError,
    ConnectionError,
    FileNotFoundError,  # the socket of a server that is gone
)
"""What a database that is stopping, starting, full or gone raises."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer that is no, and why, in a sentence that somebody can act on."""

    status: int
    code: str
    message: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self, request: Request[Any, Any, Any]) -> Response[bytes]:
        """The problem as JSON, or as a page if the client would rather have one. It is never cached."""
        if (line := line_of(request.scope)) is not None:
            line.code = self.code
        headers = {"Cache-Control": "no-store", "Vary": "Accept", **self.headers}
        if prefers_html(request.headers.get("accept", "")):
            if (own := _own_page(request)) is not None:
                return own(request, self)
            page = templating.render(request, "problem.html", problem=self, phrase=HTTPStatus(self.status).phrase)
            return Response(page, status_code=self.status, media_type=templating.HTML, headers=headers)
        content = json.dumps({"code": self.code, "message": self.message}, ensure_ascii=False).encode()
        return Response(content, status_code=self.status, media_type="application/json", headers=headers)


ProblemPage = Callable[[Request[Any, Any, Any], Problem], Response[bytes]]


def _own_page(request: Request[Any, Any, Any]) -> ProblemPage | None:
    """The page that a part of the site has for its problems, by the beginning of its paths."""
    pages: Mapping[str, ProblemPage] = request.app.state.get("problem_pages", {})
    return next((page for start, page in pages.items() if f"{request.scope['path']}/".startswith(f"{start}/")), None)


INTERNAL: Final = Problem(
    HTTPStatus.INTERNAL_SERVER_ERROR, "INTERNAL", "Something went wrong here; it was logged. Nothing was stored."
)
NO_DATABASE: Final = Problem(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "DATABASE_UNAVAILABLE",
    "The registry's database does not answer. Try again in a few seconds.",
    {"Retry-After": "5"},
)
NOTHING_HERE: Final = Problem(
    HTTPStatus.NOT_FOUND, "PATH_NOT_FOUND", "There is nothing at this address; / says which addresses there are."
)


def refused(request: Request[Any, Any, Any], error: Refusal) -> Response[bytes]:
    """The answer to one of the four refusals."""
    status = next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), None)
    if status is None:
        return failed(request, error)
    return Problem(status, error.code, error.message).response(request)


def http_refused(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """The answer where the request did not get as far as a use case: no such path, no such method, a broken body."""
    if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return failed(request, error)
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.NOT_FOUND:
        return NOTHING_HERE.response(request)
    phrase = HTTPStatus(error.status_code).phrase
    code = phrase.upper().replace(" ", "_")
    message = error.detail
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        message = f"This address does not take {request.method}."
    return Problem(error.status_code, code, message, headers).response(request)


def failed(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The answer to a bug or to a missing database: it gives nothing away, and the log has the rest."""
    if isinstance(error, UNREACHABLE):
        return NO_DATABASE.response(request)
    if (line := line_of(request.scope)) is not None:
        line.traceback = "".join(traceback.format_exception(error))
    return INTERNAL.response(request)
