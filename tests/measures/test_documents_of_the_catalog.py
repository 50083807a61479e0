"""Laws that hold for every record of the catalog that becomes a document."""

import json

import pytest

from measures import catalog
from measures.dated_records import DatedKind
from measures.documents import canonical_json
from measures.jurisdictions import JURISDICTIONS
from measures.measure import SPECIFIED, MeasureEntry, MeasureSpecification
from measures.measure_sets import JURISDICTION_OF_STEWARD
from registry.contracts import rule_sets, terms

CATALOG = catalog.load()
ENTRIES = [*CATALOG.measures.values(), *CATALOG.sets.values(), *rule_sets.load().sets.values(), *terms.load().values()]
NEVER = {"status", "verification", "classification", "hcplan", "measure_sets", "notes", "published_at", "mltss"}


def leaves(value):
    if isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        yield value


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_record_becomes_a_document_that_can_be_read_back(entry):
    document = entry.document(demonstration=False)
    sealed = document.seal()
    content = json.loads(sealed.content)
    again = type(document).from_content(content)
    assert again.seal() == sealed
    assert again == document
    assert content["schema"] == document.SCHEMA
    assert not NEVER & content.keys()
    assert not any(isinstance(leaf, float) or leaf is None for leaf in leaves(content))
    assert canonical_json(content) == sealed.content


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_dated_record_has_canonical_bytes_and_stands_once(entry):
    records = entry.dated_records()
    assert len({record.kind for record in records}) == len(records)
    for record in records:
        content = json.loads(canonical_json(record.content))
        assert content == record.content
        assert not any(isinstance(leaf, float) or leaf is None for leaf in leaves(content))


def test_no_two_records_share_a_document():
    references = [str(entry.document(demonstration=False).reference) for entry in ENTRIES]
    assert len(set(references)) == len(references) == 264 + 30 + 29 + 81


def test_a_measure_is_split_into_specification_and_dated_records_with_nothing_lost():
    kinds = {record.kind for record in next(iter(CATALOG.measures.values())).dated_records()}
    assert kinds == set(DatedKind) - {DatedKind.LINKS}
    dated = {
        "measure_sets",
        "assurance_1915c",
        "classification",
        "hcplan",
        "status",
        "verification",
        "sources",
        "notes",
    }
    assert set(MeasureEntry.model_fields) == SPECIFIED | dated | {"id", "notes", "document_version"}
    assert set(MeasureSpecification.model_fields) == SPECIFIED | {"name", "version", "demonstration"}


def test_lineage_and_tested_level_are_absent_until_a_source_states_them():
    for measure in CATALOG.measures.values():
        content = json.loads(measure.document(demonstration=False).seal().content)
        assert not {"lineage", "tested_level"} & content.keys()


def test_lineage_and_tested_level_stand_in_the_bytes_once_stated():
    lineage = {"modified_from": "x", "changes": ["b", "a"], "trendable": False, "source": "cms-qms-page"}
    entry = CATALOG.measures["tn-quiltss/cna-hours"].model_dump(by_alias=True)
    stated = MeasureEntry.model_validate({**entry, "tested_level": ["state", "plan"], "lineage": lineage})
    content = json.loads(stated.document(demonstration=False).seal().content)
    assert content["tested_level"] == ["plan", "state"]
    assert content["lineage"] == lineage
    assert MeasureSpecification.from_content(content).seal().content == canonical_json(content)


def test_the_order_of_set_like_lists_does_not_change_the_bytes():
    entry = CATALOG.measures["hcbs-qms/ltss-1"]
    turned = entry.model_copy(update={"settings": tuple(reversed(entry.settings))})
    assert turned.document(demonstration=False).seal() == entry.document(demonstration=False).seal()


def test_every_steward_of_a_set_has_a_jurisdiction_and_no_other_is_listed():
    assert {item.steward for item in CATALOG.sets.values()} == set(JURISDICTION_OF_STEWARD)
    assert set(JURISDICTION_OF_STEWARD.values()) <= JURISDICTIONS
    filed = {item.id: item.jurisdiction for item in CATALOG.sets.values()}
    assert (filed["hcbs-qms-2024"], filed["tx-evv-compliance"], filed["ncqa-ltss"]) == ("US", "US-TX", "registry")


def test_a_measure_that_says_nothing_about_an_assurance_says_so():
    records = {record.kind: record.content for record in CATALOG.measures["tn-quiltss/cna-hours"].dated_records()}
    assert records[DatedKind.ASSURANCE_1915C] == {}
    assert records[DatedKind.APM_FIT]["framework_version"] == "2017 refresh"
