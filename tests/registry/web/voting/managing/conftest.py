"""A state of its own, and its officers at browsers."""

import pytest
import pytest_asyncio

from registry import admitting, signing_in
from tests.registry.web.voting.browsing import Browser
from tests.registry.web.voting.electorate import Voter
from tests.support import a_cast


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    """The people of the state; those who vote have names and numbers that nobody mistakes."""
    return await a_cast(store)


@pytest_asyncio.fixture(scope="module")
async def neighbor(store):
    """The people of another state."""
    return await a_cast(store, "US-PA")


@pytest.fixture(scope="module")
def at_browser(app, store):
    """Signs somebody of a cast in with all their roles."""

    async def signed_in(cast, name):
        code, _ = await signing_in.issue_code_as_operator(store, cast.people[name], 1)
        browser = Browser(app)
        assert (await browser.sign_in(code)).status_code == 303
        return Voter(browser)

    return signed_in


@pytest_asyncio.fixture
async def officer(at_browser, cast):
    return await at_browser(cast, "officer")


@pytest_asyncio.fixture
async def keeper(at_browser, cast):
    return await at_browser(cast, "roll_keeper")


@pytest_asyncio.fixture
async def member(at_browser, cast):
    return await at_browser(cast, "voter4")


@pytest_asyncio.fixture
async def outsider(at_browser, neighbor):
    """A vote officer of another state."""
    return await at_browser(neighbor, "officer")


@pytest_asyncio.fixture(scope="module")
async def council(store, cast):
    """A council of the state, to which people are brought."""
    slug = f"council-{cast.agency}"
    await admitting.add_organisation(store, slug, "The advisory council", "council", cast.jurisdiction)
    return slug
