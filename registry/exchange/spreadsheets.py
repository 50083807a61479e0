"""Tables that come in as CSV or Excel, typed by nobody: every cell is the text that stands in it.

A cell that holds a formula is refused, since one program reads its text and another its result; nothing is ever run.
So is a cell of which Excel made something else than what was typed, such as a date of "5-17".
"""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from governance.rules import ENGLISH, Say
from measures.errors import InvalidError

LARGEST: Final = 900_000
"""Bytes of a file."""
LARGEST_UNPACKED: Final = 40_000_000
"""Bytes of an Excel file once unpacked: a small file can hold a very large one."""
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 50
LOOKED_AT: Final = 100
"""Columns of an Excel file that are looked at, so that one cell far to the right costs no memory."""
LONGEST_CELL: Final = 500
FORMULA: Final = ("=", "+", "-", "@")
"""How a cell begins that a spreadsheet would run."""
UNSEEN: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""Categories of Unicode that a spreadsheet skips before it looks for a formula."""
UNSHOWN: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Letters that turn the direction of reading, so that a name could be shown as another."""
MOST_DIGITS: Final = 15
"""Excel keeps no more digits of a number; it rounds away the rest."""
EXCEL: Final = b"PK\x03\x04"


class BadSpreadsheetError(InvalidError):
    """The file cannot be read as a table."""

    code = "BAD_SPREADSHEET"


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell, for the person who has the file open."""

    row: int
    """As the spreadsheet numbers it: the header is row 1."""
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row below the header: its number, and its cells by the name of their column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header. Cells that cannot be taken are problems, and are empty in the lines."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    problems: tuple[CellProblem, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    fault: str | None = None
    """Why what stands there is not what somebody typed."""

    @property
    def is_empty(self) -> bool:
        return self.fault is None and not self.text.strip()


def read_table(content: bytes, say: Say = ENGLISH) -> Table:
    """Read a CSV text in UTF-8 (comma, semicolon or tab between the cells) or the first sheet of an Excel file.

    `say` turns an English template into another language.

    Raises:
        BadSpreadsheetError: it is neither, it is too large, or it has no header or no row.
    """
    if len(content) > LARGEST:
        words = say("The file is too large. Save it as Excel, which is smaller, and take out what is not needed.")
        raise BadSpreadsheetError(words)
    numbered = list(_limited(_excel(content, say) if content.startswith(EXCEL) else _csv(content, say), say))
    header = numbered.pop(0)[1] if numbered and numbered[0][0] == 1 else []
    if not header or not numbered:
        raise BadSpreadsheetError(say("The file needs a header in its first row and at least one row below it."))
    columns = _columns(header, say)
    problems: list[CellProblem] = []
    lines = tuple(_line(number, columns, row, problems, say) for number, row in numbered)
    return Table(columns, lines, tuple(problems))


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run a cell: also behind spaces and unseen letters, and in full-width signs."""
    plain = unicodedata.normalize("NFKC", text)
    first = next((letter for letter in plain if unicodedata.category(letter) not in UNSEEN), "")
    return first in FORMULA


def neutral(cell: str) -> str:
    """A cell as it may be written into a spreadsheet: one that would be run begins with an apostrophe."""
    return f"'{cell}" if is_formula(cell) else cell


def _columns(header: Sequence[_Cell], say: Say) -> tuple[str, ...]:
    columns = [cell.text.strip().lower().replace(" ", "_") for cell in header]
    while columns and not columns[-1]:
        columns.pop()
    if not columns or not all(columns) or len(set(columns)) != len(columns):
        raise BadSpreadsheetError(say("Each column needs a name of its own in the first row."))
    return tuple(columns)


def _line(number: int, columns: Sequence[str], row: Sequence[_Cell], problems: list[CellProblem], say: Say) -> Line:
    if not all(cell.is_empty for cell in row[len(columns) :]):
        beyond = get_column_letter(len(columns) + 1)
        problems.append(CellProblem(number, beyond, say("Something stands under no name here. Take it out.")))
    cells = dict.fromkeys(columns, "")
    for name, cell in zip(columns, row, strict=False):
        fault = cell.fault or _fault(cell.text, say)
        if fault:
            problems.append(CellProblem(number, name, fault))
        else:
            cells[name] = cell.text.strip()
    return Line(number, cells)


def _fault(text: str, say: Say) -> str | None:
    if is_formula(text):
        return say("This cell begins like a formula. Write plain text.")
    text = text.strip()
    if len(text) > LONGEST_CELL:
        return say("This cell is too long. It can have {number} letters.").format(number=LONGEST_CELL)
    if any(unicodedata.category(letter) in UNSHOWN or letter in TURNING for letter in text):
        return say("This cell holds a sign that cannot be shown, or more than one line. Write it again.")
    return None


def _limited(rows: Iterable[list[_Cell]], say: Say) -> Iterator[tuple[int, list[_Cell]]]:
    """The rows that hold something, each with its number."""
    for number, row in enumerate(rows, 1):
        while row and row[-1].is_empty:
            row.pop()
        if not row:
            continue
        if number > MOST_ROWS + 1:
            words = say("The file goes below row {number}, which is the last one that is read.")
            raise BadSpreadsheetError(words.format(number=MOST_ROWS + 1))
        if len(row) > MOST_COLUMNS:
            words = say("Row {row} has more than {number} columns.")
            raise BadSpreadsheetError(words.format(row=number, number=MOST_COLUMNS))
        yield number, row


def _csv(content: bytes, say: Say) -> Iterator[list[_Cell]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = say("This is no Excel file and no CSV in UTF-8. In Excel choose “Save as”, then “CSV UTF-8”.")
        raise BadSpreadsheetError(words) from None
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [_Cell(cell) for cell in row]
    except csv.Error:
        words = say("The CSV cannot be read: a quotation mark or a cell does not end. Save it anew.")
        raise BadSpreadsheetError(words) from None


def _excel(content: bytes, say: Say) -> list[list[_Cell]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        rows = list(_sheet(content, say)) if unpacked <= LARGEST_UNPACKED else None
    except Exception as error:  # noqa: BLE001 - libraries meet anybody's bytes here; what they raise is said of the file
        words = say("The Excel file cannot be read ({error}). Save it anew, or as CSV.")
        raise BadSpreadsheetError(words.format(error=type(error).__name__)) from None
    if rows is None:
        raise BadSpreadsheetError(say("The Excel file is too large once it is unpacked. Save it as CSV."))
    return rows


def _sheet(content: bytes, say: Say) -> Iterator[list[_Cell]]:
    # Formulas are read as what they are and refused as such; entities are refused by defusedxml, which openpyxl uses.
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file says of its own size need not be true
    for row in sheet.iter_rows(max_col=LOOKED_AT):
        yield [_typed(cell.value, cell.data_type, say) for cell in row]


def _typed(value: Any, data_type: str, say: Say) -> _Cell:
    """A cell as its text, or why Excel made something else of what somebody typed."""
    if data_type == "e":
        return _Cell("", say("This cell holds an error of Excel. Write plain text."))
    if data_type == "d":
        return _Cell("", say("Excel made a date of this. Make the cell a text and write it again."))
    match value:
        case None | str():
            return _Cell(value or "")
        case bool():
            return _Cell("yes" if value else "no")
        case int() | float():
            return _number(value, say)
    return _Cell("", say("This cell holds a formula. Write plain text."))


def _number(value: float, say: Say) -> _Cell:
    text = format(Decimal(repr(value)).normalize(), "f")
    if len(text.lstrip("-").replace(".", "").strip("0")) > MOST_DIGITS:
        return _Cell("", say("Excel has rounded this number. Make the cell a text and write it again."))
    return _Cell(text)
