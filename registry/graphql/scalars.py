"""Scalars beyond GraphQL's own."""

from typing import Any, Final, NewType

import strawberry
from graphql import value_from_ast_untyped
from strawberry.schema.config import StrawberryConfig

ExactNumber = NewType("ExactNumber", str)


def _as_written(value: Any) -> Any:
    return value


_EXACT: Final = strawberry.scalar(
    name="ExactNumber",
    description=(
        "An exact number as text: a fraction ('1/4'), a decimal ('0.25') or a whole number ('25'). A bare number is "
        "taken here and refused as INEXACT_NUMBER, with a sentence that says what to write."
    ),
    serialize=str,
    # Whatever was written goes through, so that the domain's own refusal answers and not a type error.
    parse_value=_as_written,
    parse_literal=value_from_ast_untyped,
)


def config() -> StrawberryConfig:
    """How names and scalars are written."""
    scalars: dict[object, Any] = {ExactNumber: _EXACT}
    return StrawberryConfig(scalar_map=scalars)
