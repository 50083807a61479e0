"""Asking for a code by mail: it says the same to everybody."""

import re

import pytest

from registry.storage import audit
from tests.registry.signing_in.support import a_member, code_in, letters_to
from tests.registry.web.voting.browsing import words
from tests.support import a_name


async def test_where_no_mail_is_sent_the_page_says_so(browser):
    assert "Send me a code" not in words(await browser.get("/vote/sign-in"))
    assert "This site sends no mail." in words(await browser.get("/vote/sign-in/send"))


async def test_a_code_by_mail(mailing, store, cast):
    address = f"{a_name()}@example.org"
    person_id = await a_member(store, cast.agency, address, language="es")
    assert "Send me a code" in words(await mailing.get("/vote/sign-in"))
    answer = await mailing.fill_in("/vote/sign-in/send", email=address)
    assert answer.status_code == 200
    assert "If the council knows this address, a code is on its way." in words(answer)
    [(_, _, body)] = await letters_to(person_id)
    assert "http://127.0.0.1:8000/vote/sign-in" in body.splitlines()
    [code] = re.findall(r"^[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}$", body, re.MULTILINE)
    assert code == code_in(body)
    assert (await mailing.sign_in(code)).status_code == 303


async def test_a_known_and_an_unknown_address_are_answered_alike(mailing, store, cast):
    address = f"{a_name()}@example.org"
    await a_member(store, cast.agency, address)
    known = await mailing.fill_in("/vote/sign-in/send", email=address)
    before = await audit.head()
    unknown = await mailing.fill_in("/vote/sign-in/send", email=f"{a_name()}@example.org")
    assert (known.status_code, known.text, list(known.headers)) == (
        unknown.status_code,
        unknown.text,
        list(unknown.headers),
    )
    assert await audit.head() == before


@pytest.mark.parametrize(
    "typed", ["", "maria", "@example.org", "maria@", "a b@example.org", "a@b@c", "a@b\r\nBcc: c@d", "x" * 255 + "@d"]
)
async def test_what_is_no_address_is_said_beside_the_field(mailing, typed):
    answer = await mailing.fill_in("/vote/sign-in/send", email=typed)
    assert answer.status_code == 422
    assert "Type your mail address, like name@example.org." in words(answer)


async def test_a_mail_cannot_be_asked_for_from_another_site(mailing, store, cast):
    address = f"{a_name()}@example.org"
    person_id = await a_member(store, cast.agency, address)
    await mailing.get("/vote/sign-in/send")
    answer = await mailing.post("/vote/sign-in/send", data={"email": address}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert await letters_to(person_id) == []
