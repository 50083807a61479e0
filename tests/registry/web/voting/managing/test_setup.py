"""Setting up a vote over HTTP, one question a page: nothing is stored before the last step."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from governance.members import Constituency
from governance.rolls import RollEntry
from registry import commenting, voting
from registry.storage import votes
from registry.storage.tables import VoteRow
from registry.web.voting.managing.times import by_24_hours
from tests.registry.web.voting.electorate import a_published_definition
from tests.support import a_proposal, roll_entries

NEW = "/vote/manage/new"
MEASURE = "measure/nci-ad/staff-show-up@1.0.0"
LATER = {"zone": "America/Chicago", "closes_date": f"{datetime.now(UTC) + timedelta(days=20):%Y-%m-%d}"}


@pytest_asyncio.fixture
async def roll_id(cast):
    return await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, roll_entries(cast))


@pytest_asyncio.fixture
async def proposal_id(cast):
    return await a_proposal(cast)


async def goes_on(visitor, *pages):
    """Fill in pages, one after another."""
    for typed in pages:
        page = await visitor.presses("Next", **typed)
        assert visitor.answer.status_code == 200, page.text
    return page


def about_a_proposal(proposal_id, roll_id, **when):
    """What is typed on each page for a vote on a proposal."""
    return (
        {"subject": "proposal"},
        {"proposal": str(proposal_id)},
        {"rule": "registry_default"},
        {"roll": str(roll_id)},
        LATER | {"closes_time": "5 pm"} | when,
        {"advisory": "no"},
    )


async def test_a_vote_on_a_proposal_is_set_up_from_the_list_of_what_waits(officer, proposal_id, roll_id):
    await officer.opens(f"{NEW}?proposal={proposal_id}")
    before = await VoteRow.count()
    page = await goes_on(
        officer, *about_a_proposal(proposal_id, roll_id)[1:2], *about_a_proposal(proposal_id, roll_id)[1:]
    )
    for words in ("Check the vote", "Living well in a nursing home", "Our own design", "5:00", "The voters decide."):
        assert words in page.text
    assert "Step 7 of 7" in page.text
    assert await VoteRow.count() == before
    page = await officer.presses("Open the vote")
    [vote] = await votes.of_proposal(proposal_id)
    assert officer.answer.url.path == f"/vote/manage/{vote.id}"
    assert (vote.rule.name, vote.roll_id, vote.zone) == ("registry_default", roll_id, "America/Chicago")
    assert vote.closes_at.astimezone(UTC).hour in (22, 23)


async def test_opening_twice_leaves_one_vote_and_leads_to_it(officer, proposal_id, roll_id):
    await officer.opens(NEW)
    await goes_on(officer, *about_a_proposal(proposal_id, roll_id))
    path, data = officer.would_send("Open the vote")
    for _ in range(2):
        await officer.sends(path, data)
        [vote] = await votes.of_proposal(proposal_id)
        assert officer.answer.url.path == f"/vote/manage/{vote.id}"


async def test_going_back_and_another_language_keep_what_was_typed(officer, proposal_id, roll_id):
    await officer.opens(NEW)
    await goes_on(officer, *about_a_proposal(proposal_id, roll_id)[:4])
    page = await officer.presses("Back", zone="America/Denver", closes_date="2031-03-05", closes_time="9:15")
    assert "checked" in next(said for said in page.controls if said["value"] == str(roll_id))
    page = await officer.presses("Next")
    assert ("closes_date", "2031-03-05") in page.forms["setup"].fields
    page = await officer.presses("Español", zone="America/Denver")
    assert officer.answer.headers["content-language"] == "es"
    assert ("closes_time", "9:15") in page.forms["setup"].fields


async def test_a_label_is_voted_on_without_a_question_who_decides(officer, roll_id):
    await officer.opens(NEW)
    page = await goes_on(
        officer,
        {"subject": "label"},
        {"measure": MEASURE, "place": "US-TN"},
        {"rule": "registry_label"},
        {"roll": str(roll_id)},
        LATER | {"closes_time": "midnight"},
    )
    assert "Step 6 of 6" in page.text
    assert "the end of" in page.text
    await officer.presses("Open the vote")
    assert "Run this vote" in officer.page.text


async def test_outcomes_of_a_definition_are_voted_on_under_a_rule_of_ones_own(store, cast, officer, roll_id):
    parts = [{"id": f"o-{n}", "statement": f"Outcome {n}.", "domain": "experience"} for n in range(3)]
    definition = await a_published_definition(store, cast, outcomes=parts)
    own = (
        "name: ours\ntitle: Ten points\nkind: allocation\nunits: 10\nbudget: 10\nbasis: own_design\n"
        "source: The council\nverified: false\nappeal_days: 30\n"
    )
    await officer.opens(NEW)
    page = await goes_on(
        officer,
        {"subject": "outcomes"},
        {"definition": definition.versioned, "place": "US-TN"},
        {"rule": "own", "own_rule": own},
        {"roll": str(roll_id)},
        LATER | {"closes_time": "17:00"},
    )
    assert "Ten points" in page.text
    await officer.presses("Open the vote")
    assert "Run this vote" in officer.page.text, officer.page.text


async def test_the_review_warns_and_tells_no_small_number_to_an_officer(cast, officer, proposal_id):
    entries = tuple(
        RollEntry(
            cast.people[f"voter{n}"], Constituency.PLAN if n else Constituency.CAREGIVER, "One plan" if n else None
        )
        for n in range(7)
    )
    roll_id = await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, entries)
    await officer.opens(NEW)
    page = await goes_on(officer, *about_a_proposal(proposal_id, roll_id))
    for words in ("Think about this first", "nothing can pass", "from one organization: One plan", "fewer than 11"):
        assert words in page.text
    assert not re.search(r"People 6|Plan\w* 6\b", page.text)


async def test_comments_without_an_answer_are_said_and_the_vote_does_not_open(cast, officer, proposal_id, roll_id):
    await commenting.comment(await cast.caller("voter1"), proposal_id, "What of respite?")
    await officer.opens(NEW)
    page = await goes_on(officer, *about_a_proposal(proposal_id, roll_id))
    assert "1 comment needs an answer before the vote can open." in page.text
    page = await officer.presses("Open the vote")
    assert officer.answer.status_code == 409
    assert "Some comments have no answer yet." in page.text
    assert await votes.of_proposal(proposal_id) == []


async def test_an_organization_in_two_constituencies_is_refused_where_it_counts_once(cast, officer, proposal_id):
    entries = tuple(
        RollEntry(cast.people[f"voter{n}"], group, "One plan") for n, group in enumerate(list(Constituency)[:2])
    )
    roll_id = await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, entries)
    await officer.opens(NEW)
    pages = list(about_a_proposal(proposal_id, roll_id))
    pages[2] = {"rule": "astm_sub"}
    await goes_on(officer, *pages)
    page = await officer.presses("Open the vote")
    assert officer.answer.status_code == 422
    assert "stands in two constituencies" in page.text


@pytest.mark.parametrize(
    ("place", "typed", "says"),
    [
        (0, {}, "Choose what the vote is about."),
        (0, {"subject": "else"}, "Choose what the vote is about."),
        (1, {}, "Choose the proposal."),
        (1, {"proposal": "no id"}, "Choose the proposal."),
        (1, {"proposal": "00000000-0000-4000-8000-000000000000"}, "Choose the proposal."),
        (2, {}, "Choose a rule."),
        (2, {"rule": "nothing"}, "nothing"),
        (2, {"rule": "registry_label"}, "This rule does not fit"),
        (2, {"rule": "own", "own_rule": "a: [1"}, "your rule"),
        (2, {"rule": "own", "own_rule": "a: &a [x]\nb: [*a, *a]"}, "your rule"),
        (3, {}, "Choose the list of voters."),
        (3, {"roll": "no id"}, "Choose the list of voters."),
        (4, {}, "Choose a time zone."),
        (4, LATER, "Write the time"),
        (4, LATER | {"closes_time": "5 o'clock"}, "Write the day like"),
        (4, LATER | {"closes_date": "2020-01-01", "closes_time": "5 pm"}, "not in the past"),
        (4, LATER | {"closes_date": "2031-03-09", "closes_time": "2:30 am"}, "The clocks change at this time"),
        (4, LATER | {"closes_date": "2031-11-02", "closes_time": "1:30 am"}, "The clocks change at this time"),
        (4, LATER | {"closes_time": "5 pm", "opens_date": "2020-01-01", "opens_time": "5 pm"}, "Leave it empty"),
        (5, {}, "Choose one of the answers."),
    ],
)
async def test_what_is_wrong_is_said_on_its_own_page(officer, proposal_id, roll_id, place, typed, says):
    await officer.opens(NEW)
    pages = about_a_proposal(proposal_id, roll_id)[:place]
    if pages:
        await goes_on(officer, *pages)
    page = await officer.presses("Next", **typed)
    assert officer.answer.status_code == 422
    assert says in page.text
    assert f"Step {place + 1} of 7" in page.text


async def test_a_list_of_ones_own_and_one_of_another_state_cannot_be_used(cast, neighbor, at_browser, proposal_id):
    own = await voting.make_roll(await cast.caller("everyman"), cast.jurisdiction, roll_entries(cast))
    theirs = await voting.make_roll(await neighbor.caller("roll_keeper"), neighbor.jurisdiction, roll_entries(neighbor))
    everyman = await at_browser(cast, "everyman")
    for roll_id, says in ((own, "You made this list."), (theirs, "Choose the list of voters.")):
        await everyman.opens(NEW)
        await goes_on(everyman, *about_a_proposal(proposal_id, roll_id)[:3])
        page = await everyman.presses("Next", roll=str(roll_id))
        assert everyman.answer.status_code == 422
        assert says in page.text


async def test_a_proposal_of_another_state_is_as_if_there_were_none(cast, neighbor, officer):
    theirs = await a_proposal(neighbor, stage="draft")
    await officer.opens(NEW)
    await goes_on(officer, {"subject": "proposal"})
    page = await officer.presses("Next", proposal=str(theirs))
    assert officer.answer.status_code == 422
    assert "Choose the proposal." in page.text
    assert str(theirs) not in re.findall(r'<option value="([^"]*)"', officer.answer.text)


async def test_steps_cannot_be_jumped(officer, proposal_id, roll_id):
    await officer.opens(NEW)
    path, data = officer.would_send("Next", subject="proposal", proposal=str(proposal_id))
    page = await officer.sends(path, data | {"at": ["review"], "roll": [str(roll_id)]})
    assert officer.answer.status_code == 422
    assert "Which rule decides?" in page.text
    assert await votes.of_proposal(proposal_id) == []


@pytest.mark.parametrize("name", ["roll_keeper", "certifier", "voter1"])
async def test_only_a_vote_officer_sets_up_a_vote(cast, at_browser, name):
    visitor = await at_browser(cast, name)
    await visitor.opens(NEW)
    assert visitor.answer.status_code == 403


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5 pm", "17:00"),
        ("5:30 p.m.", "17:30"),
        ("12 am", "00:00"),
        ("12 PM", "12:00"),
        ("11:05am", "11:05"),
        ("17:00", "17:00"),
        ("13 pm", "13 pm"),
        ("midnight", "midnight"),
    ],
)
def test_times_are_read_by_either_clock(typed, meant):
    assert by_24_hours(typed) == meant
