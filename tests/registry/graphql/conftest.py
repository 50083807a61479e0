"""A client of `/graphql` over the registry of the module."""

import httpx
import pytest_asyncio
from litestar import Litestar
from litestar.datastructures import State

from registry.graphql.http import handlers
from tests.registry.graphql.steps import Flow
from tests.support import a_cast


class Client:
    """Sends GraphQL requests, as one of a cast or as the public."""

    def __init__(self, http):
        self.http = http

    async def post(self, query, variables=None, token=None, **more):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = {"query": query, **({"variables": variables} if variables else {}), **more}
        return await self.http.post("/graphql", json=body, headers=headers)

    async def errors(self, query, variables=None, token=None):
        """The codes of the errors of a query."""
        answer = (await self.post(query, variables, token)).json()
        return [error["extensions"]["code"] for error in answer.get("errors", [])]

    async def data(self, query, variables=None, token=None):
        """The data of a query that has no errors."""
        answer = (await self.post(query, variables, token)).json()
        assert "errors" not in answer, answer
        return answer["data"]

    async def nodes(self, query, variables=None, token=None):
        """The nodes of the one connection that a query asks for."""
        (connection,) = (await self.data(query, variables, token)).values()
        return [edge["node"] for edge in connection["edges"]]


@pytest_asyncio.fixture(scope="module")
async def client(settings, store):
    app = Litestar(
        handlers, state=State({"settings": settings, "store": store}), openapi_config=None, logging_config=None
    )
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://registry.test") as http:
        yield Client(http)


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


@pytest_asyncio.fixture(scope="module")
async def flow(client, store):
    cast = await a_cast(store)
    return Flow(client, cast, {name: await cast.token(name) for name in cast.people})


@pytest_asyncio.fixture(scope="module")
async def adopted(flow):
    """A definition of value that a vote adopted: its reference, and the vote."""
    draft = await flow.draft()
    assert await flow.step("drafter", "openForComment", proposal=draft["id"]) == "Proposal"
    vote = await flow.vote_on(draft["id"])
    return draft["target"], vote
