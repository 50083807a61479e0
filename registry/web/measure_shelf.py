"""The measures as they are published, in memory for searching: the newest version of each, with what is said of it.

Taken anew as soon as anything was recorded; the audit trail counts every write.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from governance.publication import Published
from measures.dated_records import DatedKind
from measures.measure import SPECIFIED, MeasureEntry, MeasureSpecification
from measures.references import Kind
from measures.search import MeasureIndex
from registry.reading import read_document
from registry.storage import audit, documents, labels
from registry.storage.documents import DatedStatement
from registry.storage.labels import KeptDecision

MOST: Final = 100_000
Said = Mapping[DatedKind, DatedStatement]


@dataclass(frozen=True, slots=True)
class ShownMeasure:
    """A measure as it is shown: the record, the version that is published, and who decided on its label."""

    entry: MeasureEntry
    published: Published
    decisions: tuple[KeptDecision, ...] = ()


@dataclass(frozen=True, slots=True)
class Measures:
    """Every measure at one moment, by id, and the index of their words."""

    revision: int
    by_id: Mapping[str, ShownMeasure]
    index: MeasureIndex

    def members(self, set_id: str) -> list[ShownMeasure]:
        """The measures that state a membership of a measure set."""
        return [each for each in self.by_id.values() if any(m.set == set_id for m in each.entry.measure_sets)]


@dataclass(slots=True)
class MeasureShelf:
    """Where the measures stand; one reader fills it, the others wait."""

    _held: Measures | None = None
    _filling: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def measures(self) -> Measures:
        """The measures as of now."""
        async with self._filling:
            revision, _ = await audit.head()
            if self._held is None or self._held.revision != revision:
                self._held = await _taken(revision)
            return self._held


async def _taken(revision: int) -> Measures:
    newest = newest_of_each(await documents.page(Kind.MEASURE, "", MOST))
    said = await documents.statements(newest)
    decided: dict[str, list[KeptDecision]] = {}
    for kept in await labels.for_measures(published.reference for published in newest.values()):
        for key, published in newest.items():
            if kept.decision.covers(published.reference):
                decided.setdefault(key, []).append(kept)
    shown = {}
    for key, published in newest.items():
        entry = entry_of(published, said[key])
        shown[entry.id] = ShownMeasure(entry, published, tuple(decided.get(key, ())))
    return Measures(revision, shown, MeasureIndex.of({name: each.entry for name, each in shown.items()}))


def newest_of_each(pages: Iterable[Published]) -> dict[str, Published]:
    """The newest version of each name, by its key."""
    found: dict[str, Published] = {}
    for published in pages:
        name = published.reference.name
        if name not in found or _order(published) > _order(found[name]):
            found[name] = published
    return {published.reference.versioned: published for published in found.values()}


def _order(published: Published) -> int:
    assert published.reference.version is not None
    return documents.ordinal(published.reference.version)


def entry_of(published: Published, said: Said) -> MeasureEntry:
    """The record that a published measure and what is said of it amount to."""
    specification = read_document(published.content)
    assert isinstance(specification, MeasureSpecification)
    told: dict[DatedKind, Any] = {kind: statement.record.content for kind, statement in said.items()}
    fit = told[DatedKind.APM_FIT]
    return MeasureEntry.model_validate(
        {
            **specification.model_dump(include=set(SPECIFIED)),
            "id": specification.name,
            "document_version": specification.version,
            "identifiers": {"cmit": None, "cbe": None, "cms_code": None} | specification.identifiers.model_dump(),
            "classification": told[DatedKind.LABEL_PROPOSAL],
            "hcplan": {"categories": fit["categories"], "rationale": fit["rationale"]},
            "measure_sets": told[DatedKind.MEMBERSHIP]["measure_sets"],
            "status": told[DatedKind.STATUS]["status"],
            "verification": told[DatedKind.VERIFICATION]["verification"],
            "sources": told[DatedKind.VERIFICATION]["sources"],
            "assurance_1915c": told[DatedKind.ASSURANCE_1915C].get("assurance"),
            "notes": told[DatedKind.NOTES].get("text"),
        }
    )
