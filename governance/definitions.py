"""Definitions of value: what good means for a population in a setting in a jurisdiction."""

from collections.abc import Iterable
from typing import ClassVar, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from governance.citations import DefinitionVersion, MeasureVersion, require_pinned
from measures.documents import Document, Line, Ordered, Record, Text, Unique
from measures.jurisdictions import REGISTRY
from measures.record_files import Slug
from measures.references import Kind
from measures.vocabularies import Domain, Population, Setting

INSTITUTIONAL: Final = frozenset({Setting.NURSING_FACILITY, Setting.SKILLED_NURSING_FACILITY, Setting.ICF_IID})
"""Institutional settings of LTSS; every other setting of care is home and community based."""
NOT_CARE: Final = frozenset({Setting.PLAN, Setting.STATE, Setting.PRIMARY_CARE})
"""Settings that say whose results are measured, not where somebody lives."""


class Scope(Record):
    """Whose life is meant, and where: populations by settings."""

    populations: Unique[Population] = Field(min_length=1)
    settings: Unique[Setting] = Field(min_length=1)


class OutcomeStatement(Record):
    """One outcome that counts as value, in plain words, with the measures that may show it.

    An outcome without a candidate measure is an open gap; it is listed, not hidden.
    """

    id: Slug
    statement: Text
    domain: Domain
    candidate_measures: Unique[MeasureVersion] = ()

    @property
    def is_gap(self) -> bool:
        """Whether no measure in the catalog is named that would show this outcome."""
        return not self.candidate_measures


class DefinitionContent(Record):
    """What a drafter writes: everything in a definition but its name and version."""

    title: Line
    statement: Text
    scopes: Unique[Scope] = Field(min_length=1)
    outcomes: Ordered[OutcomeStatement] = Field(min_length=1)
    based_on: DefinitionVersion | None = None
    sources: Unique[Line] = ()
    reading: Text | None = None

    @model_validator(mode="after")
    def _outcomes_have_their_own_ids(self) -> Self:
        ids = [outcome.id for outcome in self.outcomes]
        if len(ids) != len(set(ids)):
            raise PydanticCustomError("repeated", "two outcomes share one id; give each its own")
        return self

    @property
    def gaps(self) -> tuple[OutcomeStatement, ...]:
        """The outcomes that no measure is named for."""
        return tuple(outcome for outcome in self.outcomes if outcome.is_gap)

    def measures(self) -> Iterable[str]:
        """The references of all candidate measures, as they were written."""
        for outcome in self.outcomes:
            yield from outcome.candidate_measures

    def mixes_settings(self) -> bool:
        """Whether institutional and home and community-based settings stand in one definition."""
        settings = {setting for scope in self.scopes for setting in scope.settings} - NOT_CARE
        return bool(settings & INSTITUTIONAL) and bool(settings - INSTITUTIONAL)


class DefinitionOfValue(Document, DefinitionContent):
    """A definition of value as it is voted on and published; its measures are pinned by digest."""

    KIND: ClassVar[Kind] = Kind.VALUE_DEFINITION
    SCHEMA: ClassVar[str] = "value-definition/1"

    @model_validator(mode="after")
    def _is_well_formed(self) -> Self:
        for text in self.measures():
            require_pinned(text)
        if self.mixes_settings() and self.reference.jurisdiction != REGISTRY:
            raise PydanticCustomError(
                "settings_mixed",
                "institutional and home and community-based settings are defined apart; make two definitions",
            )
        return self

    def outcome(self, outcome_id: str) -> OutcomeStatement | None:
        """The outcome of that id, if the definition has it."""
        return next((outcome for outcome in self.outcomes if outcome.id == outcome_id), None)
