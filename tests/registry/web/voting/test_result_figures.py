"""The numbers of a result: those that may be shown, and words in place of the others."""

from collections.abc import Iterable
from fractions import Fraction

import pytest

from governance.result_pages import result_pages
from governance.rules.answer_tables import VOTE
from registry.web.voting.chart import Bar
from registry.web.voting.result_figures import Words, answer_figures, columns_of, shows_turnout, turnout_table
from tests.registry.web.voting.making import ANY_OF_THEM, MOTION, ORDER, RATING, TEN_POINTS, TEXTS, a_vote


def say(text):
    return text


WORDS = Words(say, "{:,}".format, TEXTS)
LARGE = {
    "member": {"approve": 1200, "reject": 300, "abstain": 100, "did_not_vote": 400},
    "caregiver": {"approve": 200, "reject": 150, "abstain": 50, "did_not_vote": 100},
}
SMALL = {
    "member": {"approve": 4, "reject": 2, "abstain": 0, "did_not_vote": 3},
    "caregiver": {"approve": 2, "reject": 0, "abstain": 0, "did_not_vote": 1},
}


def cells(figures):
    """Every cell of every table, but the first ones, which name their rows."""
    return [cell for table in figures.tables for row in table.rows for cell in row[1:]]


def told(nested):
    """Every text in nested tuples."""
    for each in nested:
        if isinstance(each, str):
            yield each
        elif isinstance(each, Iterable):
            yield from told(each)


def test_large_numbers_are_shown_in_a_table_and_as_bars():
    figures = answer_figures(a_vote(), result_pages({VOTE: LARGE}, {}), WORDS)
    (table,) = figures.tables
    assert table.columns == ("Group", "Approve", "Reject", "Abstain")
    assert ("Members", "1,200", "300", "100") in table.rows
    assert table.rows[-1] == ("All", "1,400", "450", "150")
    assert figures.bars[0] == Bar("Approve", Fraction(7, 10), "1,400 of 2,000")
    assert not figures.hides_some


def test_of_small_numbers_nothing_is_shown_and_nothing_drawn():
    figures = answer_figures(a_vote(), result_pages({VOTE: SMALL}, {}), WORDS)
    assert (figures.bars, figures.tables, figures.hides_some) == ((), (), True)


def test_a_small_group_beside_a_large_one_is_not_shown():
    table = {**LARGE, "plan": {"approve": 3, "reject": 1, "abstain": 0, "did_not_vote": 2}}
    figures = answer_figures(a_vote(), result_pages({VOTE: table}, {}), WORDS)
    assert figures.hides_some
    assert ("Plan voters", "not shown", "not shown", "not shown") in figures.tables[0].rows
    assert not {str(number) for number in range(1, 11)} & set(cells(figures))


def test_sizes_and_turnout_say_fewer_than_11():
    table = turnout_table(result_pages({VOTE: SMALL}, {}), WORDS)
    assert table.rows[0][0] == "Members"
    assert not any(text.isdigit() and 0 < int(text) < 11 for text in told(table.rows))
    assert "fewer than 11" in list(told(table.rows))


def test_a_list_of_receipts_is_shown_only_beside_a_turnout_that_is_shown():
    assert shows_turnout(result_pages({VOTE: LARGE}, {}))
    assert not shows_turnout(result_pages({VOTE: {"member": SMALL["member"]}}, {}))
    assert not shows_turnout({})
    assert turnout_table({}, WORDS) is None


CANDIDATES = {
    "ratings": (RATING, {"low": 100, "mid": 200, "high": 300, "unable": 50}, "Scored it 7 to 9", Fraction(6, 13)),
    "approvals": (ANY_OF_THEM, {"approved": 400, "not_approved": 100}, "Chose it", Fraction(4, 5)),
    "points": (TEN_POINTS, {"points": 300, "no_points": 300}, "Gave it points", Fraction(1, 2)),
}


@pytest.mark.parametrize(("rule", "row", "title", "share"), CANDIDATES.values(), ids=CANDIDATES.keys())
def test_where_each_candidate_is_asked_about_there_is_a_row_and_a_bar_for_each(rule, row, title, share):
    groups = {"member": {**row, "did_not_vote": 200}, "caregiver": {**row, "did_not_vote": 300}}
    figures = answer_figures(a_vote(rule), result_pages(dict.fromkeys(TEXTS, groups), {}), WORDS)
    assert figures.chart_title == title
    assert [bar.label for bar in figures.bars] == list(TEXTS.values())
    assert {bar.share for bar in figures.bars} == {share}
    assert [row[0] for row in figures.tables[0].rows] == list(TEXTS.values())
    assert figures.tables[0].caption == "All groups together"


def test_a_ranking_tells_first_places():
    vote = a_vote(ORDER)
    assert list(columns_of(vote, WORDS)) == list(TEXTS)
    groups = {"member": {"respect": 300, "home": 200, "choice": 100, "did_not_vote": 200}}
    figures = answer_figures(vote, result_pages({VOTE: groups}, {}), WORDS)
    assert figures.bars[0].label == "First place: People are treated with respect."


def test_columns_of_a_motion_are_its_choices():
    assert columns_of(a_vote(MOTION), WORDS) == {"approve": "Approve", "reject": "Reject", "abstain": "Abstain"}
