"""The page of a vote and its steps, over HTTP: who may take which, and what each refusal says."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from governance.appeals import Grounds
from governance.rules import Choice
from governance.votes import VoteStage
from registry import voting
from registry.storage import votes
from tests.registry.web.voting.electorate import everybody_votes
from tests.support import a_proposal, an_open_vote, certified, roll_entries, rule, until_closed

SECONDS = 4.0


async def closed(cast, **said):
    """A vote whose deadline is past, with every voter's ballot in it."""
    vote_id = await an_open_vote(cast, seconds=SECONDS, voting_rule=said.pop("voting_rule", None))
    await everybody_votes(cast, vote_id, **said)
    await until_closed(await votes.get(vote_id))
    await voting.close_vote(await cast.caller("officer"), vote_id)
    return vote_id


async def stage(vote_id):
    return (await votes.get(vote_id)).stage


async def test_an_officer_closes_counts_and_two_others_certify(cast, at_browser, officer):
    vote_id = await an_open_vote(cast, seconds=SECONDS)
    await everybody_votes(cast, vote_id)
    page = await officer.opens(f"/vote/manage/{vote_id}")
    assert "Close the vote" not in [button.words for button in page.buttons]
    await until_closed(await votes.get(vote_id))
    await officer.opens(f"/vote/manage/{vote_id}")
    page = await officer.presses("Close the vote")
    assert "Closed, not counted yet" in page.text
    assert "Outcome" not in page.text
    page = await officer.presses("Count the ballots")
    assert "0 of 2 people have certified it." in page.text
    assert "Certify the result" not in [button.words for button in page.buttons]
    assert "You cannot do this." in page.text
    for name, after in (("certifier", VoteStage.TALLIED), ("second_certifier", VoteStage.FINAL)):
        certifier = await at_browser(cast, name)
        await certifier.opens(f"/vote/manage/{vote_id}")
        page = await certifier.presses("Certify the result")
        assert await stage(vote_id) is after
    assert "The ballots were counted. Done by officer." in page.text
    assert "Final" in page.text


async def test_the_first_certifier_is_told_that_a_second_one_is_needed(cast, at_browser):
    vote_id = await closed(cast)
    await voting.tally_vote(await cast.caller("officer"), vote_id)
    certifier = await at_browser(cast, "certifier")
    await certifier.opens(f"/vote/manage/{vote_id}")
    again = certifier.would_send("Certify the result")
    page = await certifier.presses("Certify the result")
    assert "Now a second person must certify it too." in page.text
    page = await certifier.sends(again[0], again[1] | {"request": ["another"]})
    assert certifier.answer.status_code == 409
    assert "You have certified it." in page.text
    assert await stage(vote_id) is VoteStage.TALLIED


async def test_whoever_runs_the_vote_cannot_certify_it_and_is_told_why(cast, at_browser):
    vote_id = await closed(cast)
    everyman = await at_browser(cast, "everyman")
    await everyman.opens(f"/vote/manage/{vote_id}")
    page = await everyman.presses("Count the ballots")
    assert "A second person must do this, so that nobody decides alone." in page.text
    assert "You tallied this vote" in page.text
    page = await everyman.sends(f"/vote/manage/{vote_id}/certify", {"csrf_token": _token(everyman)})
    assert everyman.answer.status_code == 403
    assert await stage(vote_id) is VoteStage.TALLIED


def _token(visitor):
    return dict(next(iter(visitor.page.forms.values())).fields)["csrf_token"]


@pytest.mark.parametrize("step", ["close", "tally", "certify", "discuss", "next-round", "finalise", "decide", "cancel"])
@pytest.mark.parametrize("name", ["roll_keeper", "officer"])
async def test_a_step_at_the_wrong_time_or_by_the_wrong_person_changes_nothing(cast, at_browser, step, name):
    vote_id = await an_open_vote(cast, seconds=600)
    visitor = await at_browser(cast, name)
    await visitor.opens(f"/vote/manage/{vote_id}")
    fields = {"reason": "A reason", "adopts": "yes", "zone": "America/Chicago", "closes_date": "2099-01-01"}
    if (step, name) == ("cancel", "officer"):
        fields["reason"] = ""
    data = {"csrf_token": _token(visitor), "closes_time": "17:00", **fields}
    page = await visitor.sends(f"/vote/manage/{vote_id}/{step}", data)
    assert visitor.answer.status_code in (403, 409, 422)
    assert "This was not done" in page.text or "Please check" in page.text
    assert await stage(vote_id) is VoteStage.OPEN


async def test_a_vote_is_cancelled_with_a_reason_that_stands_in_its_timeline(cast, officer):
    vote_id = await an_open_vote(cast, seconds=600)
    await officer.opens(f"/vote/manage/{vote_id}")
    page = await officer.presses("Cancel the vote")
    assert officer.answer.status_code == 422
    assert "Write the reason." in page.text
    page = await officer.presses("Cancel the vote", reason="The text had a mistake.")
    assert "Reason: The text had a mistake." in page.text
    assert await stage(vote_id) is VoteStage.CANCELLED


async def test_a_button_that_is_pressed_twice_has_one_effect(cast, officer):
    vote_id = await closed(cast)
    await officer.opens(f"/vote/manage/{vote_id}")
    path, data = officer.would_send("Count the ballots")
    for _ in range(2):
        await officer.sends(path, data)
        assert officer.answer.status_code == 200
    assert await stage(vote_id) is VoteStage.TALLIED


async def test_without_consensus_there_is_a_discussion_and_another_round(cast, officer):
    against = {"voter3": Choice.REJECT, "voter1": Choice.REJECT, "voter2": Choice.REJECT}
    vote_id = await closed(cast, **against)
    await officer.opens(f"/vote/manage/{vote_id}")
    page = await officer.presses("Count the ballots")
    assert "Open the discussion" in [button.words for button in page.buttons]
    page = await officer.presses("Open the discussion", zone="America/Chicago", until_date="tomorrow", until_time="9")
    assert officer.answer.status_code == 422
    await officer.opens(f"/vote/manage/{vote_id}")
    page = await officer.presses("Open the discussion")
    assert "Between two rounds" in page.text
    page = await officer.presses(
        "Open the next round", zone="America/Chicago", closes_date="2020-01-01", closes_time="9 am"
    )
    assert officer.answer.status_code == 422
    assert "The days or times do not fit." in page.text
    day = f"{datetime.now(UTC) + timedelta(days=9):%Y-%m-%d}"
    page = await officer.presses("Open the next round", zone="America/Chicago", closes_date=day, closes_time="5 pm")
    vote = await votes.get(vote_id)
    assert (vote.stage, vote.round) == (VoteStage.OPEN, 2)
    assert "5:00" in page.text


async def test_an_appeal_is_decided_by_a_publisher_who_had_no_part(cast, at_browser):
    vote_id = await closed(cast, voting_rule=rule(appeal_days=30))
    await voting.tally_vote(await cast.caller("officer"), vote_id)
    await certified(cast, vote_id)
    appeal = await voting.appeal(await cast.caller("voter2"), vote_id, next(iter(Grounds)), "I was not asked.")
    certifier = await at_browser(cast, "certifier")
    page = await certifier.opens(f"/vote/manage/{vote_id}")
    assert "I was not asked." in page.text
    assert "You cannot decide on it." in page.text
    publisher = await at_browser(cast, "publisher")
    await publisher.opens("/vote/manage")
    assert "These wait for you" in publisher.page.text
    await publisher.opens(f"/vote/manage/{vote_id}")
    page = await publisher.presses("Decide on this appeal")
    assert publisher.answer.status_code == 422
    assert "Please check 2 things" in page.text
    said = {f"upheld-{appeal}": "yes", f"reason-{appeal}": "The letter came late."}
    path, data = publisher.would_send("Decide on this appeal")
    page = await publisher.sends(path, data | {name: [value] for name, value in said.items()})
    assert "Upheld: The letter came late." in page.text
    assert await stage(vote_id) is VoteStage.SET_ASIDE


async def test_the_agency_decides_on_advice_and_says_why(cast, at_browser):
    roll_id = await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, roll_entries(cast))
    closes = datetime.now(UTC) + timedelta(seconds=SECONDS)
    vote_id = await voting.open_vote(
        await cast.caller("officer"), await a_proposal(cast), roll_id, rule(), closes, "America/Chicago", advisory=True
    )
    await everybody_votes(cast, vote_id)
    await until_closed(await votes.get(vote_id))
    officer = await cast.caller("officer")
    await voting.close_vote(officer, vote_id)
    await voting.tally_vote(officer, vote_id)
    await certified(cast, vote_id)
    publisher = await at_browser(cast, "publisher")
    page = await publisher.opens("/vote/manage")
    assert "These wait for you" in page.text
    await publisher.opens(f"/vote/manage/{vote_id}")
    page = await publisher.presses("Decide on the advice", reason="It fits our budget.")
    assert publisher.answer.status_code == 422
    page = await publisher.presses("Decide on the advice", adopts="yes", reason="It fits our budget.")
    assert publisher.answer.status_code == 200
    assert "Decide on the advice" not in page.text


async def test_turnout_is_rounded_for_an_officer_and_whole_for_a_roll_keeper(cast, officer, keeper):
    vote_id = await an_open_vote(cast, seconds=600)
    await everybody_votes(cast, vote_id)
    page = await officer.opens(f"/vote/manage/{vote_id}")
    assert "fewer than 11 of fewer than 11 have voted." in page.text
    assert "7" not in page.text.split("Who took part")[1].split("What can be done")[0].replace("11", "")
    page = await keeper.opens(f"/vote/manage/{vote_id}")
    assert "7 of 7 have voted." in page.text
    assert "Turnout by group, for the roll keeper only" in page.text


async def test_no_result_is_seen_before_it_is_counted_nor_by_others_before_it_is_certified(cast, officer, keeper):
    vote_id = await closed(cast)
    for visitor in (officer, keeper):
        page = await visitor.opens(f"/vote/manage/{vote_id}")
        assert "Outcome" not in page.text
    await voting.tally_vote(await cast.caller("officer"), vote_id)
    assert "Outcome" in (await officer.opens(f"/vote/manage/{vote_id}")).text
    assert "Outcome" not in (await keeper.opens(f"/vote/manage/{vote_id}")).text


@pytest.mark.parametrize("page", ["", "/roll", "/enter"])
async def test_an_officer_of_another_state_sees_nothing_of_a_vote(cast, outsider, member, page):
    vote_id = await an_open_vote(cast, seconds=600)
    for visitor in (outsider, member):
        await visitor.opens(f"/vote/manage/{vote_id}{page}")
        assert visitor.answer.status_code == 403


async def test_there_is_no_page_for_a_vote_a_step_or_an_appeal_that_there_is_none_of(cast, officer):
    vote_id = await an_open_vote(cast, seconds=600)
    await officer.opens(f"/vote/manage/{uuid4()}")
    assert officer.answer.status_code == 404
    await officer.opens(f"/vote/manage/{vote_id}")
    token = {"csrf_token": _token(officer)}
    for step in ("nothing", f"appeals/{uuid4()}", "appeals/x"):
        await officer.sends(f"/vote/manage/{vote_id}/{step}", token)
        assert officer.answer.status_code == 404


async def test_a_step_without_the_token_of_the_page_is_not_taken(cast, officer):
    vote_id = await an_open_vote(cast, seconds=600)
    await officer.sends(f"/vote/manage/{vote_id}/cancel", {"reason": "No token"})
    assert officer.answer.status_code == 403
    assert await stage(vote_id) is VoteStage.OPEN
