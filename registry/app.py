"""The composition root: the application, put together from the registry, GraphQL and plain HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from litestar import Litestar
from litestar.datastructures import State
from litestar.exceptions import HTTPException

from measures import catalog
from measures.errors import Refusal
from registry.config import Settings
from registry.founding import Founding, open_registry
from registry.graphql.http import handlers as graphql_handlers
from registry.storage.transaction import Store
from registry.web import assets, documents, health, log, pages, problems
from registry.web import voting as voting_pages
from registry.web.document_shelf import DocumentShelf
from registry.web.gate import Gate, Limits

HANDLERS: Final = (
    *documents.handlers,
    *pages.handlers,
    *log.handlers,
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
            {"settings": settings, "document_shelf": DocumentShelf(), "problem_pages": voting_pages.problem_pages}
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
