"""The catalog as it is published, held in memory: read once, and again when something new was said about a document."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from governance.publication import Published
from measures.dated_records import DatedKind
from measures.measure import SPECIFIED, MeasureEntry, MeasureSpecification
from measures.measure_sets import MeasureSetDocument
from measures.references import Kind
from measures.search import MeasureIndex
from registry.graphql.dataloaders import Statements
from registry.reading import read_document
from registry.storage import documents
from registry.storage.documents import ordinal
from registry.storage.transaction import Store

PAGE: Final = 500


@dataclass(frozen=True)
class Snapshot:
    """The newest version of every measure and measure set that is published."""

    measures: Mapping[str, MeasureEntry]
    """By id (family/name)."""
    published: Mapping[str, Published]
    """The stored bytes of each measure, by the same id."""
    sets: Mapping[str, MeasureSetDocument]
    """By the id that memberships use: the name without its jurisdiction."""
    index: MeasureIndex


class _Held:
    revision: str | None = None
    snapshot: Snapshot | None = None
    lock: asyncio.Lock | None = None
    loop: asyncio.AbstractEventLoop | None = None


async def snapshot_of(store: Store) -> Snapshot:
    """The catalog of a registry. Asking whether it is fresh is one cheap query; reading it anew is rare."""
    revision = f"{store.signer.verifier.vkey} {await documents.revision_of_statements()}"
    held = _Held.snapshot
    if held is not None and _Held.revision == revision:
        return held
    async with _lock():
        if _Held.snapshot is None or _Held.revision != revision:
            _Held.snapshot, _Held.revision = await _read(), revision
        return _Held.snapshot


def _lock() -> asyncio.Lock:
    # A lock belongs to one event loop; a process that runs several, one after another, needs a lock for each.
    loop = asyncio.get_running_loop()
    if _Held.lock is None or _Held.loop is not loop:
        _Held.lock, _Held.loop = asyncio.Lock(), loop
    return _Held.lock


async def _read() -> Snapshot:
    published = {each.reference.name: each for each in await _newest(Kind.MEASURE)}
    said = await documents.statements(each.reference.versioned for each in published.values())
    measures = {name: _entry(each, said.get(each.reference.versioned, {})) for name, each in sorted(published.items())}
    sets: dict[str, MeasureSetDocument] = {}
    for each in await _newest(Kind.MEASURE_SET):
        document = read_document(each.content)
        assert isinstance(document, MeasureSetDocument)
        sets[document.name.split("/")[1]] = document
    return Snapshot(measures, published, sets, MeasureIndex.of(measures))


async def _newest(kind: Kind) -> list[Published]:
    newest: dict[str, Published] = {}
    after = ""
    while rows := await documents.page(kind, after, PAGE):
        for row in rows:
            known = newest.get(row.reference.name)
            if known is None or _order(known) < _order(row):
                newest[row.reference.name] = row
        after = rows[-1].reference.versioned
    return list(newest.values())


def _order(published: Published) -> int:
    return ordinal(published.reference.version or "0.0.0")


def _entry(published: Published, said: Statements) -> MeasureEntry:
    """The record of the catalog, put together from its document and what is said about it beside its bytes."""
    document = read_document(published.content)
    assert isinstance(document, MeasureSpecification)
    fields: dict[str, Any] = {
        **document.model_dump(include=set(SPECIFIED)),
        "id": document.name,
        "document_version": document.version,
        "classification": _content(said, DatedKind.LABEL_PROPOSAL),
        "hcplan": {key: value for key, value in _content(said, DatedKind.APM_FIT).items() if key in _FIT},
        "status": _content(said, DatedKind.STATUS).get("status"),
        "measure_sets": _content(said, DatedKind.MEMBERSHIP).get("measure_sets"),
        "assurance_1915c": _content(said, DatedKind.ASSURANCE_1915C).get("assurance"),
        "notes": _content(said, DatedKind.NOTES).get("text"),
        **_content(said, DatedKind.VERIFICATION),
    }
    return MeasureEntry.model_validate(fields)


_FIT: Final = frozenset({"categories", "rationale"})


def _content(said: Statements, kind: DatedKind) -> dict[str, Any]:
    return said[kind].record.content if kind in said else {}
