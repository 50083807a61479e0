"""The measures in memory: as the catalog states them, read anew when something was said about one and only then."""

import asyncio

import pytest

from governance.members import PUBLIC, OrganisationKind
from governance.publication import DocumentPublished, RecordsDated
from measures import catalog
from measures.dated_records import DatedKind, dated_record
from measures.references import Kind, Reference
from registry import admitting
from registry.searching import measure_of, published_measures
from registry.storage import documents
from tests.support import a_cast, an_open_vote

HOURS = "tn-quiltss/cna-hours"


@pytest.fixture
def reads(monkeypatch):
    """The kinds of documents that were read anew."""
    kinds, plain = [], documents.newest

    async def counted(kind):
        kinds.append(kind)
        await asyncio.sleep(0.01)
        return await plain(kind)

    monkeypatch.setattr(documents, "newest", counted)
    return kinds


async def say(store, kind, content, name=HOURS):
    """Record something new about the version of a measure that is in memory."""
    entry = (await published_measures()).by_id[name]
    published = await documents.get(entry.reference)
    async with store.write(PUBLIC) as tx:
        await tx.record(RecordsDated(published.reference, [dated_record(kind, content)]))
    return published


async def a_version(store, version, records=(), name=HOURS):
    """Publish another version of a measure with some of what is said about it."""
    entry = catalog.load().measures[name].model_copy(update={"document_version": version})
    document = entry.document(demonstration=True)
    kept = tuple(record for record in entry.dated_records() if record.kind in records)
    async with store.write(PUBLIC) as tx:
        await tx.record(DocumentPublished(document.reference, document.seal(), store.demonstration, kept))
    return await documents.get(document.reference)


async def test_every_measure_is_as_the_catalog_states_it(store):
    loaded, published = catalog.load(), await published_measures()
    assert list(published.by_id) == sorted(loaded.measures)

    def by_set(entry):
        return entry.model_copy(update={"measure_sets": tuple(sorted(entry.measure_sets, key=lambda each: each.set))})

    assert {name: by_set(entry) for name, entry in published.by_id.items()} == {
        name: by_set(entry) for name, entry in loaded.measures.items()
    }
    assert set(published.sets) == set(loaded.sets)
    assert {each.id for each in published.members("quiltss")} == {
        name for name, entry in loaded.measures.items() if any(each.set == "quiltss" for each in entry.measure_sets)
    }


async def test_only_what_is_said_about_documents_is_read_anew(store, reads):
    before = await published_measures()
    reads.clear()
    await an_open_vote(await a_cast(store))
    await admitting.add_organisation(store, "an-office", "An office", OrganisationKind.STATE, "US-TN")
    assert await published_measures() is before
    assert reads == []
    await say(store, DatedKind.NOTES, {"text": "Something new."})
    after = await published_measures()
    assert after.by_id[HOURS].notes == "Something new."
    assert list(after.by_id) == list(before.by_id)
    assert reads == [Kind.MEASURE, Kind.MEASURE_SET]


async def test_many_who_ask_at_once_wait_for_one_reader(store, reads):
    await say(store, DatedKind.NOTES, {"text": "Something else."})
    reads.clear()
    found = await asyncio.gather(*(published_measures() for _ in range(20)))
    assert {id(each) for each in found} == {id(found[0])}
    assert reads == [Kind.MEASURE, Kind.MEASURE_SET]


async def test_what_is_recorded_while_somebody_reads_is_there_the_next_time(store, monkeypatch):
    await say(store, DatedKind.NOTES, {"text": "Before."})
    published, plain = await documents.get(Reference.parse(f"measure/{HOURS}")), documents.newest

    async def overtaken(kind):
        monkeypatch.setattr(documents, "newest", plain)
        read = await plain(kind)
        async with store.write(PUBLIC) as tx:
            await tx.record(RecordsDated(published.reference, [dated_record(DatedKind.STATUS, {"status": "retired"})]))
        await a_version(store, "1.0.1", set(DatedKind))
        return read

    monkeypatch.setattr(documents, "newest", overtaken)
    assert (await published_measures()).by_id[HOURS].document_version == "1.0.0"
    assert (await published_measures()).by_id[HOURS].document_version == "1.0.1"


async def test_a_reader_who_gives_up_keeps_nobody_waiting(store, reads):
    await say(store, DatedKind.NOTES, {"text": "Patience."})
    reads.clear()
    impatient = asyncio.create_task(published_measures())
    while not reads:
        await asyncio.sleep(0)
    waiting = asyncio.create_task(published_measures())
    await asyncio.sleep(0)
    impatient.cancel()
    assert (await waiting).by_id[HOURS].notes == "Patience."


async def test_the_newest_version_is_the_highest_and_not_the_last_in_the_alphabet(store):
    for version in ("1.9.0", "1.10.0"):
        await a_version(store, version, set(DatedKind))
    assert (await published_measures()).by_id[HOURS].document_version == "1.10.0"


OPTIONAL = {DatedKind.MEMBERSHIP, DatedKind.ASSURANCE_1915C, DatedKind.NOTES}


@pytest.mark.parametrize("missing", [*DatedKind, None], ids=str)
async def test_a_missing_statement_hides_at_most_its_own_measure(store, missing):
    name = "tn-quiltss/resident-choice"
    number = len(list(DatedKind)) - [*DatedKind, None].index(missing)
    published = await a_version(store, f"2.{100 - number}.0", set(DatedKind) - {missing}, name)
    found = await published_measures()
    hidden = missing in set(DatedKind) - OPTIONAL - {DatedKind.LINKS}
    assert len(found.by_id) == len(catalog.load().measures) - hidden
    assert (name in found.by_id) is not hidden
    assert found.by_id.get(name) == await measure_of(published)
    if missing is DatedKind.MEMBERSHIP:
        assert found.by_id[name].measure_sets == ()


async def test_a_statement_that_was_taken_back_counts_as_missing(store):
    await say(store, DatedKind.LABEL_PROPOSAL, {}, "tn-quiltss/staff-satisfaction")
    found = await published_measures()
    assert "tn-quiltss/staff-satisfaction" not in found.by_id
    assert found.index.search("staff satisfaction tn-quiltss") == []
