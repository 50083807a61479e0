"""Whether what is computed is what was stated: numbers as rationals, sets as sets, instants as instants."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

NUMBER: Final = re.compile(r"[+-]?[0-9]{1,4000}(\.[0-9]{1,4000}|/[0-9]{1,4000})?")
SETS: Final = frozenset({"winners", "failed", "must_hide", "hidden", "certain", "tied", "flagged"})
"""Fields whose list has no order."""
LISTS_OF_SETS: Final = frozenset({"order"})
"""Fields whose list has an order, and whose inner lists are ties without one."""
SETS_OF_SETS: Final = frozenset({"winning"})
SUMS: Final = frozenset({"tally", "totals", "scores"})
"""Fields in which what is not named has zero."""


def agree(field: str, computed: Any, stated: Any) -> bool:
    """Whether a field comes out as it was stated. What is not there is the same as null, and null is not zero."""
    return bool(_normal(field, computed) == _normal(field, stated))


def _normal(field: str, value: Any) -> Any:
    """A value in a form in which equal things are equal."""
    if isinstance(value, Mapping):
        items = {name: _normal(name, item) for name, item in value.items()}
        return {name: item for name, item in items.items() if item is not None and (item or field not in SUMS)}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _normal_list(field, value)
    return _normal_instant(value) if field.endswith("_utc") else _normal_scalar(value)


def _normal_list(field: str, items: Sequence[Any]) -> Any:
    if items and all(item is None for item in items):
        return None
    if field in SETS_OF_SETS:
        return Counter(_tie(item) for item in items)
    if field in LISTS_OF_SETS:
        return [_tie(item) for item in items]
    normal = [_normal("", item) for item in items]
    return Counter(map(repr, normal)) if field in SETS else normal


def _tie(item: Any) -> frozenset[Any]:
    """What shares a place; something alone shares it with nobody."""
    together = item if isinstance(item, Sequence) and not isinstance(item, str) else [item]
    return frozenset(map(repr, map(_normal_scalar, together)))


def _normal_scalar(value: Any) -> Any:
    if isinstance(value, bool):
        return ("true or false", value)  # for Python, but not here, true is the number 1
    if isinstance(value, int | Decimal):
        return Fraction(value)
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return _number(value)
    return value


def _number(text: str) -> Any:
    try:
        return Fraction(text)
    except ZeroDivisionError:
        return text


def _normal_instant(value: Any) -> Any:
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return value
