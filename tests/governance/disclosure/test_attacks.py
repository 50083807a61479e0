"""Attacks on published pages: everything that a page leaves possible is tried, in votes small enough for that."""

from collections import defaultdict
from itertools import product
from math import prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from governance.disclosure import GroupCount, hide, publication, publications
from tests.governance.disclosure.attacker import findings, lies_within, possible_votes, splits

FEW_TABLES = 40_000
COLUMNS = ("approve", "reject", "abstain")

numbers = st.one_of(st.just(0), st.integers(0, 5))


@st.composite
def votes(draw, recused=False):
    """The counts of one to three groups with two or three choices."""
    groups = draw(st.integers(1, 3))
    columns = COLUMNS[: draw(st.integers(2, 3 if groups < 3 else 2))]
    return {
        f"group {group}": GroupCount(
            {column: draw(numbers) for column in columns},
            draw(st.one_of(st.just(0), st.integers(0, 6))),
            draw(st.integers(0, 2)) if recused else 0,
        )
        for group in range(groups)
    }


def marks_tell_all(counts, min_cell):
    """As if fewer than 11 in all were said of ten groups that have somebody: one each, and no page could help it."""
    sizes = [count.roll for count in counts.values() if count.roll]
    turnouts = [count.turnout for count in counts.values() if count.turnout]
    return any(sum(numbers) == len(numbers) == min_cell - 1 for numbers in (sizes, turnouts))


def possibilities(counts):
    """About how many tables an attacker has to try."""
    return prod((count.roll + 1) * (count.roll + 2) ** (len(count.answers) - 1) / 2 for count in counts.values())


@settings(max_examples=150, deadline=None)
@given(votes(), st.integers(3, 4))
def test_who_reads_the_page_finds_nothing_out(counts, min_cell):
    assume(possibilities(counts) < FEW_TABLES and not marks_tell_all(counts, min_cell))
    assert not findings(counts, publication(counts, min_cell=min_cell), min_cell)


@settings(max_examples=100, deadline=None)
@given(votes(recused=True), st.integers(3, 4), st.booleans())
def test_who_saw_people_step_aside_finds_nothing_out(counts, min_cell, was_there):
    assume(possibilities(counts) < FEW_TABLES and not marks_tell_all(counts, min_cell))
    assert not findings(counts, publication(counts, min_cell=min_cell), min_cell, was_there)


def test_the_attacker_finds_a_small_number_that_is_left_in_a_gap():
    """The attacks above are worth something: on a page that hides too little they succeed."""
    counts = {"member": GroupCount({"approve": 5, "reject": 1}, 3), "plan": GroupCount({"approve": 4, "reject": 3}, 3)}
    page = publication(counts, min_cell=3)
    assert page.answers == {"member": None, "plan": None}
    naive = type(page)(
        sizes=page.sizes,
        turnout=page.turnout,
        answers={"member": None, "plan": counts["plan"].answers},
        size_of_all=page.size_of_all,
        turnout_of_all=page.turnout_of_all,
        answers_of_all={"approve": 9, "reject": 4},
    )
    assert "group 0 answered 1: from 1 to 2" in findings(counts, naive, 3)


@st.composite
def ballots_of_two_questions(draw):
    """Two questions that the same voters of two or three groups answered."""
    groups = draw(st.integers(2, 3))
    most = 6 if groups == 2 else 4
    turnouts = [draw(st.integers(0, most)) for _ in range(groups)]
    absent = [draw(st.integers(0, most)) for _ in range(groups)]
    return [
        {
            f"group {group}": GroupCount({"yes": (yes := draw(st.integers(0, voted))), "no": voted - yes}, waited)
            for group, (voted, waited) in enumerate(zip(turnouts, absent, strict=True))
        }
        for _ in range(2)
    ]


@settings(max_examples=80, deadline=None)
@given(ballots_of_two_questions())
def test_who_lays_two_questions_side_by_side_finds_nothing_out(questions):
    assume(not marks_tell_all(questions[0], 3))
    pages = publications(dict(enumerate(questions)), min_cell=3)
    aside = dict.fromkeys(questions[0], 0)
    tables = [possible_votes(pages[number], 2, 3, aside) for number in range(2)]
    voters = [{tuple((sum(row[:2]), row[2]) for row in table) for table in of_one} for of_one in tables]
    for counts, of_one in zip(questions, tables, strict=True):
        alike = [table for table in of_one if tuple((sum(row[:2]), row[2]) for row in table) in voters[0] & voters[1]]
        for group, count in enumerate(counts.values()):
            for column, number in enumerate(count.answers.values()):
                if 0 < number < 3:
                    assert not lies_within(alike, lambda t, g=group, c=column: t[g][c], 1, 2)
                if number and number == count.turnout:
                    assert any(table[group][column] < sum(table[group][:2]) for table in alike)


def row_of(numbers):
    return dict(zip(COLUMNS[: len(numbers)], numbers, strict=True))


@pytest.mark.parametrize(
    ("sizes", "columns"),
    [((7,), 2), ((7,), 3), ((2, 6), 2), ((5, 6), 2), ((2, 3, 4), 2)],
    ids=["one group", "three choices", "a small group", "two groups", "three groups"],
)
def test_who_knows_the_rule_finds_no_answers_out(sizes, columns):
    """This reader publishes every vote there could have been, and keeps those that come to the same page.

    So even why something is hidden, and what else would have been shown, tells nothing of the answers.
    """
    looking_the_same = defaultdict(list)
    possible = [range(1, 3) if size < 3 else [size] for size in sizes]
    rows = [[row for roll in rolls for row in splits(roll, columns + 1)] for rolls in possible]
    for table in product(*rows):
        counts = {f"group {g}": GroupCount(row_of(row[:-1]), row[-1]) for g, row in enumerate(table)}
        looking_the_same[repr(publication(counts, min_cell=3))].append(table)
    for tables in looking_the_same.values():
        for group, column in product(range(len(sizes)), range(columns)):
            assert not lies_within(tables, lambda t, g=group, c=column: t[g][c], 1, 2)
            assert not all(table[group][column] == sum(table[group][:-1]) > 0 for table in tables)


@pytest.mark.parametrize(("totals", "columns"), [((7,), 2), ((5, 6), 2), ((3, 4, 5), 2), ((4, 5), 3)])
def test_who_knows_the_rule_finds_nothing_out_of_one_table_either(totals, columns):
    looking_the_same = defaultdict(list)
    for table in product(*(list(splits(total, columns)) for total in totals)):
        found = hide({f"group {g}": row_of(row) for g, row in enumerate(table)}, 3)
        looking_the_same[repr(found.published)].append(table)
    for tables in looking_the_same.values():
        for group, column in product(range(len(totals)), range(columns)):
            assert not lies_within(tables, lambda t, g=group, c=column: t[g][c], 1, 2)
            assert not all(table[group][column] == sum(table[group]) for table in tables)
