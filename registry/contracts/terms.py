"""The term library: words that a contract must define and points that the parties settle, in own words."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final

from pydantic import Field, StringConstraints

from measures import catalog
from measures.catalog import Catalog
from measures.dated_records import DatedKind, DatedRecord, dated_record
from measures.documents import Document, Line, Record, Text, Unique, Version
from measures.jurisdictions import REGISTRY
from measures.record_files import MeasureId, RecordFile, Slug, fixed, must_know
from measures.references import Kind
from measures.validation import InvalidFieldError
from registry.contracts.framework_steps import Party, StepId

FILE: Final = "contract_terms.yaml"
TermId = Annotated[str, StringConstraints(pattern="^term/[a-z0-9]+(?:-[a-z0-9]+)*$")]
Statement = Annotated[str, StringConstraints(pattern=r"\.$", max_length=240)]
"""A statement short enough to be quoted in a contract; it ends with a full stop."""


class TermKind(StrEnum):
    """A word that the contract must define, something to settle, or something asked of a plan."""

    DEFINITION = "definition"
    NEGOTIABLE_POINT = "negotiable_point"
    GOVERNANCE_REQUIREMENT = "governance_requirement"


class TermDocument(Document):
    """A term as a contract cites it: the word and what it means.

    Where it was read, and the steps and measures that the project links it to, are dated records.
    """

    KIND: ClassVar[Kind] = Kind.TERM
    SCHEMA: ClassVar[str] = "term/1"

    term: Line
    term_kind: TermKind
    statement: Statement
    raised_by: Unique[Party]


class Term(Record):
    """A term as its file states it."""

    id: TermId
    term: Line
    kind: TermKind
    statement: Statement
    raised_by: Annotated[Unique[Party], Field(min_length=1)]
    steps: Annotated[Unique[StepId], Field(min_length=1)]
    related_measures: Unique[MeasureId]
    source: Slug
    section: Line
    notes: Text | None
    document_version: Version = "1.0.0"

    @property
    def name(self) -> str:
        """The name of the term as a document."""
        return f"{REGISTRY}/{self.id.removeprefix('term/')}"

    def document(self, *, demonstration: bool) -> TermDocument:
        """The document that is published for this term."""
        return TermDocument(
            name=self.name,
            version=self.document_version,
            demonstration=demonstration,
            term=self.term,
            term_kind=self.kind,
            statement=self.statement,
            raised_by=self.raised_by,
        )

    def dated_records(self) -> tuple[DatedRecord, ...]:
        """What may change while the document may not: origin, links and note."""
        origin = {"sources": [self.source], "section": self.section}
        links = {"steps": [step.value for step in self.steps], "related_measures": list(self.related_measures)}
        return (
            dated_record(DatedKind.VERIFICATION, origin),
            dated_record(DatedKind.LINKS, links),
            dated_record(DatedKind.NOTES, {"text": self.notes}),
        )


class _File(Record):
    contract_terms: tuple[Any, ...]


def load(directory: Path | None = None, known: Catalog | None = None) -> Mapping[str, Term]:
    """The terms by id, from the file of a directory; the packaged ones, read once, if none is named.

    Measures and sources are looked up in `known`, or else in the packaged catalog.

    Raises:
        InvalidError: names the file, the record and the field at fault.
    """
    if directory is None and known is None:
        return _packaged()
    file = RecordFile(directory, FILE) if directory else RecordFile(Path(__file__).parent, FILE, "registry/contracts")
    return _read(file, known or catalog.load())


@cache
def _packaged() -> Mapping[str, Term]:
    return _read(RecordFile(Path(__file__).parent, FILE, "registry/contracts"), catalog.load())


def _read(file: RecordFile, known: Catalog) -> Mapping[str, Term]:
    terms = file.records(file.read(_File).contract_terms, Term, "term")
    by_word: dict[str, str] = {}
    for term in terms.values():
        where = file.where(term.id)
        must_know([term.source], known.sources, where, "source", "source")
        must_know(term.related_measures, known.measures, where, "related_measures", "measure")
        word = term.term.casefold()
        if word in by_word:
            raise InvalidFieldError(f"{where}: field term: {by_word[word]} already defines {term.term!r}.")
        by_word[word] = term.id
    return fixed(terms)
