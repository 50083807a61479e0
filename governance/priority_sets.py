"""Priority sets: a state's chosen measures for a period, as a draft and as a published document."""

from collections.abc import Iterable
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from governance.advance import Upstream
from governance.citations import DefinitionVersion, MeasureVersion, PinnedMeasure, require_pinned
from governance.definitions import Scope
from governance.label_decisions import LabelBasis
from governance.phases import ItemRole, PhaseStep
from measures.documents import Day, DigestText, Document, Exact, Line, Ordered, Record, Text, Unique, fraction
from measures.labels import MeasureLabel
from measures.record_files import Slug
from measures.references import Kind, Reference


def _share(text: str) -> str:
    if not 0 <= fraction(text) <= 1:
        raise PydanticCustomError("weight", "a weight is a share from 0 to 1, for example '1/4'")
    return text


Weight = Annotated[Exact, AfterValidator(_share)]


class Period(Record):
    """The period in which the measures are taken. Both days belong to it."""

    starts: Day = Field(alias="from")
    ends: Day = Field(alias="to")

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.ends < self.starts:
            raise PydanticCustomError("period", "the period ends before it starts")
        return self


class SetScope(Scope):
    """Where a set applies: besides populations and settings, the authority and the contracts that it is for."""

    waiver_authority: Line | None = None
    contract_types: Unique[Line] = ()


class OutcomePointer(Record):
    """Which outcome of which definition of value a priority area stands for."""

    definition: DefinitionVersion
    outcome: Slug


class PriorityArea(Record):
    """An outcome that the state puts first. It names the outcome of an adopted definition that it stands for."""

    id: Slug
    statement: Line
    outcome: OutcomePointer | None = None


class Tier(Record):
    """A state's own word for a group of measures (core, menu, innovation, on deck …)."""

    key: Slug
    name: Line


class DraftItem(Record):
    """One measure in a draft: what it does, how much it weighs, what is aimed at, and when that changes."""

    measure: MeasureVersion
    role: ItemRole
    area: Slug | None = None
    tier: Slug | None = None
    weight: Weight | None = None
    target: Line | None = None
    benchmark: Line | None = None
    phase_path: Ordered[PhaseStep] = ()
    stratification: Unique[Line] = ()
    note: Line | None = None

    @property
    def paid_on(self) -> bool:
        """Whether money depends on the result, now or at any later step of the path."""
        return self.role is ItemRole.PERFORMANCE or any(s.role is ItemRole.PERFORMANCE for s in self.phase_path)


class SetContent(Record):
    """What a set says besides its items."""

    title: Line
    programme: Line
    agency: Line
    scope: SetScope
    period: Period | None = None
    statement: Text | None = None
    """The set in plain language, for members."""
    tiers: Ordered[Tier] = ()
    areas: Ordered[PriorityArea] = ()
    definitions: Unique[DefinitionVersion] = ()
    differences: Ordered[Line] = ()
    """Where the set departs from what its source says, each departure in a sentence."""
    sources: Unique[Line] = ()

    @model_validator(mode="after")
    def _parts_have_their_own_names(self) -> Self:
        for names, what in (
            ([tier.key for tier in self.tiers], "tiers share one key"),
            ([area.id for area in self.areas], "areas share one id"),
            ([Reference.parse(text).versioned for text in self.definitions], "entries name one definition"),
        ):
            if len(names) != len(set(names)):
                raise PydanticCustomError("repeated", f"two {what}; each may stand once")
        return self


class PrioritySetDraft(SetContent):
    """A set as its drafter writes it; what keeps it from being published is found by `obstacles`."""

    items: Ordered[DraftItem] = ()


class ItemLabel(Record):
    """The label that an item was chosen under, and the decision that settled it."""

    label: MeasureLabel
    basis: LabelBasis
    decision: Line
    digest: DigestText


class SetItem(DraftItem):
    """One measure of a published set: pinned by digest, with its label and the decision behind it."""

    measure: PinnedMeasure
    title: Line
    label: ItemLabel
    upstream: Upstream | None = None
    """Whether the steward's specification was final when the set was put together. Since `priority-set/2`."""


class PrioritySet(Document, SetContent):
    """A state's priority set as published: nobody can rewrite it, and contracts cite it."""

    KIND: ClassVar[Kind] = Kind.PRIORITY_SET
    SCHEMA: ClassVar[str] = "priority-set/1"
    LATER: ClassVar[tuple[str, ...]] = ("priority-set/2",)

    period: Period
    items: Ordered[SetItem]

    @model_validator(mode="after")
    def _pins_what_it_serves(self) -> Self:
        for text in self.definitions:
            require_pinned(text)
        return self

    def written_as(self) -> str:
        """The first schema, unless an item says how its specification stood upstream."""
        return self.LATER[0] if any(item.upstream for item in self.items) else self.SCHEMA

    def item(self, measure: Reference) -> SetItem | None:
        """The item for a measure of that name, if the set has one."""
        return next((item for item in self.items if Reference.parse(item.measure).name == measure.name), None)

    def cited(self) -> Iterable[Reference]:
        """Every document that the set cites by digest."""
        for text in self.definitions:
            yield Reference.parse(text)
        for item in self.items:
            yield Reference.parse(item.measure)


def label_shares(items: Iterable[SetItem]) -> dict[MeasureLabel, int]:
    """How many items stand under each label."""
    counts = dict.fromkeys(MeasureLabel, 0)
    for item in items:
        counts[item.label.label] += 1
    return counts
