"""Amounts turned into whole units that add up exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.allocation import allocate
from governance.rules.kinds import AllocationRule
from governance.rules.refusals import BadCandidatesError, BadTallyError

AMOUNTS = st.lists(st.integers(0, 50) | st.fractions(0, 50, max_denominator=12), min_size=1, max_size=8)


def units(total, amounts):
    return allocate(AllocationRule(units=total), [(f"c{place}", amount) for place, amount in enumerate(amounts)]).units


@pytest.mark.parametrize(
    ("total", "amounts", "expected"),
    [
        (100, (50, 25, 10), (59, 29, 12)),
        (100, (1, 1, 1), (34, 33, 33)),
        (1, (1, 1, 1), (1, 0, 0)),
        (10, (0, 5, 0), (0, 10, 0)),
        (3, (Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)), (2, 1, 0)),
        (100, (10**15, 10**15 + 1), (50, 50)),
        (7, (10**15, 10**15 + 1), (3, 4)),
    ],
)
def test_the_largest_remainders_get_what_is_left(total, amounts, expected):
    assert units(total, amounts) == expected


def test_remainders_that_are_the_same_go_to_whoever_is_listed_first():
    assert units(5, (1, 1, 2)) == (1, 1, 3)
    assert units(5, (2, 1, 1)) == (3, 1, 1)
    assert units(3, (1, 1)) == (2, 1)


@pytest.mark.parametrize("amounts", [(), (0,), (0, 0, Fraction(0))])
def test_nothing_in_all_gives_no_units_and_raises_nothing(amounts):
    assert units(100, amounts) is None


def test_what_cannot_be_right_is_refused():
    with pytest.raises(BadTallyError, match="below zero"):
        units(10, (3, -1))
    with pytest.raises(BadCandidatesError, match="stands twice"):
        allocate(AllocationRule(units=10), [("home", 1), ("home", 2)])


@given(AMOUNTS, st.integers(1, 200))
def test_the_units_add_up_and_nobody_is_a_whole_unit_off(amounts, total):
    found = units(total, amounts)
    if not sum(amounts):
        assert found is None
        return
    assert sum(found) == total
    for amount, unit in zip(amounts, found, strict=True):
        assert abs(unit - Fraction(total) * amount / sum(amounts)) < 1


@given(AMOUNTS, st.integers(1, 200), st.integers(2, 9))
def test_only_proportions_count(amounts, total, times):
    assert units(total, [times * amount for amount in amounts]) == units(total, amounts)


@given(AMOUNTS, st.integers(1, 200))
def test_whoever_has_more_gets_no_less(amounts, total):
    found = units(total, amounts) or ()
    for one, ones in zip(amounts, found, strict=False):
        for other, others in zip(amounts, found, strict=False):
            if one > other:
                assert ones >= others
