"""The list of votes, stepping aside, comments and the paper ballot over HTTP."""

from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from governance.members import Constituency
from governance.proposals import Disposition
from governance.rolls import RollEntry
from governance.rules import Choice
from measures.references import Reference
from registry import commenting, proposing, translating, voting
from registry.commenting import MOST_COMMENTS
from registry.storage import ballots, proposals, rolls, votes
from tests.registry.web.voting.browsing import Browser
from tests.registry.web.voting.electorate import Voter, a_voter, an_outcome_vote
from tests.registry.web.voting.making import ANY_OF_THEM, ORDER, RATING, TEN_POINTS
from tests.support import a_cast, a_name, a_proposal, an_open_vote, definition_content, rule


@pytest.fixture
def reader(app):
    """Somebody who is not signed in."""
    return Voter(Browser(app))


@pytest_asyncio.fixture
async def voter(app, cast):
    return await a_voter(app, cast, "voter6")


async def test_whoever_is_not_signed_in_is_told_what_this_is_and_where_to_sign_in(cast, reader):
    vote_id = await an_open_vote(cast, seconds=600)
    page = await reader.opens("/vote")
    assert "Together they decide what good care means." in page.text
    assert page.links["Sign in"] == "/vote/sign-in?next=/vote"
    assert (await reader.opens("/vote/")).title == page.title
    assert f"/vote/{vote_id}" in page.links.values()
    assert "You have" not in page.text


async def test_the_list_tells_my_votes_apart_and_whether_i_have_voted(app, store, cast, voter):
    vote_id = await an_open_vote(cast, seconds=600)
    elsewhere = await a_cast(store, "US-NM")
    other = await an_open_vote(elsewhere, seconds=600)
    page = await voter.opens("/vote")
    mine, others = page.text.split("Other votes")
    assert "You have not voted yet." in mine
    assert page.title.startswith("Your votes")
    await voting.cast_ballot(await cast.caller("voter6"), vote_id, Choice.APPROVE)
    addresses = list(page.links.values())
    assert f"/vote/{other}" in addresses or others
    page = await voter.opens("/vote")
    assert "You have voted. You can still change your vote" in page.text


async def test_a_deadline_is_told_with_weekday_and_zone(cast, voter):
    roll_id = await voting.make_roll(
        await cast.caller("roll_keeper"),
        cast.jurisdiction,
        (RollEntry(cast.people["voter6"], Constituency.MEMBER),),
    )
    closes = datetime(2026, 12, 5, 6, tzinfo=UTC)
    if closes < datetime.now(UTC):
        closes = closes.replace(year=datetime.now(UTC).year + 1)
    vote_id = await voting.open_vote(
        await cast.caller("officer"), await a_proposal(cast), roll_id, rule(), closes, "America/Chicago"
    )
    page = await voter.opens(f"/vote/{vote_id}")
    day = (closes - timedelta(days=1)).strftime("%A, %B 4, %Y")
    assert f"You can vote until the end of {day} (midnight, Central Time)." in page.text


async def test_stepping_aside_asks_first_voids_the_ballot_and_cannot_be_undone(cast, voter):
    vote_id = await an_open_vote(cast, seconds=600)
    await voting.cast_ballot(await cast.caller("voter6"), vote_id, Choice.APPROVE)
    await voter.opens(f"/vote/{vote_id}")
    page = await voter.follows("Step aside from this vote")
    assert "You cannot undo this." in page.text
    page = await voter.presses("Step aside for good")
    assert voter.answer.status_code == 422
    assert "Write why you step aside." in page.text
    page = await voter.presses("Large", reason="My sister works")
    page = await voter.presses("Step aside for good", reason="My sister works there.")
    assert "You stepped aside from this vote" in page.title
    assert await ballots.piles(vote_id, 1) == []
    vote = await votes.get(vote_id)
    assert (await rolls.voter(vote.id, vote.roll_id, cast.people["voter6"])).recused
    page = await voter.opens(f"/vote/{vote_id}")
    assert "Start voting" not in page.links
    assert f"/vote/{vote_id}" not in (await voter.opens("/vote")).text.split("Other votes")[0]


async def test_nobody_steps_aside_from_a_vote_they_are_not_in(app, store, cast):
    vote_id = await an_open_vote(cast, seconds=600)
    other = await a_voter(app, await a_cast(store, "US-ID"), "voter0")
    await other.opens(f"/vote/{vote_id}/step-aside")
    assert other.answer.status_code == 403


async def test_anybody_who_is_signed_in_comments_and_reads_the_answer(cast, reader, voter):
    proposal_id = await a_proposal(cast)
    path = f"/vote/proposals/{proposal_id}/comment"
    page = await reader.opens("/vote")
    assert path in page.links.values()
    page = await reader.opens(path)
    assert "I am treated with respect and choose my day." in page.text
    assert page.links["Sign in to comment"] == f"/vote/sign-in?next={path}"
    await voter.opens(path)
    page = await voter.presses("Send my comment")
    assert voter.answer.status_code == 422
    assert "Write what you think." in page.text
    path_sent, data = voter.would_send("Send my comment", text="Say <b>when</b> people get up.")
    for _ in range(2):
        page = await voter.sends(path_sent, data)
    assert "Thank you for your comment" in page.title
    [said] = await proposals.comments(proposal_id)
    await commenting.answer_comment(await cast.caller("drafter"), said.id, Disposition.NOT_ACCEPTED, "It is said.")
    page = await reader.opens(path)
    assert "You said: Say <b>when</b> people get up. We did not do it. It is said." in page.text
    assert "voter 6" not in page.text


async def test_comments_that_come_too_late_or_too_often_are_refused_in_words(cast, voter, reader):
    proposal_id = await a_proposal(cast)
    path = f"/vote/proposals/{proposal_id}/comment"
    await voter.opens(path)
    sent = voter.would_send("Send my comment", text="One more.")
    caller = await cast.caller("voter6")
    for number in range(MOST_COMMENTS):
        await commenting.comment(caller, proposal_id, f"Comment {number}")
    page = await voter.sends(*sent)
    assert voter.answer.status_code == 409
    assert "as many comments" in page.text
    await proposing.cancel(await cast.caller("drafter"), proposal_id)
    await reader.opens(path)
    assert reader.answer.status_code == 404


async def test_a_draft_is_shown_to_nobody_outside(cast, reader):
    proposal_id = await a_proposal(cast, stage="draft")
    await reader.opens(f"/vote/proposals/{proposal_id}/comment")
    assert reader.answer.status_code == 404


async def test_a_priority_set_shows_its_measures_by_name(cast, reader):
    target = Reference.parse(f"priority-set/{cast.jurisdiction}/{a_name()}@1.0.0")
    content = {
        "title": "What nursing homes are paid for",
        "programme": "QuILTSS",
        "agency": "TennCare",
        "scope": {"populations": ["nf_residents"], "settings": ["nursing_facility"]},
        "period": {"from": "2099-01-01", "to": "2099-12-31"},
        "statement": "Respect comes first.",
        "areas": [{"id": "respect", "statement": "Residents are treated with respect."}],
        "items": [{"measure": "measure/tn-quiltss/respectful-treatment@1.0.0", "role": "reporting", "area": "respect"}],
    }
    proposal_id = await a_proposal(cast, target, content)
    page = await reader.opens(f"/vote/proposals/{proposal_id}/comment")
    assert "The areas that come first" in page.text
    assert ": is reported" in page.text
    assert "measure/tn-quiltss" not in page.text


PAPER = {
    "ratings": (RATING, "circle one number"),
    "approvals": (ANY_OF_THEM, "Put an X in as many boxes as you like."),
    "a ranking": (ORDER, "Write 1 in the box"),
    "points": (TEN_POINTS, "They must add up to 10."),
}


@pytest.mark.parametrize(("own_rule", "words"), PAPER.values(), ids=PAPER.keys())
async def test_every_kind_of_ballot_is_on_paper_too(store, cast, reader, own_rule, words):
    vote_id = await an_outcome_vote(store, cast, own_rule)
    page = await reader.opens(f"/vote/{vote_id}/paper")
    assert words in page.text
    assert "Outcome 3 gets better." in page.text
    assert "Give or send the envelope to: Tennessee" in page.text


async def test_a_paper_ballot_names_nobody_and_has_a_place_for_two_pairs_of_initials(cast, voter):
    vote_id = await an_open_vote(cast, seconds=600)
    page = await voter.opens(f"/vote/{vote_id}/paper")
    sheet = voter.answer.text.split('<div class="paper">')[1]
    assert "voter 6" not in sheet
    assert str(cast.people["voter6"]) not in sheet
    assert "First person, initials and date:" in page.text
    assert "Second person, initials and date:" in page.text
    assert "The agency" in page.text
    assert "Abstain: I take part, but I am not for it and not against it." in page.text


async def test_there_is_no_paper_ballot_once_a_vote_is_over(cast, reader):
    vote_id = await an_open_vote(cast, seconds=600)
    await voting.cancel_vote(await cast.caller("officer"), vote_id, "It was a mistake.")
    await reader.opens(f"/vote/{vote_id}/paper")
    assert reader.answer.status_code == 409


async def test_a_ballot_is_filled_in_in_spanish_with_the_words_of_the_translation(app, cast, voter):
    proposal_id = await a_proposal(cast, content=definition_content())
    translation = {
        "of": (await proposals.get(proposal_id)).content_digest,
        "language": "es",
        "title": "Vivir bien en un hogar de ancianos",
        "statement": "Me tratan con respeto y elijo mi día.",
        "outcomes": [
            {"id": "respect", "statement": "Tratan a los residentes con respeto."},
            {"id": "belonging", "statement": "Los residentes se sienten en casa."},
        ],
        "reviewed_by": "certified translator",
        "machine_drafted": True,
    }
    await translating.add_translation(await cast.caller("drafter"), proposal_id, translation)
    vote_id = await an_open_vote(cast, proposal_id, seconds=600)
    voter.browser.headers["accept-language"] = "es"
    page = await voter.opens(f"/vote/{vote_id}/ballot")
    assert voter.answer.headers["content-language"] == "es"
    assert "Me tratan con respeto y elijo mi día." in page.text
    assert "Tratan a los residentes con respeto." in page.text
    page = await voter.opens(f"/vote/{vote_id}/paper")
    assert "Vivir bien en un hogar de ancianos" in page.text


async def test_every_page_answers_head_and_other_methods_are_refused_in_words(cast, reader):
    vote_id = await an_open_vote(cast, seconds=600)
    assert (await reader.browser.head(f"/vote/{vote_id}")).status_code == 200
    assert (await reader.browser.put(f"/vote/{vote_id}")).status_code in (403, 405)
