"""Hiding one table: worked by hand, and against every table that the shown numbers leave possible."""

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.disclosure import BadTableError, hide
from tests.governance.disclosure.attacker import choices_of_many, lies_within, splits

EXAMPLES = Path(__file__).parent.parent / "voting_examples.json"
MIN_CELL = 3


def worked_case():
    cases = json.loads(EXAMPLES.read_text(encoding="utf-8"))["cases"]
    return next(case for case in cases if case["kind"] == "disclosure")


def test_the_worked_case_is_hidden_as_it_says():
    case = worked_case()
    found = hide(case["input"]["table"], case["rule"]["min_cell"])
    assert [list(cell) for cell in found.must_hide] == case["expected"]["must_hide"]
    assert found.not_derivable is case["expected"]["not_derivable"]
    assert found.totals == case["expected"]["totals"]
    assert set(found.must_hide) <= set(found.hidden)


def test_in_the_worked_case_the_totals_are_shown_and_the_groups_are_not():
    """16 - 12 = 4: beside the total the other group's answers must go too, and the total is what most people want."""
    shown = hide(worked_case()["input"]["table"]).published
    assert shown.rows == {"member": None, "provider": None}
    assert shown.column_totals == {"approve": 55, "reject": 16, "abstain": 0}
    assert shown.row_totals == {"member": 29, "provider": 42}
    assert shown.grand_total == 71


def test_where_nothing_need_be_hidden_nothing_is():
    table = {
        "member": {"approve": 25, "reject": 11},
        "provider": {"approve": 0, "reject": 0},
        "plan": {"approve": 12, "reject": 40},
    }
    found = hide(table)
    assert found.must_hide == found.hidden == ()
    assert found.published.rows == table
    assert found.published.row_totals == {"member": 36, "provider": 0, "plan": 52}
    assert found.published.column_totals == found.totals == {"approve": 37, "reject": 51}
    assert found.published.grand_total == 88


def test_a_unanimous_group_is_hidden_at_any_size():
    found = hide(
        {
            "member": {"approve": 400, "reject": 0},
            "plan": {"approve": 30, "reject": 20},
            "state": {"approve": 50, "reject": 11},
        }
    )
    assert found.must_hide == (("member", "approve"),)
    assert found.published.rows["member"] is None
    assert found.not_derivable


def test_a_second_group_goes_so_that_the_total_can_stay_and_it_is_the_smaller_one():
    found = hide(
        {
            "member": {"approve": 40, "reject": 6},
            "provider": {"approve": 60, "reject": 50},
            "plan": {"approve": 20, "reject": 12},
        }
    )
    assert found.published.rows == {"member": None, "provider": {"approve": 60, "reject": 50}, "plan": None}
    assert found.published.column_totals == {"approve": 120, "reject": 68}


def test_two_small_numbers_that_are_a_small_number_together_need_a_third():
    """Three members and two plans against are five: nobody knows whose, and five is still too few to be told."""
    found = hide(
        {
            "member": {"approve": 40, "reject": 3},
            "plan": {"approve": 30, "reject": 2},
            "provider": {"approve": 50, "reject": 20},
        }
    )
    assert found.published.column_totals == {"approve": 120, "reject": 25}
    assert set(found.published.rows.values()) == {None}


def test_two_unanimous_groups_do_not_protect_each_other():
    """Beside a third group and the total, it would be plain that both approved with one voice."""
    found = hide(
        {
            "member": {"approve": 40, "reject": 0},
            "provider": {"approve": 60, "reject": 0},
            "plan": {"approve": 20, "reject": 12},
        }
    )
    assert found.published.rows["plan"] is None
    assert found.published.column_totals == {"approve": 120, "reject": 12}


def test_with_many_groups_those_that_can_be_shown_are_shown_where_the_total_cannot():
    table = {f"plan {number:02}": {"approve": 30, "reject": 20, "abstain": 0} for number in range(20)}
    found = hide({**table, "member": {"approve": 30, "reject": 20, "abstain": 3}})
    assert found.published.rows == {**table, "member": None}
    assert found.published.column_totals is None


@pytest.mark.parametrize(
    "table",
    [
        {"member": {"approve": 25, "reject": 4}},
        {"member": {"approve": 25, "reject": 0}},
        {"member": {"approve": 25, "reject": 4}, "plan": {"approve": 0, "reject": 0}},
        {"member": {"approve": 25, "reject": 4}, "plan": {"approve": 30, "reject": 3}},
        {"member": {"approve": 25, "reject": 0}, "plan": {"approve": 30, "reject": 0}},
    ],
    ids=["one small group", "one unanimous group", "beside nobody", "too few against in all", "all of one mind"],
)
def test_a_total_that_would_tell_is_not_shown(table):
    found = hide(table)
    assert found.published.column_totals is None
    assert found.published.rows["member"] is None
    assert found.not_derivable


def test_where_there_is_one_choice_the_total_of_a_row_is_its_only_cell():
    shown = hide({"member": {"present": 25}, "plan": {"present": 5}}).published
    assert shown.rows == shown.row_totals == {"member": None, "plan": None}
    assert (shown.column_totals, shown.grand_total) == (None, None)


def test_an_empty_table_has_nothing_to_hide():
    found = hide({})
    assert (found.must_hide, found.totals, found.not_derivable) == ((), {}, True)


@pytest.mark.parametrize(
    "table",
    [
        {"member": {"approve": -1}},
        {"member": {"approve": True}},
        {"member": {"approve": "12"}},
        {"": {"approve": 12}},
        {"member": {"approve": 12}, "plan": {"reject": 12}},
    ],
    ids=["fewer than nobody", "a truth", "a text", "no name", "other choices"],
)
def test_what_is_no_table_of_people_is_refused(table):
    with pytest.raises(BadTableError) as refusal:
        hide(table)
    assert refusal.value.code == "BAD_TABLE"


def possible_tables(shown, columns, most):
    """Every table that the shown numbers leave possible, cells up to `most` where nothing else bounds them."""
    rows = []
    for group, row in shown.rows.items():
        total = shown.row_totals[group]
        if row is not None:
            rows.append([tuple(row.values())])
        elif total is not None:
            rows.append(list(splits(total, columns)))
        else:
            rows.append(list(product(range(most + 1), repeat=columns)))
    return [
        table
        for table in product(*rows)
        if (shown.column_totals is None or [*map(sum, zip(*table, strict=True))] == list(shown.column_totals.values()))
        and (shown.grand_total is None or sum(map(sum, table)) == shown.grand_total)
    ]


@st.composite
def small_tables(draw):
    groups, columns = draw(st.sampled_from([(1, 2), (2, 2), (3, 2), (1, 3), (2, 3)]))
    cells = st.one_of(st.just(0), st.integers(0, 4))
    return {f"group {g}": {f"choice {c}": draw(cells) for c in range(columns)} for g in range(groups)}


@settings(max_examples=120, deadline=None)
@given(small_tables())
def test_who_sees_what_is_shown_cannot_tell_what_is_hidden(table):
    found = hide(table, MIN_CELL)
    truth = tuple(tuple(row.values()) for row in table.values())
    columns = len(truth[0])
    alike = possible_tables(found.published, columns, sum(found.totals.values()) + MIN_CELL if columns == 2 else 7)
    assert truth in alike
    for groups in choices_of_many(range(len(truth))):
        for chosen in choices_of_many(range(columns)):

            def total(table, groups=groups, chosen=chosen):
                return sum(table[group][column] for group in groups for column in chosen)

            number = total(truth)
            if 0 < number < MIN_CELL:
                is_a_figure = len(groups) in (1, len(truth)) and len(chosen) in (1, columns)
                low, high = (1, MIN_CELL - 1) if is_a_figure else (number, number)
                assert not lies_within(alike, total, low, high)
    for group, row in enumerate(truth):
        for column, number in enumerate(row):
            if number:
                assert any(table[group][column] != sum(table[group]) for table in alike)


@settings(max_examples=200, deadline=None)
@given(small_tables())
def test_what_must_be_hidden_is_hidden_and_what_is_shown_is_true(table):
    found = hide(table, MIN_CELL)
    shown = found.published
    assert set(found.must_hide) <= set(found.hidden)
    assert found.not_derivable
    for group, row in table.items():
        assert shown.rows[group] in (None, row)
        assert shown.row_totals[group] in (None, sum(row.values()))
        assert {(group, choice) in found.hidden for choice in row} == {shown.rows[group] is None}
    assert shown.column_totals in (None, found.totals)
    if not found.must_hide:
        assert found.hidden == ()
        assert shown.column_totals == found.totals


@settings(max_examples=100, deadline=None)
@given(small_tables(), st.integers(1, 6), st.integers(0, 6))
def test_a_stricter_rule_must_hide_all_that_a_laxer_one_must(table, min_cell, more):
    assert set(hide(table, min_cell).must_hide) <= set(hide(table, min_cell + more).must_hide)


@settings(max_examples=100, deadline=None)
@given(small_tables(), st.randoms(use_true_random=False))
def test_the_order_of_groups_does_not_matter(table, random):
    shuffled = list(table)
    random.shuffle(shuffled)
    assert hide({group: table[group] for group in shuffled}, MIN_CELL) == hide(table, MIN_CELL)
