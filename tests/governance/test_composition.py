"""The least share of seats, by council and date, and the check against it."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.composition import (
    BodyNotFoundError,
    MinimumNotSettledError,
    check,
    minimum_on,
    minimums,
    minimums_on,
    read_minimums,
)
from governance.rules.conditions import Comparison
from governance.rules.refusals import BadTallyError
from measures.errors import InvalidError

MAC = "medicaid-advisory-committee"
DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("minimum", "seats", "of_kind", "share", "ok"),
    [
        ("1/4", 20, 5, "1/4", True),
        ("1/4", 21, 5, "5/21", False),
        ("51/100", 2, 1, "1/2", False),
        ("51/100", 100, 51, "51/100", True),
        ("3/5", 5, 3, "3/5", True),
        ("1/3", 15, 5, "1/3", True),
        ("1/3", 15, 4, "4/15", False),
        ("1/4", 4, 0, "0", False),
        ("1/4", 4, 4, "1", True),
    ],
)
def test_a_share_is_exact(minimum, seats, of_kind, share, ok):
    found = check(Fraction(minimum), seats, of_kind)
    assert (found.share, found.ok) == (Fraction(share), ok)


def test_a_council_without_seats_meets_nothing_and_raises_nothing():
    found = check(Fraction(1, 4), 0, 0)
    assert (found.share, found.ok) == (None, False)


def test_more_than_and_at_least_differ_at_equality():
    assert check(Fraction(1, 2), 4, 2).ok
    assert not check(Fraction(1, 2), 4, 2, Comparison.MORE_THAN).ok


@pytest.mark.parametrize(("seats", "of_kind"), [(3, 4), (-1, 0), (3, -1), (True, 0), (3, Fraction(1))])
def test_numbers_of_seats_that_cannot_be_right_are_refused(seats, of_kind):
    with pytest.raises(BadTallyError):
        check(Fraction(1, 2), seats, of_kind)


@pytest.mark.parametrize(
    ("body", "minimum"),
    [
        ("tennessee-plan-member-groups", "51/100"),
        ("pennsylvania-chc-participant-groups", "3/5"),
        ("illinois-council", "1/3"),
        ("idaho-council", "51/100"),
    ],
)
def test_the_shares_of_the_states_are_on_record(body, minimum):
    found = minimum_on(body, DAY)
    assert (found.minimum, found.comparison, found.verified) == (minimum, Comparison.AT_LEAST, True)


def test_the_federal_share_is_not_settled_as_long_as_its_dates_are_not_known():
    assert [(each.minimum, each.verified) for each in minimums_on(MAC, DAY)] == [("1/5", False), ("1/4", True)]
    with pytest.raises(MinimumNotSettledError, match="1/5 or 1/4") as refused:
        minimum_on(MAC, DAY)
    assert refused.value.code == "MINIMUM_NOT_SETTLED"


def test_no_date_is_invented():
    for each in (each for body in minimums().values() for each in body):
        assert (each.in_force_from, each.in_force_until) == (None, None)
        assert "date" in each.note or "day" in each.note


def test_a_council_that_is_not_on_record_is_not_found():
    with pytest.raises(BodyNotFoundError, match=MAC):
        minimum_on("city-council", DAY)


def a_file(*entries):
    shared = (
        "body: a-council, jurisdiction: US-TN, title: T, of_kind: K, comparison: at_least, source: S, "
        "verified: true, note: N"
    )
    return "minimums:\n" + "\n".join(f"  - {{{entry}, {shared}}}" for entry in entries)


def test_dates_that_are_known_settle_which_minimum_holds():
    text = a_file(
        "id: before, minimum: '1/10', in_force_from: null, in_force_until: 2026-07-10",
        "id: after, minimum: '1/5', in_force_from: 2026-07-10, in_force_until: null",
    )
    before, after = read_minimums(text, "file")
    assert [each.may_hold_on(date(2026, 7, 9)) for each in (before, after)] == [True, False]
    assert [each.may_hold_on(date(2026, 7, 10)) for each in (before, after)] == [False, True]


@pytest.mark.parametrize(
    "entries",
    [
        ("id: a, minimum: '1/5', in_force_from: 2026-07-10, in_force_until: 2026-07-10",),
        ("id: a, minimum: '6/5', in_force_from: null, in_force_until: null",),
        ("id: a, minimum: 0.2, in_force_from: null, in_force_until: null",),
        ("id: a, minimum: '1/5'",),
        ("id: a, minimum: '1/5', in_force_from: null, in_force_until: null",) * 2,
    ],
    ids=["ends as it begins", "above one", "no exact share", "dates left out", "same id"],
)
def test_a_minimum_that_cannot_hold_is_refused(entries):
    with pytest.raises(InvalidError):
        read_minimums(a_file(*entries), "file")


@given(st.integers(1, 50), st.data())
def test_one_seat_more_of_the_kind_never_fails_what_was_met(seats, data):
    of_kind = data.draw(st.integers(0, seats - 1))
    minimum = data.draw(st.fractions(0, 1, max_denominator=20))
    if check(minimum, seats, of_kind).ok:
        assert check(minimum, seats, of_kind + 1).ok
