"""Rules: one requirement, definition or target each, with its kind, its parameters and how surely it is known."""

import re
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from measures.documents import Line, Record, Text, Unique
from measures.record_files import SlashedId, Slug
from measures.vocabularies import Setting
from registry.contracts.rule_parameters import Parameters
from registry.contracts.rule_words import RuleBasis, RuleEffect, RuleEvaluation, RuleLevel

NOT_ABOUT_ONE_CONTRACT: Final = frozenset({"apm_spend_target", "withhold", "reporting_cadence"})
"""Kinds of rule that bind a plan, a state or a report, never a single contract."""
KindName = Annotated[str, StringConstraints(pattern="^[a-z0-9]+(?:_[a-z0-9]+)*$")]
Year = Annotated[str, StringConstraints(pattern="^[0-9]{4}$")]


def _one_sentence(text: str) -> str:
    if re.search(r"\. [A-Z]", text):
        raise PydanticCustomError("sentence", "a statement is one sentence")
    return text


RuleStatement = Annotated[str, StringConstraints(pattern=r"\.$", max_length=240), AfterValidator(_one_sentence)]
"""A rule in one sentence of at most 240 characters."""


class RuleKind(Record):
    """A kind of rule: what it means and which parameters it takes."""

    meaning: Text
    required: Unique[KindName]
    optional: Unique[KindName]

    @model_validator(mode="after")
    def _asks_or_allows(self) -> Self:
        if set(self.required) & set(self.optional):
            raise PydanticCustomError("parameter", "a parameter is both required and optional")
        return self


class Years(Record):
    """Years of contracts or measurement, inclusive; an open end is null."""

    from_: Year | None = Field(alias="from", default=None)
    to: Year | None = None


class AppliesTo(Record):
    """What a rule binds: a level, and conditions that narrow it. A condition that is absent does not narrow it."""

    level: RuleLevel
    products: Unique[Line] | None = None
    contract_levels: Unique[Line] | None = None
    contract_types: Unique[Line] | None = None
    settings: Unique[Setting] | None = None
    years: Years | None = None
    exempt: Unique[Line] | None = None
    condition: Line | None = None


class Rule(Record):
    """One rule, with how it is evaluated and how surely it is known."""

    id: SlashedId
    kind: KindName
    effect: RuleEffect
    evaluation: RuleEvaluation
    applies_to: AppliesTo
    parameters: Parameters
    statement: RuleStatement
    basis: RuleBasis
    source: Slug | None = None
    locator: Line | None = None
    notes: Text | None = None

    @model_validator(mode="after")
    def _rests_on_what_it_says(self) -> Self:
        if self.basis is RuleBasis.BACKGROUND:
            if self.source is not None or self.notes is None:
                raise PydanticCustomError("basis", "a background rule has no source, and notes that say so")
        elif self.source is None or self.locator is None:
            raise PydanticCustomError("basis", "a rule that was read needs its source and locator")
        if self.kind in NOT_ABOUT_ONE_CONTRACT and self.applies_to.level is RuleLevel.CONTRACT:
            raise PydanticCustomError("level", "a rule of kind {kind} is not about one contract", {"kind": self.kind})
        return self


class StatedRule(Rule):
    """A rule as its file states it: every key stands there, null where nothing is known."""

    source: Slug | None
    locator: Line | None
    notes: Text | None
