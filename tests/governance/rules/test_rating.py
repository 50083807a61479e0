"""Ratings by the RAND/UCLA method: figures, disagreement in three ways, and the class that follows."""

from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.kinds import RatingRule
from governance.rules.rating import Classification, PanelSizeError, needed_for_disagreement, quantile, rate
from governance.rules.refusals import BadTallyError

IPRAS, TABLE, THIRDS = (RatingRule(disagreement=way) for way in ("ipras", "table", "one_third"))
RATINGS = st.lists(st.none() | st.integers(1, 9), max_size=20)


def test_the_figures_of_a_panel_are_exact():
    found = rate(IPRAS, [6, 7, 7, 7, 8, 8, 8, 9, 9])
    assert (found.median, found.p30, found.p70, found.ipr) == (8, 7, 8, 1)
    assert found.ipras == Fraction(61, 10)
    assert found.index == Fraction(10, 61)
    assert (found.n, found.low, found.high) == (9, 0, 8)
    assert found.classification is Classification.APPROPRIATE


def test_the_median_of_an_even_panel_stays_exact():
    found = rate(IPRAS, [6, 7])
    assert found.median == Fraction(13, 2)
    assert (found.p30, found.p70) == (Fraction(63, 10), Fraction(67, 10))


@pytest.mark.parametrize(
    ("ratings", "classification"),
    [
        ([7] * 9, "appropriate"),
        ([6, 6, 7, 7], "uncertain"),  # the median 13/2 lies below 7
        ([3] * 9, "inappropriate"),
        ([3, 3, 4, 4], "uncertain"),  # 7/2 lies above 3
        ([5] * 9, "uncertain"),
        ([1, 1, 1, 9, 9, 9, 9, 9, 9], "uncertain"),  # the median is 9, and the panel disagrees
        ([1, 1, 1, 1, 1, 1, 9, 9, 9], "uncertain"),
    ],
)
def test_a_median_at_an_end_without_disagreement_decides(ratings, classification):
    assert rate(IPRAS, ratings).classification == classification


def test_a_range_that_equals_what_it_may_be_is_no_disagreement():
    edge = rate(IPRAS, [1, 1, 1, 1, 1, 2, 3, 3, 3, 5, 6, 6, 6, 6, 6])
    assert (edge.p30, edge.p70) == (Fraction(6, 5), Fraction(29, 5))
    assert edge.ipr == edge.ipras == Fraction(23, 5)
    assert (edge.index, edge.disagreement) == (1, False)
    wider = rate(IPRAS, [1, 1, 1, 1, 1, 2, 3, 3, 3, 5, 7, 7, 7, 7, 7])
    assert wider.index > 1
    assert wider.disagreement is True


@pytest.mark.parametrize(
    ("size", "needed"),
    [(8, 3), (9, 3), (10, 3), (11, 4), (12, 4), (13, 4), (14, 5), (15, 5), (16, 5)],
)
def test_the_table_asks_for_more_at_both_ends_of_a_larger_panel(size, needed):
    assert needed_for_disagreement(size) == needed
    split = [1] * needed + [9] * needed + [5] * (size - 2 * needed)
    assert rate(TABLE, split).disagreement is True
    assert rate(TABLE, [5, *split[1:]]).disagreement is False
    assert rate(TABLE, [*split[:needed], 5, *split[needed + 1 :]]).disagreement is False


@pytest.mark.parametrize("size", [1, 7, 17, 40])
def test_a_panel_size_outside_the_table_is_refused(size):
    with pytest.raises(PanelSizeError, match="panels of 8 to 16") as refused:
        rate(TABLE, [7] * size)
    assert refused.value.code == "PANEL_SIZE"


def test_only_those_who_score_are_the_panel():
    assert rate(TABLE, [7] * 8 + [None] * 10).n == 8
    with pytest.raises(PanelSizeError):
        rate(TABLE, [7] * 7 + [None])


@pytest.mark.parametrize(
    ("ratings", "disagreement"),
    [
        ([1, 5, 9], True),  # a third of three is one
        ([1, 5, 5, 9], False),  # a third of four is 4/3
        ([1, 1, 5, 9, 9], True),
        ([1, 1, 1, 5, 5, 5, 5, 9, 9, 9], False),  # a third of ten is 10/3
    ],
)
def test_thirds_are_exact(ratings, disagreement):
    assert rate(THIRDS, ratings).disagreement is disagreement


@pytest.mark.parametrize("rule", [IPRAS, TABLE, THIRDS])
@pytest.mark.parametrize("ratings", [[], [None, None]])
def test_a_panel_in_which_nobody_scores_has_no_figures_and_raises_nothing(rule, ratings):
    found = rate(rule, ratings)
    assert (found.n, found.low, found.high) == (0, 0, 0)
    assert {found.median, found.p30, found.p70, found.ipr, found.ipras, found.index} == {None}
    assert found.disagreement is None
    assert found.classification is None
    assert found.log


@pytest.mark.parametrize("rating", [0, 10, -1, True, Fraction(1, 2), "7"])
def test_what_is_no_rating_is_refused(rating):
    with pytest.raises(BadTallyError):
        rate(IPRAS, [7, rating])


@given(RATINGS, st.randoms(use_true_random=False))
def test_the_order_of_ratings_has_no_bearing(ratings, shuffler):
    shuffled = list(ratings)
    shuffler.shuffle(shuffled)
    assert rate(IPRAS, shuffled) == rate(IPRAS, ratings)


@given(RATINGS)
def test_whoever_is_unable_to_score_changes_no_figure(ratings):
    more, fewer = rate(THIRDS, [*ratings, None]), rate(THIRDS, ratings)
    assert (more.median, more.n, more.disagreement, more.classification) == (
        fewer.median,
        fewer.n,
        fewer.disagreement,
        fewer.classification,
    )


@given(st.lists(st.integers(1, 9), min_size=1, max_size=20))
def test_a_scale_turned_around_turns_the_class_around(ratings):
    opposite = {"appropriate": "inappropriate", "inappropriate": "appropriate", "uncertain": "uncertain"}
    found, turned = rate(IPRAS, ratings), rate(IPRAS, [10 - rating for rating in ratings])
    assert turned.classification == opposite[found.classification]
    assert (turned.ipr, turned.ipras) == (found.ipr, found.ipras)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=20), st.integers(2, 4))
def test_the_median_is_that_of_the_standard_library(ratings, times):
    found = rate(IPRAS, ratings)
    assert found.median == Fraction(median(map(Fraction, ratings)))
    assert min(ratings) <= found.p30 <= found.median <= found.p70 <= max(ratings)
    assert rate(IPRAS, ratings * times).median == found.median


@pytest.mark.parametrize(("share", "value"), [(0, 1), (Fraction(1, 4), Fraction(7, 4)), (Fraction(1, 2), 3), (1, 9)])
def test_a_quantile_is_interpolated(share, value):
    assert quantile([1, 2, 4, 9], Fraction(share)) == value
