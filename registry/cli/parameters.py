"""Kinds of arguments: references, instants, choices out of a fixed list."""

import re
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import click

from measures.references import Kind, Reference

FROM_NOW: Final = re.compile(r"\+([0-9]{1,6})([smhd])")
UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class ReferenceParameter(click.ParamType[Reference]):
    """A reference. What is no reference is refused in the words of the registry."""

    name = "reference"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Reference:  # noqa: ARG002
        """Parse a reference."""
        return value if isinstance(value, Reference) else Reference.parse(value)


class InstantParameter(click.ParamType[datetime]):
    """An instant: ISO 8601 with its offset from UTC, or a time from now such as +14d."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Parse an instant; whether it has an offset is for the use case to judge."""
        if isinstance(value, datetime):
            return value
        if ahead := FROM_NOW.fullmatch(value):
            return datetime.now(UTC) + timedelta(**{UNITS[ahead[2]]: int(ahead[1])})
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no instant; write 2027-03-01T17:00:00-06:00, or +14d.", param, ctx)


class DayParameter(click.ParamType[date]):
    """A calendar day."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Parse a full date; nothing is guessed."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write 2027-01-01.", param, ctx)
        if day.isoformat() != value:
            self.fail(f"{value!r} is no day written in full; write {day}.", param, ctx)
        return day


class Words(click.ParamType[StrEnum]):
    """One word of a fixed list: the values of an enumeration."""

    def __init__(self, values: type[StrEnum]) -> None:
        self.values = values
        self.name = "|".join(values)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> StrEnum:
        """The member of that value."""
        try:
            return self.values(value)
        except ValueError:
            self.fail(f"{value!r} is not one of {', '.join(self.values)}.", param, ctx)


REFERENCE: Final = ReferenceParameter()
INSTANT: Final = InstantParameter()
DAY: Final = DayParameter()
FILE: Final = click.Path(path_type=Path)
KINDS: Final = Words(Kind)
