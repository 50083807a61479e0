"""Arrangements: the innovation boxes of the MLTSS Association paper, as public cases.

They name real parties, because the paper does. What the paper states and what the project read into a box are kept
apart, and the paper's own role words stand as they were found.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from governance.programs import StateCode, numbered_from_one
from measures import catalog
from measures.apm import ApmBasis, ApmCategory
from measures.catalog import Catalog
from measures.documents import Line, Ordered, Record, Text, Unique
from measures.record_files import RecordFile, Slug, fixed, must_know
from measures.uses import MeasureUse
from measures.vocabularies import Population, Setting
from registry.contracts.wording import ArrangementKind, Cadence, Rhythm

FILE: Final = "arrangements.yaml"


class StatedCadence(Cadence):
    """A cadence as a file states it: each key stands there, null where the box does not tell."""

    measurement: Rhythm | None
    payment: Rhythm | None
    meetings: Rhythm | None


class ArrangementPhase(Record):
    """One stage of an arrangement and its APM categories: several may hold at once."""

    order: StrictInt
    label: Line
    hcplan: Unique[ApmCategory]
    hcplan_basis: ApmBasis
    from_: Line | None = Field(alias="from")
    to: Line | None

    @model_validator(mode="after")
    def _has_categories_or_no_payment(self) -> Self:
        if bool(self.hcplan) == (self.hcplan_basis is ApmBasis.NOT_APPLICABLE):
            raise PydanticCustomError("category", "a phase has categories, or the hcplan_basis not_applicable")
        return self


class Arrangement(Record):
    """A case: who pays whom for what, in which phases, with which measures."""

    id: Slug
    box: Line
    name: Line
    kind: ArrangementKind
    payer: Line
    counterparties: Annotated[Ordered[Line], Field(min_length=1)]
    states: Unique[StateCode]
    populations: Unique[Population]
    settings: Unique[Setting]
    payment_model: Text
    phases: Annotated[Ordered[ArrangementPhase], Field(min_length=1), AfterValidator(numbered_from_one)]
    measures: Ordered[MeasureUse]
    measure_sets: Unique[Slug]
    cadence: StatedCadence
    outcomes_named: Annotated[Ordered[Line], Field(min_length=1)]
    results_reported: Ordered[Line]
    reading: Text
    notes: Text | None
    source: Slug
    other_sources: Unique[Slug]

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """Where the case is filed: once for each state it names."""
        return tuple(f"US-{code}" for code in self.states)


class _File(Record):
    arrangements: tuple[Any, ...]


def load(directory: Path | None = None, known: Catalog | None = None) -> Mapping[str, Arrangement]:
    """The arrangements by id, from the file of a directory; the packaged ones, read once, if none is named.

    Measures, measure sets and sources are looked up in `known`, or else in the packaged catalog.

    Raises:
        InvalidError: names the file, the record and the field at fault.
    """
    if directory is None and known is None:
        return _packaged()
    file = RecordFile(directory, FILE) if directory else RecordFile(Path(__file__).parent, FILE, "registry/contracts")
    return _read(file, known or catalog.load())


@cache
def _packaged() -> Mapping[str, Arrangement]:
    return _read(RecordFile(Path(__file__).parent, FILE, "registry/contracts"), catalog.load())


def _read(file: RecordFile, known: Catalog) -> Mapping[str, Arrangement]:
    arrangements = file.records(file.read(_File).arrangements, Arrangement, "arrangement")
    for each in arrangements.values():
        where = file.where(each.id)
        must_know((use.measure for use in each.measures), known.measures, where, "measures", "measure")
        must_know(each.measure_sets, known.sets, where, "measure_sets", "measure set")
        must_know([each.source], known.sources, where, "source", "source")
        must_know(each.other_sources, known.sources, where, "other_sources", "source")
    return fixed(arrangements)
