"""A provider searches measures: the newest published version of each, with what was last said about it, in memory.

It is read once, and again when a measure, a measure set or a statement about a document was recorded. Ballots, comments
and people change nothing here.
"""

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
from registry.reading import read_document
from registry.storage import documents
from registry.storage.documents import DatedStatement

Said = Mapping[DatedKind, DatedStatement]
NEEDED: Final = (DatedKind.LABEL_PROPOSAL, DatedKind.APM_FIT, DatedKind.STATUS, DatedKind.VERIFICATION)
"""What must have been said before a measure is shown as one: without it, its label or its standing would be made up."""


@dataclass(frozen=True, slots=True)
class PublishedMeasures:
    """Every measure and measure set at one moment, in its newest published version."""

    by_id: Mapping[str, MeasureEntry]
    """By id (family/name), in its order. A measure of which too little was ever said is left out."""
    sets: Mapping[str, MeasureSetDocument]
    """By the id that memberships use: the name without its jurisdiction."""
    index: MeasureIndex

    def members(self, set_id: str) -> list[MeasureEntry]:
        """The measures that state a membership of a measure set."""
        return [each for each in self.by_id.values() if any(held.set == set_id for held in each.measure_sets)]


class _Held:
    """What is in memory, and of which revision. One reader fills it; the others wait for it."""

    measures: PublishedMeasures | None = None
    revision: str | None = None
    filling: asyncio.Lock | None = None
    loop: asyncio.AbstractEventLoop | None = None


async def published_measures() -> PublishedMeasures:
    """The measures as of now. Asking whether those in memory are is cheap; reading them anew is rare."""
    if _Held.measures is not None and _Held.revision == await _revision():
        return _Held.measures
    async with _filling():
        # Asked before reading: what is recorded while we read has another revision, and is read next time.
        revision = await _revision()
        if _Held.measures is None or _Held.revision != revision:
            _Held.measures, _Held.revision = await _read(), revision
        return _Held.measures


async def measure_of(published: Published) -> MeasureEntry | None:
    """A published version of a measure with what was last said about it; none where too little was ever said."""
    key = published.reference.versioned
    return _entry(published, (await documents.statements([key])).get(key, {}))


async def _revision() -> str:
    published = await documents.revision_of(Kind.MEASURE, Kind.MEASURE_SET)
    return f"{published} {await documents.revision_of_statements()}"


def _filling() -> asyncio.Lock:
    # A lock belongs to one event loop; a process that runs several, one after another, needs a lock for each.
    loop = asyncio.get_running_loop()
    if _Held.filling is None or _Held.loop is not loop:
        _Held.filling, _Held.loop = asyncio.Lock(), loop
    return _Held.filling


async def _read() -> PublishedMeasures:
    newest = await documents.newest(Kind.MEASURE)
    said = await documents.statements(each.reference.versioned for each in newest)
    entries = (_entry(each, said.get(each.reference.versioned, {})) for each in newest)
    by_id = {entry.id: entry for entry in entries if entry is not None}
    sets = [_set(each) for each in await documents.newest(Kind.MEASURE_SET)]
    return PublishedMeasures(by_id, {each.name.split("/")[1]: each for each in sets}, MeasureIndex.of(by_id))


def _set(published: Published) -> MeasureSetDocument:
    document = read_document(published.content)
    assert isinstance(document, MeasureSetDocument)
    return document


def _entry(published: Published, said: Said) -> MeasureEntry | None:
    """The record of the catalog, put together from its document and what is said about it beside its bytes."""
    document = read_document(published.content)
    assert isinstance(document, MeasureSpecification)
    told = {kind: _content(said, kind) for kind in DatedKind}
    if not all(told[kind] for kind in NEEDED):
        return None
    fit, verification = told[DatedKind.APM_FIT], told[DatedKind.VERIFICATION]
    return MeasureEntry.model_validate(
        {
            **document.model_dump(include=set(SPECIFIED)),
            "id": document.name,
            "document_version": document.version,
            "classification": told[DatedKind.LABEL_PROPOSAL],
            "hcplan": {"categories": fit.get("categories"), "rationale": fit.get("rationale")},
            "status": told[DatedKind.STATUS].get("status"),
            "verification": verification.get("verification"),
            "sources": verification.get("sources"),
            "measure_sets": told[DatedKind.MEMBERSHIP].get("measure_sets", []),
            "assurance_1915c": told[DatedKind.ASSURANCE_1915C].get("assurance"),
            "notes": told[DatedKind.NOTES].get("text"),
        }
    )


def _content(said: Said, kind: DatedKind) -> dict[str, Any]:
    return said[kind].record.content if kind in said else {}
