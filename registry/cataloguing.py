"""Registering the catalog: each record as a digested document, and what is said about it as dated records beside it.

Loading again changes nothing. A record whose document differs from what is published under its version is refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from governance import seed_definitions
from governance.definitions import DefinitionOfValue, OutcomeStatement
from governance.members import PUBLIC
from governance.publication import DocumentPublished, Published, RecordsDated
from governance.seed_definitions import SeedDefinition
from measures import catalog
from measures.dated_records import DatedKind, DatedRecord, dated_record
from measures.documents import Document, Sealed, canonical_json
from measures.errors import ConflictError
from measures.measure import MeasureEntry
from measures.references import Kind
from registry import noticing
from registry.comparing import against, require_enough
from registry.contracts import rule_sets, terms
from registry.proposing import VersionTooLowError
from registry.storage import documents
from registry.storage.documents import ordinal
from registry.storage.transaction import Store

KINDS: Final = (Kind.MEASURE, Kind.MEASURE_SET, Kind.RULE_SET, Kind.TERM, Kind.VALUE_DEFINITION)
"""What the catalog publishes. Priority sets are the states' own."""


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
        VersionTooLowError, VersionTooSmallError: a changed record has a version that is not higher, or not high
            enough for what changed.
        NothingChangedError: a record has a new version, and nothing in it changed.
    """
    entries = list(_entries(directory))
    async with store.write(PUBLIC) as tx:
        made = [(entry, entry.document(demonstration=store.demonstration)) for entry in entries]
        there = await documents.many(document.reference.versioned for _, document in made)
        said = await documents.statements(there)
        newest = await _newest()
        published = redated = 0
        for entry, document in made:
            sealed, key = document.seal(), document.reference.versioned
            if key not in there:
                await _require_rise(newest.get(f"{document.KIND}/{document.name}"), document)
                event = DocumentPublished(document.reference, sealed, store.demonstration, entry.dated_records())
                await tx.record(event)
                if f"{document.KIND}/{document.name}" in newest:
                    await noticing.about_publication(tx, document.reference)
                published += 1
                continue
            _require_same(entry.id, there[key], document, sealed)
            known = {kind: canonical_json(kept.record.content) for kind, kept in said.get(key, {}).items()}
            fresh = [r for r in entry.dated_records() if known.get(r.kind) != canonical_json(r.content)]
            if fresh:
                await tx.record(RecordsDated(there[key].reference, fresh))
                redated += 1
    return Loaded(published, redated, len(made) - published - redated)


async def _newest() -> dict[str, Published]:
    """The newest version of every document of a kind that the catalog holds, by kind and name."""
    return {f"{kind}/{each.reference.name}": each for kind in KINDS for each in await documents.newest(kind)}


async def _require_rise(newest: Published | None, document: Document) -> None:
    """See that a record's new version is higher than what is published, and high enough for what changed."""
    if newest is None:
        return
    if ordinal(document.version) < ordinal(newest.reference.version or ""):
        raise VersionTooLowError(
            f"{document.reference.versioned}: {newest.reference.versioned} is published; the next version must be "
            "higher than that."
        )
    await require_enough(document)


def _require_same(record: str, old: Published, document: Document, sealed: Sealed) -> None:
    if old.content == sealed.content:
        return
    found = against(old, document)
    changed = " ".join(change.sentence for change in found.changes) or "Its bytes are others."
    raise RecordChangedError(
        f"{record}: the record changed under version {document.version}, which is published. {changed} Nobody can "
        f"rewrite a published version; give the changed record the document_version {found.least_version} or higher."
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
            version=seed.document_version,
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
