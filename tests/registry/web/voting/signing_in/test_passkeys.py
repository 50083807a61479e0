"""The page of one's own passkeys, over HTTP, with a device in software."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest
import pytest_asyncio

from registry import signing_in
from registry.app import create_app
from registry.storage import audit
from registry.storage import sign_in as storage
from tests.registry.signing_in.authenticator import Authenticator
from tests.registry.signing_in.support import a_member
from tests.registry.web.voting.browsing import Browser, words
from tests.support import a_cast

ADDRESS = "http://localhost:8000"


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


@pytest.fixture(scope="module")
def app(settings, store):
    return create_app(replace(settings, public_url=ADDRESS), store=store)


@pytest_asyncio.fixture
async def member(store, cast):
    return await a_member(store, cast.agency)


@pytest_asyncio.fixture
async def browser(app, cast, member):
    """A browser that a member is signed in at."""
    async with Browser(app, ADDRESS) as opened:
        await opened.sign_in(await signing_in.issue_code(await cast.caller("roll_keeper"), member, 1))
        yield opened


def options_on(page, kind):
    return unescape(re.search(rf'data-passkey="{kind}" data-options="([^"]*)"', page.text)[1])


async def add(browser, device=None):
    """Add a passkey as the script does."""
    device = device or Authenticator(ADDRESS)
    answer = device.create(options_on(await browser.get("/vote/passkeys"), "create"))
    return device, await browser.fill_in("/vote/passkeys", answer=answer)


async def use(browser, device, way="/vote/passkeys"):
    """Sign in with a passkey as the script does."""
    path = f"/vote/sign-in?next={way}"
    answer = device.get(options_on(await browser.get(path), "get"))
    return await browser.fill_in(path, "/vote/sign-in/passkey", answer=answer)


async def test_a_passkey_is_added_and_signs_in_in_another_browser(app, browser, member):
    device, answer = await add(browser)
    assert (answer.status_code, answer.headers["location"]) == (303, "/vote/passkeys?done=added")
    page = await browser.get(answer.headers["location"])
    assert "Your passkey was added" in words(page)
    assert "Passkey 1, added on" in words(page)
    async with Browser(app, ADDRESS) as other:
        signed_in = await use(other, device)
        assert (signed_in.status_code, signed_in.headers["location"]) == (303, "/vote/passkeys")
        assert "Maria Lopez" in words(await other.get("/vote/passkeys"))


async def test_the_page_with_options_may_run_our_own_script_and_nothing_else(browser):
    page = await browser.get("/vote/passkeys")
    policy = page.headers["content-security-policy"].split("; ")
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    [source] = re.findall(r'<script src="([^"]*)" defer></script>', page.text)
    script = await browser.get(source)
    assert (script.status_code, script.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    again = await browser.get(source, headers={"If-None-Match": script.headers["etag"]})
    assert again.status_code == 304


async def test_the_options_are_nothing_but_an_attribute(store, cast, app):
    hostile = await a_member(store, cast.agency, name='"><script>alert(1)</script>')
    async with Browser(app, ADDRESS) as browser:
        await browser.sign_in(await signing_in.issue_code(await cast.caller("roll_keeper"), hostile, 1))
        page = await browser.get("/vote/passkeys")
    assert "<script>alert" not in page.text
    assert json.loads(options_on(page, "create"))["user"]["name"] == '"><script>alert(1)</script>'


async def test_a_made_up_answer_is_said_not_to_work(app, browser):
    for answer in ("", "{}", "null", "[]", "x"):
        refused = await browser.fill_in("/vote/passkeys", answer=answer)
        assert refused.status_code == 403
        assert "The passkey did not work." in words(refused)
    async with Browser(app, ADDRESS) as other:
        refused = await other.fill_in("/vote/sign-in", "/vote/sign-in/passkey", answer="{}")
        assert refused.status_code == 403
        assert "The passkey did not work" in words(refused)
        assert "vr_session" not in refused.headers.get("set-cookie", "")


async def test_an_answer_that_is_sent_twice_is_said_to_be(browser):
    device = Authenticator(ADDRESS)
    answer = device.create(options_on(await browser.get("/vote/passkeys"), "create"))
    await browser.fill_in("/vote/passkeys", answer=answer)
    again = await browser.fill_in("/vote/passkeys", answer=answer)
    assert again.status_code == 409
    assert "This was sent before." in words(again)


async def test_a_passkey_is_removed_by_its_owner_only(app, store, cast, browser, member):
    device, _ = await add(browser)
    [kept] = await storage.passkeys(member)
    other = await a_member(store, cast.agency)
    async with Browser(app, ADDRESS) as stranger:
        await stranger.sign_in(await signing_in.issue_code(await cast.caller("roll_keeper"), other, 1))
        token = (await stranger.form("/vote/passkeys"))["csrf_token"]
        refused = await stranger.post("/vote/passkeys/remove", data={"csrf_token": token, "passkey": kept.id})
        assert refused.status_code == 404
    removed = await browser.fill_in("/vote/passkeys", "/vote/passkeys/remove")
    assert removed.headers["location"] == "/vote/passkeys?done=removed"
    assert await storage.passkeys(member) == []
    async with Browser(app, ADDRESS) as later:
        assert (await use(later, device)).status_code == 403


async def test_nobody_adds_or_removes_anything_without_signing_in(app):
    async with Browser(app, ADDRESS) as stranger:
        token = (await stranger.form("/vote/sign-in"))["csrf_token"]
        before = await audit.head()
        for path in ("/vote/passkeys", "/vote/passkeys/remove"):
            answer = await stranger.post(path, data={"csrf_token": token, "answer": "{}", "passkey": "x"})
            assert (answer.status_code, answer.headers["location"]) == (303, "/vote/sign-in")
        assert await audit.head() == before
        assert (await stranger.get("/vote/passkeys")).headers["location"] == "/vote/sign-in?next=%2Fvote%2Fpasskeys"


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://registry.test"])
async def test_where_passkeys_cannot_work_the_pages_say_why(settings, store, cast, member, address):
    there = create_app(replace(settings, public_url=address), store=store)
    async with Browser(there, address) as browser:
        for path in ("/vote/sign-in", "/vote/passkeys"):
            page = await browser.get(path)
            if path == "/vote/sign-in":
                await browser.sign_in(await signing_in.issue_code(await cast.caller("roll_keeper"), member, 1))
            assert "They need a web address that starts with https and has a name." in words(page)
            assert "<script" not in page.text
            assert "script-src" not in page.headers["content-security-policy"]
        form = await browser.form("/vote/passkeys", "/vote/sign-out")
        refused = await browser.post("/vote/passkeys", data=form | {"answer": "{}"})
        assert refused.status_code == 409
    async with Browser(there, address) as stranger:
        form = await stranger.form("/vote/sign-in")
        assert (await stranger.post("/vote/sign-in/passkey", data=form)).status_code == 409
