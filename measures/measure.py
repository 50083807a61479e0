"""Measures: the specification that a contract pins, and the record of the catalog that it comes from."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar, Final, Self

from pydantic import Field, StrictBool, StrictInt, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from measures.apm import FRAMEWORK_VERSION, ApmFit
from measures.dated_records import DatedKind, DatedRecord, dated_record
from measures.documents import SMALL, Document, Line, Ordered, Record, Text, Unique, UpstreamVersion, Version
from measures.labels import ProposedLabel
from measures.measure_sets import Membership
from measures.record_files import MeasureId, Slug
from measures.references import Kind, Reference
from measures.vocabularies import (
    AccountabilityLevel,
    DataSource,
    DeliverySystem,
    Direction,
    Domain,
    MeasureStatus,
    MeasureType,
    Population,
    Setting,
    Verification,
    WaiverAssurance,
)

Cmit = Annotated[StrictInt, Field(ge=1, lt=SMALL)]
Cbe = Annotated[str, StringConstraints(pattern="^[0-9]{4}$")]
"""Four digits as text: CBE 0018 is not the number 18."""


class Identifiers(Record):
    """The numbers under which others know a measure. One CMIT or CBE number can cover many measures."""

    cmit: Cmit | None = None
    cbe: Cbe | None = None
    cms_code: Line | None = None


class StatedIdentifiers(Identifiers):
    """Identifiers as a file states them: each key stands there, null where the number is not known."""

    cmit: Cmit | None
    cbe: Cbe | None
    cms_code: Line | None


class Stratifiers(Record):
    """The groups by which results must be shown, and who says so. Nothing here: no source read states any."""

    required: Unique[Line] | None = None
    basis: Line | None = None

    @model_validator(mode="after")
    def _say_who_requires_them(self) -> Self:
        if self.required is not None and self.basis is None:
            raise PydanticCustomError("stratifiers", "stratifiers that are required need a basis")
        return self


class StatedStratifiers(Stratifiers):
    """Stratifiers as a file states them: both keys stand there, null where no source states any."""

    required: Unique[Line] | None
    basis: Line | None


class Lineage(Record):
    """Which measure this one was made from, what was changed, and whether results can be set side by side.

    Stated only when a source states it: two measures that look alike are candidates, not variants.
    """

    modified_from: Line
    changes: Ordered[Text]
    comparable: StrictBool | None = None
    trendable: StrictBool | None = None
    source: Slug


class MeasureSpecification(Document):
    """A measure as its steward specifies it, in own words.

    Label, APM fit, verification, status, memberships and notes are dated records beside it. `tested_level` and
    `lineage` are left out until a source states them: absent means not known, never none. So are `exclusions` and
    `upstream_version`, which came with `measure/2`; a record that has neither keeps the bytes of `measure/1`.
    """

    KIND: ClassVar[Kind] = Kind.MEASURE
    SCHEMA: ClassVar[str] = "measure/1"
    LATER: ClassVar[tuple[str, ...]] = ("measure/2",)

    short_name: Line | None = None
    title: Line
    family: Slug
    steward: Line
    identifiers: Identifiers
    measure_type: MeasureType
    numerator: Text
    denominator: Text
    rates: Ordered[Line]
    data_source: Unique[DataSource]
    delivery_systems: Unique[DeliverySystem]
    settings: Unique[Setting]
    populations: Unique[Population]
    direction: Direction
    stratifiers: Stratifiers
    domain: Domain
    tested_level: Unique[AccountabilityLevel] | None = None
    lineage: Lineage | None = None
    license_note: Text
    exclusions: Text | None = None
    """Who or what is left out of the count, in own words."""
    upstream_version: UpstreamVersion | None = None
    """What the steward calls this edition ("MY2026"), which need not be a semantic version."""

    def written_as(self) -> str:
        """The first schema, unless the record has a field that came later."""
        return self.LATER[0] if self.exclusions or self.upstream_version else self.SCHEMA


SPECIFIED: Final = frozenset(MeasureSpecification.model_fields) - frozenset(Document.model_fields)
"""The fields of a catalog entry that are the specification itself."""
VERIFIED: Final = frozenset({Verification.STORED_SOURCE, Verification.SECONDARY_SOURCE})
"""The verifications that rest on a source which was seen."""
VERIFICATION_MEANS: Final[Mapping[Verification, str]] = MappingProxyType(
    {
        Verification.STORED_SOURCE: "Seen in a primary source.",
        Verification.SECONDARY_SOURCE: "Seen in a report by others, not in the steward's own text.",
        Verification.SEED_PAPER: "Not verified: named in a seed paper; no published specification was seen.",
        Verification.BACKGROUND: "Not verified: general knowledge, seen in no source that was read.",
    }
)
"""The sentence that stands beside a measure wherever it is shown."""


class MeasureEntry(Record):
    """A measure as the catalog's file states it: its specification and everything said about it."""

    id: MeasureId
    short_name: Line | None
    title: Line
    family: Slug
    measure_sets: Ordered[Membership]
    steward: Line
    identifiers: StatedIdentifiers
    measure_type: MeasureType
    numerator: Text
    denominator: Text
    rates: Ordered[Line]
    data_source: Annotated[Unique[DataSource], Field(min_length=1)]
    delivery_systems: Unique[DeliverySystem]
    settings: Annotated[Unique[Setting], Field(min_length=1)]
    populations: Annotated[Unique[Population], Field(min_length=1)]
    direction: Direction
    stratifiers: StatedStratifiers
    domain: Domain
    assurance_1915c: WaiverAssurance | None
    classification: ProposedLabel
    hcplan: ApmFit
    status: MeasureStatus
    verification: Verification
    sources: Annotated[Unique[Slug], Field(min_length=1)]
    license_note: Text
    notes: Text | None
    document_version: Version = "1.0.0"
    tested_level: Annotated[Unique[AccountabilityLevel], Field(min_length=1)] | None = None
    lineage: Lineage | None = None
    exclusions: Text | None = None
    upstream_version: UpstreamVersion | None = None

    @model_validator(mode="after")
    def _names_each_set_once(self) -> Self:
        sets = [membership.set for membership in self.measure_sets]
        if len(set(sets)) != len(sets):
            raise PydanticCustomError("repeated", "measure_sets lists a measure set twice; keep one membership")
        return self

    @property
    def reference(self) -> Reference:
        """The reference of the document that is published for this measure, without its digest."""
        return Reference(Kind.MEASURE, self.id, self.document_version)

    @property
    def is_verified(self) -> bool:
        """Whether a source of the facts was seen; a record that is only named or recalled is not verified."""
        return self.verification in VERIFIED

    def document(self, *, demonstration: bool) -> MeasureSpecification:
        """The document that is published for this measure."""
        return MeasureSpecification.model_validate(
            {
                "name": self.id,
                "version": self.document_version,
                "demonstration": demonstration,
                **self.model_dump(include=set(SPECIFIED)),
            }
        )

    def dated_records(self) -> tuple[DatedRecord, ...]:
        """What may change while the document may not, one record of each kind."""
        memberships = [item.model_dump(mode="json") for item in sorted(self.measure_sets, key=lambda item: item.set)]
        verification = {"verification": self.verification.value, "sources": list(self.sources)}
        fit = {"framework_version": FRAMEWORK_VERSION, **self.hcplan.model_dump(mode="json")}
        assurance = None if self.assurance_1915c is None else self.assurance_1915c.value
        return (
            dated_record(DatedKind.LABEL_PROPOSAL, self.classification),
            dated_record(DatedKind.APM_FIT, fit),
            dated_record(DatedKind.VERIFICATION, verification),
            dated_record(DatedKind.STATUS, {"status": self.status.value}),
            dated_record(DatedKind.MEMBERSHIP, {"measure_sets": memberships}),
            dated_record(DatedKind.ASSURANCE_1915C, {"assurance": assurance}),
            dated_record(DatedKind.NOTES, {"text": self.notes}),
        )
