"""A mistake in a file of the catalog is refused with the names of file, record and field."""

import shutil
from typing import NamedTuple

import pytest

from measures import catalog
from measures.errors import InvalidError

TN, SETS, SOURCES = "tn-quiltss.yaml", "measure_sets.yaml", "sources.yaml"
FRAMEWORK = "hcplan_apm_framework.yaml"
FIRST, EVV = "tn-quiltss/resident-satisfaction", "evv/visit-capture-rate"


class Mistake(NamedTuple):
    file: str
    correct: str
    wrong: str
    record: str
    named: str


def in_first(correct, wrong, *named):
    return Mistake(TN, correct, wrong, FIRST, *named)


def added_to_first(line, named):
    return in_first("    short_name: null\n", f"    short_name: null\n    {line}\n", named)


MISTAKES = {
    "a duplicate key": Mistake(
        TN, "    steward: TennCare\n", "    steward: TennCare\n    steward: CMS\n", TN, "steward"
    ),
    "an unquoted version": added_to_first("document_version: 1.10", "document_version: 1.1 was read as a number"),
    "a version of two parts": added_to_first("document_version: '1.10'", "document_version"),
    "a value outside its vocabulary": in_first("measure_type: experience_composite", "measure_type: x", "measure_type"),
    "an unknown setting": in_first("settings: [nursing_facility]", "settings: [moon]", "settings.0"),
    "an unknown source": in_first("sources: [", "sources: [nowhere, ", "sources: there is no source 'nowhere'"),
    "an unknown set": in_first("set: tn-quiltss-nf", "set: tn-x", "measure_sets: there is no measure set 'tn-x'"),
    "a set named twice": in_first(
        "    measure_sets:\n",
        "    measure_sets:\n      - {set: tn-quiltss-nf, requirement: member, basis: stated}\n",
        "measure_sets",
    ),
    "a missing field": in_first("    direction: higher\n", "", "direction: it is missing"),
    "a missing inner field": in_first("      cbe: null\n", "", "identifiers.cbe: it is missing"),
    "a stray field": added_to_first("owner: me", "owner"),
    "a float": in_first("cmit: null", "cmit: 960.5", "identifiers.cmit"),
    "a whole number written as a float": in_first("cmit: null", "cmit: 960.0", "identifiers.cmit"),
    "a code that reads as a number": in_first("cbe: null", "cbe: 0018", "identifiers.cbe"),
    "a truth value in words": in_first("contestable: false", "contestable: 'no'", "classification.contestable"),
    "an unknown category": in_first("categories: [2B,", "categories: [5A,", "hcplan.categories.0"),
    "an empty title": in_first("title: Resident satisfaction", "title: ''", "title"),
    "an empty list": in_first("settings: [nursing_facility]", "settings: []", "settings"),
    "a list that repeats": in_first("[ffs, managed_care]", "[ffs, ffs]", "delivery_systems"),
    "stratifiers without a basis": in_first("required: null", "required: [age]", "stratifiers"),
    "lineage without a source": added_to_first("lineage: {modified_from: x, changes: []}", "lineage.source"),
    "lineage of an unknown source": added_to_first(
        "lineage: {modified_from: x, changes: [], source: y}", "no source 'y'"
    ),
    "another family": in_first("    family: tn-quiltss\n", "    family: evv\n", "family"),
    "a file of another family": Mistake(TN, "family: tn-quiltss\n", "family: evv\n", TN, "family"),
    "an id that stands twice": in_first("id: tn-quiltss/family-satisfaction", f"id: {FIRST}", "id stands twice"),
    "an id of another family": Mistake(TN, f"id: {FIRST}", f"id: {EVV}", EVV, "the family evv"),
    "an id that no reference carries": Mistake(TN, f"id: {FIRST}", "id: TN/Residents", "TN/Residents", "id"),
    "an unknown evidence": Mistake(SOURCES, "evidence: seed_paper", "evidence: x", "seed-mltss-vbc-2025", "evidence"),
    "a source without an address": Mistake(SOURCES, "url: https:", "url: ftp:", "seed-mltss-vbc-2025", "url"),
    "a source without a day": Mistake(SOURCES, "'2026-11-22'", "'2026'", "seed-mltss-vbc-2025", "accessed"),
    "a set without a source": Mistake(SETS, "[cms-smd-22-003, cms-qms-page]", "[]", "hcbs-qms-2022", "sources"),
    "a set of an unknown source": Mistake(SETS, "[cms-smd-22-003", "[nowhere", "hcbs-qms-2022", "nowhere"),
    "a set of an unknown steward": Mistake(SETS, "steward: CMS", "steward: Me", "hcbs-qms-2022", "steward 'Me'"),
    "a set whose year is a number": Mistake(SETS, "version: '2022'", "version: 2022", "hcbs-qms-2022", "version: 2022"),
    "a set published on no day": Mistake(SETS, "'2022-07-21'", "July", "hcbs-qms-2022", "published"),
    "a set published in a number": Mistake(SETS, "'2022-07-21'", "2022", "hcbs-qms-2022", "published: 2022 was read"),
    "a framework of an unknown source": Mistake(FRAMEWORK, "sources: [", "sources: [nowhere, ", FRAMEWORK, "nowhere"),
    "text that is not YAML": Mistake(TN, "measures:\n", "measures: [\n", TN, "not YAML"),
    "a row that is no mapping": Mistake(TN, "measures:\n", "measures:\n  - just text\n", TN, "measure 1"),
    "a file without measures": Mistake("evv.yaml", "measures:\n", "rows:\n", "evv.yaml", "measures: it is missing"),
}


@pytest.fixture
def copy(tmp_path):
    for name in (TN, SETS, SOURCES, FRAMEWORK, "evv.yaml"):
        shutil.copyfile(catalog.PACKAGED / name, tmp_path / name)
    return tmp_path


def alter(path, correct, wrong):
    text = path.read_text(encoding="utf-8")
    assert correct in text
    path.write_text(text.replace(correct, wrong, 1), encoding="utf-8")


def test_a_directory_of_another_user_is_read_the_same_way(copy):
    assert len(catalog.load(copy).measures) == 12 + 5


def test_a_version_of_a_record_is_raised_in_its_file(copy):
    alter(copy / TN, "    short_name: null\n", "    short_name: null\n    document_version: '1.10.0'\n")
    raised = catalog.load(copy).measures[FIRST].document(demonstration=False)
    assert str(raised.reference) == f"measure/{FIRST}@1.10.0"


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_is_refused_by_file_record_and_field(case, copy):
    mistake = MISTAKES[case]
    alter(copy / mistake.file, mistake.correct, mistake.wrong)
    with pytest.raises(InvalidError) as refused:
        catalog.load(copy)
    for words in (mistake.file, mistake.record, mistake.named):
        assert words in refused.value.message


@pytest.mark.parametrize("name", [SOURCES, SETS, FRAMEWORK])
def test_a_file_that_is_missing_is_named(name, copy):
    (copy / name).unlink()
    with pytest.raises(InvalidError, match=name):
        catalog.load(copy)


def test_a_file_that_is_not_text_is_named(copy):
    (copy / TN).write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidError, match="UTF-8"):
        catalog.load(copy)


def test_a_directory_without_files_is_refused(tmp_path):
    with pytest.raises(InvalidError, match=str(tmp_path)):
        catalog.load(tmp_path)


def test_the_packaged_files_are_named_by_their_place_in_the_project(monkeypatch, copy):
    alter(copy / TN, "id: tn-quiltss/resident-satisfaction", "id: X/Y")
    with pytest.raises(InvalidError, match=r"^measures/catalog/tn-quiltss\.yaml, X/Y: field id: "):
        catalog._read(copy, "measures/catalog")
