"""Tables that go out as CSV: text that a spreadsheet would run, or take for a date or a number, is marked as text."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from registry.exchange.exhibits.items import cell


def comma_separated(rows: Iterable[Sequence[str | int | Decimal | None]]) -> bytes:
    """Rows as RFC 4180 has them, in UTF-8 with the mark by which Excel knows it. Numbers stand as numbers."""
    text = io.StringIO(newline="")
    written: dict[str, str] = {}  # the same names stand in many rows, and looking at each letter takes its time

    def as_text(value: str) -> str:
        if value not in written:
            written[value] = cell(value)
        return written[value]

    csv.writer(text).writerows([as_text(each) if isinstance(each, str) else each for each in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
