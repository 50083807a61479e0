"""A state with its people, and a fresh member with a fresh code."""

import pytest_asyncio

from registry import signing_in
from tests.registry.signing_in.support import a_member
from tests.support import a_cast


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


@pytest_asyncio.fixture
async def member(store, cast):
    return await a_member(store, cast.agency)


@pytest_asyncio.fixture
async def code(cast, member):
    return await signing_in.issue_code(await cast.caller("roll_keeper"), member, 30)
