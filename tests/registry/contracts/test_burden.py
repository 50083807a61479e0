"""Burden: what several contracts ask for together, and what the state's set would save."""

import json
from fractions import Fraction

import pytest

from measures.labels import MeasureLabel
from measures.validation import InexactNumberError, InvalidFieldError
from measures.vocabularies import DataSource
from registry.contracts.alignment import Comparer, HeldLabel, LabelStanding
from registry.contracts.alignment.matrix import RepeatedPortfolioError
from registry.contracts.burden import NoContractsError, judged, read_effort, weigh_burden
from tests.registry.contracts.portfolios import (
    NO_BOOK,
    YEAR,
    a_book,
    a_contract,
    a_lineage,
    a_measure,
    a_period,
    a_portfolio,
    an_item,
)

SECOND_HALF = a_period("2027-07-01", "2028-06-30")
NEXT = a_period("2028-01-01", "2028-12-31")


def weighed(*contracts, book=NO_BOOK, **more):
    return weigh_burden(contracts, Comparer.of(book), **more)


def test_a_measure_of_two_contracts_is_one_measure_and_two_reports():
    found = weighed(a_contract("a", "f/1", "f/2"), a_contract("b", "f/2", "f/3"))
    assert (found.measures, found.reports) == (("f/1", "f/2", "f/3"), 4)
    assert [(each.measure, each.contracts) for each in found.duplicates] == [("f/2", ("a", "b"))]
    assert [each.alone for each in found.contracts] == [("f/1",), ("f/3",)]


def test_a_burden_needs_a_contract_and_takes_each_once():
    with pytest.raises(NoContractsError):
        weighed()
    with pytest.raises(RepeatedPortfolioError):
        weighed(a_contract("a"), a_contract("a"))


def test_one_measure_in_two_versions_is_computed_twice():
    found = weighed(a_contract("a", an_item("f/1")), a_contract("b", an_item("f/1", version="2.0.0"), "f/2"))
    assert [(each.measure, each.versions) for each in found.version_splits] == [
        ("f/1", (("1.0.0", ("a",)), ("2.0.0", ("b",))))
    ]


def test_variants_side_by_side_are_told_with_their_changes_and_lookalikes_apart():
    book = a_book(
        a_measure("federal/falls", title="Falls screening"),
        a_measure("state/falls", title="Falls screening", lineage=a_lineage("federal/falls", "21 and older")),
        a_measure("plan/screening", title="Screening for falls"),
    )
    found = weighed(a_contract("a", "federal/falls"), a_contract("b", "state/falls", "plan/screening"), book=book)
    (variant,) = found.variant_splits
    assert (variant.match.here, variant.match.there) == ("federal/falls", "state/falls")
    assert (variant.contracts_here, variant.contracts_there) == (("a",), ("b",))
    assert variant.match.steps[0].changes == ("21 and older",)
    assert {(each.one, each.other) for each in found.candidates} == {
        ("federal/falls", "plan/screening"),
        ("state/falls", "plan/screening"),
    }


# Periods


def test_periods_that_overlap_and_differ_clash():
    found = weighed(
        a_contract("a", an_item("f/1")),
        a_contract("b", an_item("f/1", period=SECOND_HALF)),
        a_contract("c", an_item("f/1")),
    )
    (clash,) = found.clashes
    assert [(each.period, each.contracts) for each in clash.periods] == [(YEAR, ("a", "c")), (SECOND_HALF, ("b",))]


@pytest.mark.parametrize(
    ("period", "clashes"),
    [
        (YEAR, False),
        (NEXT, False),
        (a_period("2027-12-31", "2028-12-30"), True),
        (a_period("2027-04-01", "2027-06-30"), True),
    ],
)
def test_one_shared_day_is_overlap_and_the_same_period_is_no_clash(period, clashes):
    found = weighed(a_contract("a", an_item("f/1")), a_contract("b", an_item("f/1", period=period)))
    assert bool(found.clashes) == clashes


def test_only_the_periods_that_clash_are_told():
    later = a_period("2040-01-01", "2040-12-31")
    found = weighed(
        a_contract("a", an_item("f/1")),
        a_contract("b", an_item("f/1", period=SECOND_HALF)),
        a_contract("c", an_item("f/1", period=later)),
    )
    assert [each.contracts for each in found.clashes[0].periods] == [("a",), ("b",)]


def test_a_contract_without_a_period_is_named_as_such_and_no_year_is_made_up_for_it():
    found = weighed(a_contract("a", an_item("f/1", period=None)))
    assert found.undated == ("a",)
    assert found.clashes == found.years == ()


# Effort


SOURCES = a_book(
    a_measure("f/survey", data_sources=(DataSource.SURVEY,)),
    a_measure("f/both", data_sources=(DataSource.CLAIMS, DataSource.SURVEY)),
    a_measure("f/none", data_sources=()),
)


def test_effort_is_counted_by_data_source_and_no_figure_is_invented():
    found = weighed(a_contract("a", "f/survey", "f/both"), a_contract("b", "f/both", "f/none"), book=SOURCES)
    counted = [(load.data_source, load.measures, load.reports, load.once) for load in found.sources]
    assert counted == [
        (DataSource.SURVEY, ("f/both", "f/survey"), 3, None),
        (DataSource.CLAIMS, ("f/both",), 2, None),
    ]
    assert found.of_unknown_source == ("f/none",)
    assert found.effort is None


def test_a_table_of_effort_weighs_each_source_as_it_says():
    found = weighed(a_contract("a", "f/survey", "f/both"), a_contract("b", "f/both"), book=SOURCES, effort=judged())
    loads = {load.data_source: (load.once, load.each_time) for load in found.sources}
    assert loads == {DataSource.SURVEY: (8, 12), DataSource.CLAIMS: (1, 2)}


def a_table(**figures):
    rows = [{"data_source": each.value, "effort": figures.get(each.value, "1"), "reason": "So."} for each in DataSource]
    return json.dumps({"title": "Ours", "judged_by": "us", "sources": rows})


def test_a_table_of_ones_own_is_read_exactly():
    assert read_effort(a_table(survey="7/2"), "effort.yaml").of(DataSource.SURVEY) == Fraction(7, 2)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (a_table(survey=3.5), InexactNumberError),
        (a_table(survey="-1"), InvalidFieldError),
        (a_table().replace('"mds"', '"evv"'), InvalidFieldError),
        (a_table().replace('"mds"', '"fax"'), InvalidFieldError),
        (a_table().replace('{"title"', '{"hours": 3, "title"'), InvalidFieldError),
    ],
)
def test_a_table_that_leaves_out_a_source_or_guesses_is_refused(text, refusal):
    with pytest.raises(refusal, match=r"effort\.yaml"):
        read_effort(text, "effort.yaml")


def test_the_packaged_table_says_that_it_is_a_judgment_and_why():
    table = judged()
    assert "without a study" in table.judged_by
    assert all(len(each.reason) > 30 for each in table.sources)


# Labels


def labeled(name, label, standing):
    return a_measure(name, label=HeldLabel(label, standing))


LABELS = a_book(
    labeled("f/1", MeasureLabel.QUALITY, LabelStanding.ADOPTED),
    labeled("f/2", MeasureLabel.COMPLIANCE, LabelStanding.ACCEPTED),
    labeled("f/3", MeasureLabel.QUALITY, LabelStanding.PROPOSED),
    labeled("f/4", MeasureLabel.QUALITY, LabelStanding.PROPOSED),
    a_measure("f/5", label=None),
)


def test_shares_of_quality_keep_what_was_decided_apart_from_what_is_proposed():
    contracts = a_contract("a", "f/1", "f/2", "f/3"), a_contract("b", "f/3", "f/4", "f/5", "f/unknown")
    labels = weighed(*contracts, book=LABELS).labels
    assert labels.quality(LabelStanding.ADOPTED, LabelStanding.ACCEPTED) == Fraction(1, 2)
    assert labels.quality(LabelStanding.ADOPTED) == 1
    assert labels.quality(LabelStanding.PROPOSED) == 1
    assert labels.quality() == Fraction(3, 4)
    assert labels.number(MeasureLabel.COMPLIANCE, LabelStanding.PROPOSED) == 0
    assert labels.unlabeled == 2


def test_measures_without_a_label_have_no_share():
    assert weighed(a_contract("a", "f/5"), book=LABELS).labels.quality() is None


# Churn


def test_churn_tells_year_by_year_what_came_went_and_changed():
    first = a_contract("a", an_item("f/1"), an_item("f/2"), an_item("f/3"))
    second = a_contract(
        "b",
        an_item("f/1", period=NEXT),
        an_item("f/2", period=NEXT, version="2.0.0"),
        an_item("f/4", period=NEXT),
    )
    found = weighed(second, first).years
    assert [(each.year, each.measures, each.added, each.dropped, each.changed) for each in found] == [
        (2027, 3, (), (), ()),
        (2028, 3, ("f/4",), ("f/3",), ("f/2",)),
    ]


@pytest.mark.parametrize("change", [{"role": "reporting"}, {"weight": "1/4"}, {"target": "90 percent"}])
def test_another_role_weight_or_target_is_a_change(change):
    weight = change.pop("weight", None)
    later = an_item("f/1", weight, period=NEXT, **change)
    assert weighed(a_contract("a", an_item("f/1")), a_contract("b", later)).years[1].changed == ("f/1",)


def test_a_phase_path_moves_the_role_and_replaces_the_measure_on_its_dates():
    period = a_period("2027-01-01", "2030-12-31")
    path = [("2028-01-01", "performance", None), ("2029-07-01", "performance", "measure/f/2@1.0.0")]
    contract = a_contract("a", an_item("f/1", role="reporting", period=period, path=path))
    found = weighed(contract, book=a_book("f/1", "f/2")).years
    assert [(each.year, each.added, each.dropped, each.changed) for each in found] == [
        (2027, (), (), ()),
        (2028, (), (), ("f/1",)),
        (2029, ("f/2",), ("f/1",), ()),
    ]


def test_a_year_between_contracts_holds_nothing_and_a_long_period_takes_no_time():
    later = a_period("2030-01-01", "9999-12-31")
    found = weighed(a_contract("a", an_item("f/1")), a_contract("b", an_item("f/1", period=later))).years
    assert [(each.year, each.measures) for each in found] == [(2027, 1), (2028, 0), (2030, 1)]


# What if


def test_adopting_the_set_tells_what_each_contract_keeps_saves_and_takes_on():
    book = a_book(
        "f/1",
        a_measure("f/2", data_sources=(DataSource.SURVEY,)),
        "f/3",
        a_measure("state/1", lineage=a_lineage("f/3"), data_sources=(DataSource.EVV,)),
    )
    contracts = a_contract("a", "f/1", "f/2"), a_contract("b", an_item("f/1", version="2.0.0"), "f/3")
    found = weighed(*contracts, book=book, adopted=a_portfolio("priority-set/US-TN/x@1.0.0", "f/1", "state/1")).adoption
    first, second = found.contracts
    assert (first.kept, first.other_version, first.saved, first.new) == (("f/1",), (), ("f/2",), ("state/1",))
    assert (second.kept, second.other_version) == (("f/1",), ("f/1",))
    assert [(each.here, each.there) for each in second.near] == [("f/3", "state/1")]
    assert (found.measures_before, found.measures_after) == (3, 2)
    assert (found.saved, found.new) == (("f/2", "f/3"), ("state/1",))
    assert (found.reports_before, found.reports_after) == (4, 4)
    assert (found.specifications_before, found.specifications_after) == (4, 2)
    assert (found.sources_saved, found.sources_new) == ((DataSource.SURVEY,), (DataSource.EVV,))
