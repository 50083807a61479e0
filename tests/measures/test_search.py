import pytest

from measures import catalog
from measures.apm import ApmCategory
from measures.labels import MeasureLabel
from measures.search import MeasureFilter, MeasureIndex, search, words
from measures.vocabularies import DataSource, Domain, MeasureStatus, Population, Setting, Verification

MEASURES = catalog.load().measures
INDEX = MeasureIndex.of(MEASURES)


def ids(text="", **fields):
    return [hit.measure.id for hit in INDEX.search(text, MeasureFilter(**fields))]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("hcbs-qms/ltss-1", "hcbs-qms/ltss-1"),
        ("LTSS-1", "hcbs-qms/ltss-1"),
        ("ltss 1", "hcbs-qms/ltss-1"),
        ("cmit 960", "hcbs-qms/ltss-1"),
        ("lonely", "nci-ad/lonely"),
        ("CNA hours", "tn-quiltss/cna-hours"),
    ],
)
def test_the_measure_that_was_named_comes_first(text, first):
    assert ids(text)[0] == first


def test_an_inventory_number_finds_every_measure_that_it_covers():
    found = ids("CBE 2967")
    assert len(found) == 19
    assert {MEASURES[each].identifiers.cbe for each in found} == {"2967"}


def test_a_number_is_found_whole_only():
    assert ids("96") == []


def test_the_beginning_of_a_word_finds_it_and_all_words_are_needed():
    assert set(ids("retent")) >= {"paper/staff-retention", "tn-quiltss/staff-retention"}
    assert ids("retention zebra") == []


def test_a_steward_and_a_numerator_are_searched():
    assert set(ids("tenncare")) >= {m.id for m in MEASURES.values() if m.steward == "TennCare"}
    assert "tn-quiltss/cna-hours" in ids("nurse aide hours resident days")


def test_without_a_text_every_measure_is_found_by_id():
    assert ids() == sorted(MEASURES)


def test_case_accents_and_punctuation_do_not_matter():
    assert words("  Él—HCBS_CAHPS\N{NO-BREAK SPACE}№1 ") == ("el", "hcbs", "cahps", "no1")


@pytest.mark.parametrize(
    ("fields", "holds"),
    [
        ({"labels": {MeasureLabel.COMPLIANCE}}, lambda m: m.classification.label is MeasureLabel.COMPLIANCE),
        ({"apm_fit": {ApmCategory.CATEGORY_3A}}, lambda m: ApmCategory.CATEGORY_3A in m.hcplan.categories),
        ({"settings": {Setting.PLAN}}, lambda m: Setting.PLAN in m.settings),
        ({"populations": {Population.IDD}}, lambda m: Population.IDD in m.populations),
        ({"domains": {Domain.HOUSING, Domain.EQUITY}}, lambda m: m.domain in (Domain.HOUSING, Domain.EQUITY)),
        ({"statuses": {MeasureStatus.RETIRED}}, lambda m: m.status is MeasureStatus.RETIRED),
        ({"verifications": {Verification.BACKGROUND}}, lambda m: m.verification is Verification.BACKGROUND),
        ({"families": {"evv"}}, lambda m: m.family == "evv"),
        ({"measure_sets": {"qpp-2026"}}, lambda m: "qpp-2026" in [item.set for item in m.measure_sets]),
        ({"data_sources": {DataSource.EVV}}, lambda m: DataSource.EVV in m.data_source),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_filter_admits_exactly_what_it_names(fields, holds):
    found = ids(**{field: frozenset(values) for field, values in fields.items()})
    assert found
    assert set(found) == {m.id for m in MEASURES.values() if holds(m)}


def test_every_field_of_a_filter_must_hold():
    both = ids(labels=frozenset({MeasureLabel.QUALITY}), families=frozenset({"tn-quiltss"}))
    assert set(both) == set(ids(labels=frozenset({MeasureLabel.QUALITY}))) & set(
        ids(families=frozenset({"tn-quiltss"}))
    )


def test_a_label_that_was_adopted_can_stand_for_the_proposed_one():
    only = MeasureFilter(labels=frozenset({MeasureLabel.QUALITY}))
    assert search(MEASURES.values(), "", only, label_of=lambda measure: None) == []


def test_ties_are_broken_by_id_so_that_a_search_can_be_repeated():
    hits = INDEX.search("survey")
    assert [(-hit.score, hit.measure.id) for hit in hits] == sorted((-hit.score, hit.measure.id) for hit in hits)
    assert search(reversed(MEASURES.values()), "survey") == hits
