"""The page of a result over HTTP: nothing before its time, words first, numbers only where they may be shown."""

from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from governance.appeals import Grounds
from governance.members import Constituency
from governance.proposals import Disposition
from governance.rolls import RollEntry
from governance.rules import Approvals, Choice
from registry import commenting, translating, voting
from registry.storage import proposals, votes
from tests.registry.web.voting.browsing import Browser
from tests.registry.web.voting.electorate import Voter, a_voter, an_outcome_vote, everybody_votes
from tests.registry.web.voting.making import TWO_OF_THEM
from tests.support import a_cast, a_proposal, an_open_vote, concluded, rule, until_closed

SPANISH = {
    "language": "es",
    "title": "Vivir bien en un hogar de ancianos",
    "statement": "Me tratan con respeto y elijo mi día.",
    "outcomes": [
        {"id": "respect", "statement": "Tratan a los residentes con respeto."},
        {"id": "belonging", "statement": "Los residentes se sienten en casa."},
    ],
    "reviewed_by": "certified translator, state agency",
    "machine_drafted": False,
}


@pytest.fixture
def reader(app):
    """Somebody who is not signed in."""
    return Voter(Browser(app))


@pytest_asyncio.fixture(scope="module")
async def with_comments(cast):
    """A certified vote with its appeal window open, on a text that somebody commented on and somebody translated."""
    proposal_id = await a_proposal(cast)
    drafter = await cast.caller("drafter")
    said = await commenting.comment(await cast.caller("voter5"), proposal_id, "Say that people choose when to get up.")
    await commenting.answer_comment(drafter, said, Disposition.ACCEPTED, "It says so now.")
    digest = (await proposals.get(proposal_id)).content_digest
    await translating.add_translation(drafter, proposal_id, {"of": digest, **SPANISH})
    vote_id = await an_open_vote(cast, proposal_id, seconds=2, voting_rule=rule(appeal_days=30))
    await everybody_votes(cast, vote_id)
    await concluded(cast, vote_id)
    return vote_id


@pytest_asyncio.fixture(scope="module")
async def with_numbers(store):
    """A final vote of sixty people, two thirds of whom approved."""
    state = await a_cast(store, "US-WA", voters=60)
    names = [name for name in state.people if name.startswith("voter")]
    groups = [Constituency.MEMBER] * 36 + [Constituency.CAREGIVER] * 24
    entries = tuple(RollEntry(state.people[name], group) for name, group in zip(names, groups, strict=True))
    roll_id = await voting.make_roll(await state.caller("roll_keeper"), state.jurisdiction, entries)
    closes = datetime.now(UTC) + timedelta(seconds=8)
    vote_id = await voting.open_vote(
        await state.caller("officer"), await a_proposal(state), roll_id, rule("simple_majority"), closes, "UTC"
    )
    rejecting = [*names[24:36], *names[48:60]]
    await everybody_votes(state, vote_id, **dict.fromkeys(rejecting, Choice.REJECT))
    await concluded(state, vote_id)
    return vote_id


async def test_before_it_is_certified_there_is_nothing_to_see_for_anybody(app, cast, reader):
    vote_id = await an_open_vote(cast, seconds=2.5)
    voter = await a_voter(app, cast, "voter0")
    officer = await cast.caller("officer")

    async def seen():
        pages = []
        for somebody in (reader, voter):
            page = await somebody.opens(f"/vote/{vote_id}/results")
            assert somebody.answer.status_code == 200
            assert "There is no result yet" in page.title
            pages.append(page.text.split("There is no result yet", 2)[-1])
        assert pages[0] == pages[1]
        return pages[0]

    while_open = await seen()
    await everybody_votes(cast, vote_id)
    await until_closed(await votes.get(vote_id))
    await voting.close_vote(officer, vote_id)
    closed = await seen()
    listed = (await reader.opens("/vote")).text
    await voting.tally_vote(officer, vote_id)
    assert await seen() == closed == while_open
    assert (await reader.opens("/vote")).text == listed
    await voting.certify_vote(await cast.caller("certifier"), vote_id)
    assert await seen() == closed
    await voting.certify_vote(await cast.caller("second_certifier"), vote_id)
    assert "It passed" in (await reader.opens(f"/vote/{vote_id}/results")).text


async def test_a_result_is_told_in_words_with_what_happens_next(reader, with_comments):
    page = await reader.opens(f"/vote/{with_comments}/results")
    assert "It passed" in page.text
    assert "Enough people took part." in page.text
    assert "People on the list of voters can appeal until" in page.text
    assert "Members not told, because the group is too small" in page.text
    assert "You said: Say that people choose when to get up. We did it. It says so now." in page.text
    assert "Two people checked the count and certified the result." in page.text
    assert "Appeal against this result" not in page.links


async def test_of_seven_voters_no_number_is_shown(reader, with_comments):
    page = await reader.opens(f"/vote/{with_comments}/results")
    assert "The numbers of this vote are not shown." in page.text
    assert "If fewer than 11 people chose something" in page.text
    assert "Members fewer than 11 fewer than 11" in page.text
    assert "<svg" not in reader.answer.text


async def test_large_numbers_are_shown_as_table_and_chart(reader, with_numbers):
    page = await reader.opens(f"/vote/{with_numbers}/results")
    assert "Approve: 36 of 60" in page.text
    assert "Members 24 12 0 Caregivers 12 12 0 All 36 24 0" in page.text
    assert reader.answer.text.count("<svg") == 3
    assert "Read the text as it is published" in page.links
    assert "of the public log" in page.text


async def test_receipts_are_listed_only_where_the_number_of_voters_is_public(reader, with_numbers, with_comments):
    page = await reader.opens(f"/vote/{with_numbers}/receipt")
    assert "All receipts" in page.text
    codes = [word for word in page.text.split() if word.count("-") == 3]
    assert len(codes) == 60
    page = await reader.opens(f"/vote/{with_comments}/receipt")
    assert "All receipts" not in page.text
    page = await reader.presses("Check", code=codes[0])
    assert "We found no vote with this receipt" in page.text
    await reader.opens(f"/vote/{with_numbers}/receipt")
    page = await reader.presses("Check", code=f" {codes[0].lower().replace('-', ' ')} ")
    assert "There is a vote with this receipt in the count." in page.text
    assert codes[0] not in str(reader.answer.url)


async def test_a_receipt_is_checked_after_the_close_by_anybody_and_tells_nothing_else(app, cast, reader):
    vote_id = await an_open_vote(cast, seconds=4)
    voter = await a_voter(app, cast, "voter2")
    await voter.opens(f"/vote/{vote_id}/ballot")
    await voter.presses("Next", choice="reject")
    await voter.presses("Next")
    page = await voter.presses("Cast my vote")
    receipt = next(word for word in page.text.split() if word.count("-") == 3)
    page = await reader.opens(f"/vote/{vote_id}/receipt")
    assert "You can check a receipt here after the vote has closed" in page.text
    assert not page.controls
    await until_closed(await votes.get(vote_id))
    await voting.close_vote(await cast.caller("officer"), vote_id)
    await reader.opens(f"/vote/{vote_id}/receipt")
    page = await reader.presses("Check", code=receipt)
    assert "This vote is in the count" in page.text
    assert "eject" not in page.text
    assert receipt not in page.title
    page = await reader.presses("Check", code="")
    assert reader.answer.status_code == 422
    assert "Type the code of your receipt." in page.text
    page = await reader.presses("Check", code="X" * 101)
    assert reader.answer.status_code == 422


async def test_people_on_the_roll_appeal_once_and_the_answer_stands_with_the_result(app, cast, reader, with_comments):
    voter = await a_voter(app, cast, "voter1")
    await voter.opens(f"/vote/{with_comments}/results")
    page = await voter.follows("Appeal against this result")
    page = await voter.presses("Send my appeal")
    assert voter.answer.status_code == 422
    assert "Choose what the appeal is about." in page.text
    assert "Write what happened." in page.text
    page = await voter.presses("Español", grounds="access", text="My screen reader could not read a page.")
    assert ("text", "My screen reader could not read a page.") in page.forms["appeal"].fields
    page = await voter.presses("English")
    page = await voter.presses("Send my appeal")
    assert "Your appeal has reached us" in page.title
    page = await reader.opens(f"/vote/{with_comments}/results")
    assert "My screen reader could not read a page." in page.text
    assert "This appeal is not decided yet." in page.text
    assert "voter 1" not in page.text


async def test_nobody_else_appeals(app, store, reader, with_comments):
    other = await a_voter(app, await a_cast(store, "US-OR"), "voter0")
    await other.opens(f"/vote/{with_comments}/appeal")
    assert other.answer.status_code == 403
    assert "You are not on the list of people who can vote on this." in other.page.text
    answer = await reader.browser.get(f"/vote/{with_comments}/appeal")
    assert answer.status_code == 303


async def test_after_the_window_no_appeal_is_taken(app, cast):
    vote_id = await an_open_vote(cast, seconds=1.5)
    await everybody_votes(cast, vote_id)
    await concluded(cast, vote_id)
    voter = await a_voter(app, cast, "voter0")
    page = await voter.opens(f"/vote/{vote_id}/appeal")
    assert voter.answer.status_code == 409
    assert "You cannot appeal now." in page.text


async def test_a_result_that_was_set_aside_says_so(cast, reader):
    vote_id = await an_open_vote(cast, seconds=1.5, voting_rule=rule(appeal_days=30))
    await everybody_votes(cast, vote_id)
    await concluded(cast, vote_id)
    appeal_id = await voting.appeal(await cast.caller("voter0"), vote_id, Grounds.COUNT, "Count again, please.")
    await voting.decide_appeal(await cast.caller("publisher"), appeal_id, "The count was wrong.", upheld=True)
    page = await reader.opens(f"/vote/{vote_id}/results")
    assert "This result was set aside" in page.text
    assert "The appeal was upheld. The count was wrong." in page.text


async def test_advice_and_the_decision_of_the_agency_stand_side_by_side(cast, reader):
    roll_id = await voting.make_roll(
        await cast.caller("roll_keeper"),
        cast.jurisdiction,
        tuple(RollEntry(cast.people[f"voter{n}"], Constituency.MEMBER) for n in range(7)),
    )
    closes = datetime.now(UTC) + timedelta(seconds=1.5)
    vote_id = await voting.open_vote(
        await cast.caller("officer"),
        await a_proposal(cast),
        roll_id,
        rule("simple_majority"),
        closes,
        "America/Chicago",
        advisory=True,
    )
    await everybody_votes(cast, vote_id)
    await concluded(cast, vote_id)
    page = await reader.opens(f"/vote/{vote_id}/results")
    assert "The advice is: yes" in page.text
    assert "The agency has not decided yet." in page.text
    await voting.decide_on_advice(await cast.caller("publisher"), vote_id, "There is no money for it.", adopts=False)
    page = await reader.opens(f"/vote/{vote_id}/results")
    assert "The agency decided otherwise than the voters advised." in page.text
    assert "What the agency decided No Why the agency decided so There is no money for it." in page.text


async def test_a_vote_among_outcomes_names_what_was_picked(store, cast, reader):
    vote_id = await an_outcome_vote(store, cast, TWO_OF_THEM.model_copy(update={"appeal_days": 0}), seconds=1.5)
    await everybody_votes(cast, vote_id, Approvals(frozenset({"outcome-2"})))
    await concluded(cast, vote_id)
    page = await reader.opens(f"/vote/{vote_id}/results")
    assert "These were picked Outcome 2 gets better." in page.text


async def test_a_vote_that_was_canceled_says_why(cast, reader):
    vote_id = await an_open_vote(cast, seconds=600)
    await voting.cancel_vote(await cast.caller("officer"), vote_id, "The list of voters was wrong.")
    page = await reader.opens(f"/vote/{vote_id}/results")
    assert "The list of voters was wrong." in page.text
    page = await reader.opens(f"/vote/{vote_id}")
    assert "This vote was canceled" in page.text


async def test_in_a_second_round_voters_see_the_first_and_their_own_answer_and_others_do_not(app, cast, reader):
    vote_id = await an_open_vote(cast, seconds=4, voting_rule=rule())
    voter = await a_voter(app, cast, "voter0")
    others = dict.fromkeys(("voter0", "voter1", "voter2"), Choice.REJECT)
    await everybody_votes(cast, vote_id, **others)
    await until_closed(await votes.get(vote_id))
    officer = await cast.caller("officer")
    await voting.close_vote(officer, vote_id)
    await voting.tally_vote(officer, vote_id)
    await voting.open_discussion(officer, vote_id)
    page = await voter.opens(f"/vote/{vote_id}")
    assert "There is another round to come" in page.text
    assert "How the last round came out" in page.text
    page = await reader.opens(f"/vote/{vote_id}")
    assert "How the last round came out" not in page.text
    closes = datetime.now(UTC) + timedelta(minutes=5)
    await voting.open_next_round(officer, vote_id, closes, "America/Chicago")
    page = await voter.opens(f"/vote/{vote_id}")
    assert "Your answer in the last round" in page.text
    assert "Please vote again. Reject" in page.text
    page = await reader.opens(f"/vote/{vote_id}")
    assert "Your answer in the last round" not in page.text
    assert "How the last round came out" not in page.text
    page = await reader.opens(f"/vote/{vote_id}/receipt")
    assert page.controls
    assert "All receipts" not in page.text


async def test_the_pages_speak_spanish_where_there_is_a_translation_and_say_so_where_there_is_none(
    cast, reader, with_comments
):
    reader.browser.headers["accept-language"] = "es-MX"
    page = await reader.opens(f"/vote/{with_comments}")
    assert '<html lang="es"' in reader.answer.text
    assert "Me tratan con respeto y elijo mi día." in page.text
    assert "certified translator, state agency" in page.text
    english = await an_open_vote(cast, seconds=600)
    page = await reader.opens(f"/vote/{english}")
    assert '<h1 lang="en">Living well in a nursing home</h1>' in reader.answer.text
    assert '<p class="lead" lang="en">I am treated with respect and choose my day.</p>' in reader.answer.text
