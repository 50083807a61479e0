"""Exact bounds: against every table that could be, for any pattern of hidden numbers."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from governance.disclosure.circulation import Arc, Circulation

MOST = 3
"""No cell of these tables holds more, and every reader knows it: so there are few enough to try them all."""


def sums_of(rows):
    """Every number of a table with its totals, by the two places between which it lies."""
    columns = range(len(rows[0]))
    return {
        **{(f"column {c}", f"row {r}"): row[c] for r, row in enumerate(rows) for c in columns},
        **{(f"row {r}", "all"): sum(row) for r, row in enumerate(rows)},
        **{("sum", f"column {c}"): sum(row[c] for row in rows) for c in columns},
        ("all", "sum"): sum(map(sum, rows)),
    }


def arcs_of(rows, shown):
    """The table as a circulation in which some numbers are shown."""
    return {
        key: Arc(*key, amount, amount, amount)
        if key in shown
        else Arc(*key, amount, 0, MOST if key[0].startswith("column") else None)
        for key, amount in sums_of(rows).items()
    }


@st.composite
def tables(draw):
    height, width = draw(st.sampled_from([(2, 2), (2, 3), (3, 2)]))
    rows = [[draw(st.integers(0, MOST)) for _ in range(width)] for _ in range(height)]
    return rows, frozenset(key for key in sums_of(rows) if draw(st.booleans()))


def all_tables(height, width):
    for flat in product(range(MOST + 1), repeat=height * width):
        yield sums_of([flat[start : start + width] for start in range(0, len(flat), width)])


@settings(max_examples=60, deadline=None)
@given(tables())
def test_a_number_can_be_exactly_what_it_is_in_some_table_that_looks_the_same(case):
    rows, shown = case
    truth = sums_of(rows)
    alike = [sums for sums in all_tables(len(rows), len(rows[0])) if all(sums[key] == truth[key] for key in shown)]
    numbers = Circulation(arcs_of(rows, shown))
    for key in truth:
        values = {sums[key] for sums in alike}
        assert numbers.interval(key) == (min(values), max(values))
        assert values == {value for value in range(max(values) + 3) if numbers.can_become(key, value)}


@given(tables(), st.integers(0, 2 * MOST))
def test_a_changed_number_is_made_up_for_by_the_rest(case, amount):
    rows, shown = case
    arcs = arcs_of(rows, shown)
    key = min(arcs, key=lambda key: key in shown)
    changed = Circulation(arcs).changed(key, amount)
    if changed is None:
        return
    assert changed[key] == amount
    assert all(changed[shown_key] == arcs[shown_key].amount for shown_key in shown)
    for place in {arc.tail for arc in arcs.values()}:
        leaving = sum(changed[k] for k, arc in arcs.items() if arc.tail == place)
        entering = sum(changed[k] for k, arc in arcs.items() if arc.head == place)
        assert leaving == entering


def test_bounds_that_are_told_are_kept():
    numbers = Circulation({"voted": Arc("all", "group", 4, 1, 10), "size": Arc("group", "all", 4, 0, None)})
    assert numbers.interval("voted") == (1, 10)
    assert numbers.interval("size") == (1, 10)
    assert not numbers.can_become("size", 11)


def test_what_nothing_bounds_has_no_most():
    numbers = Circulation({"in": Arc("all", "group", 4), "out": Arc("group", "all", 4)})
    assert numbers.interval("in") == (0, None)


def test_a_number_that_is_shown_is_what_it_is():
    numbers = Circulation({"in": Arc("all", "group", 4, 4, 4), "out": Arc("group", "all", 4, 4, 4)})
    assert numbers.interval("in") == (4, 4)
    assert numbers.can_become("in", 4)
    assert not numbers.can_become("in", 5)
