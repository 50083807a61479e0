"""The composition root: the application, put together from the registry, GraphQL and plain HTTP."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from litestar import Litestar
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp

from measures import catalog
from measures.errors import Refusal
from registry.config import Settings
from registry.founding import Founding, open_registry
from registry.graphql.http import handlers as graphql_handlers
from registry.storage.transaction import Store
from registry.web import (
    alignment_pages,
    assets,
    case_pages,
    change_pages,
    comparison_pages,
    contract_pages,
    documents,
    exhibit_pages,
    health,
    log,
    mirrors,
    notice_pages,
    pages,
    problems,
    report_pages,
)
from registry.web import voting as voting_pages
from registry.web.document_shelf import DocumentShelf
from registry.web.exhibit_shelf import ExhibitShelf
from registry.web.gate import Gate, Limits
from registry.web.templating import STATIC

HANDLERS: Final = (
    *documents.handlers,
    *exhibit_pages.handlers,
    *comparison_pages.handlers,
    *pages.handlers,
    *case_pages.handlers,
    *alignment_pages.handlers,
    *contract_pages.handlers,
    *report_pages.handlers,
    *change_pages.handlers,
    *notice_pages.handlers,
    *log.handlers,
    *mirrors.handlers,
    *health.handlers,
    *assets.handlers,
    *voting_pages.handlers,
)


def create_app(
    settings: Settings,
    found: Founding | None = None,
    *,
    store: Store | None = None,
    limits: Limits | None = None,
) -> Litestar:
    """The application. It opens the registry of these settings when it starts and closes it when it ends.

    A `store` that is open already is used as it is, and is left open.
    """
    limits = limits or Limits()

    @asynccontextmanager
    async def opened(app: Litestar) -> AsyncIterator[None]:
        catalog.load()  # now, and not while somebody waits for a page
        if store is not None:
            yield
            return
        async with open_registry(settings, found) as own:
            app.state.store = own
            try:
                yield
            finally:
                del app.state["store"]

    app = Litestar(
        route_handlers=[*HANDLERS, *graphql_handlers],
        lifespan=[opened],
        state=State(
            {
                "settings": settings,
                "document_shelf": DocumentShelf(),
                "exhibit_shelf": ExhibitShelf(),
                "problem_pages": voting_pages.problem_pages | comparison_pages.problem_pages,
            }
            | ({} if store is None else {"store": store})
        ),
        exception_handlers=_exception_handlers(),
        request_max_body_size=limits.body,
        debug=False,
        # Both load scripts or print what people sent; the gate writes the one line that a request gets.
        openapi_config=None,
        logging_config=None,
    )
    app.asgi_handler = Gate(app.asgi_handler, limits)
    return app


def _exception_handlers() -> dict[int | type[Exception], Any]:
    return {Refusal: problems.refused, HTTPException: problems.http_refused, Exception: problems.failed}


def answers_inside(settings: Settings, store: Store) -> Callable[[str], Awaitable[bytes]]:
    """What this application answers to a GET of somebody who is not signed in, by the address, without a network.

    Its pages say that they are copies. What it answers other than with 200 is a bug.
    """
    app = create_app(settings, store=store)
    app.state[STATIC] = True
    gate = app.asgi_handler
    assert isinstance(gate, Gate)
    return partial(_answer, app, gate.inside)


async def _answer(app: Litestar, inside: ASGIApp, address: str) -> bytes:
    answered: list[Any] = []

    async def send(message: Any) -> None:
        answered.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope: Any = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "app": app,
        "litestar_app": app,
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": address,
        "raw_path": address.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost")],
        "client": None,
        "server": None,
        "state": {},
    }
    await inside(scope, receive, send)
    begun, *bodies = answered
    assert begun["status"] == HTTPStatus.OK, f"{address} is answered with {begun['status']}"
    return b"".join(message.get("body", b"") for message in bodies)
