"""What is kept in memory: documents, within their room."""

import pytest

from measures.references import Kind, Reference
from registry.storage import documents
from registry.storage.documents import DigestMismatchError, ReferenceNotFoundError
from registry.web.document_shelf import DocumentShelf
from tests.registry.web.conftest import MEASURE, a_set, publish


async def test_a_version_is_read_once_and_its_digest_checked_each_time(store, monkeypatch):
    shelf, reads = DocumentShelf(), []
    real = documents.get

    async def counted(reference):
        reads.append(reference)
        return await real(reference)

    monkeypatch.setattr(documents, "get", counted)
    reference = Reference.parse(MEASURE)
    first = await shelf.get(reference)
    assert await shelf.get(reference) is first
    assert await shelf.get(first.reference) is first
    assert len(reads) == 1
    with pytest.raises(DigestMismatchError):
        await shelf.get(reference.pinned("sha256:" + "0" * 64))
    with pytest.raises(ReferenceNotFoundError):
        await shelf.get(Reference.parse("measure/x/y@1.0.0"))
    assert await shelf.get(reference) is first


async def test_a_name_without_a_version_is_never_kept(store):
    shelf = DocumentShelf()
    published = (await documents.page(Kind.MEASURE, "", 3))[2]
    name = Reference(published.reference.kind, published.reference.name)
    measures = list((await documents.many([MEASURE])).values())
    await publish(store, a_set(measures))
    target = Reference.parse("priority-set/US-TN/nf")
    assert (await shelf.get(target)).reference.version == "1.0.0"
    await publish(store, a_set(measures, "2.0.0"))
    assert (await shelf.get(target)).reference.version == "2.0.0"
    assert (await shelf.get(name)).reference == published.reference


async def test_what_was_asked_for_last_stays_when_room_is_short(store):
    some = await documents.page(Kind.MEASURE, "", 4)
    room = sum(len(published.content) for published in some[:3]) + 1
    shelf = DocumentShelf(room=room)
    for published in (*some[:3], some[0], some[3]):
        await shelf.get(published.reference)
    assert some[0].reference.versioned in shelf._held
    assert some[1].reference.versioned not in shelf._held
    assert shelf._size == sum(len(each.content) for each in shelf._held.values()) <= room
    tiny = DocumentShelf(room=1)
    assert (await tiny.get(some[0].reference)).content == some[0].content
    assert tiny._held == {}
