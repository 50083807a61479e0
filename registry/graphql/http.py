"""GraphQL over HTTP at `/graphql`: POST for everything, GET for queries, and GraphiQL for a browser.

    POST  application/json          any operation
    GET   ?query=…                  queries only
    GET   Accept: text/html         GraphiQL, from our own files

A response of type application/graphql-response+json has status 400 where nothing was executed; as application/json, for
older clients, a request that is well formed has status 200 whatever its errors. Cookies play no part: who asks is said
by `Authorization: Bearer vr_…` alone, so another site's page can do nothing in somebody's name.
"""

import asyncio
import json
import logging
import traceback
from collections.abc import Awaitable, Callable
from typing import Any, Final
from uuid import uuid4

from graphql import GraphQLError
from litestar import Request, Response, get, post
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from governance.members import PUBLIC
from measures.errors import ConflictError, NotFoundError, NotPermittedError, Refusal
from registry.graphql import graphiql
from registry.graphql.context import Context
from registry.graphql.errors import INTERNAL, INTERNAL_MESSAGE, MUTATION_BY_GET, REFUSED, TimedOutError, code_of
from registry.graphql.requests import (
    BodyTooLargeError,
    ContentTypeError,
    GraphQLRequest,
    from_address,
    from_body,
)
from registry.graphql.schema import schema
from registry.identity import BadTokenError, actor_of
from registry.storage.transaction import Store

log: Final = logging.getLogger("registry.graphql")

SECONDS: Final = 10.0
"""How long one operation may take."""
MODERN: Final = "application/graphql-response+json"
CLASSIC: Final = "application/json"
HTML: Final = "text/html"
READING: Final = frozenset({OperationType.QUERY})
WRITING: Final = frozenset({OperationType.QUERY, OperationType.MUTATION})
AnyRequest = Request[Any, Any, Any]


@post("/graphql", status_code=200, include_in_schema=False)
async def by_post(request: AnyRequest) -> Response[bytes]:
    """Any operation."""

    async def read() -> GraphQLRequest:
        _require_json(request)
        return from_body(await request.body())

    return await _answered(request, read, WRITING)


@get("/graphql", include_in_schema=False)
async def by_get(request: AnyRequest) -> Response[bytes] | Response[str]:
    """A query; or, for a browser, the console."""
    if preferred(request.headers.get("accept"), (CLASSIC, MODERN, HTML)) == HTML:
        return graphiql.page()

    async def read() -> GraphQLRequest:
        return from_address({name: request.query_params[name] for name in request.query_params})

    return await _answered(request, read, READING)


handlers: Final[list[Any]] = [by_post, by_get, graphiql.console_file]
"""The route handlers of GraphQL. They need `app.state.store`."""


async def _answered(
    request: AnyRequest, read: Callable[[], Awaitable[GraphQLRequest]], allowed: frozenset[OperationType]
) -> Response[bytes]:
    media_type = preferred(request.headers.get("accept"), (CLASSIC, MODERN)) or CLASSIC
    request_id = str(uuid4())
    refused: list[str] = []
    REFUSED.set(refused)
    try:
        store: Store = request.app.state.store
        # Nobody is known to a mirror; whoever sends it their token reads as anybody does.
        actor = PUBLIC if store.mirror else await actor_of(_token(request.headers.get("authorization")))
        asked = await read()
        context = Context(store, actor, request_id, data_dir=request.app.state.settings.data_dir)
        outcome = await execute(asked, context, allowed)
    except Refusal as refusal:
        _log_codes(request, [refusal.code])
        return _response(_body(refusal.message, refusal.code), _status_of(refusal), media_type)
    except Exception as error:  # noqa: BLE001 - the last resort: nothing of it may reach the client
        log.error("graphql_bug request=%s\n%s", request_id, "".join(traceback.format_exception(error)))  # noqa: TRY400
        return _response(_body(INTERNAL_MESSAGE, INTERNAL), 500, media_type)
    _log_codes(request, refused + [code_of(error) for error in outcome.errors or ()])
    return _response(_shown(outcome), _status(outcome, media_type), media_type)


def _log_codes(request: AnyRequest, codes: list[str]) -> None:
    """Let the request's line in the log say why it was refused."""
    line = request.scope.get("state", {}).get("request_line")
    if codes and line is not None:
        line.code = ",".join(dict.fromkeys(codes))


async def execute(
    asked: GraphQLRequest, context: Context, allowed: frozenset[OperationType] = WRITING, seconds: float = SECONDS
) -> ExecutionResult:
    """Execute one operation, and give it up after a while.

    Raises:
        TimedOutError: it took too long. A write that was not committed by then is undone.
    """
    try:
        async with asyncio.timeout(seconds):
            outcome: ExecutionResult = await schema.execute(
                asked.query,
                variable_values=asked.variables,
                context_value=context,
                operation_name=asked.operation_name,
                allowed_operation_types=allowed,
            )
            return outcome
    except TimeoutError:
        raise TimedOutError(
            "This took too long and was given up. Ask for less at once; if it was a mutation, send it again under the "
            "same request id to learn what became of it."
        ) from None


def _token(header: str | None) -> str | None:
    """The token of an Authorization header.

    Raises:
        BadTokenError: the header is not of the form `Bearer vr_…`.
    """
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise BadTokenError("Write the header as `Authorization: Bearer vr_…`.")
    return token.strip()


def _require_json(request: AnyRequest) -> None:
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.strip().lower().removeprefix("charset=").strip('"')
    if media_type.strip().lower() != CLASSIC or charset not in ("", "utf-8", "utf8"):
        raise ContentTypeError("Send the body as `Content-Type: application/json`, in UTF-8.")


def preferred(accept: str | None, offered: tuple[str, ...]) -> str | None:
    """The media type that a client likes best of those that are offered; the first where it does not care."""
    if not accept:
        return offered[0]
    weights: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weights[name] = next((_quality(each[2:]) for each in parameters if each.startswith("q=")), 1.0)

    def liking(media_type: str) -> float:
        family = f"{media_type.split('/', maxsplit=1)[0]}/*"
        return next((weights[name] for name in (media_type, family, "*/*") if name in weights), 0.0)

    # A type that is named goes before one that a wildcard covers.
    best = max(offered, key=lambda media_type: (liking(media_type), media_type in weights))
    return best if liking(best) > 0 else None


def _quality(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _status_of(refusal: Refusal) -> int:  # noqa: PLR0911 - one line for each status
    match refusal:
        case BadTokenError():
            return 401
        case BodyTooLargeError():
            return 413
        case ContentTypeError():
            return 415
        case TimedOutError():
            return 504
        case NotFoundError():
            return 404
        case NotPermittedError():
            return 403
        case ConflictError():
            return 409
        case _:
            return 400


def _status(outcome: ExecutionResult, media_type: str) -> int:
    errors = outcome.errors or []
    if any((error.extensions or {}).get("code") == MUTATION_BY_GET for error in errors):
        return 405
    was_executed = outcome.data is not None or any(error.path for error in errors)
    return 400 if media_type == MODERN and not was_executed else 200


def _shown(outcome: ExecutionResult) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    errors = outcome.errors or []
    if errors:
        shown["errors"] = [error.formatted for error in errors]
    if outcome.data is not None or any(error.path for error in errors):
        shown["data"] = outcome.data
    return shown


def _body(message: str, code: str) -> dict[str, Any]:
    return {"errors": [GraphQLError(message, extensions={"code": code}).formatted]}


def _response(body: dict[str, Any], status: int, media_type: str) -> Response[bytes]:
    headers = {"Cache-Control": "no-store", "Vary": "Accept, Authorization", "X-Content-Type-Options": "nosniff"}
    if status == 401:  # noqa: PLR2004
        headers["WWW-Authenticate"] = "Bearer"
    if status == 405:  # noqa: PLR2004
        headers["Allow"] = "POST"
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(content, status_code=status, media_type=f"{media_type}; charset=utf-8", headers=headers)
