"""A visit: one person at one browser, what they see, and what the browser did behind their back."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Page

from tests.browser.records import Report

LANGUAGES = ("en", "es")
VIEWPORTS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 640}}

# An expression; what the file says about itself stands before it.
LOOKING = re.sub(r"^//.*\n", "", (Path(__file__).parent / "looking.js").read_text(encoding="utf-8")).strip()


@dataclass
class Visit:
    """A page that is looked at, and how."""

    page: Page
    address: str
    language: str
    viewport: str
    report: Report
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._heard)

    def _heard(self, message):
        # A page that answers 404 or 403 on purpose is told to the console as an error; it is none of a script.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(message.text)

    async def to(self, path):
        """Open a page of the registry; the answer to it."""
        return await self.page.goto(f"{self.address}{path}")

    async def path(self):
        """Where the visit is now, without the host."""
        return self.page.url.removeprefix(self.address)

    async def said(self):
        """All that is to be read in the main part of the page."""
        return " ".join((await self.page.inner_text("main")).split())

    async def look(self, question, *about):
        """Ask the page something: a function of looking.js."""
        return await self.page.evaluate(f"(about) => {LOOKING}.{question}(...about)", list(about))

    async def tab_to(self, name, most=100):
        """Press Tab until the focus is on what has this accessible name, as somebody with no mouse does."""
        for _ in range(most):
            await self.page.keyboard.press("Tab")
            if await self.look("focusedName") == name:
                return
        raise AssertionError(f"{name!r} is not reached by Tab on {self.page.url}")

    async def press(self, *keys):
        """Press keys, one after another."""
        for key in keys:
            await self.page.keyboard.press(key)
