"""What an exhibit says, before it is set on any page: parts made of headings, facts, tables and lists.

One content, several pages: HTML and PDF are printed from the same value, so they cannot say different things.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """A reference, a digest or a command, to be read letter by letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Small:
    """A remark to the line above."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address that can be opened; its text says where it leads."""

    text: str
    url: str


Line = str | Code | Small | Link
Lines = tuple[Line, ...]
"""Lines that stand under each other, in a paragraph, a cell or an entry of a list."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 2 stands under the title of its part, level 3 under that."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A few lines."""

    lines: Lines


@dataclass(frozen=True, slots=True)
class Notice:
    """What nobody should overlook."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are."""

    rows: tuple[tuple[str, Lines], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row says what the row is about."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Lines, ...], ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """A list without order."""

    items: tuple[Lines, ...]


Block = Heading | Paragraph | Notice | Facts | Table | Entries


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an exhibit in one language."""

    language: str
    """As HTML and PDF name it: `en`, `es`."""
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Everything that the pages of an exhibit say."""

    title: str
    kind: str
    """What sort of record it is, whose, and which version."""
    reference: str
    """Kind, name and version: what stands at the foot of every page."""
    demonstration: bool
    parts: tuple[Part, ...]


def said(*lines: Line | None) -> Lines:
    """The lines that there are."""
    return tuple(line for line in lines if line)


def paragraph(text: str) -> Paragraph:
    """A paragraph of one text."""
    return Paragraph((text,))


def table(caption: str, headings: tuple[str, ...], rows: tuple[tuple[Lines, ...], ...], empty: str) -> Block:
    """A table, or a sentence where it would have no row."""
    return Table(caption, headings, rows) if rows else Paragraph((empty,))


def entries(items: tuple[Lines, ...], empty: str) -> Block:
    """A list, or a sentence where it would be empty."""
    return Entries(items) if items else Paragraph((empty,))
