"""Alignment over the real catalog: what counts as named by a set, a program or a case, and what stands beside it."""

import pytest

from governance import programs
from measures import catalog
from measures.references import Kind, Reference
from measures.vocabularies import SetStatus
from registry.contracts import arrangements
from registry.contracts.alignment import Comparer, KnownMeasure, MeasureBook, Variants, loading


def a_measure_set(set_id):
    held = catalog.load()
    known = held.sets[set_id]
    reference = Reference(Kind.MEASURE_SET, f"{known.jurisdiction}/{set_id}", known.document_version)
    return loading.of_measure_set(reference, known.name, known.status, held.members(set_id))


def test_the_catalog_states_no_lineage_yet_so_nothing_in_it_is_a_near_match():
    book = MeasureBook.of(KnownMeasure.of(entry) for entry in catalog.load().measures.values())
    assert Variants.of(book).steps == {}
    found = Comparer.of(book).compare(a_measure_set("adult-core-set-2026"), a_measure_set("hcbs-qms-2024"))
    assert found.score.near == 0
    assert [(each.one, each.other) for each in found.candidates] == [("adult-core/pcr-ad", "hcbs-qms/mltss-pcr")]


def test_measures_that_were_removed_from_a_set_are_not_in_it():
    entries = catalog.load().members("hcbs-qms-2024")
    removed = [e.id for e in entries for m in e.measure_sets if m.set == "hcbs-qms-2024" and m.requirement == "removed"]
    assert removed
    held = a_measure_set("hcbs-qms-2024").measures
    assert len(held) == len(entries) - len(removed)
    assert not set(removed) & set(held)


def test_a_proposed_set_says_that_it_is_not_final():
    proposed = a_measure_set("hcbs-qms-2028-proposed")
    assert proposed.standing == SetStatus.PROPOSED
    assert proposed.cautions[0] == "This set is proposed, not final."
    assert "23 of its 23 memberships are inferred, not stated by a source." in proposed.cautions


def test_an_illustrative_program_says_so_and_withdrawn_measures_do_not_count():
    held = programs.load()
    assert loading.of_program(held["mn-pipp"]).standing == "illustrative"
    assert loading.of_program(held["ny-mltc-qi"]).standing is None
    texas = loading.of_program(held["tx-qipp-sfy2024"])
    assert "mds/pressure-ulcers" not in texas.measures
    assert "mds/pressure-ulcers does not count: it was withdrawn from it." in texas.cautions


@pytest.mark.parametrize("case", arrangements.load().values(), ids=lambda case: case.id)
def test_every_public_case_is_a_portfolio(case):
    held = loading.of_arrangement(case)
    assert {item.measure for item in held.items} <= {use.measure for use in case.measures}
    assert len(held.items) + len(held.cautions) == len(case.measures)
