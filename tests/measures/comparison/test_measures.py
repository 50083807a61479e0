"""Two versions of a measure: what is told, what it asks for, and what may be said about results."""

import pytest

from measures import catalog
from measures.comparison import Aspect, Bump, Comparability
from measures.comparison.measures import compare_measures
from measures.measure import MeasureSpecification

SPECIFICATION = {
    "name": "test/falls",
    "version": "1.0.0",
    "title": "Falls with injury",
    "family": "test",
    "steward": "A steward",
    "identifiers": {"cmit": 12},
    "measure_type": "outcome",
    "numerator": "People who fell and were injured",
    "denominator": "People who lived in the facility",
    "rates": ["Any injury", "Major injury"],
    "data_source": ["mds"],
    "delivery_systems": ["managed_care"],
    "settings": ["nursing_facility"],
    "populations": ["nf_residents"],
    "direction": "lower",
    "stratifiers": {"required": ["age"], "basis": "The steward"},
    "domain": "health_safety",
    "tested_level": ["provider"],
    "license_note": "Free to use",
    "exclusions": "People in hospice",
    "upstream_version": "MY2025",
}


def measure(**changes):
    return MeasureSpecification.model_validate({**SPECIFICATION, **changes})


def lineage(**changes):
    return {"modified_from": "measure/test/falls", "changes": ["Other words"], "source": "a-source", **changes}


MAJOR, MINOR, PATCH = Bump.MAJOR, Bump.MINOR, Bump.PATCH
NOT_COMPARABLE, NOT_KNOWN = Comparability.NOT_COMPARABLE, Comparability.NOT_KNOWN
WITH_CARE, COMPARABLE = Comparability.WITH_CARE, Comparability.COMPARABLE
CASES = {
    "numerator": ({"numerator": "People who fell"}, "numerator", MAJOR, NOT_KNOWN),
    "numerator in other capitals": ({"numerator": "people who fell and were injured."}, "wording", PATCH, COMPARABLE),
    "denominator": ({"denominator": "Everybody"}, "denominator", MAJOR, NOT_KNOWN),
    "exclusions": ({"exclusions": "Nobody"}, "exclusions", MAJOR, NOT_KNOWN),
    "exclusions gone": ({"exclusions": None}, "exclusions", MAJOR, NOT_KNOWN),
    "populations": ({"populations": ["older_adults"]}, "population", MAJOR, NOT_COMPARABLE),
    "delivery systems": ({"delivery_systems": ["ffs", "managed_care"]}, "population", MAJOR, NOT_COMPARABLE),
    "direction": ({"direction": "higher"}, "direction", MAJOR, NOT_COMPARABLE),
    "settings": ({"settings": ["hcbs"]}, "setting", MAJOR, WITH_CARE),
    "data source": ({"data_source": ["claims"]}, "source", MAJOR, WITH_CARE),
    "level lost": ({"tested_level": ["state"]}, "level", MAJOR, WITH_CARE),
    "level gained": ({"tested_level": ["plan", "provider"]}, "level", MINOR, COMPARABLE),
    "rate gone": ({"rates": ["Any injury"]}, "rates", MAJOR, NOT_KNOWN),
    "rate added": ({"rates": ["Any injury", "Major injury", "Deaths"]}, "rates", MINOR, NOT_KNOWN),
    "rates in another order": ({"rates": ["Major injury", "Any injury"]}, "rates", MAJOR, NOT_KNOWN),
    "type": ({"measure_type": "process"}, "measure_type", MAJOR, WITH_CARE),
    "group gone": ({"stratifiers": {}}, "stratification", MAJOR, WITH_CARE),
    "edition": ({"upstream_version": "MY2026"}, "upstream_version", MINOR, NOT_KNOWN),
    "domain": ({"domain": "access"}, "domain", MINOR, COMPARABLE),
    "steward": ({"steward": "Another"}, "steward", MINOR, COMPARABLE),
    "number known": ({"identifiers": {"cmit": 12, "cbe": "0018"}}, "identifiers", PATCH, COMPARABLE),
    "number replaced": ({"identifiers": {"cmit": 13}}, "identifiers", MINOR, COMPARABLE),
    "lineage": ({"lineage": lineage()}, "lineage", MINOR, COMPARABLE),
    "license": ({"license_note": "Ask"}, "guidance", MINOR, COMPARABLE),
    "title": ({"title": "Falls"}, "wording", PATCH, COMPARABLE),
    "short name": ({"short_name": "FWI"}, "wording", PATCH, COMPARABLE),
}


@pytest.mark.parametrize(("changes", "aspect", "bump", "verdict"), CASES.values(), ids=CASES)
def test_each_difference_is_told_with_what_it_asks_for_and_what_it_means(changes, aspect, bump, verdict):
    found = compare_measures(measure(), measure(version="2.0.0", **changes))
    assert found.changes[0].aspect == aspect
    assert (found.least, found.comparability) == (bump, verdict)
    assert all(change.sentence.endswith((".", ".”")) for change in found.changes)
    assert found.reason.endswith(".")


def test_a_short_text_is_quoted_on_both_sides_and_a_long_one_stands_beside_the_sentence():
    short = compare_measures(measure(), measure(numerator="People who fell")).changes[0]
    assert short.sentence == ("The numerator changed from “People who fell and were injured” to “People who fell”.")
    long = "Some words. " * 100
    change = compare_measures(measure(), measure(numerator=long)).changes[0]
    assert change.sentence == "The numerator is worded otherwise."
    assert change.after == long.strip()


def test_what_is_told_for_the_first_time_takes_nothing_away():
    untold = measure(direction="null", tested_level=None, exclusions=None, upstream_version=None, stratifiers={})
    found = compare_measures(untold, measure())
    assert found.least is MINOR
    by_path = {change.path: change.bump for change in found.changes}
    assert by_path["upstream_version"] is PATCH
    assert found.comparability is NOT_KNOWN  # exclusions that are told now may have been there before, or not
    assert compare_measures(measure(direction="null"), measure()).comparability is COMPARABLE


@pytest.mark.parametrize(
    ("said", "verdict", "words"),
    [
        ({"comparable": True, "trendable": True}, COMPARABLE, "comparable and can be trended"),
        ({"comparable": True}, WITH_CARE, "says nothing of trends"),
        ({"comparable": True, "trendable": False}, WITH_CARE, "cannot be trended"),
        ({"comparable": False}, NOT_COMPARABLE, "not comparable"),
        ({}, NOT_KNOWN, "a person has to judge"),
        ({"modified_from": "measure/other/falls", "comparable": True, "trendable": True}, NOT_KNOWN, "a person"),
        ({"modified_from": "measure/test/falls@3.0.0", "comparable": True, "trendable": True}, NOT_KNOWN, "a person"),
        ({"modified_from": "measure/test/falls@1.0.0", "comparable": True, "trendable": True}, COMPARABLE, "a-source"),
    ],
)
def test_what_a_source_says_of_results_counts_if_it_names_this_measure(said, verdict, words):
    after = measure(version="2.0.0", numerator="Other words", lineage=lineage(**said))
    found = compare_measures(measure(), after)
    assert found.comparability is verdict
    assert words in found.reason
    assert compare_measures(after, measure()).comparability is verdict
    assert found.least is MAJOR  # the number speaks of what is written, not of results


def test_both_sides_keep_their_own_upstream_labels():
    found = compare_measures(measure(), measure(upstream_version="2026 ed."))
    assert (found.before_label, found.after_label) == ("MY2025", "2026 ed.")


def test_two_measures_are_said_to_be_two_before_anything_else():
    found = compare_measures(measure(), measure(name="test/other", title="Others"))
    assert found.changes[0].aspect is Aspect.MEASURE
    assert (found.comparability, found.looks_ahead) == (NOT_COMPARABLE, False)
    made_from = {"lineage": lineage(comparable=True, trendable=True)}
    assert compare_measures(measure(), measure(name="test/other", **made_from)).comparability is COMPARABLE
    assert found.changes[0].sentence.startswith("These are two measures: Falls with injury (measure/test/falls)")


@pytest.mark.parametrize("entry", catalog.load().measures.values(), ids=lambda entry: entry.id)
def test_no_measure_of_the_catalog_differs_from_itself(entry):
    document = entry.document(demonstration=False)
    found = compare_measures(document, document)
    assert (found.changes, found.comparability) == ((), COMPARABLE)
