"""Bringing a roll over HTTP: a look first, then the very same file; and the people of a vote's roll."""

import csv
import io
import re

import pytest
import pytest_asyncio

from governance.members import OrganisationKind
from governance.rules import Choice
from registry import admitting, voting
from registry.storage import rolls, votes
from registry.storage.tables import PersonRow, RollRow
from tests.registry.signing_in.support import letters_to
from tests.registry.web.voting.browsing import Browser
from tests.registry.web.voting.electorate import everybody_votes
from tests.support import a_name, an_open_vote, certified, until_closed

NEW = "/vote/manage/rolls/new"
FILE = (
    b"name,number,email,language,constituency\n"
    b"Ana Torres,1,ana@example.org,es,member\n"
    b"Bo Lind,2,,en,caregiver\n"
    b"Cy Park,,,,plan\n"
)


@pytest_asyncio.fixture
async def council(store, cast):
    slug = a_name()
    await admitting.add_organisation(store, slug, "The council", OrganisationKind.COUNCIL, cast.jurisdiction)
    return slug


async def stored():
    return await PersonRow.count(), await RollRow.count()


async def sends(visitor, content, council, page=None, **changed):
    """Send a file with the form of the page that is open."""
    page = page or visitor.page
    fields = dict(page.forms[NEW].fields) | {"organisation": council} | changed
    fields.pop("file", None)
    sent = {"file": ("roll.csv", content)} if content is not None else {"file": ("", b"")}
    return await visitor._see(await visitor.browser.post(NEW, data=fields, files=sent, follow_redirects=True))


async def test_a_file_is_looked_at_then_taken(keeper, council):
    await keeper.opens(NEW)
    before = await stored()
    page = await sends(keeper, FILE, council)
    for words in ("3 people are on it.", "3 are new.", "0 are known.", "2 have no e-mail address", "1 has no number"):
        assert words in page.text
    assert await stored() == before
    page = await sends(keeper, FILE, council)
    assert "The list is made" in page.text
    assert await stored() == (before[0] + 3, before[1] + 1)
    newest = (await rolls.newest("US-TN", 1))[0]
    assert await rolls.digest(newest.id) in page.text


async def test_what_is_taken_is_what_was_looked_at(store, cast, keeper, council):
    await keeper.opens(NEW)
    before = await stored()
    await sends(keeper, FILE, council)
    page = await sends(keeper, FILE.replace(b"plan", b"advocate"), council)
    assert "Nothing is stored yet." in page.text
    other = a_name()
    await admitting.add_organisation(store, other, "Another council", OrganisationKind.COUNCIL, cast.jurisdiction)
    page = await sends(keeper, FILE.replace(b"plan", b"advocate"), other)
    assert "Nothing is stored yet." in page.text
    assert await stored() == before


async def test_a_file_that_is_sent_twice_makes_one_list(keeper, council):
    await keeper.opens(NEW)
    page = await sends(keeper, FILE, council)
    before = await RollRow.count()
    for _ in range(2):
        await sends(keeper, FILE, council, page)
        assert keeper.answer.status_code == 200
    assert await RollRow.count() == before + 1


async def test_each_problem_is_told_by_row_and_column_in_both_languages(keeper, council):
    await keeper.opens(NEW)
    before = await stored()
    bad = FILE.replace(b"plan", b"planner").replace(b"Bo Lind", b"=HYPERLINK(1)")
    page = await sends(keeper, bad, council)
    assert keeper.answer.status_code == 422
    assert "2 cells must be mended. Nothing was stored." in page.text
    assert "3 name This cell begins like a formula. Write plain text." in page.text
    assert "4 constituency Write one of these: state, plan" in page.text
    await keeper.opens(f"{NEW}?lang=es")
    page = await sends(keeper, bad, council)
    assert "Write plain text" not in page.text
    assert await stored() == before


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "Choose a file."),
        (b"", "Choose a file."),
        (b"name\n", "needs a header"),
        ("name,constituency\nJosé,member\n".encode("latin-1"), "CSV UTF-8"),
        (b"PK\x03\x04no", "cannot be read"),
    ],
)
async def test_what_is_no_spreadsheet_is_refused_beside_the_field(keeper, council, content, says):
    await keeper.opens(NEW)
    page = await sends(keeper, content, council)
    assert keeper.answer.status_code == 422
    assert says in page.text
    assert page.ids["file"].get("aria-invalid") == "true"


async def test_a_council_must_be_chosen_and_be_of_the_own_state(store, keeper, council):
    await keeper.opens(NEW)
    await sends(keeper, FILE, "")
    assert keeper.answer.status_code == 422
    other = a_name()
    await admitting.add_organisation(store, other, "Elsewhere", OrganisationKind.COUNCIL, "US-PA")
    assert other not in keeper.answer.text
    await sends(keeper, FILE, other)
    assert keeper.answer.status_code == 403
    await sends(keeper, FILE, "there-is-none")
    assert keeper.answer.status_code == 404


async def test_the_sample_can_be_taken_as_it_is(keeper, council):
    answer = await keeper.browser.get("/vote/manage/rolls/sample.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="roll.csv"'
    assert len(list(csv.reader(io.StringIO(answer.text)))) == 4
    await keeper.opens(NEW)
    page = await sends(keeper, answer.content, council)
    assert "This file can be taken" in page.text


async def test_only_a_roll_keeper_brings_a_list(officer, keeper, council):
    await keeper.opens(NEW)
    form = keeper.page.forms[NEW].fields
    await officer.opens(NEW)
    assert officer.answer.status_code == 403
    answer = await officer.browser.post(NEW, data=dict(form), files={"file": ("r.csv", FILE)})
    assert answer.status_code == 403


@pytest_asyncio.fixture
async def vote_id(cast):
    return await an_open_vote(cast, seconds=600)


async def test_the_roll_keeper_sees_who_has_voted_and_never_how(cast, vote_id, keeper, officer):
    await everybody_votes(cast, vote_id)
    await voting.withdraw_ballot(await cast.caller("voter0"), vote_id)
    page = await keeper.opens(f"/vote/manage/{vote_id}/roll")
    assert "6 of 7 have voted." in page.text
    assert page.text.count("Has not voted") == 1
    assert page.text.count("Has voted") == 6
    for word in ("Approve", "approve", "Reject"):
        assert word not in page.text
    await officer.opens(f"/vote/manage/{vote_id}/roll")
    assert officer.answer.status_code == 403


async def test_reminders_go_to_those_with_an_address_and_the_others_are_named(cast, vote_id, keeper):
    await keeper.opens(f"/vote/manage/{vote_id}/roll")
    page = await keeper.presses("Send reminders")
    assert "0 people get an e-mail." in page.text
    assert "Call them or write to them: voter 0, voter 1" in page.text
    assert await letters_to(*cast.people.values()) == []


@pytest.mark.parametrize(("who", "count"), [("all", 7), ("silent", 6), ("some", 2)])
async def test_letters_hold_codes_that_sign_their_people_in(app, cast, vote_id, keeper, who, count):
    await voting.cast_ballot(await cast.caller("voter6"), vote_id, Choice.APPROVE)
    await keeper.opens(f"/vote/manage/{vote_id}/roll")
    people = [str(cast.people[f"voter{number}"]) for number in (1, 2)]
    page = await keeper.presses("Make the letters", who=who, people=people)
    codes = re.findall(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}\b", page.text)
    assert len(set(codes)) == count
    assert (await Browser(app).sign_in(codes[0])).status_code == 303
    page = await keeper.opens(f"/vote/manage/{vote_id}/roll")
    assert not set(codes) & set(page.text.split())


async def test_letters_need_somebody_to_write_to(vote_id, keeper):
    await keeper.opens(f"/vote/manage/{vote_id}/roll")
    for chosen in ({}, {"who": "some"}, {"who": "some", "people": "no-id"}):
        page = await keeper.presses("Make the letters", **chosen)
        assert keeper.answer.status_code == 422
        assert "Choose the people who get a letter." in page.text


async def test_somebody_is_taken_off_with_a_reason_and_before_the_count_only(cast, keeper):
    vote_id = await an_open_vote(cast, seconds=8)
    await everybody_votes(cast, vote_id)
    await keeper.opens(f"/vote/manage/{vote_id}/roll")
    take_off = "Take this person off the list"
    for said in ({}, {"person": "no-id", "reason": "x"}, {"person": str(cast.people["voter1"])}):
        await keeper.opens(f"/vote/manage/{vote_id}/roll")
        await keeper.presses(take_off, **said)
        assert keeper.answer.status_code == 422
    page = await keeper.presses(take_off, person=str(cast.people["voter1"]), reason="Moved away")
    assert "6 of 6 have voted." in page.text
    await keeper.presses(take_off, person=str(cast.people["voter1"]), reason="Again")
    assert keeper.answer.status_code == 409
    late = keeper.would_send(take_off, person=str(cast.people["voter2"]), reason="Late")
    await until_closed(await votes.get(vote_id))
    officer = await cast.caller("officer")
    await voting.close_vote(officer, vote_id)
    await voting.tally_vote(officer, vote_id)
    page = await keeper.sends(*late)
    assert keeper.answer.status_code == 409
    assert take_off not in [button.words for button in page.buttons]
    await certified(cast, vote_id)
