"""Parameters of rules: numbers are text, so that no reader turns a share into a float, and each kind names its own."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Final

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from measures.documents import iso_date

COUNTS: Final = frozenset(
    {"max", "min", "total", "points", "min_disparities", "every_years", "days", "amount_usd", "min_goals", "min_each"}
) | {"of_count"}
"""Parameters that hold a plain number as text."""
_COUNT: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SHARE: Final = re.compile(r"[0-9]+/[1-9][0-9]*")


def _refuse(path: str, problem: str) -> PydanticCustomError:
    return PydanticCustomError("parameter", "{path}: {problem}", {"path": path, "problem": problem})


def _check(path: str, key: str, value: object, inside: str = "") -> None:
    match value:
        case None | bool():
            return
        case Mapping():
            for name, item in value.items():
                if not isinstance(name, str):
                    raise _refuse(path, f"the key {name!r} is not text; put it in quotes")
                _check(f"{path}.{name}" if path else name, name, item, key)
        case list() | tuple():
            for number, item in enumerate(value):
                _check(f"{path}.{number}", key, item, inside)
        case int() | float():
            raise PydanticCustomError(
                "inexact_number",
                "{path} holds the bare number {value}; write it as text, a count as '10' and a share as '15/100'",
                {"path": path, "value": str(value)},
            )
        case date():
            raise _refuse(path, f"{value} is a bare date; put it in quotes")
        case str():
            _check_text(path, key, value, inside)
        case _:
            raise _refuse(path, f"{value!r} is of a type that parameters do not hold")


def _check_text(path: str, key: str, value: str, inside: str) -> None:
    if key == "share" or key.endswith("_share"):
        if not _SHARE.fullmatch(value) or Fraction(value) > 1:
            raise _refuse(path, f"{value!r} is not a fraction of at most one, such as 15/100")
    elif key in COUNTS:
        if not _COUNT.fullmatch(value):
            raise _refuse(path, f"{value!r} is not a number kept as text")
    elif key in ("from", "to") and inside in ("seats", "effective"):
        iso_date(value)


def _checked(parameters: Any) -> Any:
    if isinstance(parameters, Mapping):
        _check("", "", parameters)
        keys = [row.get("key") for row in rows(parameters.get("elements"))]
        if len(set(keys)) != len(keys):
            raise _refuse("elements", "a key stands twice")
    return parameters


Parameters = Annotated[dict[str, Any], BeforeValidator(_checked)]
"""The parameters of a rule, by name: text, truth values, null, and lists and mappings of these. Lists are ordered."""


def rows(value: object) -> Iterator[Mapping[str, Any]]:
    """The mappings among the entries of a list."""
    if isinstance(value, list | tuple):
        yield from (row for row in value if isinstance(row, Mapping))


def named_measures(parameters: Mapping[str, Any]) -> Iterable[str]:
    """The ids of all measures that a rule names. Where `measures` is a sentence, it names none by id."""
    for key in ("measures", "must_include"):
        if isinstance(parameters.get(key), list | tuple):
            yield from parameters[key]
    for measure, substitutes in (parameters.get("substitutes") or {}).items():
        yield measure
        yield from substitutes
    for key in ("elements", "tiers"):
        yield from (row["measure"] for row in rows(parameters.get(key)) if "measure" in row)


def without_nulls(value: Any) -> Any:
    """The same parameters without those that are null, as documents hold them: absent means null."""
    if isinstance(value, Mapping):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [without_nulls(item) for item in value]
    return value
