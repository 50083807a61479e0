"""Entering paper and phone ballots over HTTP: two people, and neither sees what the other entered."""

import pytest
import pytest_asyncio

from governance.rules import Approvals, Choice, Points, Ranking, Ratings
from registry.storage import ballots
from tests.registry.web.voting.electorate import an_outcome_vote
from tests.registry.web.voting.making import ORDER, RATING, TEN_POINTS, TWO_OF_THEM
from tests.support import an_open_vote


@pytest_asyncio.fixture
async def vote_id(cast):
    return await an_open_vote(cast, seconds=600)


async def answers(vote_id):
    return [pile.answer for pile in await ballots.piles(vote_id, 1) for _ in range(pile.ballots)]


async def enters(clerk, cast, vote_id, who="voter2", **ballot):
    """Look somebody up and enter a ballot of theirs."""
    await clerk.opens(f"/vote/manage/{vote_id}/enter")
    await clerk.presses("Look for this person", find=f"Voter {who[-1]}")
    said = {"person": str(cast.people[who]), "channel": "paper", **ballot}
    return await clerk.presses("Enter this ballot", **said)


async def test_a_ballot_counts_once_two_people_entered_the_same(cast, vote_id, officer, keeper):
    page = await enters(officer, cast, vote_id, choice="approve", reason="As written")
    assert "A second person must now enter the same ballot." in page.text
    assert await answers(vote_id) == []
    page = await enters(officer, cast, vote_id, choice="approve", reason="As written")
    assert officer.answer.status_code == 403
    assert "A second person must do this" in page.text
    page = await enters(keeper, cast, vote_id, choice="approve", reason="As written")
    assert "The ballot is counted" in page.text
    assert await answers(vote_id) == [Choice.APPROVE]


async def test_two_entries_that_differ_are_both_forgotten_and_neither_is_shown(cast, vote_id, officer, keeper):
    await enters(officer, cast, vote_id, choice="approve")
    page = await enters(keeper, cast, vote_id, choice="reject")
    assert "The two entries are not the same" in page.text
    assert "Approve" not in page.text
    assert await answers(vote_id) == []
    page = await enters(keeper, cast, vote_id, choice="reject")
    assert "A second person must now enter the same ballot." in page.text


async def test_what_the_first_person_entered_is_on_no_page_of_the_second(cast, vote_id, officer, keeper):
    await enters(officer, cast, vote_id, choice="reject", reason="A very private reason")
    await keeper.opens(f"/vote/manage/{vote_id}/enter")
    page = await keeper.presses("Look for this person", find="voter 2")
    assert "private" not in keeper.answer.text
    assert not [said for said in page.controls if "checked" in said]


@pytest.mark.parametrize(
    ("wanted", "says"),
    [("", "Nobody on the list"), ("nobody of this name", "Nobody on the list"), ("...", "Nobody on the list")],
)
async def test_somebody_who_is_not_found_is_looked_for_again(vote_id, officer, wanted, says):
    await officer.opens(f"/vote/manage/{vote_id}/enter")
    page = await officer.presses("Look for this person", find=wanted)
    assert officer.answer.status_code == 422
    assert says in page.text


async def test_a_part_of_a_name_finds_everybody_who_has_it(cast, vote_id, officer):
    await officer.opens(f"/vote/manage/{vote_id}/enter")
    page = await officer.presses("Look for this person", find="VOTER")
    assert [said["value"] for said in page.controls if said["name"] == "person"] == [
        str(cast.people[f"voter{number}"]) for number in range(7)
    ]


async def test_what_is_missing_is_said_beside_its_field_and_the_rest_is_kept(cast, vote_id, officer):
    page = await enters(officer, cast, vote_id, person="", channel="", reason="Half")
    assert officer.answer.status_code == 422
    for words in ("Choose the person whose ballot it is.", "Say how the ballot came.", "Choose one of the answers."):
        assert words in page.text
    assert ("reason", "Half") in page.forms["entry"].fields


async def test_a_ballot_is_entered_for_nobody_but_those_who_were_found(cast, vote_id, officer):
    for person in (str(cast.people["voter3"]), "no id", str(cast.people["officer"])):
        await enters(officer, cast, vote_id, person=person, choice="approve")
        assert officer.answer.status_code == 422
    assert await answers(vote_id) == []


async def test_who_left_the_list_is_not_found(cast, officer):
    vote_id = await an_open_vote(cast, seconds=600, recused=("voter2",))
    await officer.opens(f"/vote/manage/{vote_id}/enter")
    await officer.presses("Look for this person", find="voter 2")
    assert officer.answer.status_code == 422


@pytest.mark.parametrize(
    ("rule", "typed", "answer"),
    [
        (
            RATING,
            {"score_1": "9", "score_2": "unable", "score_3": "1"},
            Ratings({"outcome-1": 9, "outcome-2": None, "outcome-3": 1}),
        ),
        (TWO_OF_THEM, {"approve": ["outcome-1", "outcome-3"]}, Approvals(frozenset({"outcome-1", "outcome-3"}))),
        (ORDER, {"place_1": "2", "place_2": "1", "place_3": ""}, Ranking(("outcome-2", "outcome-1"))),
        (
            TEN_POINTS,
            {"points_1": "10", "points_2": "", "points_3": "0"},
            Points({"outcome-1": 10, "outcome-2": 0, "outcome-3": 0}),
        ),
    ],
    ids=["scores", "approvals", "places", "points"],
)
async def test_every_kind_of_ballot_can_be_entered(store, cast, officer, keeper, rule, typed, answer):
    vote_id = await an_outcome_vote(store, cast, rule)
    for clerk in (officer, keeper):
        await enters(clerk, cast, vote_id, channel="phone", **typed)
        assert clerk.answer.status_code == 200
    assert await answers(vote_id) == [answer]


async def test_points_that_do_not_add_up_are_said_and_kept(store, cast, officer):
    vote_id = await an_outcome_vote(store, cast, TEN_POINTS)
    page = await enters(officer, cast, vote_id, points_1="4", points_2="", points_3="")
    assert officer.answer.status_code == 422
    assert "Give out 6 more" in page.text
    assert ("points-1", "4") in page.forms["entry"].fields


async def test_another_language_keeps_what_was_typed_and_enters_nothing(cast, vote_id, officer):
    await officer.opens(f"/vote/manage/{vote_id}/enter")
    await officer.presses("Look for this person", find="voter 2")
    page = await officer.presses("Español", choice="reject")
    assert officer.answer.headers["content-language"] == "es"
    assert "checked" in next(said for said in page.controls if said["value"] == "reject")
    page = await officer.presses("English")
    assert await answers(vote_id) == []


@pytest.mark.parametrize("name", ["certifier", "drafter"])
async def test_others_enter_no_ballots(cast, vote_id, at_browser, name):
    visitor = await at_browser(cast, name)
    await visitor.opens(f"/vote/manage/{vote_id}/enter")
    assert visitor.answer.status_code == 403


async def test_no_address_and_no_line_of_the_log_holds_a_name_or_an_answer(cast, vote_id, officer, capsys):
    await enters(officer, cast, vote_id, choice="abstain", reason="a very private reason")
    logged = capsys.readouterr().err
    assert f"/vote/manage/{vote_id}/enter" in logged
    for word in ("oter 2", "oter+2", "abstain", "private"):
        assert word not in logged
