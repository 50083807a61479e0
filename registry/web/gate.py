"""What every request passes first: how many at once, how long, how large a body; and what every answer carries.

It stands before routing, so that an unknown path is treated like any other.
"""

import asyncio
import traceback
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from litestar import Request
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import HttpMethod, ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from registry.web import mirrors
from registry.web.problems import INTERNAL, Problem
from registry.web.request_log import RequestLine

ALWAYS_ANSWERED: Final = "/health/live"
"""Whether the process lives is answered even when it is busy, or it would be ended for being busy."""
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
)
DEMONSTRATION: Final = "Registry-Demonstration"
"""Without `X-`, which RFC 6648 advises against."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process takes on."""

    body: int = 1_000_000
    """Bytes of a request's body."""
    seconds: float = 30.0
    """From the first byte of a request to the beginning of its answer."""
    at_once: int = 200
    """Requests under way."""


class BodyTooLargeError(Exception):
    """The body is larger than the limit, whatever its Content-Length says."""


class ClientLeftError(Exception):
    """The client left before its request was complete."""


class Gate:
    """An ASGI application around another."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits
        self._under_way = 0

    @property
    def inside(self) -> ASGIApp:
        """The application without its gate, for the registry that asks itself."""
        return self._app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and write its line whatever becomes of it."""
        if scope["type"] == ScopeType.WEBSOCKET:
            await self._app(scope, receive, send)
            return
        line = RequestLine(scope["method"], scope["path"])
        scope.setdefault("state", {})["request_line"] = line
        answer = Answer(scope, send, line)
        if scope["method"] == "HEAD":
            # Answered as GET without the body: the same fields, the length of what was left out (RFC 9110 §9.3.2).
            scope = {**scope, "method": HttpMethod.GET}
        try:
            await self._let_in(scope, receive, answer)
        finally:
            line.write()

    async def _let_in(self, scope: HTTPScope, receive: Receive, answer: "Answer") -> None:
        if (problem := mirrors.unanswered(scope)) is not None:
            await answer.problem(problem)
            return
        if self._under_way >= self._limits.at_once and scope["path"] != ALWAYS_ANSWERED:
            await answer.problem(BUSY)
            return
        self._under_way += 1
        try:
            async with asyncio.timeout(self._limits.seconds):
                body = await read_body(scope, receive, self._limits.body)
                await self._app(scope, replayed(body, receive), answer)
        except BodyTooLargeError:
            await answer.problem(too_large(self._limits.body))
        except ClientLeftError:
            pass
        except Exception as error:
            if answer.begun:
                raise  # the server then cuts the connection, so that half an answer is not taken for a whole one
            if isinstance(error, TimeoutError):
                await answer.problem(TOO_SLOW)
                return
            answer.line.traceback = "".join(traceback.format_exception(error))
            await answer.problem(INTERNAL)
        finally:
            self._under_way -= 1


class Answer:
    """Where the application sends its answer: every one gets the same headers, and HEAD gets no body."""

    def __init__(self, scope: HTTPScope, send: Send, line: RequestLine) -> None:
        self._scope: Any = scope
        self._send = send
        self.line = line

    @property
    def begun(self) -> bool:
        """Whether the status was sent, so that nothing else can be answered."""
        return self.line.status is not None

    async def __call__(self, message: Message) -> None:
        """Pass a message of the application on to the server."""
        if message["type"] == "http.response.start":
            self.line.status = message["status"]
            self._complete(MutableScopeHeaders(message))
        elif message["type"] == "http.response.body" and self._scope["method"] == "HEAD":
            message["body"] = b""
        await self._send(message)

    async def problem(self, problem: Problem) -> None:
        """Answer with a problem."""
        request: Request[Any, Any, Any] = Request(self._scope)
        response = problem.response(request).to_asgi_response(None, request)
        await response(self._scope, _nothing, self)

    def _complete(self, headers: MutableScopeHeaders) -> None:
        for name, value in HEADERS:
            headers.setdefault(name, value)
        store = self._scope["app"].state.get("store")
        if store is not None and store.demonstration:
            headers[DEMONSTRATION] = "true"
        allowed = headers.get("allow", "").split(", ")
        if "GET" in allowed:
            headers["allow"] = ", ".join(sorted({*allowed, "HEAD"}))


async def read_body(scope: HTTPScope, receive: Receive, limit: int) -> bytes:
    """The whole body of a request, counted as it comes in; it is never larger than the limit.

    Raises:
        BodyTooLargeError: it is larger, or says that it will be.
        ClientLeftError: the client left in the middle.
    """
    headers = dict(scope["headers"])
    if b"content-length" not in headers and b"transfer-encoding" not in headers:
        return b""  # without either there is none (RFC 9112 §6.3)
    stated = headers.get(b"content-length", b"0")
    if stated.isdigit() and int(stated[:20]) > limit:
        raise BodyTooLargeError
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientLeftError
        parts.append(message.get("body", b""))
        size, more = size + len(parts[-1]), message.get("more_body", False)
        if size > limit:
            raise BodyTooLargeError
    return b"".join(parts)


def replayed(body: bytes, receive: Receive) -> Receive:
    """Hand a body out that was read already; after it, whatever the server says."""
    given = False

    async def again() -> Any:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _nothing() -> Any:
    return {"type": "http.disconnect"}


def too_large(limit: int) -> Problem:
    """The answer to a body over the limit."""
    message = f"The body of a request has at most {limit:,} bytes."
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "BODY_TOO_LARGE", message)


BUSY: Final = Problem(
    HTTPStatus.SERVICE_UNAVAILABLE, "BUSY", "Too many requests are under way. Try again.", {"Retry-After": "1"}
)
TOO_SLOW: Final = Problem(
    HTTPStatus.SERVICE_UNAVAILABLE, "TOO_SLOW", "The request took too long and was given up.", {"Retry-After": "5"}
)
