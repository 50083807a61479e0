"""Bringing a roll: the people of a spreadsheet become members of a council, and stand on a new roll. All or nothing."""

import asyncio
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from governance import policy
from governance.enrolment import SPELLINGS, Enrolment, RowProblem, is_same_name, read_rows
from governance.members import Actor, PersonAdded, PersonDetailChanged, PersonId, Role, RoleGranted
from governance.rolls import Roll, RollEntry, RollId, RollMade, check_roll
from governance.rules import ENGLISH, Say
from measures.documents import digest_of
from measures.errors import InvalidError
from measures.references import Digest
from registry.exchange.spreadsheets import read_table
from registry.proof.sealing import SALT_SIZE, salted_digest
from registry.storage import people
from registry.storage.people import Detail, Organisation
from registry.storage.transaction import Transaction
from registry.use_cases import Caller, an_id, use_case

MOST_WRITTEN: Final = 2_000
"""People whom one file adds or changes. While they are written down nobody else's ballot can be."""


class BadRowsError(InvalidError):
    """Rows of the file cannot be taken; nothing was."""

    code = "BAD_ROWS"


@dataclass(frozen=True, slots=True)
class Preview:
    """What bringing a file would do. Nothing is stored yet."""

    people: tuple[Enrolment, ...]
    problems: tuple[RowProblem, ...]
    new: int
    known: int
    without_email: int
    without_number: int
    """Who cannot be found again: they are new each time."""


async def preview_roll(actor: Actor, organisation: str, content: bytes, say: Say = ENGLISH) -> Preview:
    """Look at a file without taking it: who would be new, who is known, and what is wrong, by row and cell.

    `say` turns an English template into another language.

    Raises:
        NotPermittedError: the actor keeps no roll for the jurisdiction of the organisation.
        OrganisationNotFoundError: there is no such organisation.
        BadSpreadsheetError: the file is no table.
    """
    place = await people.organisation(organisation)
    policy.may_enrol(actor, place.jurisdiction).require()
    found, problems = await _read(content, say)
    known = await _known(place, found)
    problems += (*_taken(found, known, say), *await _out_of_reach(actor, found, known, say))
    return Preview(
        people=found,
        problems=tuple(sorted(problems, key=lambda each: (each.row, each.column))),
        new=len(found) - len(known),
        known=len(known),
        without_email=sum(_email(each, known) is None for each in found),
        without_number=sum(each.number is None for each in found),
    )


async def bring_roll(caller: Caller, organisation: str, content: bytes) -> RollId:
    """Take a file: add the people who are new, as members of the organisation, and make the roll of everybody in it.

    Raises:
        BadRowsError: the file has problems; `preview_roll` lists them.
        NotPermittedError, OrganisationNotFoundError, BadSpreadsheetError: as for `preview_roll`.
    """
    place = await people.organisation(organisation)
    policy.may_enrol(caller.actor, place.jurisdiction).require()
    found, problems = await _read(content, ENGLISH)
    _require_none(problems)
    return await _bring(caller, organisation, digest_of(content), found)


@use_case(read=an_id(RollId))
async def _bring(tx: Transaction, organisation: str, _digest: Digest, found: Sequence[Enrolment]) -> RollId:
    """Take people who were read of a file. Its digest tells one request from another: a row does not print itself."""
    place = await people.organisation(organisation)
    policy.may_enrol(tx.actor, place.jurisdiction).require()
    known = await _known(place, found)
    _require_none((*_taken(found, known, ENGLISH), *await _out_of_reach(tx.actor, found, known, ENGLISH)))
    entries = []
    for each in found:
        there = known.get(each.row)
        person_id = await _add(tx, place, each) if there is None else await _update(tx, there, each)
        entries.append(RollEntry(person_id, each.constituency, each.organisation, each.recused))
    check_roll(tuple(entries))
    roll = Roll(RollId(uuid4()), place.jurisdiction, tuple(entries), tx.person, tx.now)
    salt = os.urandom(SALT_SIZE)
    await tx.record(RollMade(roll, salt, salted_digest(salt, roll.content())))
    return roll.id


async def _add(tx: Transaction, place: Organisation, each: Enrolment) -> PersonId:
    person_id = PersonId(uuid4())
    await tx.record(PersonAdded(person_id, each.name, each.email, each.language, each.number))
    await tx.record(RoleGranted(person_id, Role.MEMBER, place.slug))
    return person_id


async def _update(tx: Transaction, there: Detail, each: Enrolment) -> PersonId:
    email, language = _changed(there, each)
    if (email, language) != (there.email, there.language):
        await tx.record(PersonDetailChanged(there.person_id, email, language))
    return there.person_id


async def _known(place: Organisation, found: Sequence[Enrolment]) -> dict[int, Detail]:
    """The rows whose people the organisation knows already, by their number."""
    by_number = await people.by_numbers(place.slug, (each.number for each in found if each.number))
    details = await people.details(by_number.values())
    return {
        each.row: details[by_number[each.number]]
        for each in found
        if each.number in by_number and by_number[each.number] in details
    }


def _taken(found: Iterable[Enrolment], known: Mapping[int, Detail], say: Say) -> Iterator[RowProblem]:
    """What the people who are known already make impossible.

    A number of somebody of another name: a slip there would give one person's vote to another. And more people to write
    down than can be at once: those that were brought before are known and cost nothing.
    """
    written = 0
    for each in found:
        there = known.get(each.row)
        if there is not None and not is_same_name(there.name, each.name):
            words = say("This number is known for {name}. Mend the number, or write the name as it was.")
            yield RowProblem(each.row, "number", words.format(name=there.name))
        written += there is None or _changed(there, each) != (there.email, there.language)
        if written > MOST_WRITTEN:
            words = say(
                "Up to here there are {number} new people, which is the most at once. Bring the rows above first, "
                "with a number for each. Then bring the whole file."
            )
            yield RowProblem(each.row, "number", words.format(number=MOST_WRITTEN))
            return


async def _out_of_reach(
    actor: Actor, found: Iterable[Enrolment], known: Mapping[int, Detail], say: Say
) -> list[RowProblem]:
    """New addresses for people to whom the roll keeper may give no code: a mailed code would let them in as these."""
    problems = []
    words = say(
        "This person holds an office, or is a member in another state. You cannot change their address here. Leave the "
        "cell empty."
    )
    for each in found:
        there = known.get(each.row)
        if there is None or _changed(there, each)[0] == there.email:
            continue
        if not policy.may_change_address(actor, await people.grants_of(there.person_id)).is_allowed:
            problems.append(RowProblem(each.row, "email", words))
    return problems


def _changed(there: Detail, each: Enrolment) -> tuple[str | None, str | None]:
    """Address and language after a row. What it leaves empty stays as it was."""
    return each.email or there.email, each.language or there.language


def _email(each: Enrolment, known: Mapping[int, Detail]) -> str | None:
    there = known.get(each.row)
    return each.email or (there.email if there else None)


def _require_none(problems: Sequence[RowProblem]) -> None:
    if problems:
        first = problems[0]
        raise BadRowsError(
            f"{len(problems)} cell(s) of the file cannot be taken, the first in row {first.row}, column "
            f"{first.column}: {first.message} Nothing was stored."
        )


async def _read(content: bytes, say: Say) -> tuple[tuple[Enrolment, ...], tuple[RowProblem, ...]]:
    # In a thread: a large file takes a second, in which others are answered.
    table = await asyncio.to_thread(read_table, content, say)
    found, problems = read_rows(table.columns, ((line.number, line.cells) for line in table.lines), say)
    wrong = tuple(RowProblem(each.row, each.column, each.message) for each in table.problems)
    cells = {(each.row, SPELLINGS.get(each.column, each.column)) for each in wrong}
    # An empty cell stands in for one that was refused; it is not refused a second time.
    return found, wrong + tuple(each for each in problems if (each.row, each.column) not in cells)
