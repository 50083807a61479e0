"""The pages to sign in on: what they say, whoever types what."""

import asyncio
import re

import pytest

from governance.members import Role
from governance.sign_in import MOST_TRIES
from registry import admitting, signing_in
from registry.signing_in.codes import new_code
from registry.storage.tables import SessionRow
from tests.registry.signing_in.support import trail, wrong
from tests.registry.web.voting.browsing import Browser, session_in, words


async def test_the_page_asks_for_one_thing_in_one_field(browser):
    page = await browser.get("/vote/sign-in")
    assert page.status_code == 200
    [field] = re.findall(r'<input [^>]*id="code"[^>]*>', page.text)
    assert 'autocomplete="one-time-code"' in field
    assert 'aria-describedby="code-hint"' in field
    assert page.headers["cache-control"] == "no-store"
    assert "<script" not in page.text


async def test_a_code_signs_in_and_the_pages_know_the_name(browser, code):
    answer = await browser.sign_in(code)
    assert (answer.status_code, answer.headers["location"]) == (303, "/vote")
    page = await browser.get("/vote/sign-in")
    assert "You are signed in as Maria Lopez." in words(page)
    assert page.headers["cache-control"] == "no-store"


async def test_what_was_typed_with_spaces_and_small_letters_signs_in(browser, code):
    answer = await browser.sign_in(f"  {code.lower().replace('-', ' ')}  ")
    assert answer.status_code == 303


async def test_a_wrong_code_is_said_beside_the_field_and_at_the_top_and_stays_typed(browser, code):
    typed = wrong(code)
    answer = await browser.sign_in(typed)
    assert answer.status_code == 403
    sentence = "This code does not work. Check each letter and number, or ask for a new code."
    assert words(answer).count(sentence) == 2
    [field] = re.findall(r'<input [^>]*id="code"[^>]*>', answer.text)
    assert 'aria-invalid="true"' in field
    assert f'value="{typed}"' in field
    assert "code-error" in field
    assert "vr_session" not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type your code. It has 15 letters and numbers."),
        ("ABC", "A code has 15 letters and numbers. You typed 3."),
        ("<b>", "A code has only letters and numbers. You typed <."),
    ],
)
async def test_what_is_no_code_is_said_in_words_that_help(browser, typed, sentence):
    answer = await browser.sign_in(typed)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "<b>" not in answer.text


async def test_it_is_said_in_spanish_too(browser):
    browser.headers["Accept-Language"] = "es-MX"
    page = await browser.get("/vote/sign-in")
    assert page.headers["content-language"] == "es"
    assert '<html lang="es"' in page.text


async def test_a_used_code_is_refused_in_another_browser(app, browser, code):
    await browser.sign_in(code)
    async with Browser(app) as other:
        answer = await other.sign_in(code)
    assert answer.status_code == 403
    assert "This code was used before." in words(answer)


async def test_two_browsers_at_once_with_one_code_get_one_session(app, code, member):
    browsers = [Browser(app) for _ in range(5)]
    answers = await asyncio.gather(*(each.sign_in(code) for each in browsers))
    for each in browsers:
        await each.aclose()
    assert sorted(answer.status_code for answer in answers) == [303, 403, 403, 403, 403]
    assert await SessionRow.count().where(SessionRow.person == member) == 1


async def test_a_button_that_is_pressed_twice_signs_in_once_and_says_nothing_of_it(browser, code, member):
    fields = await browser.form("/vote/sign-in") | {"code": code}
    answers = await asyncio.gather(*(browser.post("/vote/sign-in", data=fields) for _ in range(2)))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert await SessionRow.count().where(SessionRow.person == member) == 1


async def test_guessing_is_stopped_whatever_the_browser(app, code, member):
    for _ in range(MOST_TRIES - 1):
        async with Browser(app) as fresh:
            assert "This code does not work." in words(await fresh.sign_in(wrong(code)))
    async with Browser(app) as fresh:
        assert "There were too many wrong tries." in words(await fresh.sign_in(wrong(code)))
        assert "There were too many wrong tries." in words(await fresh.sign_in(code))
    assert await SessionRow.count().where(SessionRow.person == member) == 0


async def test_a_code_that_exists_and_one_that_does_not_are_refused_alike(browser, code):
    known, unknown = await browser.sign_in(wrong(code)), await browser.sign_in(new_code().code.written)
    assert known.status_code == unknown.status_code

    def without_typed(page):
        return re.sub(r'value="[^"]*"', "", page.text)

    assert without_typed(known) == without_typed(unknown)


async def test_a_token_signs_staff_in_with_its_roles(store, cast, browser):
    token = await admitting.issue_token(store, cast.people["roll_keeper"], (), 1)
    page = await browser.sign_in(token.secret)
    assert page.status_code == 303
    secret = session_in(page)
    assert (await signing_in.actor_of_session(secret)).has(Role.ROLL_KEEPER)


async def test_a_wrong_token_is_said_and_not_shown_again(browser):
    answer = await browser.sign_in("vr_this-is-no-token")
    assert answer.status_code == 403
    assert "This access token does not work." in words(answer)
    assert "vr_this" not in answer.text


async def test_a_roll_keeper_cannot_sign_in_as_an_officer_by_any_code_they_can_make(store, cast, browser, member, code):
    await admitting.grant_role(store, member, Role.VOTE_OFFICER, cast.agency)
    answer = await browser.sign_in(code)
    secret = session_in(answer)
    actor = await signing_in.actor_of_session(secret)
    assert {grant.role for grant in actor.grants} == {Role.MEMBER}
    actions = [action for action, _ in await trail(member)]
    assert actions[-2:] == ["role_granted", "session_started"]
