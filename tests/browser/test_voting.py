"""Voting in a browser: every page can be used by everyone, and a whole vote is cast by keyboard alone."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from governance.appeals import Grounds
from governance.members import Constituency
from governance.proposals import Disposition
from governance.rolls import RollEntry
from governance.rules import Approvals, Choice, Points, Ranking, Ratings
from governance.votes import VoteId
from measures.references import Reference
from registry import commenting, signing_in, translating, voting
from registry.storage import ballots, proposals, votes
from tests.browser.checks import (
    every_check,
    focus_is_never_hidden,
    large_targets,
    no_script_errors,
    no_sideways_scroll,
    no_violations,
    only_our_host,
)
from tests.registry.web.voting.electorate import an_outcome_vote, everybody_votes
from tests.registry.web.voting.making import ORDER, RATING, TEN_POINTS, TWO_OF_THEM, WITH_REASONS
from tests.support import Cast, a_cast, a_proposal, an_open_vote, concluded, roll_entries, rule, until_closed

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
HOURS = 4 * 3600.0
MEASURE = Reference.parse("measure/tn-quiltss/staff-satisfaction@1.0.0")
VOTER, OTHER = "voter4", "voter5"


@dataclass
class Stage:
    """A state with votes in every stage of their life."""

    cast: Cast
    votes: dict[str, VoteId] = field(default_factory=dict)
    comment: str = ""

    def path(self, name, page=""):
        """The path of a page about a vote."""
        return f"/vote/{self.votes[name]}" + (f"/{page}" if page else "")

    async def officer(self):
        """Who runs the votes."""
        return await self.cast.caller("officer")

    async def closes_and_is_tallied(self, name):
        """Let a vote come to its end, short of being certified."""
        officer = await self.officer()
        await until_closed(await votes.get(self.votes[name]))
        await voting.close_vote(officer, self.votes[name])
        await voting.tally_vote(officer, self.votes[name])


@pytest_asyncio.fixture(scope="module")
async def stage(store):
    cast = await a_cast(store)
    made = Stage(cast)
    await open_ones(store, made)
    await over_ones(store, made)
    return made


async def a_translated_proposal(cast):
    """A proposal with a translation, and a comment that was answered."""
    proposal_id = await a_proposal(cast)
    drafter = await cast.caller("drafter")
    said = await commenting.comment(await cast.caller(OTHER), proposal_id, "Say that people choose when to get up.")
    await commenting.answer_comment(drafter, said, Disposition.ACCEPTED_IN_PART, "It says “my day” now.")
    digest = (await proposals.get(proposal_id)).content_digest
    await translating.add_translation(drafter, proposal_id, {"of": digest, **SPANISH})
    return proposal_id


async def open_ones(store, made):
    """Votes that can be voted in, one of each kind; one that opens later; a text that can be commented on."""
    cast = made.cast
    made.votes["motion"] = await an_open_vote(cast, await a_translated_proposal(cast), HOURS)
    made.votes["keys"] = await an_open_vote(cast, seconds=HOURS)
    made.votes["reasons"] = await an_open_vote(cast, seconds=HOURS, voting_rule=WITH_REASONS)
    kinds = {"rating": RATING, "approvals": TWO_OF_THEM, "order": ORDER, "points": TEN_POINTS}
    for name, own_rule in kinds.items():
        made.votes[name] = await an_outcome_vote(store, cast, own_rule, HOURS)
    roll_id = await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, roll_entries(cast))
    officer, ahead = await made.officer(), datetime.now(UTC) + timedelta(hours=1)
    made.votes["label"] = await voting.open_label_vote(
        officer, MEASURE, cast.jurisdiction, roll_id, rule("registry_label"), ahead, "America/Chicago"
    )
    made.votes["upcoming"] = await voting.open_vote(
        officer, await a_proposal(cast), roll_id, rule(), ahead + timedelta(hours=1), "America/Chicago", None, ahead
    )
    made.comment = f"/vote/proposals/{await a_translated_proposal(cast)}/comment"


async def over_ones(store, made):
    """Votes in their second round, canceled, certified, decided by the agency; and one with numbers to show."""
    cast = made.cast
    made.votes["canceled"] = await an_open_vote(cast, seconds=HOURS)
    await voting.cancel_vote(await made.officer(), made.votes["canceled"], "The list of voters was wrong.")
    made.votes["second"] = await an_open_vote(cast, seconds=1.5, voting_rule=rule())
    against = dict.fromkeys((VOTER, "voter1", "voter2"), Choice.REJECT)
    await everybody_votes(cast, made.votes["second"], **against | {"voter5": Choice.APPROVE})
    await made.closes_and_is_tallied("second")
    await voting.open_discussion(await made.officer(), made.votes["second"])
    made.votes["certified"] = await an_open_vote(cast, await a_translated_proposal(cast), 1.5, rule(appeal_days=30))
    await everybody_votes(cast, made.votes["certified"])
    await concluded(cast, made.votes["certified"])
    await voting.appeal(await cast.caller(OTHER), made.votes["certified"], Grounds.ACCESS, "A page did not work.")
    made.votes["numbers"] = await with_numbers(store)


async def with_numbers(store):
    """Advice of sixty people, which the agency did not follow."""
    crowd = await a_cast(store, "US-WA", voters=60)
    names = [name for name in crowd.people if name.startswith("voter")]
    groups = [Constituency.MEMBER] * 36 + [Constituency.CAREGIVER] * 24
    entries = tuple(RollEntry(crowd.people[name], group) for name, group in zip(names, groups, strict=True))
    roll_id = await voting.make_roll(await crowd.caller("roll_keeper"), crowd.jurisdiction, entries)
    closes = datetime.now(UTC) + timedelta(seconds=8)
    vote_id = await voting.open_vote(
        await crowd.caller("officer"),
        await a_translated_proposal(crowd),
        roll_id,
        rule("simple_majority"),
        closes,
        "America/Los_Angeles",
        advisory=True,
    )
    rejecting = dict.fromkeys([*names[24:36], *names[48:60]], Choice.REJECT)
    await everybody_votes(crowd, vote_id, **rejecting)
    await concluded(crowd, vote_id)
    await voting.decide_on_advice(await crowd.caller("publisher"), vote_id, "There is no money for it.", adopts=False)
    return vote_id


async def signed_in(visit, stage, name=VOTER, next_path="/vote"):
    """Sign in at the browser with a code, as a letter brings it."""
    code = await signing_in.issue_code(await stage.cast.caller("roll_keeper"), stage.cast.people[name], 1)
    await visit.to(f"/vote/sign-in?next={next_path}")
    await visit.page.fill("#code", code)
    await visit.page.press("#code", "Enter")
    await visit.page.wait_for_url(f"**{next_path}")


async def go(visit, value="next"):
    """Press a button of the ballot, whatever its language."""
    async with visit.page.expect_navigation():
        await visit.page.click(f"main button[name=go][value={value}]")


async def with_a_choice(visit, stage, name="motion", value="reject"):
    """Open a ballot and make a choice."""
    await visit.to(stage.path(name, "ballot"))
    await visit.page.check(f"input[value={value}]")
    await go(visit)


async def at_the_review(visit, stage):
    """Fill in a ballot up to the page of all answers."""
    await with_a_choice(visit, stage)
    await visit.page.fill("#reason", "I want to choose when I get up.")
    await go(visit)


async def counted(visit, stage):
    """Cast a ballot."""
    await at_the_review(visit, stage)
    async with visit.page.expect_navigation():
        await visit.page.click("button[formaction$=cast]")


async def first_question(visit, stage, name):
    """The first question of a ballot."""
    await visit.to(stage.path(name, "ballot"))


async def first_mistake(visit, stage, name):
    """Its first question, with nothing filled in."""
    await first_question(visit, stage, name)
    await go(visit)


async def a_missing_reason(visit, stage):
    await with_a_choice(visit, stage, "reasons")
    await go(visit)


async def a_mistake_in_points(visit, stage):
    await first_question(visit, stage, "points")
    await visit.page.fill("#points-1", "7")
    await visit.page.fill("#points-2", "4")
    await go(visit)


async def a_checked_receipt(visit, stage):
    await visit.to(stage.path("certified", "receipt"))
    await visit.page.fill("#code", "AAAA-BBBB-CCCC-DDDD")
    async with visit.page.expect_navigation():
        await visit.page.click("main form button")


async def an_empty_form(visit, path):
    await visit.to(path)
    async with visit.page.expect_navigation():
        await visit.page.click("main form .usa-button")


def opened(name, page=""):
    """A page that is opened by its address."""

    async def open_it(visit, stage):
        await visit.to(stage.path(name, page) if name else "/vote")

    return open_it


OF_VOTERS = {
    "votes": opened(None),
    "vote": opened("motion"),
    "vote-upcoming": opened("upcoming"),
    "vote-between-rounds": opened("second"),
    "vote-over": opened("certified"),
    "vote-canceled": opened("canceled"),
    "ballot-motion": lambda visit, stage: first_question(visit, stage, "motion"),
    "ballot-motion-mistake": lambda visit, stage: first_mistake(visit, stage, "motion"),
    "ballot-label": lambda visit, stage: first_question(visit, stage, "label"),
    "ballot-reason": lambda visit, stage: with_a_choice(visit, stage, "reasons"),
    "ballot-reason-mistake": a_missing_reason,
    "ballot-rating": lambda visit, stage: first_question(visit, stage, "rating"),
    "ballot-approvals": lambda visit, stage: first_question(visit, stage, "approvals"),
    "ballot-order": lambda visit, stage: first_question(visit, stage, "order"),
    "ballot-order-mistake": lambda visit, stage: first_mistake(visit, stage, "order"),
    "ballot-points": lambda visit, stage: first_question(visit, stage, "points"),
    "ballot-points-mistake": a_mistake_in_points,
    "review": at_the_review,
    "counted": counted,
    "withdraw": opened("motion", "withdraw"),
    "step-aside": lambda visit, stage: an_empty_form(visit, stage.path("motion", "step-aside")),
    "appeal": lambda visit, stage: an_empty_form(visit, stage.path("certified", "appeal")),
    "comment": lambda visit, stage: an_empty_form(visit, stage.comment),
    "comment-thanks": lambda visit, stage: visit.to(f"{stage.comment}/thanks"),
}
OF_ANYBODY = {
    "votes-public": opened(None),
    "vote-public": opened("motion"),
    "receipt-before": opened("motion", "receipt"),
    "receipt-checked": a_checked_receipt,
    "receipts": opened("numbers", "receipt"),
    "result-before": opened("motion", "results"),
    "result": opened("certified", "results"),
    "result-numbers": opened("numbers", "results"),
    "result-canceled": opened("canceled", "results"),
    "paper-motion": opened("motion", "paper"),
    "paper-rating": opened("rating", "paper"),
    "paper-points": opened("points", "paper"),
}


PICTURED = {
    "votes",
    "vote",
    "ballot-motion",
    "ballot-motion-mistake",
    "ballot-reason",
    "ballot-rating",
    "ballot-approvals",
    "ballot-order",
    "ballot-points",
    "ballot-points-mistake",
    "review",
    "counted",
    "comment",
    "receipt-checked",
    "result",
    "result-numbers",
    "paper-motion",
}
"""The pages that the documentation shows; of all others a picture would say nothing new."""


async def looked_at(visit, name):
    """All that must hold on a page."""
    if name in PICTURED:
        await every_check(visit, name)
        return
    await no_violations(visit, name)
    await no_sideways_scroll(visit)
    await large_targets(visit)
    await focus_is_never_hidden(visit)
    no_script_errors(visit)
    only_our_host(visit)


@pytest.mark.parametrize("name", OF_VOTERS)
async def test_the_pages_of_voters_can_be_used_by_everyone(visit, stage, name):
    await signed_in(visit, stage)
    await OF_VOTERS[name](visit, stage)
    await looked_at(visit, name)


@pytest.mark.parametrize("name", OF_ANYBODY)
async def test_the_pages_for_anybody_can_be_used_by_everyone(visit, stage, name):
    await OF_ANYBODY[name](visit, stage)
    await looked_at(visit, name)


async def test_an_appeal_that_came_in_can_be_read_by_everyone(visit, stage):
    await signed_in(visit, stage, OTHER)
    await visit.to(stage.path("certified", "appeal"))
    await looked_at(visit, "appeal-made")


async def chooses(visit):
    await visit.tab_to("Approve")
    await visit.press("Space", "ArrowDown")


async def scores(visit):
    for number in (2, 0, 8):
        await visit.tab_to("1: counts the least")
        await visit.press("Space", *["ArrowDown"] * number)
        await visit.tab_to("Next")
        if number != 8:
            async with visit.page.expect_navigation():
                await visit.press("Enter")


async def checks(visit):
    for name in ("Outcome 1 gets better.", "Outcome 3 gets better."):
        await visit.tab_to(name)
        await visit.press("Space")


async def orders(visit):
    for number, place in ((1, "2"), (2, "1")):
        await visit.tab_to(f"Outcome {number} gets better.")
        await visit.page.keyboard.type(place)


async def gives_points(visit):
    for number, points in ((1, "6"), (3, "4")):
        await visit.tab_to(f"Outcome {number} gets better.")
        await visit.page.keyboard.type(points)


BY_KEYBOARD = {
    "keys": (chooses, Choice.REJECT),
    "rating": (scores, Ratings({"outcome-1": 3, "outcome-2": 1, "outcome-3": 9})),
    "approvals": (checks, Approvals(frozenset({"outcome-1", "outcome-3"}))),
    "order": (orders, Ranking(("outcome-2", "outcome-1"))),
    "points": (gives_points, Points({"outcome-1": 6, "outcome-3": 4})),
}


@pytest.mark.parametrize("name", BY_KEYBOARD)
async def test_a_whole_vote_is_cast_by_keyboard_alone_and_without_javascript(visiting, stage, name):
    fill_in, answer = BY_KEYBOARD[name]
    visit = await visiting("en", "desktop", scripts=False)

    async def enter(button):
        await visit.tab_to(button)
        async with visit.page.expect_navigation():
            await visit.press("Enter")

    code = await signing_in.issue_code(await stage.cast.caller("roll_keeper"), stage.cast.people["voter3"], 1)
    await visit.to(stage.path(name))
    await enter("Sign in to vote")
    await visit.tab_to("Your code")
    await visit.page.keyboard.type(code)
    async with visit.page.expect_navigation():
        await visit.press("Enter")
    assert await visit.path() == stage.path(name)
    await enter("Start voting")
    await fill_in(visit)
    await enter("Next")
    await visit.tab_to("Do you want to say why?")
    await visit.page.keyboard.type("Because.")
    await enter("Next")
    assert "Your vote is not cast yet." in await visit.said()
    assert await ballots.piles(stage.votes[name], 1) == []
    await enter("Cast my vote")
    assert await visit.path() == stage.path(name, "counted")
    assert "Your vote is in the ballot box." in await visit.said()
    assert [pile.answer for pile in await ballots.piles(stage.votes[name], 1)] == [answer]
    await enter("Take my vote back")
    await enter("Take my vote back")
    assert await ballots.piles(stage.votes[name], 1) == []


async def test_enter_in_a_field_goes_on_and_does_not_change_the_language(visiting, stage):
    visit = await visiting("en", "desktop", scripts=False)
    await signed_in(visit, stage)
    await visit.to(stage.path("points", "ballot"))
    await visit.page.fill("#points-1", "10")
    async with visit.page.expect_navigation():
        await visit.page.press("#points-1", "Enter")
    assert await visit.page.locator("html[lang=en]").count() == 1
    assert "Do you want to say why?" in await visit.said()


async def test_larger_text_in_the_middle_of_a_ballot_keeps_what_was_filled_in(visiting, stage):
    visit = await visiting("en", "phone", scripts=False)
    await signed_in(visit, stage)
    await visit.to(stage.path("points", "ballot"))
    await visit.page.fill("#points-2", "7")
    await visit.tab_to("Largest")
    async with visit.page.expect_navigation():
        await visit.press("Enter")
    assert await visit.page.locator("html.text-largest").count() == 1
    assert await visit.page.input_value("#points-2") == "7"


async def test_the_list_of_mistakes_has_the_focus_and_leads_to_the_field(visiting, stage):
    visit = await visiting("en", "desktop", scripts=False)
    await signed_in(visit, stage)
    await first_mistake(visit, stage, "motion")
    assert await visit.page.evaluate("document.activeElement.id") == "errors"
    await visit.page.get_by_role("link", name="Choose one of the answers.").press("Enter")
    # The field is where the focus goes on from; on the way back it is the field itself.
    await visit.press("Tab", "Shift+Tab")
    assert await visit.page.evaluate("document.activeElement.name") == "choice"


async def test_a_paper_ballot_is_printed_without_the_ways_around_it(visiting, stage):
    visit = await visiting()
    await visit.to(stage.path("motion", "paper"))
    await visit.page.emulate_media(media="print")
    assert not await visit.page.get_by_text("Print this page").is_visible()
    assert not await visit.page.get_by_role("link", name="Help").is_visible()
    assert await visit.page.get_by_text("First person, initials and date:").is_visible()
