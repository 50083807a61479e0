"""A roll as somebody brings it: rows of people, checked all together, taken all or none."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from governance.members import Constituency
from governance.rules import ENGLISH, Say

COLUMNS: Final = ("name", "number", "email", "language", "constituency", "organization", "recused")
NEEDED: Final = ("name", "constituency")
SPELLINGS: Final[Mapping[str, str]] = {"organisation": "organization", "e-mail": "email", "group": "constituency"}
LANGUAGES: Final = ("en", "es")
YES: Final = frozenset({"yes", "y", "true", "1", "x"})
NO: Final = frozenset({"", "no", "n", "false", "0"})
LONGEST_NAME: Final = 200
LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
EMAIL: Final = re.compile(rf"[^@\s,;<>\"()]{{1,64}}@(?:{LABEL}\.){{1,8}}[A-Za-z]{{2,63}}")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one cell, in a sentence for whoever has the file open."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One person as a row of the file names them."""

    row: int
    name: str
    constituency: Constituency
    number: str | None = None
    email: str | None = None
    language: str | None = None
    organisation: str | None = None
    recused: bool = False

    def __repr__(self) -> str:
        return f"Enrolment(row={self.row})"


def read_rows(
    columns: Iterable[str], rows: Iterable[tuple[int, Mapping[str, str]]], say: Say = ENGLISH
) -> tuple[tuple[Enrolment, ...], tuple[RowProblem, ...]]:
    """The people of a file, and everything that is wrong with it. With any problem nothing may be taken.

    Args:
        columns: the names of the columns; `name` and `constituency` are needed, the other COLUMNS are not.
        rows: the number of each row as the spreadsheet numbers it, and its cells.
        say: turns an English template into another language.
    """
    if problems := list(_wrong_columns([SPELLINGS.get(column, column) for column in columns], say)):
        return (), tuple(problems)
    people: list[Enrolment] = []
    for number, cells in rows:
        found, wrong = _person(number, {SPELLINGS.get(name, name): _tidy(text) for name, text in cells.items()}, say)
        problems += wrong
        if found is not None:
            people.append(found)
    problems += _repeated(people, say)
    return tuple(people), tuple(sorted(problems, key=lambda problem: (problem.row, problem.column)))


def is_same_name(one: str, other: str) -> bool:
    """Whether two people would call it the same name: accents, case, dots and extra spaces do not tell."""
    return plain_name(one) == plain_name(other)


def _wrong_columns(named: Sequence[str], say: Say) -> Iterator[RowProblem]:
    for name in NEEDED:
        if name not in named:
            yield RowProblem(1, name, say("The column {name} is missing.").format(name=name))
    for name in sorted(set(named)):
        if name not in COLUMNS:
            words = say("This column is not known. The columns are {columns}.")
            yield RowProblem(1, name, words.format(columns=", ".join(COLUMNS)))
        elif named.count(name) > 1:
            yield RowProblem(1, name, say("There are two columns of this name. Take one out."))


def _person(row: int, cells: Mapping[str, str], say: Say) -> tuple[Enrolment | None, list[RowProblem]]:
    name, email = cells.get("name", ""), cells.get("email", "")
    group, language, recused = (cells.get(column, "").lower() for column in ("constituency", "language", "recused"))
    longest = say("Write a name of 1 to {number} letters.").format(number=LONGEST_NAME)
    groups = say("Write one of these: {groups}.").format(groups=", ".join(Constituency))
    languages = say("Write one of these, or nothing: {languages}.").format(languages=", ".join(LANGUAGES))
    checks = (
        ("name", 0 < len(name) <= LONGEST_NAME, longest),
        ("constituency", group in set(Constituency), groups),
        ("email", not email or EMAIL.fullmatch(email) is not None, say("This is not an e-mail address.")),
        ("language", language in ("", *LANGUAGES), languages),
        ("recused", recused in YES | NO, say("Write yes or no.")),
    )
    if wrong := [RowProblem(row, column, words) for column, is_fine, words in checks if not is_fine]:
        return None, wrong
    person = Enrolment(
        row=row,
        name=name,
        constituency=Constituency(group),
        number=cells.get("number") or None,
        email=email or None,
        language=language or None,
        organisation=cells.get("organization") or None,
        recused=recused in YES,
    )
    return person, []


def _tidy(text: str) -> str:
    """A cell without spaces around it, and with letters that are spelled in one way."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _repeated(people: Iterable[Enrolment], say: Say) -> Iterator[RowProblem]:
    """Rows that are the same person: the same number, or the same name where a number does not tell them apart."""
    numbers: dict[str, int] = {}
    names: dict[str, Enrolment] = {}
    words = say("This is the same person as in row {row}.")
    unsure = say("Row {row} has the same name. If they are two people, give both a number.")
    for person in people:
        twin = names.setdefault(plain_name(person.name), person)
        number = (person.number or "").casefold()
        earlier = numbers.setdefault(number, person.row) if number else person.row
        if earlier != person.row:
            yield RowProblem(person.row, "number", words.format(row=earlier))
        elif twin is not person and not (person.number and twin.number):
            yield RowProblem(person.row, "name", unsure.format(row=twin.row))


def plain_name(text: str) -> str:
    """A name as two people would call it the same: without accents, case, dots and extra spaces."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join(kept.split())
