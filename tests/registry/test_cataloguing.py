import shutil

import pytest

from measures import catalog
from measures.catalog import PACKAGED
from measures.comparison.rising import NothingChangedError, VersionTooSmallError
from measures.dated_records import DatedKind
from measures.references import Reference
from registry.cataloguing import RecordChangedError, load_catalog
from registry.comparing import compare
from registry.proposing import VersionTooLowError
from registry.reading import read_document
from registry.searching import measure_of
from registry.storage import audit, documents

MEASURE = "measure/tn-quiltss/cna-hours@1.0.0"


@pytest.fixture
def copy(tmp_path):
    for path in PACKAGED.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def edit(directory, old, new):
    path = directory / "tn-quiltss.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


async def test_loading_again_changes_nothing(store):
    before = await audit.head()
    loaded = await load_catalog(store)
    assert (loaded.published, loaded.redated) == (0, 0)
    assert loaded.unchanged >= 420
    assert await audit.head() == before


async def test_every_measure_is_published_as_its_first_version(store):
    keys = [f"measure/{name}@1.0.0" for name in catalog.load().measures]
    assert set(await documents.many(keys)) == set(keys)
    said = await documents.statements(keys)
    assert all({DatedKind.LABEL_PROPOSAL, DatedKind.STATUS, DatedKind.VERIFICATION} <= set(said[key]) for key in keys)


async def test_a_changed_specification_under_an_old_version_is_refused_by_record_and_field(store, copy):
    edit(copy, "numerator: Nurse aide hours", "numerator: Nurse aide hours, and more")
    before = await audit.head()
    with pytest.raises(RecordChangedError, match=r"tn-quiltss/cna-hours.*numerator") as refused:
        await load_catalog(store, copy)
    assert refused.value.code == "RECORD_CHANGED"
    assert await audit.head() == before


async def test_a_changed_record_is_told_the_version_that_it_has_to_have(store, copy):
    edit(copy, "numerator: Nurse aide hours", "numerator: Nurse aide hours, and more")
    with pytest.raises(RecordChangedError, match=r"changed from .Nurse aide hours. to .*document_version 2\.0\.0 or"):
        await load_catalog(store, copy)


def under(version, numerator="Nurse aide hours, and more"):
    return f"document_version: '{version}'\n    numerator: {numerator}"


@pytest.mark.parametrize("version", ["1.0.1", "1.1.0"])
async def test_a_version_that_rises_too_little_for_what_changed_is_refused_and_nothing_is_stored(store, copy, version):
    edit(copy, "numerator: Nurse aide hours", under(version))
    before = await audit.head()
    with pytest.raises(VersionTooSmallError, match=r"2\.0\.0 or higher. The numerator changed"):
        await load_catalog(store, copy)
    assert await audit.head() == before


async def test_a_new_version_of_a_record_in_which_nothing_changed_is_refused(store, copy):
    edit(copy, "numerator: Nurse aide hours", under("1.0.1", "Nurse aide hours"))
    with pytest.raises(NothingChangedError, match=r"would say what measure/tn-quiltss/cna-hours@1\.0\.0 says"):
        await load_catalog(store, copy)


async def test_what_only_differs_in_capitals_needs_no_more_than_a_patch(store, copy):
    edit(copy, "numerator: Residents satisfied", "document_version: '1.0.1'\n    numerator: RESIDENTS satisfied")
    assert (await load_catalog(store, copy)).published == 1


async def test_a_changed_specification_under_a_new_version_is_published_beside_the_old_one(store, copy):
    old = await documents.many([MEASURE])
    edit(copy, "numerator: Nurse aide hours", under("2.0.0"))
    loaded = await load_catalog(store, copy)
    assert loaded.published == 1
    assert await documents.many([MEASURE]) == old
    edit(copy, under("2.0.0"), under("1.5.0", "Hours"))
    with pytest.raises(VersionTooLowError, match=r"cna-hours@2\.0\.0 is published"):
        await load_catalog(store, copy)


async def test_exclusions_and_the_stewards_own_version_are_published_as_the_second_schema(store, copy):
    edit(
        copy, "numerator: Nurse aide hours", f"{under('3.0.0')}\n    exclusions: Hospice\n    upstream_version: '2026'"
    )
    await load_catalog(store, copy)
    published = (await documents.many(["measure/tn-quiltss/cna-hours@3.0.0"])).popitem()[1]
    assert b'"schema":"measure/2"' in published.content
    document = read_document(published.content)
    assert (document.exclusions, document.upstream_version) == ("Hospice", "2026")
    found = await compare(Reference.parse(MEASURE), published.reference)
    assert (found.before_label, found.after_label) == (None, "2026")
    assert found.before.is_pinned
    entry = await measure_of(published)
    assert (entry.exclusions, entry.upstream_version) == ("Hospice", "2026")


async def test_a_changed_status_is_a_new_dated_record_and_no_new_document(store, copy):
    edit(copy, "status: state_specific", "status: retired")
    loaded = await load_catalog(store, copy)
    assert (loaded.published, loaded.redated) == (0, 1)
    said = (await documents.statements(["measure/tn-quiltss/resident-satisfaction@1.0.0"])).popitem()[1]
    assert said[DatedKind.STATUS].record.content == {"status": "retired"}
    assert (await load_catalog(store)).redated == 1
