"""Seed definitions of value: drafts in own words that stakeholders can start from. None of them is adopted."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, StringConstraints

from governance.definitions import Scope
from measures import catalog
from measures.catalog import Catalog
from measures.documents import Line, Ordered, Record, Text, Unique, Version
from measures.jurisdictions import REGISTRY
from measures.record_files import MeasureId, RecordFile, Slug, fixed, must_know
from measures.vocabularies import Domain

FILE: Final = "value_definitions.yaml"
ValueId = Annotated[str, StringConstraints(pattern="^value/[a-z0-9]+(?:-[a-z0-9]+)*$")]


class ValueEvidence(StrEnum):
    """Whether a seed names the value or outcome, or the project assembled it from the seed's metrics."""

    STATED = "stated"
    INFERRED = "inferred"


class SeedDefinition(Record):
    """A draft of a definition of value, with where it comes from and what in it is the project's reading."""

    id: ValueId
    title: Line
    statement: Text
    domain: Domain
    scopes: Annotated[Ordered[Scope], Field(min_length=1)]
    candidate_measures: Annotated[Unique[MeasureId], Field(min_length=1)]
    origin: Slug
    locator: Line
    evidence: ValueEvidence
    reading: Text
    status: Literal["draft"]
    document_version: Version = "1.0.0"

    @property
    def name(self) -> str:
        """The name of the definition as a document: it belongs to no state until a state adopts its own."""
        return f"{REGISTRY}/{self.id.removeprefix('value/')}"


class _File(Record):
    value_definitions: tuple[Any, ...]


def load(directory: Path | None = None, known: Catalog | None = None) -> Mapping[str, SeedDefinition]:
    """The seed definitions by id, from the file of a directory; the packaged ones, read once, if none is named.

    Measures and sources are looked up in `known`, or else in the packaged catalog.

    Raises:
        InvalidError: names the file, the record and the field at fault.
    """
    if directory is None and known is None:
        return _packaged()
    packaged = Path(__file__).parent
    file = RecordFile(directory, FILE) if directory else RecordFile(packaged, FILE, "governance")
    return _read(file, known or catalog.load())


@cache
def _packaged() -> Mapping[str, SeedDefinition]:
    return _read(RecordFile(Path(__file__).parent, FILE, "governance"), catalog.load())


def _read(file: RecordFile, known: Catalog) -> Mapping[str, SeedDefinition]:
    seeds = file.records(file.read(_File).value_definitions, SeedDefinition, "definition")
    for seed in seeds.values():
        where = file.where(seed.id)
        must_know(seed.candidate_measures, known.measures, where, "candidate_measures", "measure")
        must_know([seed.origin], known.sources, where, "origin", "source")
    return fixed(seeds)
