"""Where signing in leads: to voting pages and nowhere else."""

import pytest

from registry.web.voting.ways import HOME, way_on


async def test_after_signing_in_one_is_where_one_wanted_to_go(browser, code):
    refused = await browser.get("/vote/passkeys?done=x")
    assert refused.status_code == 303
    where = refused.headers["location"]
    assert where == "/vote/sign-in?next=%2Fvote%2Fpasskeys%3Fdone%3Dx"
    answer = await browser.sign_in(code, where)
    assert answer.headers["location"] == "/vote/passkeys?done=x"


@pytest.mark.parametrize(
    "way",
    [
        "https://evil.test/vote/",
        "//evil.test/vote/",
        "/\\evil.test/vote/",
        "\\\\evil.test",
        "/vote/../graphql",
        "/vote/%2e%2e/graphql",
        "/vote/.%2E/graphql",
        "/vote/..%2fgraphql",
        "/vote//evil.test",
        "/vote\\evil",
        "/vote/\\evil",
        "/vote/%5cevil",
        "/voteevil",
        "/noticesevil",
        "/notices//evil.test",
        "/notices/../graphql",
        "/graphql",
        "javascript:alert(1)",
        "/vote/\nSet-Cookie: x=y",
        "/vote/\x00",
        "/vote/" + "x" * 600,
        "/vote/sign-in",
        "/vote/sign-in?next=/vote/sign-in",
        "/vote/sign-out",
        "/vote/signed-out",
        "",
        "vote/x",
        " /vote/x",
        "http:/vote/x",
        "/vote/http://[",
        "/vote/x#part",
        "/vote/x y",
        "/vote/é",
    ],
)
def test_signing_in_leads_to_no_page_but_a_voting_page(way):
    assert way_on(way) == HOME


@pytest.mark.parametrize(
    "way",
    [
        "/vote/passkeys",
        "/vote/0f8f-11/question/2",
        "/vote/results?round=2&lang=es",
        "/vote/a?b=%C3%A9",
        "/vote/a.b",
        "/notices",
        "/notices/0f8f-11",
        "/contracts",
    ],
)
def test_signing_in_leads_on_to_voting_pages(way):
    assert way_on(way) == way


async def test_an_open_redirect_is_not_to_be_had_by_the_form_either(browser, code):
    answer = await browser.fill_in("/vote/sign-in", code=code, next="//evil.test/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/vote")
