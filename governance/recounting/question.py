"""What a kind of decision is counted from, and what the count comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from governance.recounting.refusals import BadCaseError


@dataclass(frozen=True, slots=True)
class Question:
    """The rule and the input of a case. A field without a value is a field that is not there."""

    rule: Mapping[str, Any]
    input: Mapping[str, Any]
    where: str
    """How a refusal names the case."""

    @classmethod
    def of(cls, content: Mapping[str, Any], where: str) -> Self:
        """The question of a case.

        Raises:
            BadCaseError: its rule or its input is missing, or is not an object.
        """
        rule, given = content.get("rule"), content.get("input")
        for name, part in (("rule", rule), ("input", given)):
            if not isinstance(part, Mapping):
                raise BadCaseError(f"{where}: field {name}: it is missing, or it is not an object.")
        return cls(_without_nulls(rule), _without_nulls(given), where)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a count comes to."""

    computed: Mapping[str, Any]
    """The fields that every honest count comes to, and that the digest covers."""
    log: tuple[str, ...]
    """How it was counted, in sentences."""
    beside: Mapping[str, Any] = field(default_factory=dict)
    """Fields in which two honest counters may differ: of several right answers, the one that was chosen here."""


def _without_nulls(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_nulls(item) for name, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value
