"""Filling in and casting ballots over HTTP, as voters at browsers do, and what must not happen there."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from governance.ballots import Channel, Participation
from governance.rules import Approvals, Choice, Points, Ranking, Ratings
from measures.references import Reference
from registry import voting
from registry.storage import ballots, votes
from registry.storage.tables import ParticipationRow
from tests.registry.web.voting.browsing import Browser
from tests.registry.web.voting.electorate import Voter, a_voter, an_outcome_vote
from tests.registry.web.voting.making import ORDER, RATING, TEN_POINTS, TWO_OF_THEM, WITH_REASONS
from tests.support import a_proposal, an_open_vote, roll_entries, rule, until_closed

MEASURE = Reference.parse("measure/tn-quiltss/staff-satisfaction@1.0.0")


@pytest_asyncio.fixture
async def vote_id(cast):
    return await an_open_vote(cast, seconds=600)


@pytest_asyncio.fixture
async def voter(app, cast):
    return await a_voter(app, cast, "voter4")


async def answers(vote_id):
    """What lies in the box."""
    return [pile.answer for pile in await ballots.piles(vote_id, 1) for _ in range(pile.ballots)]


async def actions(vote_id):
    """What participation says happened, in order."""
    rows = await ParticipationRow.select().where(ParticipationRow.vote == vote_id).order_by(ParticipationRow.at)
    return [row["action"] for row in rows]


async def reviewed(voter, vote_id, **answer):
    """Fill in a ballot of one question, up to the page of all answers."""
    await voter.opens(f"/vote/{vote_id}/ballot")
    await voter.presses("Next", **answer)
    return await voter.presses("Next")


async def test_a_whole_vote_from_the_list_to_your_vote_is_counted(voter, vote_id):
    page = await voter.opens("/vote")
    assert "You have not voted yet." in page.text
    page = await voter.opens(f"/vote/{vote_id}")
    assert "I am treated with respect and choose my day." in page.text
    assert "at least 2 of every 3 votes for or against" in page.text
    page = await voter.follows("Start voting")
    assert "Step 1 of 3" in page.text
    assert not [said for said in page.controls if "checked" in said]
    page = await voter.presses("Next", choice="approve")
    assert page.title.startswith("Do you want to say why?")
    page = await voter.presses("Next", reason="It is what we asked for.")
    assert page.title.startswith("Check your answers")
    assert "Your answer Approve" in page.text
    assert await answers(vote_id) == []
    page = await voter.presses("Cast my vote")
    assert page.title.startswith("Your vote is counted")
    assert voter.answer.url.path == f"/vote/{vote_id}/counted"
    assert await answers(vote_id) == [Choice.APPROVE]
    assert await ballots.reasons(vote_id, 1) == ["It is what we asked for."]
    assert "You have voted" in (await voter.opens(f"/vote/{vote_id}")).text


KINDS = {
    "ratings": (
        RATING,
        [{"score_1": "9"}, {"score_2": "unable"}, {"score_3": "1"}],
        Ratings({"outcome-1": 9, "outcome-2": None, "outcome-3": 1}),
        "Outcome 2 gets better. I cannot score this",
    ),
    "approvals": (
        TWO_OF_THEM,
        [{"approve": ["outcome-3", "outcome-1"]}],
        Approvals(frozenset({"outcome-1", "outcome-3"})),
        "Outcome 1 gets better. Outcome 3 gets better.",
    ),
    "no approval": (TWO_OF_THEM, [{}], Approvals(frozenset()), "None of them"),
    "a ranking": (
        ORDER,
        [{"place_1": "2", "place_2": "1"}],
        Ranking(("outcome-2", "outcome-1")),
        "Place 1: Outcome 2 gets better. Place 2: Outcome 1 gets better. No place: Outcome 3 gets better.",
    ),
    "points": (
        TEN_POINTS,
        [{"points_1": "7", "points_3": "3"}],
        Points({"outcome-1": 7, "outcome-3": 3}),
        "Outcome 1 gets better.: 7 points",
    ),
}


@pytest.mark.parametrize(("own_rule", "pages", "answer", "words"), KINDS.values(), ids=KINDS.keys())
async def test_every_kind_of_ballot_is_filled_in_and_cast(store, cast, voter, own_rule, pages, answer, words):
    vote_id = await an_outcome_vote(store, cast, own_rule)
    page = await voter.opens(f"/vote/{vote_id}/ballot")
    for number, typed in enumerate(pages, start=1):
        assert f"Step {number} of {len(pages) + 2}" in page.text
        page = await voter.presses("Next", **typed)
    page = await voter.presses("Next")
    assert words in page.text
    assert await answers(vote_id) == []
    await voter.presses("Cast my vote")
    assert await answers(vote_id) == [answer]


async def test_a_label_is_voted_on(cast, voter):
    roll_id = await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, roll_entries(cast))
    closes = datetime.now(UTC) + timedelta(minutes=10)
    vote_id = await voting.open_label_vote(
        await cast.caller("officer"), MEASURE, cast.jurisdiction, roll_id, rule("registry_label"), closes, "UTC"
    )
    page = await voter.opens(f"/vote/{vote_id}/ballot")
    assert page.title.startswith("What does this measure show?")
    assert "It shows what a person's life or care is like." in page.text
    await reviewed(voter, vote_id, choice="quality")
    await voter.presses("Cast my vote")
    assert await answers(vote_id) == [Choice.QUALITY]


WRONG = {
    "a missing score": (RATING, {}, "score-1", "Choose a number from 1 to 9"),
    "too many approvals": (
        TWO_OF_THEM,
        {"approve": ["outcome-1", "outcome-2", "outcome-3"]},
        "approve",
        "You chose 3. Choose 2 or fewer.",
    ),
    "the same place twice": (ORDER, {"place_1": "1", "place_2": "1"}, "place-2", "You gave place 1 two times."),
    "a wrong sum": (TEN_POINTS, {"points_1": "3", "points_2": "4"}, "points-1", "Your points add up to 7."),
}


@pytest.mark.parametrize(("own_rule", "typed", "name", "words"), WRONG.values(), ids=WRONG.keys())
async def test_a_mistake_is_told_at_the_top_and_beside_its_field(store, cast, voter, own_rule, typed, name, words):
    vote_id = await an_outcome_vote(store, cast, own_rule)
    await voter.opens(f"/vote/{vote_id}/ballot")
    page = await voter.presses("Next", **typed)
    assert voter.answer.status_code == 422
    assert page.title.startswith("Please check:")
    assert page.text.count(words) == 2
    assert "autofocus" in page.ids["errors"]
    assert f"{name}-error" in page.ids
    assert any(href == f"#{name}" for href in page.links.values())
    kept = dict(page.forms["ballot"].fields)
    assert all(kept.get(key.replace("_", "-")) == value for key, value in typed.items() if isinstance(value, str))
    assert await answers(vote_id) == []


async def test_a_reason_that_the_rule_asks_for_must_be_given(cast, voter):
    vote_id = await an_open_vote(cast, seconds=600, voting_rule=WITH_REASONS)
    await voter.opens(f"/vote/{vote_id}/ballot")
    page = await voter.presses("Next", choice="reject")
    assert page.title.startswith("Why did you choose “Reject”?")
    page = await voter.presses("Next", reason="  ")
    assert voter.answer.status_code == 422
    assert "The rule asks for a reason with this answer." in page.text
    await voter.presses("Next", reason="It is too long.")
    await voter.presses("Cast my vote")
    assert await answers(vote_id) == [Choice.REJECT]


async def test_answers_are_kept_going_back_and_can_be_changed_from_the_page_of_all(store, cast, voter):
    vote_id = await an_outcome_vote(store, cast, RATING)
    await voter.opens(f"/vote/{vote_id}/ballot")
    await voter.presses("Next", score_1="9")
    page = await voter.presses("Back", score_2="4")
    assert ("score-1", "9") in page.forms["ballot"].fields
    assert "checked" in next(said for said in page.controls if said["value"] == "9")
    await voter.presses("Next")
    page = await voter.presses("Next")
    assert ("score-2", "4") in page.forms["ballot"].fields
    await voter.presses("Next", score_3="5")
    page = await voter.presses("Next")
    assert "Outcome 2 gets better. 4" in page.text
    await voter.presses("Change Outcome 2 gets better.")
    page = await voter.presses("Save and see all answers", score_2="6")
    assert "Outcome 2 gets better. 6" in page.text
    await voter.presses("Cast my vote")
    assert await answers(vote_id) == [Ratings({"outcome-1": 9, "outcome-2": 6, "outcome-3": 5})]


async def test_another_language_or_size_of_text_keeps_what_was_filled_in(voter, vote_id):
    await voter.opens(f"/vote/{vote_id}/ballot")
    page = await voter.presses("Español", choice="reject")
    assert voter.answer.headers["content-language"] == "es"
    assert "checked" in next(said for said in page.controls if said["value"] == "reject")
    page = await voter.presses("English")
    assert voter.answer.headers["content-language"] == "en"
    await voter.presses("Next")
    page = await voter.presses("Largest", reason="Half a sentence")
    assert ("reason", "Half a sentence") in page.forms["ballot"].fields
    assert await answers(vote_id) == []


async def test_pressing_enter_in_a_field_goes_on(store, cast, voter):
    vote_id = await an_outcome_vote(store, cast, TEN_POINTS)
    page = await voter.opens(f"/vote/{vote_id}/ballot")
    first = next(button for button in page.buttons if button.form == "ballot" or button.form is page.forms["ballot"])
    assert (first.said["name"], first.said["value"]) == ("go", "next")


async def test_a_vote_that_is_pressed_twice_has_one_effect(voter, vote_id):
    await reviewed(voter, vote_id, choice="approve")
    path, data = voter.would_send("Cast my vote")
    sent = [voter.browser.post(path, data=data) for _ in range(2)]
    assert [answer.status_code for answer in await asyncio.gather(*sent)] == [303, 303]
    again = await voter.browser.post(path, data=data)
    assert again.headers["location"] == f"/vote/{vote_id}/counted"
    assert await actions(vote_id) == [Participation.CAST]
    assert await answers(vote_id) == [Choice.APPROVE]


async def test_a_request_cannot_be_sent_again_with_another_answer(voter, vote_id):
    await reviewed(voter, vote_id, choice="approve")
    path, data = voter.would_send("Cast my vote")
    await voter.sends(path, data)
    await voter.sends(path, {**data, "choice": ["reject"]})
    assert voter.answer.status_code == 409
    assert await answers(vote_id) == [Choice.APPROVE]


async def test_two_tabs_leave_one_ballot_and_the_last_one_counts(voter, vote_id):
    await reviewed(voter, vote_id, choice="approve")
    first = voter.would_send("Cast my vote")
    page = await reviewed(voter, vote_id, choice="reject")
    second = voter.would_send("Cast my vote")
    assert "You have voted before" not in page.text
    await voter.sends(*first)
    await voter.sends(*second)
    assert await answers(vote_id) == [Choice.REJECT]
    assert await actions(vote_id) == [Participation.CAST, Participation.REPLACED]
    page = await reviewed(voter, vote_id, choice="abstain")
    assert "it takes the place of your earlier one" in page.text


async def test_a_vote_is_taken_back_after_a_question(voter, vote_id):
    await reviewed(voter, vote_id, choice="approve")
    page = await voter.presses("Cast my vote")
    page = await voter.follows("Take my vote back")
    assert await answers(vote_id) == [Choice.APPROVE]
    page = await voter.presses("Take my vote back")
    assert "you took your vote back" in page.text
    assert await answers(vote_id) == []
    page = await voter.opens(f"/vote/{vote_id}/withdraw")
    assert "there is nothing to take back" in page.text


async def test_the_receipt_is_shown_again_and_never_the_answer(voter, vote_id):
    await reviewed(voter, vote_id, choice="reject")
    page = await voter.presses("Cast my vote")
    receipt = next(word for word in page.text.split() if word.count("-") == 3)
    assert "Reject" not in page.text
    page = await voter.opens(f"/vote/{vote_id}/counted")
    assert receipt in page.text
    assert "Reject" not in page.text


async def test_an_address_carries_no_right_to_vote(app, cast, voter, vote_id):
    stranger = Voter(Browser(app))
    for page in ("ballot", "counted", "withdraw", "step-aside"):
        answer = await stranger.browser.get(f"/vote/{vote_id}/{page}")
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/vote/sign-in?next=%2Fvote%2F{vote_id}%2F{page}"
    await reviewed(voter, vote_id, choice="approve")
    path, data = voter.would_send("Cast my vote")
    await stranger.opens(f"/vote/{vote_id}")
    await stranger.sends(path, data)
    assert stranger.answer.status_code == 403
    assert await answers(vote_id) == []


async def test_somebody_who_is_not_on_the_roll_reads_and_cannot_vote(app, cast, vote_id):
    drafter_only = await an_open_vote(cast, seconds=600, recused=("voter3",))
    voter = await a_voter(app, cast, "voter3")
    page = await voter.opens(f"/vote/{drafter_only}")
    assert "You stepped aside from this vote, so you cannot vote on it." in page.text
    assert "Start voting" not in page.links
    await voter.opens(f"/vote/{drafter_only}/ballot")
    assert voter.answer.status_code == 403
    assert "You stepped aside" in voter.page.text


async def test_late_ballots_are_refused_in_words_and_not_stored(cast, voter):
    vote_id = await an_open_vote(cast, seconds=3)
    await reviewed(voter, vote_id, choice="approve")
    late = voter.would_send("Cast my vote")
    await until_closed(await votes.get(vote_id))
    page = await voter.sends(*late)
    assert voter.answer.status_code == 409
    assert "This vote takes no ballots now." in page.text
    await voter.opens(f"/vote/{vote_id}/ballot")
    assert voter.answer.status_code == 409
    page = await voter.opens(f"/vote/{vote_id}")
    assert "This vote has closed" in page.text
    assert "Start voting" not in page.links
    assert await answers(vote_id) == []


async def test_before_it_opens_a_vote_can_be_read_and_not_filled_in(cast, voter):
    roll_id = await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, roll_entries(cast))
    opens = datetime.now(UTC) + timedelta(minutes=5)
    vote_id = await voting.open_vote(
        await cast.caller("officer"),
        await a_proposal(cast),
        roll_id,
        rule(),
        opens + timedelta(minutes=5),
        "America/Chicago",
        opens_at=opens,
    )
    page = await voter.opens(f"/vote/{vote_id}")
    assert "You can vote from" in page.text
    await voter.opens(f"/vote/{vote_id}/ballot")
    assert voter.answer.status_code == 409


async def test_a_form_of_another_page_stores_nothing(voter, vote_id):
    await reviewed(voter, vote_id, choice="approve")
    path, data = voter.would_send("Cast my vote")
    await voter.sends(path, {**data, "csrf_token": ["0" * 64]})
    assert voter.answer.status_code == 403
    assert await answers(vote_id) == []


async def test_a_ballot_with_a_mistake_cannot_be_cast_past_the_pages(store, cast, voter):
    vote_id = await an_outcome_vote(store, cast, RATING)
    await voter.opens(f"/vote/{vote_id}/ballot")
    _, data = voter.would_send("Next", score_1="9")
    page = await voter.sends(f"/vote/{vote_id}/cast", {**data, "score-2": ["10"]})
    assert voter.answer.status_code == 422
    assert "Choose a number from 1 to 9" in page.text
    assert await answers(vote_id) == []


async def test_no_line_of_the_log_holds_an_answer(voter, vote_id, capsys):
    await reviewed(voter, vote_id, choice="abstain", reason="a very private reason")
    await voter.presses("Cast my vote")
    logged = capsys.readouterr().err
    assert f"/vote/{vote_id}/cast" in logged
    assert "abstain" not in logged
    assert "private" not in logged


async def test_pages_of_a_ballot_are_kept_nowhere(voter, vote_id):
    for page in ("ballot", "counted", ""):
        await voter.opens(f"/vote/{vote_id}/{page}".rstrip("/"))
        assert voter.answer.headers["cache-control"] == "no-store"


async def test_there_is_no_page_for_a_vote_that_there_is_none_of(voter):
    for page in ("", "/ballot", "/results", "/receipt", "/paper", "/appeal", "/step-aside", "/counted"):
        await voter.opens(f"/vote/00000000-0000-4000-8000-000000000000{page}")
        assert voter.answer.status_code == 404
        assert "There is no vote at this address." in voter.page.text


async def test_a_paper_ballot_can_be_replaced_at_the_browser_and_says_how_it_came(cast, voter, vote_id):
    for clerk in ("roll_keeper", "officer"):
        await voting.enter_ballot(
            await cast.caller(clerk), vote_id, cast.people["voter4"], Choice.REJECT, Channel.PAPER
        )
    page = await voter.opens(f"/vote/{vote_id}/counted")
    assert "It came on paper. Two people entered it." in page.text
    await reviewed(voter, vote_id, choice="approve")
    await voter.presses("Cast my vote")
    assert await answers(vote_id) == [Choice.APPROVE]
