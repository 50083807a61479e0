"""The HCP-LAN APM framework: its categories, their ladder, and which of them suit a measure.

A category belongs to an arrangement. A measure has an APM *fit*: the categories in which it is apt. The framework
itself classifies no measures; the fit is the project's judgment and says why.
"""

from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Final, Self

from pydantic import Field, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from measures.documents import Line, Ordered, Record, Text, Unique, UpstreamVersion
from measures.record_files import Slug


class ApmCategory(StrEnum):
    """A category of the framework. 3N and 4N carry risk without a link to quality."""

    CATEGORY_1 = "1"
    CATEGORY_2A = "2A"
    CATEGORY_2B = "2B"
    CATEGORY_2C = "2C"
    CATEGORY_3A = "3A"
    CATEGORY_3B = "3B"
    CATEGORY_3N = "3N"
    CATEGORY_4A = "4A"
    CATEGORY_4B = "4B"
    CATEGORY_4C = "4C"
    CATEGORY_4N = "4N"


FRAMEWORK_VERSION: Final = "2017 refresh"
"""The edition whose categories `ApmCategory` lists. Codes of another edition would mean something else."""

LADDER: Final[tuple[ApmCategory, ...]] = (
    ApmCategory.CATEGORY_1,
    ApmCategory.CATEGORY_2A,
    ApmCategory.CATEGORY_2B,
    ApmCategory.CATEGORY_2C,
    ApmCategory.CATEGORY_3A,
    ApmCategory.CATEGORY_3B,
    ApmCategory.CATEGORY_4A,
    ApmCategory.CATEGORY_4B,
    ApmCategory.CATEGORY_4C,
)
"""The categories of a stepwise path, lowest first."""
OFF_LADDER: Final = frozenset(ApmCategory) - frozenset(LADDER)
"""Categories that do not count as progress: they have no link to quality."""
_RUNG: Final[Mapping[ApmCategory, int]] = {category: rung for rung, category in enumerate(LADDER)}


class ApmBasis(StrEnum):
    """How it is known that an arrangement or a program is of a category."""

    STATED = "stated"
    INFERRED = "inferred"
    STATED_BY_PAPER = "stated_by_paper"
    STATED_BY_STATE = "stated_by_state"
    NOT_APPLICABLE = "not_applicable"


def is_on_ladder(category: ApmCategory) -> bool:
    """Whether a category counts on a stepwise path; 3N and 4N do not."""
    return category in _RUNG


def is_step_back(earlier: ApmCategory, later: ApmCategory) -> bool:
    """Whether going from one category to another leads down the ladder.

    3N and 4N have no rung, so a move to or from them is neither a step forward nor a step back; ask `is_on_ladder`
    where such a category should not be used at all.
    """
    if not (is_on_ladder(earlier) and is_on_ladder(later)):
        return False
    return _RUNG[later] < _RUNG[earlier]


class ApmFit(Record):
    """The categories in which a measure is apt, and why. No category: not a measure for a payment contract."""

    categories: Unique[ApmCategory]
    rationale: Text


class Parent(Record):
    """One of the four groups of categories."""

    code: Annotated[str, Field(pattern="^[1-4]$")]
    title: Line


class Category(Record):
    """A category of the framework, in own words."""

    code: ApmCategory
    title: Line
    parent: Annotated[str, Field(pattern="^[1-4]$")]
    order: StrictInt
    description: Text
    financial_risk: Line
    linked_to_quality: StrictBool
    next_steps: Unique[ApmCategory]
    ltss_example: Text


class Framework(Record):
    """The framework of one edition: every category once, in rising order."""

    framework: Line
    version: UpstreamVersion
    sources: Annotated[Unique[Slug], Field(min_length=1)]
    parents: Ordered[Parent]
    progression: Ordered[ApmCategory]
    not_counted: Unique[ApmCategory]
    notes: Ordered[Text]
    license_note: Text
    categories: Ordered[Category]

    @model_validator(mode="after")
    def _is_the_edition_that_the_code_knows(self) -> Self:
        if self.version != FRAMEWORK_VERSION:
            raise PydanticCustomError("framework", "the version is not the edition whose categories are known here")
        if self.progression != LADDER or frozenset(self.not_counted) != OFF_LADDER:
            raise PydanticCustomError("framework", "progression and not_counted differ from the ladder of the code")
        if sorted(category.code for category in self.categories) != sorted(ApmCategory):
            raise PydanticCustomError("framework", "categories must hold every category of the framework once")
        if any(later.order <= earlier.order for earlier, later in pairwise(self.categories)):
            raise PydanticCustomError("framework", "the order values of the categories must rise strictly")
        if {category.parent for category in self.categories} - {parent.code for parent in self.parents}:
            raise PydanticCustomError("framework", "a category names a parent that is not listed")
        return self

    def category(self, code: ApmCategory) -> Category:
        """What the framework says about a category."""
        return next(category for category in self.categories if category.code is code)
