"""A real Chromium over a real server of the module's own registry. Skipped where there is none, unless it must be."""

import asyncio
import contextlib
import os
import shutil
from pathlib import Path

import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import async_playwright

from registry.app import create_app
from tests.browser.records import Report, written_on_request
from tests.browser.visits import LANGUAGES, VIEWPORTS, Visit

pytest.register_assert_rewrite("tests.browser.checks")

REQUIRED = "BROWSER_REQUIRED"
"""Set where the checks must not be left out: no Chromium is then a failure."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Server(uvicorn.Server):
    """uvicorn in the loop of the tests, with the signals left to pytest."""

    @contextlib.contextmanager
    def capture_signals(self):
        yield


@pytest_asyncio.fixture(scope="session")
async def chromium():
    """The browser, without a window."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        reason = "there is no Chromium here (Debian: apt-get install chromium)"
        pytest.fail(reason) if os.environ.get(REQUIRED) else pytest.skip(reason)
    # As root, which is who runs in most containers, Chromium only starts without its sandbox.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        await browser.close()


@pytest.fixture(scope="module")
def app(settings, store):
    """The application that is looked at. A module may register pages of its own on it."""
    return create_app(settings, store=store)


@pytest_asyncio.fixture(scope="module")
async def address(app):
    """Where the application answers: a port that was free."""
    server = Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, ws="none"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        assert not serving.done()
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await serving


@pytest.fixture(scope="session")
def report():
    """What axe found on every page that was looked at."""
    collected = Report()
    yield collected
    if written_on_request():
        collected.write(Path("docs/accessibility-report.md"))


@pytest_asyncio.fixture
async def visiting(chromium, address, report):
    """Begins visits: `await visiting("es", "phone", scripts=False)`. Each is a person of their own, with no cookies."""
    async with contextlib.AsyncExitStack() as ends:

        async def begin(language="en", viewport="desktop", *, scripts=True):
            context = await chromium.new_context(
                locale=f"{language}-US",
                viewport=VIEWPORTS[viewport],
                java_script_enabled=scripts,
                reduced_motion="reduce",
            )
            ends.push_async_callback(context.close)
            page = await context.new_page()
            page.set_default_timeout(10_000)
            return Visit(page, address, language, viewport, report)

        yield begin


@pytest_asyncio.fixture(params=[(language, viewport) for language in LANGUAGES for viewport in VIEWPORTS], ids="-".join)
async def visit(request, visiting):
    """One visit for each language and viewport."""
    return await visiting(*request.param)
