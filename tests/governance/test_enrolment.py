"""The rows of a roll: who is on it, and what is wrong with it, cell by cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.enrolment import COLUMNS, LONGEST_NAME, Enrolment, is_same_name, read_rows
from governance.members import Constituency

NEEDED = ("name", "constituency")


def read(*rows, columns=COLUMNS):
    """Read rows that say their cells by name; a member unless told otherwise."""
    numbered = enumerate(({"constituency": "member", **row} for row in rows), 2)
    return read_rows(columns, numbered)


def problems(*rows):
    return [(problem.row, problem.column) for problem in read(*rows)[1]]


def test_a_row_with_every_column_is_a_person():
    whole = {
        "name": "Ana Torres",
        "number": "1001",
        "email": "ana@example.org",
        "language": "ES",
        "constituency": "Caregiver",
        "organization": "Families First",
        "recused": "Yes",
    }
    found, wrong = read(whole)
    assert wrong == ()
    assert found == (
        Enrolment(2, "Ana Torres", Constituency.CAREGIVER, "1001", "ana@example.org", "es", "Families First", True),
    )


def test_a_name_and_a_constituency_are_enough():
    found, wrong = read({"name": "Ana"}, columns=NEEDED)
    assert wrong == ()
    assert found == (Enrolment(2, "Ana", Constituency.MEMBER),)


@pytest.mark.parametrize(
    ("columns", "wrong"),
    [
        (("name",), ["constituency"]),
        (("number",), ["name", "constituency"]),
        (("name", "constituency", "vote"), ["vote"]),
        (("name", "constituency", "organisation", "organization"), ["organization"]),
        (("name", "constituency", "e-mail", "email"), ["email"]),
    ],
)
def test_a_missing_an_unknown_and_a_doubled_column_are_named(columns, wrong):
    found, problems = read_rows(columns, [(2, {"name": "Ana"})])
    assert found == ()
    assert [(problem.row, problem.column) for problem in problems] == [(1, name) for name in wrong]


def test_other_spellings_of_a_column_are_understood():
    found, wrong = read_rows(
        ("name", "group", "e-mail", "organisation"),
        [(2, {"name": "Ana", "group": "plan", "e-mail": "a@b.org", "organisation": "P"})],
    )
    assert wrong == ()
    assert (found[0].constituency, found[0].email, found[0].organisation) == (Constituency.PLAN, "a@b.org", "P")


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("name", ""),
        ("name", "x" * (LONGEST_NAME + 1)),
        ("constituency", ""),
        ("constituency", "planner"),
        ("email", "ana"),
        ("email", "ana@example"),
        ("email", "ana@example..org"),
        ("email", "ana@-example.org"),
        ("email", "ana@example.org, lee@example.org"),
        ("email", "Ana <ana@example.org>"),
        ("language", "fr"),
        ("recused", "perhaps"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_by_row_and_column(column, cell):
    assert problems({"name": "Lee"}, {"name": "Ana", column: cell}) == [(3, column)]


def test_every_problem_of_a_file_is_told_at_once():
    assert problems({"name": "", "email": "x", "language": "fr"}, {"name": "Lee", "recused": "x?"}) == [
        (2, "email"),
        (2, "language"),
        (2, "name"),
        (3, "recused"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "column"),
    [
        ({"name": "Ana", "number": "1"}, {"name": "Lee", "number": "1"}, "number"),
        ({"name": "Ana", "number": "a1"}, {"name": "Lee", "number": "A1"}, "number"),
        ({"name": "Ana", "number": "1"}, {"name": "Lee", "number": "\uff11"}, "number"),
        ({"name": "Ana"}, {"name": "Ana"}, "name"),
        ({"name": "José  Núñez"}, {"name": "jose nunez."}, "name"),
        ({"name": "Ana", "number": "1"}, {"name": "Ana"}, "name"),
        ({"name": "Ana"}, {"name": "ANA", "number": "1"}, "name"),
    ],
)
def test_the_same_person_twice_is_a_problem_of_the_second_row(first, second, column):
    _, [problem] = read(first, second)
    assert (problem.row, problem.column) == (3, column)
    assert "row 2" in problem.message.lower()


def test_two_people_of_one_name_are_told_apart_by_their_numbers():
    found, wrong = read({"name": "Ana", "number": "1"}, {"name": "Ana", "number": "2"})
    assert wrong == ()
    assert [person.number for person in found] == ["1", "2"]


def test_the_same_name_is_recognized_however_it_is_spelled():
    assert is_same_name("J. Núñez", "j nunez")
    assert not is_same_name("Ana", "Anna")


def test_a_person_of_a_file_is_not_printed():
    found, _ = read({"name": "Ana Torres", "email": "ana@example.org"})
    assert "Ana" not in repr(found)


def test_problems_are_told_in_another_language():
    _, [problem] = read_rows(NEEDED, [(2, {"name": "Ana", "constituency": "x"})], lambda text: f"[{text[:5]}]")
    assert problem.message == "[Write]"


@given(st.lists(st.fixed_dictionaries({name: st.text(max_size=12) for name in COLUMNS}), max_size=6))
def test_each_row_is_a_person_or_has_a_problem(rows):
    found, wrong = read_rows(COLUMNS, enumerate(rows, 2))
    assert {person.row for person in found} | {problem.row for problem in wrong} == set(range(2, len(rows) + 2))
    if not wrong:
        assert len({person.name.casefold() + (person.number or "") for person in found}) == len(found)
