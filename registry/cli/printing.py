"""What commands print: plain text in tidy columns for people, JSON for programs."""

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import click

GAP: Final = "  "
WIDE: Final = ("W", "F")
HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Characters that are not seen and can steer a terminal or turn the order of a line around."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command has to say: as text for people, as plain data for programs, and whether a check said yes."""

    data: object
    """None where the command has written all that there is to say."""
    text: str
    passed: bool = True


def show(answer: Answer, *, as_json: bool) -> None:
    """Print an answer; a check that says no ends the command with exit code 1."""
    if answer.data is not None:
        print(to_json(answer.data) if as_json else answer.text)
    if not answer.passed:
        raise click.exceptions.Exit(1)


def note(text: str) -> None:
    """Say something beside the answer, on stderr, so that the answer can be piped."""
    print(plain(text), file=sys.stderr)


def say(text: str) -> None:
    """Print one step of something that takes a while, at once."""
    print(plain(text), flush=True)


def to_json(data: object) -> str:
    """Plain data as JSON: what has no JSON form of its own is written as text, what is not seen as escapes."""
    text = json.dumps(data, indent=2, ensure_ascii=False, default=str)
    return "".join(c if c == "\n" or not _is_hidden(c) else json.dumps(c)[1:-1] for c in text)


def plain(text: object) -> str:
    """A text without characters that could steer a terminal: what strangers wrote is shown, never obeyed."""
    shown = str(text)
    if shown.isprintable():
        return shown
    return "".join(c if c == "\n" or not _is_hidden(c) else c.encode("unicode_escape").decode() for c in shown)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], empty: str = "Nothing is here yet.") -> str:
    """Rows under headings; a sentence where there are none."""
    cells = [[plain("" if cell is None else cell).replace("\n", " ") for cell in row] for row in rows]
    if not cells:
        return empty
    lines = [[heading.upper() for heading in headings], *cells]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(headings))]
    return "\n".join(GAP.join(map(_padded, line, widths)).rstrip() for line in lines)


def fields(pairs: Iterable[tuple[str, object]]) -> str:
    """Names and values, one a line; those without a value are left out."""
    shown = [(name, plain(value)) for name, value in pairs if value is not None and value != ""]
    width = max((len(name) for name, _ in shown), default=0)
    indent = "\n" + " " * (width + len(GAP))
    return "\n".join(f"{name.ljust(width)}{GAP}{value.replace(chr(10), indent)}" for name, value in shown)


def moment(at: datetime | None, zone: str = "UTC") -> str | None:
    """An instant in the time of a zone, to the second."""
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S %Z") if at else None


def words(name: str) -> str:
    """A fixed name in words: `priority_set` becomes `priority set`."""
    return name.replace("_", " ")


def count(number: int, one: str, many: str | None = None) -> str:
    """A number of things: 1 measure, 2 measures."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _is_hidden(character: str) -> bool:
    return not character.isprintable() and unicodedata.category(character) in HIDDEN


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in WIDE else not unicodedata.combining(c) for c in text)
