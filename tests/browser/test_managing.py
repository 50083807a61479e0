"""The pages of those who run votes in a browser: every page can be used by everyone, and by keyboard alone."""

from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from governance.appeals import Grounds
from governance.members import OrganisationKind
from registry import admitting, signing_in, voting
from registry.storage import votes
from tests.browser.checks import every_check, focus_is_never_hidden, large_targets, no_sideways_scroll, no_violations
from tests.registry.web.voting.electorate import an_outcome_vote, everybody_votes
from tests.registry.web.voting.making import ORDER, TEN_POINTS
from tests.support import a_cast, a_name, a_proposal, an_open_vote, certified, roll_entries, rule, until_closed

FILE = (
    "name,number,email,language,constituency\n"
    "Ana Torres,{n}1,ana@example.org,es,member\nBo Lind,{n}2,,en,caregiver\nCy Park,{n}3,,en,plan\n"
)
LATER = f"{datetime.now(UTC) + timedelta(days=20):%Y-%m-%d}"
MAIN = "main form .buttons button"


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


@pytest_asyncio.fixture(scope="module")
async def council(store, cast):
    slug = a_name()
    await admitting.add_organisation(store, slug, "The advisory council", OrganisationKind.COUNCIL, cast.jurisdiction)
    return slug


@pytest_asyncio.fixture(scope="module")
async def open_vote(cast):
    return await an_open_vote(cast, seconds=3600)


@pytest_asyncio.fixture(scope="module")
async def appealed(cast):
    """A certified vote with an appeal against it."""
    vote_id = await an_open_vote(cast, seconds=5, voting_rule=rule(appeal_days=30))
    await everybody_votes(cast, vote_id)
    await until_closed(await votes.get(vote_id))
    officer = await cast.caller("officer")
    await voting.close_vote(officer, vote_id)
    await voting.tally_vote(officer, vote_id)
    await certified(cast, vote_id)
    await voting.appeal(await cast.caller("voter2"), vote_id, next(iter(Grounds)), "Nobody told me when to vote.")
    return vote_id


@pytest_asyncio.fixture(scope="module")
async def roll_id(cast):
    return await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, roll_entries(cast))


async def as_one_of(visit, cast, name):
    """Sign in as one of the cast; whoever was signed in before is not any more."""
    code, _ = await signing_in.issue_code_as_operator(cast.store, cast.people[name], 1)
    await visit.page.context.clear_cookies()
    await visit.to("/vote/sign-in?next=/vote/manage")
    await visit.page.fill("#code", code)
    await visit.page.click('form[action="/vote/sign-in"] button')
    await visit.page.wait_for_url("**/vote/manage")


async def sends(visit, content):
    """Send a spreadsheet."""
    await visit.page.set_input_files("#file", {"name": "roll.csv", "mimeType": "text/csv", "buffer": content.encode()})
    await visit.page.click(MAIN)


async def test_the_pages_of_a_vote_can_be_used_by_everyone(visit, cast, open_vote, appealed):
    await as_one_of(visit, cast, "officer")
    await every_check(visit, "manage-votes")
    await visit.to(f"/vote/manage/{open_vote}")
    await every_check(visit, "manage-vote")
    await visit.page.click(f'form[action="/vote/manage/{open_vote}/cancel"] button')
    await every_check(visit, "manage-cancel-without-reason")
    await as_one_of(visit, cast, "publisher")
    await visit.to(f"/vote/manage/{appealed}")
    await every_check(visit, "manage-appeal")
    await visit.to("/vote/manage/new")
    await every_check(visit, "manage-not-permitted")


async def test_the_pages_of_a_roll_can_be_used_by_everyone(visit, cast, council, open_vote):
    await as_one_of(visit, cast, "roll_keeper")
    await visit.to("/vote/manage/rolls/new")
    await every_check(visit, "roll-new")
    await visit.page.select_option("#organisation", council)
    await sends(visit, FILE.format(n=1).replace("plan", "planner").replace("Bo", "=Bo"))
    await every_check(visit, "roll-problems")
    await sends(visit, FILE.format(n=2))
    await every_check(visit, "roll-preview")
    await visit.to(f"/vote/manage/{open_vote}")
    await every_check(visit, "manage-vote-roll-keeper")
    await visit.to(f"/vote/manage/{open_vote}/roll")
    await every_check(visit, "roll-people")
    await visit.page.check('[name="who"][value="all"]', force=True)
    await visit.page.click(f'form[action="/vote/manage/{open_vote}/roll/letters"] .buttons button')
    await visit.page.wait_for_selector(".letter")
    await no_violations(visit, "letters")
    await no_sideways_scroll(visit)
    await focus_is_never_hidden(visit)


async def test_each_step_of_setting_up_a_vote_can_be_used_by_everyone(visit, cast, roll_id):
    proposal_id = await a_proposal(cast)
    await as_one_of(visit, cast, "officer")
    await visit.to("/vote/manage/new")
    await visit.page.click(MAIN)
    await every_check(visit, "setup-subject-missing")
    page = visit.page
    await page.check('[value="proposal"]', force=True)
    await page.click(MAIN)
    await every_check(visit, "setup-which")
    await page.select_option("#proposal", str(proposal_id))
    await page.click(MAIN)
    await every_check(visit, "setup-rule")
    await page.check('[value="registry_default"]', force=True)
    await page.click(MAIN)
    await every_check(visit, "setup-roll")
    await page.check(f'[value="{roll_id}"]', force=True)
    await page.click(MAIN)
    await page.select_option("#zone", "America/Chicago")
    await page.fill("#closes_date", LATER)
    await page.fill("#closes_time", "half past five")
    await page.click(MAIN)
    await every_check(visit, "setup-when-wrong")
    await page.fill("#closes_time", "5 pm")
    await page.click(MAIN)
    await every_check(visit, "setup-who-decides")
    await page.check('[value="no"]', force=True)
    await page.click(MAIN)
    await every_check(visit, "setup-review")


@pytest.mark.parametrize("ballot", [None, ORDER, TEN_POINTS], ids=["motion", "places", "points"])
async def test_the_pages_to_enter_a_ballot_can_be_used_by_everyone(visit, store, cast, open_vote, ballot):
    vote_id = await an_outcome_vote(store, cast, ballot) if ballot else open_vote
    await as_one_of(visit, cast, "officer")
    await visit.to(f"/vote/manage/{vote_id}/enter")
    await visit.page.fill("#find", "voter 3")
    await visit.page.click(MAIN)
    await visit.page.click(MAIN)
    if ballot is None:
        await every_check(visit, "enter-ballot")
    else:
        await no_violations(visit, "enter-ballot")
        await no_sideways_scroll(visit)
        await large_targets(visit)


async def test_letters_start_each_on_its_own_sheet_and_nothing_else_is_printed(visiting, cast, open_vote):
    visit = await visiting()
    await as_one_of(visit, cast, "roll_keeper")
    await visit.to(f"/vote/manage/{open_vote}/roll")
    await visit.page.check('[name="who"][value="all"]', force=True)
    await visit.page.click(f'form[action="/vote/manage/{open_vote}/roll/letters"] .buttons button')
    await visit.page.wait_for_selector(".letter")
    await visit.page.emulate_media(media="print")
    assert not await visit.page.get_by_role("heading", name="Letters to print").is_visible()
    pdf = await visit.page.pdf(format="Letter")
    assert pdf.count(b"/Type /Page\n") == 7


async def chooses(visit, name, keys=("Space",)):
    await visit.tab_to(name)
    await visit.press(*keys)


async def test_a_vote_is_set_up_by_keyboard_from_the_upload_to_the_opening_without_javascript(visiting, cast, council):
    proposal_id = await a_proposal(cast)
    keeper = await visiting("en", "desktop", scripts=False)
    await as_one_of(keeper, cast, "roll_keeper")
    await chooses(keeper, "Bring a list of voters", ["Enter"])
    await keeper.page.wait_for_url("**/vote/manage/rolls/new")
    for button in ("Look at this file", "Take this file"):
        await keeper.page.wait_for_selector(f"button:text-is('{button}')")
        await keeper.tab_to("Council or agency")
        await keeper.page.keyboard.type("The adv")
        await keeper.tab_to("Spreadsheet (CSV or Excel)")
        # The browser's own window to choose a file cannot be opened by a test.
        file = {"name": "roll.csv", "mimeType": "text/csv", "buffer": FILE.format(n=7).encode()}
        await keeper.page.set_input_files("#file", file)
        await chooses(keeper, button, ["Enter"])
    await keeper.page.wait_for_selector("text=The list is made")
    officer = await visiting("en", "desktop", scripts=False)
    await as_one_of(officer, cast, "officer")
    await chooses(officer, "Set up a vote", ["Enter"])
    await officer.page.wait_for_url("**/vote/manage/new")
    await chooses(officer, "A proposal")
    await officer.press("Enter")
    await officer.page.wait_for_selector("#proposal")
    await officer.tab_to("Proposal")
    places = await officer.page.eval_on_selector_all("#proposal option", "all => all.map((each) => each.value)")
    await officer.press(*["ArrowDown"] * places.index(str(proposal_id)))
    await chooses(officer, "Next", ["Enter"])
    await officer.page.wait_for_selector("#rule")
    await officer.page.focus('[name="rule"][value="registry_default"]')
    await officer.press("Space", "Enter")
    await officer.page.wait_for_selector("#roll")
    await officer.page.focus("#roll")
    await officer.press("Space", "Enter")
    await officer.page.wait_for_selector("#zone")
    await officer.tab_to("Time zone")
    await officer.page.keyboard.type("Central")
    await officer.page.focus("#closes_date")
    await officer.page.keyboard.type(LATER)
    await officer.press("Tab")
    await officer.page.keyboard.type("5 pm")
    await officer.press("Enter")
    await officer.page.wait_for_selector("#advisory")
    await chooses(officer, "The voters decide")
    await officer.press("Enter")
    await officer.page.wait_for_selector("h1:text-is('Check the vote')")
    await chooses(officer, "Open the vote", ["Enter"])
    await officer.page.wait_for_selector("text=Run this vote")
    [vote] = await votes.of_proposal(proposal_id)
    assert await officer.path() == f"/vote/manage/{vote.id}"
