"""Bringing a roll from a spreadsheet: a look that stores nothing, and taking all of it or none."""

import pytest
import pytest_asyncio

from governance.members import Constituency, OrganisationKind, Role
from governance.policy import SignInError, WrongRoleError
from measures.errors import NotFoundError
from registry import admitting, enrolling
from registry.enrolling import BadRowsError
from registry.exchange.spreadsheets import BadSpreadsheetError
from registry.storage import people, rolls
from registry.storage.requests import RequestIdReusedError
from registry.storage.tables import AuditRow, PersonRow, RollRow
from registry.use_cases import Caller
from tests.support import a_cast, a_name

FILE = (
    b"name,number,email,language,constituency,organization,recused\n"
    b"Ana Torres,1,ana@example.org,es,member,,\n"
    b"Bo Lind,2,,en,caregiver,,\n"
    b"Cy Park,3,cy@example.com,en,plan,Example Plan,yes\n"
)


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


@pytest_asyncio.fixture
async def council(store):
    slug = a_name()
    await admitting.add_organisation(store, slug, "The council", OrganisationKind.COUNCIL, "US-TN")
    return slug


async def stored():
    """How much is on record: people, rolls, and lines of the audit trail."""
    return [await table.count() for table in (PersonRow, RollRow, AuditRow)]


async def preview(cast, council, content=FILE):
    return await enrolling.preview_roll((await cast.caller("roll_keeper")).actor, council, content)


async def bring(cast, council, content=FILE, request=None):
    return await enrolling.bring_roll(await cast.caller("roll_keeper", request), council, content)


async def test_a_look_says_what_would_happen_and_stores_nothing(cast, council):
    before = await stored()
    seen = await preview(cast, council)
    assert (seen.new, seen.known, seen.without_email, seen.without_number, seen.problems) == (3, 0, 1, 0, ())
    assert await stored() == before


async def test_a_file_makes_members_and_a_roll_of_them(cast, council):
    roll = await rolls.get(await bring(cast, council))
    assert roll.jurisdiction == "US-TN"
    assert roll.keeper == cast.people["roll_keeper"]
    known = await people.details(entry.person_id for entry in roll.entries)
    found = {known[entry.person_id].name: entry for entry in roll.entries}
    assert {name: entry.constituency for name, entry in found.items()} == {
        "Ana Torres": Constituency.MEMBER,
        "Bo Lind": Constituency.CAREGIVER,
        "Cy Park": Constituency.PLAN,
    }
    assert (found["Cy Park"].organisation, found["Cy Park"].recused) == ("Example Plan", True)
    for entry in roll.entries:
        assert {(grant.role, grant.organisation) for grant in await people.grants_of(entry.person_id)} == {
            (Role.MEMBER, council)
        }


async def test_the_same_file_again_finds_the_same_people(cast, council):
    first = await rolls.get(await bring(cast, council))
    seen = await preview(cast, council)
    assert (seen.new, seen.known) == (0, 3)
    second = await rolls.get(await bring(cast, council))
    assert second.id != first.id
    assert {entry.person_id for entry in second.entries} == {entry.person_id for entry in first.entries}


async def test_people_without_a_number_are_new_each_time_and_the_look_says_so(cast, council):
    content = b"name,constituency\nAna Torres,member\n"
    await bring(cast, council, content)
    seen = await preview(cast, council, content)
    assert (seen.new, seen.without_number) == (1, 1)


async def test_a_number_of_another_council_is_somebody_else(store, cast, council):
    await bring(cast, council)
    other = a_name()
    await admitting.add_organisation(store, other, "Another council", OrganisationKind.COUNCIL, "US-TN")
    assert (await preview(cast, other)).new == 3


async def test_a_new_address_is_noted_and_an_empty_cell_changes_nothing(cast, council):
    roll = await rolls.get(await bring(cast, council))
    changed = FILE.replace(b"ana@example.org,es", b",").replace(b"Bo Lind,2,,en", b"Bo Lind,2,bo@example.org,es")
    seen = await preview(cast, council, changed)
    assert seen.without_email == 0
    await bring(cast, council, changed)
    known = await people.details(entry.person_id for entry in roll.entries)
    assert {detail.name: (detail.email, detail.language) for detail in known.values()} == {
        "Ana Torres": ("ana@example.org", "es"),
        "Bo Lind": ("bo@example.org", "es"),
        "Cy Park": ("cy@example.com", "en"),
    }


async def test_a_number_that_is_known_for_another_name_is_a_problem(cast, council):
    await bring(cast, council)
    slipped = FILE.replace(b"Bo Lind,2", b"Ed Moss,2")
    [problem] = (await preview(cast, council, slipped)).problems
    assert (problem.row, problem.column) == (3, "number")
    assert "Bo Lind" in problem.message
    before = await stored()
    with pytest.raises(BadRowsError, match="row 3, column number"):
        await bring(cast, council, slipped)
    assert await stored() == before


async def test_one_bad_cell_and_nothing_is_taken(cast, council):
    before = await stored()
    for bad, column in ((b"planner", "constituency"), (b"=plan", "constituency")):
        content = FILE.replace(b"plan,E", bad + b",E")
        [problem] = (await preview(cast, council, content)).problems
        assert (problem.row, problem.column) == (4, column)
        with pytest.raises(BadRowsError, match="Nothing was stored"):
            await bring(cast, council, content)
    with pytest.raises(BadSpreadsheetError):
        await bring(cast, council, b"name\n")
    assert await stored() == before


async def test_the_same_request_twice_makes_one_roll_and_another_file_is_not_taken_for_it(cast, council):
    first = await bring(cast, council, request="one")
    assert await bring(cast, council, request="one") == first
    with pytest.raises(RequestIdReusedError):
        await bring(cast, council, FILE.replace(b"Ana", b"Eva"), request="one")


@pytest.mark.parametrize("name", ["officer", "certifier", "voter0"])
async def test_only_a_roll_keeper_brings_people(cast, council, name):
    before = await stored()
    caller = await cast.caller(name)
    with pytest.raises(WrongRoleError):
        await enrolling.preview_roll(caller.actor, council, FILE)
    with pytest.raises(WrongRoleError):
        await enrolling.bring_roll(caller, council, FILE)
    assert await stored() == before


async def test_a_roll_keeper_brings_nobody_into_a_council_of_another_state(store, cast):
    slug = a_name()
    await admitting.add_organisation(store, slug, "Elsewhere", OrganisationKind.COUNCIL, "US-PA")
    with pytest.raises(WrongRoleError):
        await bring(cast, slug)
    with pytest.raises(NotFoundError):
        await bring(cast, "there-is-no-such-council")


async def test_nobody_brings_people_without_signing_in(store, cast, council):
    with pytest.raises(SignInError):
        await enrolling.bring_roll(Caller(store, (await cast.caller("officer")).actor.__class__()), council, FILE)


async def test_problems_are_told_in_another_language(cast, council):
    actor = (await cast.caller("roll_keeper")).actor
    content = FILE.replace(b"es,member", b"fr,member")
    seen = await enrolling.preview_roll(actor, council, content, lambda text: f"¡{text}")
    assert [problem.message[:6] for problem in seen.problems] == ["¡Write"]


def people_file(count):
    """A file with so many people."""
    rows = "".join(f"Person {n},{n},,,member\n" for n in range(count))
    return b"name,number,email,language,constituency\n" + rows.encode()


async def test_many_people_are_brought_in_parts_and_then_as_one_roll(cast, council, monkeypatch):
    monkeypatch.setattr(enrolling, "MOST_WRITTEN", 300)
    seen = await preview(cast, council, people_file(500))
    assert [(problem.row, problem.column) for problem in seen.problems] == [(302, "number")]
    with pytest.raises(BadRowsError, match="Bring the rows above first"):
        await bring(cast, council, people_file(500))
    await bring(cast, council, people_file(300))
    roll = await rolls.get(await bring(cast, council, people_file(500)))
    assert len({entry.person_id for entry in roll.entries}) == 500


async def test_as_many_people_as_are_promised_are_written_down_at_once(cast, council):
    roll = await rolls.get(await bring(cast, council, people_file(enrolling.MOST_WRITTEN)))
    assert len(roll.entries) == enrolling.MOST_WRITTEN


async def test_twenty_thousand_rows_are_looked_at(cast, council):
    seen = await preview(cast, council, people_file(20_000))
    assert (seen.new, len(seen.problems)) == (20_000, 1)
