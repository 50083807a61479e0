"""Spreadsheets that people bring: what is read, what is refused cell by cell, and what is no spreadsheet at all."""

import csv
import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from registry.exchange.spreadsheets import (
    LARGEST,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    BadSpreadsheetError,
    is_formula,
    neutral,
    read_table,
)


def excel(rows, **cells):
    """An Excel file of some rows, and of cells by their names."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for name, value in cells.items():
        book.active[name] = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def with_part(content, name, change):
    """An Excel file with one of its parts changed."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return written.getvalue()


def comma(rows):
    """A CSV of some rows."""
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()


PLAIN = [["Name", "Number"], ["Ana Núñez", "0017"], ["Lee, Jo", "18"]]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "content",
    [
        comma(PLAIN),
        b"\xef\xbb\xbf" + comma(PLAIN),
        b'Name;Number\r\n"Ana N\xc3\xba\xc3\xb1ez";0017\r\nLee, Jo;18\r\n',
        b"Name\tNumber\nAna N\xc3\xba\xc3\xb1ez\t0017\nLee, Jo\t18\n\n\n",
        excel(PLAIN),
        with_part(excel(PLAIN), SHEET, lambda sheet: sheet.replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1"')),
    ],
    ids=["comma", "with a byte order mark", "semicolon", "tab", "Excel", "Excel that lies about its size"],
)
def test_the_same_table_comes_out_of_every_format(content):
    table = read_table(content)
    assert table.columns == ("name", "number")
    assert [line.number for line in table.lines] == [2, 3]
    assert [tuple(line.cells.values()) for line in table.lines] == [("Ana Núñez", "0017"), ("Lee, Jo", "18")]
    assert table.problems == ()


FORMULAS = [
    "=1+1",
    "+1+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\r=1+1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(A1)",
    "\u3000\uff1d1",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_cell_that_begins_like_a_formula_is_refused_in_every_spelling(formula):
    for content in (comma([["name"], ["Ana"], [formula]]), excel([["name"], ["Ana"]], A3=formula)):
        table = read_table(content)
        [problem] = table.problems
        assert (problem.row, problem.column) == (3, "name")
        assert "formula" in problem.message
        assert table.lines[1].cells == {"name": ""}


@pytest.mark.parametrize("text", ["Ana-Maria", "a=b", "5+", "Jo (+1)", "", " ", "'=1"])
def test_signs_inside_a_text_are_no_formula(text):
    assert not is_formula(text)


@given(st.text(max_size=20))
def test_what_is_written_out_is_never_run_and_never_changed_twice(text):
    written = neutral(text)
    assert not is_formula(written)
    assert neutral(written) == written
    assert written.removeprefix("'") == text or not is_formula(text)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (date(2026, 5, 17), "date"),
        (datetime(2026, 5, 17, 5, 17), "date"),  # noqa: DTZ001 - Excel knows no zones
        (time(5, 17), "date"),
        (timedelta(hours=30), "date"),
        (ArrayFormula("A3:A4", "=SUM(B1:B2)"), "formula"),
        ("#N/A", "error"),
        (12345678901234567, "rounded"),
    ],
    ids=["day", "moment", "time", "duration", "array formula", "error", "long number"],
)
def test_what_excel_made_of_a_cell_is_refused(value, says):
    table = read_table(excel([["name", "number"], ["Ana", "1"]], A3="Lee", B3=value))
    [problem] = table.problems
    assert (problem.row, problem.column) == (3, "number")
    assert says in problem.message


@pytest.mark.parametrize(
    ("value", "text"), [(17, "17"), (17.0, "17"), (1.5, "1.5"), (10**14, "100000000000000"), (True, "yes"), (None, "")]
)
def test_numbers_and_boxes_of_excel_are_read_as_they_are_shown(value, text):
    [line] = read_table(excel([["name", "number"], ["Ana", value]])).lines
    assert line.cells == {"name": "Ana", "number": text}


@pytest.mark.parametrize("text", ["two\nlines", "a\x07bell", "\u202egnirts", "a\x85b", "x" * (LONGEST_CELL + 1)])
def test_what_cannot_be_shown_in_a_line_is_refused(text):
    [problem] = read_table(comma([["name"], [text]])).problems
    assert (problem.row, problem.column) == (2, "name")


def test_a_cell_beside_the_table_is_a_problem_and_not_overlooked():
    for content in (comma([["name"], ["Ana", "", "x"]]), excel([["name"], ["Ana", None, "x"]])):
        [problem] = read_table(content).problems
        assert (problem.row, problem.column) == (2, "B")


def test_rows_are_numbered_as_the_spreadsheet_numbers_them():
    for content in (b"name\n\n,\nAna\n", excel([["name"]], A4="Ana")):
        assert [line.number for line in read_table(content).lines] == [4]


def test_a_row_far_below_is_refused_and_not_overlooked():
    with pytest.raises(BadSpreadsheetError, match="below row"):
        read_table(excel([["name"], ["Ana"]], **{f"A{MOST_ROWS + 500}": "Lee"}))


def test_as_many_rows_as_are_promised_are_read():
    rows = [["name"], *([f"Person {number}"] for number in range(MOST_ROWS))]
    assert len(read_table(comma(rows)).lines) == MOST_ROWS
    assert len(read_table(excel(rows)).lines) == MOST_ROWS
    with pytest.raises(BadSpreadsheetError, match="below row"):
        read_table(comma([*rows, ["One more"]]))


def bomb(content):
    """An XML part whose entities unfold to gigabytes."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]><x>&l11;</x>'.encode()


def outside(content):
    """An XML part that asks for a file of the server."""
    return b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><x>&f;</x>'


def large_when_unpacked():
    return with_part(excel(PLAIN), SHEET, lambda sheet: sheet + b" " * 60_000_000)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "header"),
        (b"name\n", "header"),
        (b"\n\nname\nAna\n", "header"),
        (b",,\nAna\n", "header"),
        ("name\nJosé\n".encode("latin-1"), "UTF-8"),
        ("name\nJosé\n".encode("utf-16"), "UTF-8"),
        (b"\x89PNG\r\n\x1a\n", "UTF-8"),
        (b'name\n"Ana\n', "quotation"),
        (b"name,name\nAna,Ana\n", "name of its own"),
        (b"name,,number\nAna,,1\n", "name of its own"),
        (b"name\n" + b"x" * LARGEST, "too large"),
        (b"name\n" + b"," * MOST_COLUMNS + b"x\n", "columns"),
        (b"PK\x03\x04 and nothing else", "cannot be read"),
        (excel(PLAIN)[:-200], "cannot be read"),
        (with_part(excel(PLAIN), SHEET, bomb), "cannot be read"),
        (with_part(excel(PLAIN), SHEET, outside), "cannot be read"),
        (with_part(excel(PLAIN), "xl/workbook.xml", bomb), "cannot be read"),
        (with_part(excel(PLAIN), SHEET, lambda sheet: sheet[:300]), "cannot be read"),
        (large_when_unpacked(), "unpacked"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content, says):
    with pytest.raises(BadSpreadsheetError, match=says):
        read_table(content)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_refused(content):
    for whole in (content, b"PK\x03\x04" + content):
        with suppress(BadSpreadsheetError):
            assert read_table(whole).columns


@given(st.integers(min_value=0, max_value=4000), st.binary(min_size=1, max_size=8))
def test_an_excel_file_with_some_bytes_changed_is_a_table_or_refused(at, other):
    whole = GOOD[:at] + other + GOOD[at + len(other) :]
    with suppress(BadSpreadsheetError):
        assert read_table(whole).columns


GOOD = excel(PLAIN)
