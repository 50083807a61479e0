"""Forms do something only if they were sent from our own pages, by the one whose page it is."""

import httpx
import pytest

from registry import signing_in
from registry.storage.tables import SessionRow
from tests.registry.signing_in.support import a_member
from tests.registry.web.voting.browsing import Browser, Forms, words


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.test"},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://neighbor.registry.test"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://registry.test"},
    ],
)
async def test_a_form_of_another_site_does_nothing_even_with_a_token_that_counts(browser, code, member, headers):
    answer = await browser.fill_in("/vote/sign-in", code=code, headers=headers)
    assert answer.status_code == 403
    assert "We could not be sure that this came from you." in words(answer)
    assert "Send it again" not in words(answer)
    assert code not in answer.text
    assert await SessionRow.count().where(SessionRow.person == member) == 0


async def test_another_site_cannot_sign_somebody_out(browser, code):
    await browser.sign_in(code)
    answer = await browser.post("/vote/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "You are signed in" in words(await browser.get("/vote/sign-in"))


@pytest.mark.parametrize("token", [None, "", "0" * 64])
async def test_a_form_without_its_token_does_nothing(browser, code, member, token):
    await browser.get("/vote/sign-in")
    data = {"code": code} | ({} if token is None else {"csrf_token": token})
    answer = await browser.post("/vote/sign-in", data=data)
    assert answer.status_code == 403
    assert await SessionRow.count().where(SessionRow.person == member) == 0


async def test_a_token_of_one_browser_does_nothing_in_another(app, browser, code, member):
    async with Browser(app) as other:
        stolen = (await other.form("/vote/sign-in"))["csrf_token"]
    await browser.get("/vote/sign-in")
    answer = await browser.post("/vote/sign-in", data={"code": code, "csrf_token": stolen})
    assert answer.status_code == 403
    assert await SessionRow.count().where(SessionRow.person == member) == 0


async def test_a_browser_that_says_nothing_about_itself_still_needs_the_token(app, code):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry.test") as old:
        page = await old.get("/vote/sign-in")
        [fields] = [fields for where, fields in Forms(page.text).found if where == "/vote/sign-in"]
        assert (await old.post("/vote/sign-in", data={"code": code})).status_code == 403
        assert (await old.post("/vote/sign-in", data=fields | {"code": code})).status_code == 303


async def test_what_was_typed_is_not_lost_when_a_page_was_open_for_too_long(app, browser, code):
    fields = await browser.form("/vote/sign-in")
    browser.cookies.clear()
    again = await browser.post("/vote/sign-in", data=fields | {"code": code})
    assert again.status_code == 403
    assert "Your browser sent no cookie." in words(again)
    [kept] = [found for where, found in Forms(again.text).found if where == "/vote/sign-in"]
    assert kept["code"] == code
    answer = await browser.post("/vote/sign-in", data=kept)
    assert answer.status_code == 303


async def test_a_page_of_one_person_sends_nothing_in_the_name_of_the_next(store, cast, browser, code):
    """Two tabs: the first was opened by one person; in the second, another has signed in since."""
    await browser.sign_in(code)
    of_the_first = await browser.form("/vote/sign-in", "/vote/sign-out")
    await browser.fill_in("/vote/sign-in", "/vote/sign-out")
    other = await a_member(store, cast.agency, name="Luis Ruiz")
    await browser.sign_in(await signing_in.issue_code(await cast.caller("roll_keeper"), other, 1))
    answer = await browser.post("/vote/sign-out", data=of_the_first)
    assert answer.status_code == 403
    assert "You are signed in as Luis Ruiz. Send it only if that is you." in words(answer)


async def test_two_tabs_of_one_person_both_work(browser, code):
    await browser.sign_in(code)
    one, two = [await browser.form("/vote/sign-in", "/vote/sign-out") for _ in range(2)]
    assert one == two
    assert (await browser.post("/vote/sign-out", data=one)).status_code == 303


async def test_a_form_with_files_needs_the_token_too(browser):
    await browser.get("/vote/sign-in")
    answer = await browser.post("/vote/sign-in", data={"code": "x"}, files={"roll": ("roll.csv", b"a,b")})
    assert answer.status_code == 403
    assert "Load it again, and fill it in once more." in words(answer)
    token = (await browser.form("/vote/sign-in"))["csrf_token"]
    let_in = await browser.post("/vote/sign-in", data={"csrf_token": token}, files={"roll": ("roll.csv", b"a,b")})
    assert let_in.status_code == 422  # past the token: there is no code in it


async def test_a_body_that_is_no_form_does_nothing(browser):
    await browser.get("/vote/sign-in")
    for content, kind in (
        (b"{}", "application/json"),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"", "text/plain"),
    ):
        answer = await browser.post("/vote/sign-in", content=content, headers={"Content-Type": kind})
        assert answer.status_code == 403
