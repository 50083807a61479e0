from collections import Counter
from pathlib import Path

import pytest

from measures import catalog
from measures.measure import VERIFICATION_MEANS, VERIFIED
from measures.vocabularies import Requirement, SetStatus, Verification

CATALOG = catalog.load()

PER_FAMILY = {
    "access-rule": 10, "adult-core-set": 7, "coreq": 5, "cql-pom": 21, "evv": 5, "hcbs-cahps": 19,
    "hcbs-qms-fasi": 2, "hcbs-qms-ltss": 11, "mds-nursing-facility": 15, "nci-ad": 24, "nci-idd": 14,
    "nci-sotw": 3, "ncqa": 7, "nf-claims-staffing": 11, "ny-mltc": 19, "paper-named": 51,
    "plan-infrastructure": 9, "qpp-cross-program": 3, "tn-quiltss": 12, "waiver-1915c": 16,
}  # fmt: skip


def test_the_catalog_holds_what_was_reviewed():
    assert Counter(measure.family for measure in CATALOG.measures.values()) == PER_FAMILY
    assert (len(CATALOG.measures), len(CATALOG.families)) == (264, 20)
    assert (len(CATALOG.sets), len(CATALOG.sources), len(CATALOG.framework.categories)) == (30, 161, 11)


def test_the_counts_by_verification_and_label_are_those_that_were_reviewed():
    measures = CATALOG.measures.values()
    assert Counter(measure.verification.value for measure in measures) == {
        "stored_source": 113, "seed_paper": 64, "secondary_source": 51, "background": 36,
    }  # fmt: skip
    assert Counter(measure.classification.label.value for measure in measures) == {"quality": 163, "compliance": 101}
    assert sum(len(measure.measure_sets) for measure in measures) == 398


def test_the_proposed_federal_set_claims_no_requirement():
    proposed = CATALOG.sets["hcbs-qms-2028-proposed"]
    members = [m for entry in CATALOG.members(proposed.id) for m in entry.measure_sets if m.set == proposed.id]
    assert proposed.status is SetStatus.PROPOSED
    assert members
    assert {membership.requirement for membership in members} == {Requirement.UNKNOWN}


def test_only_records_whose_facts_were_seen_count_as_verified():
    for measure in CATALOG.measures.values():
        seen = measure.verification in (Verification.STORED_SOURCE, Verification.SECONDARY_SOURCE)
        assert measure.is_verified is seen


def test_every_verification_has_its_sentence_and_the_manual_explains_it():
    manual = (Path(__file__).parents[2] / "docs" / "catalog.md").read_text(encoding="utf-8")
    assert set(VERIFICATION_MEANS) == set(Verification)
    for verification, sentence in VERIFICATION_MEANS.items():
        assert sentence.startswith("Not verified") is (verification not in VERIFIED)
        assert f"`{verification}`" in manual
        assert sentence in manual


def test_the_packaged_catalog_is_read_once_and_cannot_be_changed():
    assert catalog.load() is CATALOG
    with pytest.raises(TypeError):
        CATALOG.measures["x/y"] = None
