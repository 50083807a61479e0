"""The outcome and the conditions are published beside the numbers, and must not complete them."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from governance.disclosure import GroupCount, publication
from tests.governance.disclosure.attacker import possible_votes


def motion(approve, reject, did_not_vote=0):
    return GroupCount({"approve": approve, "reject": reject}, did_not_vote)


def majorities(counts):
    """For each group whether more than half of its voters approved, and for all groups together."""
    rows = {group: count.answers for group, count in counts.items()}
    assert all(number >= 0 for row in rows.values() for number in row.values())
    alone = {group: row["approve"] > row["reject"] for group, row in rows.items()}
    return alone, sum(row["approve"] for row in rows.values()) > sum(row["reject"] for row in rows.values())


def test_a_total_beside_two_conditions_can_tell_too_much():
    """17 voted in each of two groups. Of 34 in all, 22 approved; members did, with more than half, and plans did not.

    So at least 14 members approved, and at most 3 were against: without the conditions it could have been none or all.
    """
    counts = {"member": motion(15, 2, 20), "plan": motion(7, 10, 20)}
    assert publication(counts).answers_of_all == {"approve": 22, "reject": 12}
    assert publication(counts, verdict=majorities).answers_of_all is None


def test_a_verdict_that_leaves_enough_open_hides_nothing_more():
    counts = {"member": motion(25, 4, 20), "plan": motion(30, 12, 20), "provider": motion(60, 40, 30)}
    assert publication(counts, verdict=majorities) == publication(counts)


def test_what_met_says_of_a_few_voters_by_itself_hides_nothing_more():
    """Of 5 voters "met" says that some approved. That is what is published in place of the numbers."""
    counts = {"member": motion(5, 0, 20), "plan": motion(30, 12, 20), "provider": motion(60, 40, 30)}
    page = publication(counts, verdict=majorities)
    assert page.answers["provider"] == {"approve": 60, "reject": 40}
    assert page == publication(counts)


def test_a_verdict_that_tells_everything_leaves_no_answers_of_hidden_groups_beside_a_total():
    counts = {"member": motion(15, 12, 20), "plan": motion(17, 2, 20), "provider": motion(60, 40, 30)}
    page = publication(counts, verdict=lambda counts: {group: count.answers for group, count in counts.items()})
    assert page.answers_of_all is None
    assert page.answers["plan"] is None


MIN_CELL = 3


@st.composite
def small_votes(draw):
    numbers = st.integers(0, 6)
    return {f"group {g}": motion(draw(numbers), draw(numbers), draw(st.integers(3, 5))) for g in range(2)}


def from_table(counts, table):
    return {
        group: motion(approve, reject, absent) for group, (approve, reject, absent) in zip(counts, table, strict=True)
    }


def numbers_left(counts, page, group, column):
    """What a number can be for a reader of this page who knows the verdict."""
    tables = possible_votes(page, 2, MIN_CELL, dict.fromkeys(counts, 0))
    published = majorities(counts)
    return {table[group][column] for table in tables if majorities(from_table(counts, table)) == published}


@settings(max_examples=80, deadline=None)
@given(small_votes())
def test_the_answers_that_are_shown_add_no_small_number_to_what_the_verdict_tells(counts):
    """Turnout and verdict by themselves can tell a small number, as "met" does of one voter. Answers never add one."""
    page = publication(counts, verdict=majorities, min_cell=MIN_CELL)
    without_answers = replace(page, answers=dict.fromkeys(page.answers), answers_of_all=None)
    small = set(range(1, MIN_CELL))
    for group, count in enumerate(counts.values()):
        for column, number in enumerate(count.answers.values()):
            if number in small and count.turnout >= MIN_CELL and numbers_left(counts, page, group, column) <= small:
                assert numbers_left(counts, without_answers, group, column) <= small


@settings(max_examples=80, deadline=None)
@given(small_votes())
def test_a_verdict_never_shows_more(counts):
    with_verdict = publication(counts, verdict=majorities, min_cell=MIN_CELL)
    without = publication(counts, min_cell=MIN_CELL)
    if with_verdict.answers_of_all is not None:
        assert without.answers_of_all is not None
    for group, row in with_verdict.answers.items():
        assert row in (None, counts[group].answers)
