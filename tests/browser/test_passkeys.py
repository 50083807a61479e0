"""Signing in with a real browser: by code, and by a passkey of Chromium's own virtual device."""

import asyncio
import contextlib
import re
import socket
from dataclasses import replace

import pytest
import pytest_asyncio
import uvicorn

from registry import signing_in
from registry.app import create_app
from registry.storage import people
from tests.browser.checks import every_check, no_script_errors
from tests.browser.devices import Device
from tests.registry.signing_in.support import a_member, code_in, letters_to, trail
from tests.support import a_cast, a_name

USE = 'form[data-passkey="get"] button'
ADD = 'form[data-passkey="create"] button'


class Server(uvicorn.Server):
    """uvicorn in the loop of the tests, with the signals left to pytest."""

    @contextlib.contextmanager
    def capture_signals(self):
        yield


@pytest.fixture(scope="module")
def listener():
    """A port that is known before the application is made: passkeys are bound to its address."""
    with socket.create_server(("127.0.0.1", 0)) as opened:
        yield opened


@pytest.fixture(scope="module")
def app(settings, store, listener):
    """The application, under the name that passkeys work for without https."""
    named = replace(
        settings,
        public_url=f"http://localhost:{listener.getsockname()[1]}",
        smtp_url="smtp://mail.test",
        mail_from="votes@registry.test",
    )
    return create_app(named, store=store)


@pytest_asyncio.fixture(scope="module")
async def address(app, listener):
    server = Server(uvicorn.Config(app, log_config=None, ws="none"))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        assert not serving.done()
        await asyncio.sleep(0.01)
    yield app.state.settings.base_url
    server.should_exit = True
    await serving


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


@pytest_asyncio.fixture
async def member(store, cast):
    return await a_member(store, cast.agency, f"{a_name()}@example.org", "Maria Lopez")


@pytest_asyncio.fixture
async def code(cast, member):
    return await signing_in.issue_code(await cast.caller("roll_keeper"), member, 30)


@pytest_asyncio.fixture
async def here(visiting):
    """One visit, in English, at a desktop."""
    return await visiting()


async def arrives(visit, path):
    await visit.page.wait_for_url(f"{visit.address}{path}")


async def sign_in(visit, code, path="/vote/sign-in"):
    await visit.to(path)
    await visit.page.fill("#code", code)
    await visit.page.click('form[action="/vote/sign-in"] button')


async def sign_out(visit):
    await visit.page.click('header form[action="/vote/sign-out"] button')
    await arrives(visit, "/vote/signed-out")


async def with_a_passkey(visit, code):
    """Sign in by code, add a passkey, and sign out again."""
    device = await Device.of(visit)
    await sign_in(visit, code, "/vote/sign-in?next=/vote/passkeys")
    await arrives(visit, "/vote/passkeys")
    await visit.page.click(ADD)
    await arrives(visit, "/vote/passkeys?done=added")
    await sign_out(visit)
    return device


async def test_a_member_adds_a_passkey_and_signs_in_with_it(here, code, member):
    device = await with_a_passkey(here, code)
    [kept] = await device.passkeys()
    assert kept["rpId"] == "localhost"
    assert kept["isResidentCredential"]
    await here.to("/vote/sign-in?next=/vote/passkeys")
    await here.page.click(USE)
    await arrives(here, "/vote/passkeys")
    assert "Maria Lopez" in await here.page.inner_text("header")
    assert "Passkey 1, added on" in await here.said()
    [after] = await device.passkeys()
    assert after["signCount"] > kept["signCount"]
    assert [action for action, _ in await trail(member)][-2:] == ["session_ended", "session_started"]
    no_script_errors(here)


async def test_a_passkey_signs_in_again_and_again(here, code):
    await with_a_passkey(here, code)
    for _ in range(2):
        await here.to("/vote/sign-in?next=/vote/passkeys")
        await here.page.click(USE)
        await arrives(here, "/vote/passkeys")
        await sign_out(here)


async def test_a_device_that_does_not_know_its_owner_signs_nobody_in(here, code):
    device = await with_a_passkey(here, code)
    await device.knows_its_owner(knows=False)
    await here.to("/vote/sign-in")
    await here.page.click(USE)
    await here.page.wait_for_selector("[data-passkey-failed]:not([hidden])")
    assert "The passkey did not work. Try again, or use a code." in await here.said()
    assert await here.path() == "/vote/sign-in"
    await device.knows_its_owner(knows=True)
    await here.page.click(USE)
    await arrives(here, "/vote")
    assert "Maria Lopez" in await here.page.inner_text("header")


async def test_a_device_is_not_given_a_second_passkey_for_the_same_person(here, code):
    device = await with_a_passkey(here, code)
    await here.to("/vote/sign-in?next=/vote/passkeys")
    await here.page.click(USE)
    await arrives(here, "/vote/passkeys")
    await here.page.click(ADD)
    await here.page.wait_for_selector("[data-passkey-failed]:not([hidden])")
    assert len(await device.passkeys()) == 1


async def test_a_removed_passkey_signs_nobody_in(here, code):
    await with_a_passkey(here, code)
    await here.to("/vote/sign-in?next=/vote/passkeys")
    await here.page.click(USE)
    await arrives(here, "/vote/passkeys")
    await here.page.click('form[action="/vote/passkeys/remove"] button')
    await arrives(here, "/vote/passkeys?done=removed")
    assert "You have no passkey yet." in await here.said()
    await sign_out(here)
    await here.to("/vote/sign-in")
    await here.page.click(USE)
    await arrives(here, "/vote/sign-in/passkey")
    assert "The passkey did not work" in await here.said()


async def test_without_scripts_the_page_says_why_there_is_no_button(visiting, code):
    visit = await visiting(scripts=False)
    await visit.to("/vote/sign-in")
    assert "This browser cannot use a passkey here. Please use a code." in await visit.said()
    assert not await visit.page.is_visible(USE)
    await sign_in(visit, code, "/vote/sign-in?next=/vote/passkeys")
    assert await visit.path() == "/vote/passkeys"
    assert not await visit.page.is_visible(ADD)
    assert "This browser cannot make a passkey here." in await visit.said()
    await sign_out(visit)


async def test_a_browser_that_knows_no_passkeys_is_treated_like_one_without_scripts(here):
    await here.page.add_init_script("delete window.PublicKeyCredential")
    await here.to("/vote/sign-in")
    assert "This browser cannot use a passkey here. Please use a code." in await here.said()
    assert not await here.page.is_visible(USE)
    no_script_errors(here)


async def test_signing_in_by_keyboard_alone(here, code):
    await here.to("/vote/sign-in?next=/vote/passkeys")
    await here.tab_to("Your code")
    await here.page.keyboard.type(code.lower())
    await here.press("Enter")
    await arrives(here, "/vote/passkeys")
    await here.tab_to("Sign out")
    await here.press("Enter")
    await arrives(here, "/vote/signed-out")


async def test_a_button_that_is_clicked_twice_in_a_row_signs_in(here, code):
    await here.to("/vote/sign-in?next=/vote/passkeys")
    await here.page.fill("#code", code)
    await here.page.dblclick('form[action="/vote/sign-in"] button')
    await arrives(here, "/vote/passkeys")
    assert "Maria Lopez" in await here.page.inner_text("header")


async def test_scripts_may_run_on_the_two_pages_with_passkeys_only(here):
    for path, runs in (("/vote/sign-in", True), ("/vote/help", False), ("/vote/sign-in/send", False)):
        policy = (await (await here.to(path)).all_headers())["content-security-policy"]
        assert ("script-src 'self'" in policy) == runs
        assert "unsafe" not in policy
        assert await here.page.locator("script").count() == runs


async def test_the_cookie_of_a_session_is_out_of_reach_of_scripts(here, code):
    await sign_in(here, code)
    assert await here.page.evaluate("document.cookie") == ""
    [cookie] = [each for each in await here.page.context.cookies() if each["name"] == "vr_session"]
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Lax", "/")


async def test_a_form_on_another_site_signs_nobody_out_and_in(here, code, app):
    """The other site is the same server under its number: for a browser another site altogether."""
    await sign_in(here, code)
    elsewhere = app.state.settings.base_url.replace("localhost", "127.0.0.1")
    await here.page.goto(f"{elsewhere}/vote/help")
    answer = await here.page.evaluate(
        """async (target) => {
            const body = new URLSearchParams({csrf_token: "0".repeat(64)});
            try { await fetch(target, {method: "POST", mode: "no-cors", credentials: "include", body}); } catch {}
            return document.cookie;
        }""",
        f"{app.state.settings.base_url}/vote/sign-out",
    )
    assert answer == ""
    await here.to("/vote/sign-in")
    assert "You are signed in as Maria Lopez." in await here.said()


async def test_the_pages_to_sign_in_on_can_be_used_by_everyone(visit, store, code, member):
    await visit.to("/vote/sign-in")
    await every_check(visit, "sign-in")
    await sign_in(visit, code[::-1])
    await every_check(visit, "sign-in-wrong-code")
    await visit.to("/vote/sign-in/send")
    await every_check(visit, "sign-in-send")
    await visit.page.fill("#email", "nobody@example.org")
    await visit.page.click('form[action="/vote/sign-in/send"] button')
    await every_check(visit, "sign-in-sent")


async def test_the_pages_of_somebody_signed_in_can_be_used_by_everyone(visit, code):
    await Device.of(visit)
    await sign_in(visit, code, "/vote/sign-in?next=/vote/passkeys")
    await visit.page.click(ADD)
    await arrives(visit, "/vote/passkeys?done=added")
    await every_check(visit, "passkeys")
    await visit.to("/vote/sign-in")
    await every_check(visit, "sign-in-done")
    await visit.page.context.clear_cookies()
    await visit.page.click('main form[action="/vote/sign-out"] button')
    await every_check(visit, "sign-in-again")
    await visit.to("/vote/signed-out")
    await every_check(visit, "signed-out")


async def test_a_code_by_mail_signs_in(here, store, member):
    await here.to("/vote/sign-in")
    await here.page.click("main a[href='/vote/sign-in/send']")
    await here.page.fill("#email", (await people.details([member]))[member].email)
    await here.page.click('form[action="/vote/sign-in/send"] button')
    [(_, _, body)] = await letters_to(member)
    assert re.search(r"http://localhost:\d+/vote/sign-in$", body, re.MULTILINE)
    await here.page.click("main a[href='/vote/sign-in']")
    await here.page.fill("#code", code_in(body))
    await here.press("Enter")
    await arrives(here, "/vote")
    assert "Maria Lopez" in await here.page.inner_text("header")
