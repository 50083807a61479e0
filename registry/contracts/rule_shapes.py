"""What each parameter of a rule may hold, by its name. Null is always allowed: it means that a number was not seen."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from governance.phases import ItemRole
from measures.apm import ApmCategory
from measures.labels import MeasureLabel
from measures.vocabularies import AccountabilityLevel

_COUNT = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SHARE = re.compile(r"[0-9]+/[1-9][0-9]*")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")
_YEAR = re.compile(r"[0-9]{4}")
_MONTH_DAY = re.compile(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")
Fits = Callable[[object], bool]


class Shape:
    """A shape that a value has or has not, with the words for it."""

    def __init__(self, words: str, fits: Fits) -> None:
        self.words = words
        self.fits = fits

    def __or__(self, other: "Shape") -> "Shape":
        return Shape(f"{self.words}, or {other.words}", lambda value: self.fits(value) or other.fits(value))


def _text_like(pattern: re.Pattern[str]) -> Fits:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _list_of(fits: Fits) -> Fits:
    return lambda value: isinstance(value, list | tuple) and all(fits(each) for each in value)


def _word_of(vocabulary: type[StrEnum]) -> Fits:
    known = frozenset(each.value for each in vocabulary)
    return lambda value: isinstance(value, str) and value in known


def _words(vocabulary: type[StrEnum]) -> Shape:
    return Shape(f"a list of {', '.join(vocabulary)}", _list_of(_word_of(vocabulary)))


def _one(vocabulary: type[StrEnum]) -> Shape:
    return Shape(f"one of {', '.join(vocabulary)}", _word_of(vocabulary))


def _is_share(value: object) -> bool:
    return isinstance(value, str) and _SHARE.fullmatch(value) is not None and Fraction(value) <= 1


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


COUNT = Shape("a number as text, such as '10'", _text_like(_COUNT))
SHARE = Shape("a fraction of at most one as text, such as '15/100'", _is_share)
TEXT = Shape("a text", _is_text)
TEXTS = Shape("a list of texts", _list_of(_is_text))
FLAG = Shape("true or false", lambda value: isinstance(value, bool))
NAMES = Shape("a list of measures, each family/name", _list_of(_text_like(_NAME)))
ROWS = Shape("a list of rows, each with named fields", _list_of(lambda each: isinstance(each, Mapping)))
TABLE = Shape("a table of named fields", lambda value: isinstance(value, Mapping))
YEAR = Shape("a year as text, such as '2028'", _text_like(_YEAR))
MONTH_DAY = Shape("a month and day as text, such as '09-01'", _text_like(_MONTH_DAY))
ROLE, ROLES = _one(ItemRole), _words(ItemRole)

_BY_SHAPE: Final[Mapping[Shape, str]] = {
    COUNT: "max min min_disparities min_each days total every_years years_max min_goals",
    SHARE: "min_share max_share share at_risk_share ceiling_share",
    FLAG: "inclusive each_domain accept_variants list_complete downstream_choice comment explain_if_below written "
    "approval_needed models_limited exclusive",
    TEXT: "counts from_list list measure_group basis_of_year base exceptions what before set_by data from_party "
    "to_party method of gate min_met score_on volume share_of cap purpose report spent_on body appointed_by reference "
    "missing_data must_name by instead subject unit set override compare library",
    TEXTS: "domains earned_back_on unmatched delivery_systems allowed excludes contract_types families models terms",
    NAMES: "must_include",
    ROWS: "schedule observed of_which elements tiers components levels seats",
    TABLE: "substitutes floor growth",
    YEAR: "first_year",
    MONTH_DAY: "window_from window_to",
    ROLE: "role",
    ROLES: "roles outside_set",
    NAMES | TEXT: "measures",
    TEXTS | TEXT: "factors",
    ROLES | TABLE: "allowed_roles",
    _words(MeasureLabel): "labels",
    _one(MeasureLabel): "label",
    _words(ApmCategory): "apm_categories",
    _one(AccountabilityLevel): "tested_level",
}
SHAPES: Final[Mapping[str, Shape]] = MappingProxyType(
    {name: shape for shape, names in _BY_SHAPE.items() for name in names.split()}
)
"""The shape of each parameter. One name has one shape, whatever the kind of rule."""
