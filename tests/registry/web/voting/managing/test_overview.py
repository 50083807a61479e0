"""What waits for those who run votes, over HTTP."""

import re

import pytest

from registry import commenting, voting
from registry.storage import votes
from tests.support import a_cast, a_proposal, an_open_vote, definition_content, until_closed


def links(visitor):
    """All addresses that a page leads to."""
    return set(re.findall(r'href="([^"]+)"', visitor.answer.text))


async def test_a_member_has_no_business_there_and_is_told_so(member):
    for path in ("", "/new", "/rolls/new", "/rolls/sample.csv"):
        await member.opens(f"/vote/manage{path}")
        assert member.answer.status_code == 403


async def test_nobody_gets_there_without_signing_in(app, officer):
    officer.browser.cookies.clear()
    answer = await officer.browser.get("/vote/manage")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/vote/sign-in?next=%2Fvote%2Fmanage"


@pytest.mark.parametrize("office", ["officer", "roll_keeper", "certifier", "publisher", "drafter"])
async def test_every_office_sees_the_votes_of_its_state_and_of_no_other(cast, at_browser, neighbor, office):
    ours, theirs = await an_open_vote(cast, seconds=600), await an_open_vote(neighbor, seconds=600)
    visitor = await at_browser(cast, office)
    await visitor.opens("/vote/manage")
    assert f"/vote/manage/{ours}" in links(visitor)
    assert f"/vote/manage/{theirs}" not in links(visitor)


async def test_a_vote_waits_for_whoever_takes_its_next_step(store, at_browser):
    cast = await a_cast(store, "US-VT")
    visitors = {name: await at_browser(cast, name) for name in ("officer", "certifier", "second_certifier", "everyman")}
    vote_id = await an_open_vote(cast, seconds=6)

    async def waiting():
        pages = {name: await visitor.opens("/vote/manage") for name, visitor in visitors.items()}
        return {name for name, page in pages.items() if "These wait for you" in page.text}

    assert await waiting() == set()
    await until_closed(await votes.get(vote_id))
    assert await waiting() == {"officer", "everyman"}
    await voting.close_vote(await cast.caller("officer"), vote_id)
    await voting.tally_vote(await cast.caller("officer"), vote_id)
    assert await waiting() == {"certifier", "second_certifier", "everyman"}
    await voting.certify_vote(await cast.caller("certifier"), vote_id)
    assert await waiting() == {"second_certifier", "everyman"}
    await voting.certify_vote(await cast.caller("second_certifier"), vote_id)
    assert await waiting() == set()


async def test_a_proposal_is_ready_once_its_comments_have_answers(cast, officer, member):
    content = definition_content(title="A definition with a comment")
    proposal_id = await a_proposal(cast, content=content)
    await officer.opens("/vote/manage")
    assert f"/vote/manage/new?proposal={proposal_id}" in links(officer)
    await commenting.comment(await cast.caller("voter1"), proposal_id, "What of respite?")
    page = await officer.opens("/vote/manage")
    assert "1 comment needs an answer first." in page.text
    assert f"/vote/manage/new?proposal={proposal_id}" not in links(officer)


async def test_the_list_of_votes_leads_there_and_only_those_who_hold_an_office(officer, keeper, member):
    for visitor, leads in ((officer, True), (keeper, True), (member, False)):
        await visitor.opens("/vote")
        assert ("/vote/manage" in links(visitor)) is leads
