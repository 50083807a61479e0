"""Alignment: what two lists share, what is near by a stated lineage, and what only looks alike."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.contracts.alignment import (
    Comparer,
    PortfolioKind,
    Variants,
    VersionMatch,
    matrix,
    named_by_several,
    near_factor,
    percent,
)
from registry.contracts.alignment.candidates import Candidates
from registry.contracts.alignment.matrix import (
    RepeatedPortfolioError,
    TooFewPortfoliosError,
    over_time,
    versions,
)
from registry.contracts.alignment.portfolio import names, weights_of
from registry.contracts.alignment.scores import BadNearFactorError, score, weigh
from tests.registry.contracts.portfolios import NO_BOOK, a_book, a_lineage, a_measure, a_period, a_portfolio, an_item

VARIANT = a_measure("state/falls-21", lineage=a_lineage("federal/falls", "21 and older", comparable=False))
SIBLING = a_measure("plan/falls-hcbs", lineage=a_lineage("measure/federal/falls@1.0.0", "HCBS only", comparable=True))
LINEAGE = a_book("federal/falls", VARIANT, SIBLING, "federal/other")


def scored(one, other, book=NO_BOOK, factor="1/2"):
    return score(*weigh([one, other], Variants.of(book)), Fraction(factor))


# Scores


def test_agreement_is_what_both_name_of_what_either_names():
    found = scored(a_portfolio("a", "f/1", "f/2", "f/3"), a_portfolio("b", "f/2", "f/3", "f/4", "f/5"))
    assert (found.shared, found.named, found.agreement) == (2, 5, Fraction(2, 5))


@pytest.mark.parametrize(
    ("stated", "shares"),
    [
        ((None, None), ("1/2", "1/2")),
        (("1/2", None, None), ("1/2", "1/4", "1/4")),
        (("1", None), ("1", "0")),
        (("1/4", "1/4"), ("1/2", "1/2")),
        (("1", "1", None), ("1/2", "1/2", "0")),
        (("0", "0"), ("1/2", "1/2")),
        ((), ()),
    ],
)
def test_measures_without_a_weight_share_what_the_others_leave(stated, shares):
    items = [an_item(f"f/{number}", weight) for number, weight in enumerate(stated)]
    assert list(weights_of(items).values()) == [Fraction(share) for share in shares]


def test_weighted_agreement_counts_a_measure_as_far_as_both_weigh_it():
    one = a_portfolio("a", an_item("f/1", "1/2"), an_item("f/2", "1/2"))
    other = a_portfolio("b", an_item("f/1", "1/10"), an_item("f/3", "9/10"))
    assert scored(one, other).weighted == Fraction(1, 19)


def test_two_lists_without_measures_have_no_score_and_an_empty_one_shares_nothing():
    empty, full = a_portfolio("a"), a_portfolio("b", "f/1")
    none = scored(empty, a_portfolio("c"))
    assert (none.agreement, none.weighted, none.with_near) == (None, None, None)
    assert (scored(empty, full).agreement, scored(empty, full).weighted) == (0, 0)


MEASURES = st.sampled_from([f"f/{number}" for number in range(8)] + ["federal/falls", VARIANT.name, SIBLING.name])
WEIGHTS = st.none() | st.fractions(0, 1, max_denominator=50)
LISTS = st.dictionaries(MEASURES, WEIGHTS, max_size=8).map(
    lambda held: a_portfolio("p", *(an_item(name, weight) for name, weight in held.items()))
)


@given(LISTS, LISTS, st.fractions(0, 1, max_denominator=10))
def test_scores_are_the_same_both_ways_and_lie_between_nothing_and_all(one, other, factor):
    variants = Variants.of(LINEAGE)
    forth, back = score(*weigh([one, other], variants), factor), score(*weigh([other, one], variants), factor)
    assert (forth.agreement, forth.weighted, forth.with_near) == (back.agreement, back.weighted, back.with_near)
    for share in (forth.agreement, forth.weighted, forth.with_near):
        assert share is None or 0 <= share <= 1
    if forth.agreement is not None:
        assert forth.with_near >= forth.agreement


@given(LISTS)
def test_a_list_agrees_with_itself_wholly(one):
    found = scored(one, one, LINEAGE)
    assert {found.agreement, found.weighted, found.with_near} <= {Fraction(1), None}
    assert not found.near


@given(LISTS, LISTS)
def test_the_weighted_score_is_the_sum_of_the_smaller_over_the_sum_of_the_larger(one, other):
    both = one.weights.keys() | other.weights.keys()
    pairs = [(one.weights.get(name, Fraction(0)), other.weights.get(name, Fraction(0))) for name in both]
    larger = sum(max(pair) for pair in pairs)
    assert scored(one, other).weighted == (sum(min(pair) for pair in pairs) / larger if larger else None)


# Near-matches and candidates


def test_a_variant_is_near_by_its_stated_lineage_and_says_what_was_changed():
    found = Comparer.of(LINEAGE).compare(a_portfolio("a", "federal/falls"), a_portfolio("b", VARIANT.name))
    (near,) = found.near
    assert (near.here, near.there, near.comparable) == ("federal/falls", VARIANT.name, False)
    assert [(step.changes, step.source) for step in near.steps] == [(("21 and older",), "a-source")]
    assert found.score.agreement == 0
    assert found.score.with_near == Fraction(1, 3)


def test_two_variants_of_one_measure_are_near_by_way_of_it():
    found = Comparer.of(LINEAGE).compare(a_portfolio("a", SIBLING.name), a_portfolio("b", VARIANT.name))
    assert [step.variant for step in found.near[0].steps] == [SIBLING.name, VARIANT.name]
    assert found.near[0].comparable is False
    assert found.near[0].trendable is None


def test_a_measure_is_in_one_near_match_of_the_score_at_most():
    found = scored(a_portfolio("a", "federal/falls"), a_portfolio("b", VARIANT.name, SIBLING.name), LINEAGE)
    assert found.near == 1


@pytest.mark.parametrize(("factor", "expected"), [("0", "0"), ("1/2", "1/3"), ("1", "1")])
def test_the_factor_says_how_far_a_near_match_counts(factor, expected):
    found = scored(a_portfolio("a", "federal/falls"), a_portfolio("b", VARIANT.name), LINEAGE, factor)
    assert found.with_near == Fraction(expected)
    assert found.agreement == 0


def test_records_that_name_each_other_as_parents_end_somewhere():
    book = a_book(a_measure("a/1", lineage=a_lineage("b/1")), a_measure("b/1", lineage=a_lineage("a/1")))
    assert Variants.of(book).between("a/1", "b/1")


@pytest.mark.parametrize("text", ["2", "-1/2", "half", "1e-3", "0.5 ", "1/0", "", "1e999999999"])
def test_a_factor_that_is_no_share_is_refused(text):
    with pytest.raises(BadNearFactorError):
        near_factor(text)


ALIKE = a_book(
    a_measure("adult/readmission", title="Plan all-cause readmissions", identifiers={"cmit": 561}),
    a_measure("hcbs/readmission", title="MLTSS: plan all-cause readmission"),
    a_measure("other/by-number", title="Something else", identifiers={"cmit": 561}),
    a_measure("adult/readmission-too", title="Plan all-cause readmissions, again"),
)


def test_candidates_are_listed_with_their_signs_and_count_for_nothing():
    found = Comparer.of(ALIKE).compare(
        a_portfolio("a", "adult/readmission"), a_portfolio("b", "hcbs/readmission", "other/by-number")
    )
    assert [(each.other, each.signs[0]) for each in found.candidates] == [
        ("hcbs/readmission", "4 of 5 words of the titles in common"),
        ("other/by-number", "the same CMIT number, 561"),
    ]
    assert found.near == ()
    assert found.score.with_near == found.score.agreement == 0


def test_measures_of_one_family_are_told_apart_by_their_steward():
    assert Candidates(ALIKE).between(["adult/readmission"], ["adult/readmission-too"]) == []


def test_what_a_lineage_joins_is_no_candidate_as_well():
    book = a_book(
        a_measure("a/falls", title="Falls screening"),
        a_measure("b/falls", title="Falls screening", lineage=a_lineage("a/falls")),
    )
    found = Comparer.of(book).compare(a_portfolio("a", "a/falls"), a_portfolio("b", "b/falls"))
    assert len(found.near) == 1
    assert found.candidates == ()


# Pairs


def test_what_is_shared_says_whether_the_versions_are_the_same():
    here = a_portfolio("a", an_item("f/1"), an_item("f/2"), an_item("f/3"))
    there = a_portfolio("b", an_item("f/1"), an_item("f/2", version="2.0.0"), an_item("f/3", version=None))
    found = Comparer.of(NO_BOOK).compare(here, there)
    assert [each.versions for each in found.shared] == [VersionMatch.SAME, VersionMatch.OTHER, VersionMatch.NOT_PINNED]


def test_a_measure_that_stands_twice_counts_once_with_both_roles():
    held = a_portfolio("a", an_item("f/1", "1/4", role="reporting"), an_item("f/1", "1/4"), an_item("f/2"))
    assert [(item.measure, item.role) for item in held.items] == [
        ("f/1", "reporting; performance"),
        ("f/2", "performance"),
    ]
    assert held.weights["f/1"] == Fraction(1, 2)


# The matrix


def test_the_matrix_holds_the_score_of_each_two():
    made = matrix([a_portfolio("a", "f/1"), a_portfolio("b", "f/1", "f/2"), a_portfolio("c", "f/2")], NO_BOOK)
    shares = [[made.score(row, column).agreement for column in range(3)] for row in range(3)]
    half = Fraction(1, 2)
    assert shares == [[1, half, 0], [half, 1, half], [0, half, 1]]


def test_one_list_has_nothing_to_be_compared_with_and_none_stands_twice():
    one = a_portfolio("a", "f/1")
    with pytest.raises(TooFewPortfoliosError):
        matrix([one], NO_BOOK)
    with pytest.raises(RepeatedPortfolioError):
        matrix([one, one], NO_BOOK)


def test_measures_named_by_several_come_with_those_that_most_name_first():
    held = [a_portfolio("a", "f/1", "f/2"), a_portfolio("b", "f/1", "f/2"), a_portfolio("c", "f/2", "f/3")]
    found = [(each.measure, len(each.named_by)) for each in named_by_several(held, NO_BOOK)]
    assert found == [("f/2", 3), ("f/1", 2)]


def test_names_are_short_and_say_what_is_proposed():
    one = a_portfolio("priority-set/US-TN/nf@1.0.0")
    other = a_portfolio("priority-set/US-TN/nf@2.0.0")
    alone = a_portfolio("measure-set/US/qms-2028@1.0.0", kind=PortfolioKind.MEASURE_SET, standing="proposed")
    file = a_portfolio("contracts/acme.yaml", kind=PortfolioKind.CONTRACT)
    assert list(names([one, other, alone, file]).values()) == [
        "US-TN/nf@1.0.0",
        "US-TN/nf@2.0.0",
        "US/qms-2028 (proposed)",
        "contracts/acme.yaml",
    ]


def a_version(line, version, year, *items):
    period = a_period(f"{year}-01-01", f"{year}-12-31")
    return a_portfolio(f"priority-set/{line}@{version}.0.0", *items, period=period)


MOVING = [
    a_version("US-TN/nf", 10, 2028, "f/1", "f/3"),
    a_version("US-TN/nf", 9, 2027, "f/1", "f/2"),
    a_version("US-VA/nf", 1, 2027, "f/9"),
    a_version("US-VA/nf", 2, 2028, "f/1", "f/3"),
]


def test_each_version_stands_beside_the_one_before_it():
    found = {each.after.key: (each.before.key, each.agreement, each.added, each.dropped) for each in versions(MOVING)}
    assert found == {
        "priority-set/US-TN/nf@10.0.0": ("priority-set/US-TN/nf@9.0.0", Fraction(1, 3), ("f/3",), ("f/2",)),
        "priority-set/US-VA/nf@2.0.0": ("priority-set/US-VA/nf@1.0.0", Fraction(0), ("f/1", "f/3"), ("f/9",)),
    }


def test_agreement_over_time_is_the_mean_of_those_in_force():
    assert [(each.on.year, len(each.in_force), each.mean) for each in over_time(matrix(MOVING, NO_BOOK))] == [
        (2027, 2, Fraction(0)),
        (2028, 2, Fraction(1)),
    ]


def test_a_version_is_in_force_to_the_last_day_of_its_period_only():
    later = a_version("US-WA/nf", 1, 2031, "f/1")
    assert [(each.on.year, each.in_force) for each in over_time(matrix([*MOVING, later], NO_BOOK))][-1] == (
        2031,
        ("priority-set/US-WA/nf@1.0.0",),
    )


@pytest.mark.parametrize(
    ("share", "shown"),
    [("0", "0.0%"), ("1/3", "33.3%"), ("2/3", "66.7%"), ("1/2000", "0.1%"), ("1", "100.0%"), ("1999/2000", "100.0%")],
)
def test_a_share_is_shown_in_percent_with_one_decimal(share, shown):
    assert percent(Fraction(share)) == shown
    assert percent(None) == "none"
