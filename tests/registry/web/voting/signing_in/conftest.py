"""An application with a member who has a code, and a browser."""

from dataclasses import replace

import pytest
import pytest_asyncio

from registry import signing_in
from registry.app import create_app
from tests.registry.signing_in.support import a_member
from tests.registry.web.voting.browsing import Browser
from tests.support import a_cast

MAIL = {"smtp_url": "smtp://mail.test", "mail_from": "votes@registry.test"}


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


@pytest.fixture(scope="module")
def app(settings, store):
    return create_app(settings, store=store)


@pytest_asyncio.fixture
async def browser(app):
    async with Browser(app) as opened:
        yield opened


@pytest_asyncio.fixture
async def member(store, cast):
    return await a_member(store, cast.agency)


@pytest_asyncio.fixture
async def code(cast, member):
    return await signing_in.issue_code(await cast.caller("roll_keeper"), member, 30)


@pytest_asyncio.fixture
async def mailing(settings, store):
    async with Browser(create_app(replace(settings, **MAIL), store=store)) as opened:
        yield opened
