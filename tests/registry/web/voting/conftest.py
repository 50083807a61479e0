"""The application over the module's own registry, and a state with its people."""

import pytest
import pytest_asyncio

from registry.app import create_app
from tests.support import a_cast


@pytest.fixture(scope="module")
def app(settings, store):
    return create_app(settings, store=store)


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store)
