"""Registering the catalog: each record as a digested document, and what is said about it as dated records beside it.

Loading again changes nothing. A record whose document differs from what is published under its version is refused.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from governance import seed_definitions
from governance.definitions import DefinitionOfValue, OutcomeStatement
from governance.members import PUBLIC
from governance.publication import DocumentPublished, RecordsDated
from governance.seed_definitions import SeedDefinition
from measures import catalog
from measures.changes import changed_fields
from measures.dated_records import DatedKind, DatedRecord, dated_record
from measures.documents import Document, canonical_json
from measures.errors import ConflictError
from measures.measure import MeasureEntry
from registry.contracts import rule_sets, terms
from registry.storage import documents
from registry.storage.transaction import Store


class RecordChangedError(ConflictError):
    """A record differs from what is published under the same version."""

    code = "RECORD_CHANGED"


class Entry(Protocol):
    """A record of the catalog."""

    @property
    def id(self) -> str:
        """Its id in the file."""

    def document(self, *, demonstration: bool) -> Document:
        """The document that is published for it."""

    def dated_records(self) -> tuple[DatedRecord, ...]:
        """What is said about it beside its bytes."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did."""

    published: int
    redated: int
    unchanged: int


async def load_catalog(store: Store, directory: Path | None = None) -> Loaded:
    """Register every record of the catalog; measures from another directory if one is named.

    Raises:
        InvalidError: a record is not well formed; the sentence names it and the field.
        RecordChangedError: a record changed under a version that is published; nothing is stored.
    """
    entries = list(_entries(directory))
    async with store.write(PUBLIC) as tx:
        made = [(entry, entry.document(demonstration=store.demonstration)) for entry in entries]
        there = await documents.many(document.reference.versioned for _, document in made)
        said = await documents.statements(there)
        published = redated = 0
        for entry, document in made:
            sealed, key = document.seal(), document.reference.versioned
            if key not in there:
                event = DocumentPublished(document.reference, sealed, store.demonstration, entry.dated_records())
                await tx.record(event)
                published += 1
                continue
            _require_same(entry.id, there[key].content, sealed.content, document.version)
            known = {kind: canonical_json(kept.record.content) for kind, kept in said.get(key, {}).items()}
            fresh = [r for r in entry.dated_records() if known.get(r.kind) != canonical_json(r.content)]
            if fresh:
                await tx.record(RecordsDated(there[key].reference, fresh))
                redated += 1
    return Loaded(published, redated, len(made) - published - redated)


def _require_same(record: str, old: bytes, new: bytes, version: str) -> None:
    if old == new:
        return
    fields = changed_fields(json.loads(old), json.loads(new))
    raise RecordChangedError(
        f"{record}: the record changed under version {version}, which is published: {', '.join(fields)}. "
        "Nobody can rewrite a published version; give the changed record a higher document_version."
    )


@dataclass(frozen=True, slots=True)
class _SeedEntry:
    """A seed definition of value as a record of the catalog: a starting point that nobody has voted on."""

    seed: SeedDefinition
    measures: Mapping[str, MeasureEntry]

    @property
    def id(self) -> str:
        return self.seed.id

    def document(self, *, demonstration: bool) -> DefinitionOfValue:
        seed = self.seed
        outcome = OutcomeStatement(
            id=seed.id.removeprefix("value/"),
            statement=seed.statement,
            domain=seed.domain,
            candidate_measures=tuple(self._pinned(name, demonstration) for name in seed.candidate_measures),
        )
        return DefinitionOfValue(
            name=seed.name,
            demonstration=demonstration,
            title=seed.title,
            statement=seed.statement,
            scopes=tuple(sorted(seed.scopes, key=canonical_json)),
            outcomes=(outcome,),
            sources=(seed.origin,),
            reading=seed.reading,
        )

    def _pinned(self, name: str, demonstration: bool) -> str:
        document = self.measures[name].document(demonstration=demonstration)
        return str(document.reference.pinned(document.seal().digest))

    def dated_records(self) -> tuple[DatedRecord, ...]:
        seed = self.seed
        where = {"sources": [seed.origin], "locator": seed.locator, "evidence": seed.evidence.value}
        return (
            dated_record(DatedKind.STATUS, {"status": seed.status}),
            dated_record(DatedKind.VERIFICATION, where),
        )


def _entries(directory: Path | None) -> Iterator[Entry]:
    loaded = catalog.load(directory)
    yield from loaded.measures.values()
    yield from loaded.sets.values()
    if directory is None:
        yield from rule_sets.load().sets.values()
        yield from terms.load().values()
        for seed in seed_definitions.load().values():
            yield _SeedEntry(seed, loaded.measures)
