"""Cases to count again: worked cases, and sealed exports of real votes. docs/recount.md tells the format.

A case is `{kind, rule, input}` with what somebody says that it comes to: `expected` in a worked case, `computed` in a
sealed export. A text holds one case, or `{"cases": [...]}`. Whatever else stands in it (`about`, `vote`, `basis`, ...)
has no part in the count.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from governance.recounting.refusals import BadCaseError


@dataclass(frozen=True, slots=True)
class Case:
    """One question that was decided, as it was written."""

    id: str
    title: str
    content: Mapping[str, Any]

    @property
    def is_export(self) -> bool:
        """Whether this is the record of a real vote, whose whole `computed` must come out again."""
        return "computed" in self.content and "expected" not in self.content

    @property
    def stated(self) -> Any:
        """What it is said to come to; none where nobody says."""
        return self.content.get("computed" if self.is_export else "expected")


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of a text, in their order."""

    cases: tuple[Case, ...]
    is_list: bool
    """Whether they stood in a list. A vote that rates several candidates is exported as one."""

    @property
    def is_export(self) -> bool:
        """Whether every case is the record of a real vote."""
        return bool(self.cases) and all(case.is_export for case in self.cases)


def read_cases(text: str, where: str) -> CaseFile:
    """Read the cases of a JSON text.

    Raises:
        BadCaseError: the text is not JSON, holds a field twice, or holds no case.
    """
    content = _read_json(text, where)
    if isinstance(content, Mapping) and "cases" in content:
        content = content["cases"]
        if not isinstance(content, list):
            raise BadCaseError(f'{where}: "cases" is no list; write {{"cases": [...]}}.')
    if isinstance(content, list):
        return CaseFile(tuple(_case(each, n, where) for n, each in enumerate(content, start=1)), is_list=True)
    return CaseFile((_case(content, 1, where),), is_list=False)


def _case(content: Any, number: int, where: str) -> Case:
    if not isinstance(content, Mapping) or "kind" not in content:
        raise BadCaseError(f"{where}: case {number} is no case; a case has the fields kind, rule and input.")
    return Case(str(content.get("id", f"case {number}")), str(content.get("title", "")), content)


def _read_json(text: str, where: str) -> Any:
    try:
        # The same name is the same whichever way its accents are written.
        return json.loads(
            unicodedata.normalize("NFC", text),
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_without_repeats,
        )
    except (ValueError, RecursionError) as error:
        raise BadCaseError(f"{where}: this is not JSON that can be read: {error}.") from None


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a field stands twice in one object, so one of the two values would be lost")
    return fields
