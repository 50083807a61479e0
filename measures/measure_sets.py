"""Measure sets: a steward's own lists of measures, in their versions, and what they ask for each measure."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from measures.dated_records import DatedKind, DatedRecord, dated_record
from measures.documents import Document, Line, Record, Text, Unique, UpstreamVersion, Version
from measures.jurisdictions import FEDERAL, REGISTRY
from measures.record_files import PartialDate, Slug
from measures.references import Kind
from measures.vocabularies import Basis, Requirement, SetStatus

JURISDICTION_OF_STEWARD: Final[Mapping[str, str]] = MappingProxyType(
    {
        "CMS": FEDERAL,
        "NYSDOH": "US-NY",
        "TennCare": "US-TN",
        "Texas HHSC": "US-TX",
        "Virginia DMAS": "US-VA",
        "ADvancing States and HSRI": REGISTRY,
        "AHCA/NCAL": REGISTRY,
        "CQL": REGISTRY,
        "NASDDDS and HSRI": REGISTRY,
        "NASDDDS, ADvancing States and HSRI": REGISTRY,
        "National MLTSS Health Plan Association": REGISTRY,
        "NCQA": REGISTRY,
    }
)
"""Whose jurisdiction a steward's sets are filed under. A new steward is added here, because a name cannot tell."""


class Membership(Record):
    """That a measure belongs to a version of a set, what the set asks for it, and how that is known."""

    set: Slug
    requirement: Requirement
    basis: Basis


class MeasureSetDocument(Document):
    """A version of a measure set as a contract cites it.

    It lists no members: which measures belong to it, and how surely, is a dated record of each measure, because
    memberships are still being verified. Status, note and sources are dated records as well.
    """

    KIND: ClassVar[Kind] = Kind.MEASURE_SET
    SCHEMA: ClassVar[str] = "measure-set/1"

    title: Line
    steward: Line
    upstream_version: UpstreamVersion
    upstream_published: PartialDate | None = None


class MeasureSet(Record):
    """A version of a measure set as the catalog's file states it."""

    id: Slug
    name: Line
    version: UpstreamVersion
    steward: Line
    status: SetStatus
    published: PartialDate | None
    requirement_note: Text | None
    sources: Annotated[Unique[Slug], Field(min_length=1)]
    document_version: Version = "1.0.0"

    @model_validator(mode="after")
    def _has_a_jurisdiction(self) -> Self:
        if self.steward not in JURISDICTION_OF_STEWARD:
            raise PydanticCustomError(
                "steward", "the steward {steward} has no jurisdiction yet; add it", {"steward": repr(self.steward)}
            )
        return self

    @property
    def jurisdiction(self) -> str:
        """Where the set is filed: US, a state, or registry for what belongs to none."""
        return JURISDICTION_OF_STEWARD[self.steward]

    def document(self, *, demonstration: bool) -> MeasureSetDocument:
        """The document that is published for this set."""
        return MeasureSetDocument(
            name=f"{self.jurisdiction}/{self.id}",
            version=self.document_version,
            demonstration=demonstration,
            title=self.name,
            steward=self.steward,
            upstream_version=self.version,
            upstream_published=self.published,
        )

    def dated_records(self) -> tuple[DatedRecord, ...]:
        """What may change while the document may not: status, sources and note."""
        return (
            dated_record(DatedKind.STATUS, {"status": self.status.value}),
            dated_record(DatedKind.VERIFICATION, {"sources": list(self.sources)}),
            dated_record(DatedKind.NOTES, {"text": self.requirement_note}),
        )
