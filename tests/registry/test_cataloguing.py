import shutil

import pytest

from measures import catalog
from measures.catalog import PACKAGED
from measures.dated_records import DatedKind
from registry.cataloguing import RecordChangedError, load_catalog
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


async def test_a_changed_specification_under_a_new_version_is_published_beside_the_old_one(store, copy):
    old = await documents.many([MEASURE])
    edit(
        copy,
        "numerator: Nurse aide hours",
        "document_version: '1.1.0'\n    numerator: Nurse aide hours, and more",
    )
    loaded = await load_catalog(store, copy)
    assert loaded.published == 1
    assert await documents.many([MEASURE]) == old


async def test_a_changed_status_is_a_new_dated_record_and_no_new_document(store, copy):
    edit(copy, "status: state_specific", "status: retired")
    loaded = await load_catalog(store, copy)
    assert (loaded.published, loaded.redated) == (0, 1)
    said = (await documents.statements(["measure/tn-quiltss/resident-satisfaction@1.0.0"])).popitem()[1]
    assert said[DatedKind.STATUS].record.content == {"status": "retired"}
    assert (await load_catalog(store)).redated == 1
