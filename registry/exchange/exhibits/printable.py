"""The content of an exhibit as plain data, for the templates of its pages: HTML and PDF are handed the same."""

from collections.abc import Callable
from typing import Any

from registry.exchange.exhibits.content import (
    Block,
    Code,
    Entries,
    Exhibit,
    Facts,
    Heading,
    Line,
    Lines,
    Link,
    Notice,
    Paragraph,
    Small,
    Table,
)

Prose = Callable[[str], str]
"""What is done to every text that is not to be read letter by letter."""


def printable(whole: Exhibit, prose: Prose = str) -> dict[str, Any]:
    """The exhibit as mappings, lists and texts; each block and line says its `kind`."""
    return {
        "title": whole.title,
        "heading": prose(whole.title),
        "kind": prose(whole.kind),
        "reference": whole.reference,
        "demonstration": whole.demonstration,
        "parts": [
            {
                "language": part.language,
                "title": part.title,
                "blocks": [_block(block, prose) for block in part.blocks],
            }
            for part in whole.parts
        ],
    }


def _block(block: Block, prose: Prose) -> dict[str, Any]:
    match block:
        case Heading(text, level):
            return {"kind": "heading", "text": prose(text), "level": level}
        case Paragraph(lines):
            return {"kind": "paragraph", "lines": _lines(lines, prose)}
        case Notice(text):
            return {"kind": "notice", "text": prose(text)}
        case Facts(rows):
            pairs = [{"name": prose(name), "lines": _lines(lines, prose)} for name, lines in rows]
            return {"kind": "facts", "rows": pairs}
        case Table(caption, headings, rows):
            cells = [[_lines(cell, prose) for cell in row] for row in rows]
            return {"kind": "table", "caption": caption, "headings": list(headings), "rows": cells}
        case Entries(items):
            return {"kind": "entries", "items": [_lines(lines, prose) for lines in items]}


def _lines(lines: Lines, prose: Prose) -> list[dict[str, str]]:
    return [_line(line, prose) for line in lines]


def _line(line: Line, prose: Prose) -> dict[str, str]:
    match line:
        case Code(text):
            return {"kind": "code", "text": text}
        case Small(text):
            return {"kind": "small", "text": prose(text)}
        case Link(text, url):
            return {"kind": "link", "text": prose(text), "url": url}
        case str():
            return {"kind": "text", "text": prose(line)}
