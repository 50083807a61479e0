"""Reading the size of each group's roll and how many took part, where a record says so."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from governance.rules.attendance import Attendance
from measures.documents import Record
from measures.validation import parse


class _Sizes(Record):
    roll: int = Field(strict=True)
    recused: int = Field(default=0, strict=True)
    ballots: int = Field(default=0, strict=True)


class _Groups(Record):
    groups: Mapping[str, _Sizes]


def read_attendance(given: Mapping[str, Any], where: str) -> dict[str, Attendance] | None:
    """The `groups` of an input; none where it has none.

    Raises:
        InvalidError: they are not well formed, or their numbers cannot be right.
    """
    if "groups" not in given:
        return None
    read = parse(_Groups, {"groups": given["groups"]}, where).groups
    return {name: Attendance(group.roll, group.recused, group.ballots) for name, group in read.items()}
