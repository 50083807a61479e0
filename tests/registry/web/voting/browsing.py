"""A browser without a screen: it keeps cookies, reads forms off pages, and sends them as a real one does."""

import re
from html import unescape
from html.parser import HTMLParser

import httpx


class Forms(HTMLParser):
    """The forms of a page: where they lead, and their fields with what they hold."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self.found.append((said["action"], {}))
        elif tag == "input" and said.get("name"):
            self.found[-1][1][said["name"]] = said.get("value") or ""


SAYS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


class Browser(httpx.AsyncClient):
    """One browser, which says truly where its requests come from."""

    def __init__(self, app, base_url="http://registry.test"):
        super().__init__(transport=httpx.ASGITransport(app), base_url=base_url, headers=SAYS)

    async def form(self, path, action=None):
        """The fields of a form on a page: of the one that leads to `action`, or to the page's own path."""
        page = await self.get(path)
        return next(fields for where, fields in Forms(page.text).found if where == (action or path.split("?")[0]))

    async def fill_in(self, path, action=None, headers=None, **typed):
        """Open a page, fill in a form of it, and send it."""
        fields = await self.form(path, action)
        return await self.post(action or path.split("?")[0], data=fields | typed, headers=headers)

    async def sign_in(self, code, path="/vote/sign-in"):
        """Sign in with a code."""
        return await self.fill_in(path, "/vote/sign-in", code=code)


def words(page):
    """What there is to read on a page."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.text)))


def session_in(answer):
    """The secret of the session that an answer starts."""
    return re.match(r"(?:__Host-)?vr_session=([^;]+)", answer.headers["set-cookie"])[1]
