"""Alignment written down: rows for spreadsheets, and a picture that everybody can read."""

import re
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest

from registry.contracts.alignment import heat_map, matrix
from registry.contracts.alignment.heat_map import DARK_FROM, INK, LIGHT, MOST_DRAWN, SCALE, MatrixTooLargeError, step
from registry.contracts.alignment.tables import matrix_rows, measure_rows, pair_rows
from registry.exchange.comma_separated import comma_separated
from tests.registry.contracts.portfolios import NO_BOOK, a_book, a_measure, a_portfolio, an_item

HELD = [
    a_portfolio("priority-set/US-TN/nf@1.0.0", an_item("f/1", "1/4"), an_item("f/2", "3/4", role="threshold")),
    a_portfolio("priority-set/US-VA/nf@1.0.0", "f/1", "f/3"),
    a_portfolio("program/x", "f/9", title="A <program> & more", standing="illustrative"),
]
MADE = matrix(HELD, NO_BOOK)
SVG = "{http://www.w3.org/2000/svg}"


def test_the_matrix_as_rows():
    assert list(matrix_rows(MADE)) == [
        ["agreement in percent", "US-TN/nf", "US-VA/nf", "x (illustrative)"],
        ["US-TN/nf", Decimal("100.0"), Decimal("33.3"), Decimal("0.0")],
        ["US-VA/nf", Decimal("33.3"), Decimal("100.0"), Decimal("0.0")],
        ["x (illustrative)", Decimal("0.0"), Decimal("0.0"), Decimal("100.0")],
    ]


def test_the_row_of_a_pair_holds_the_whole_numbers_behind_each_percentage():
    header, first, *rest = pair_rows(MADE)
    row = dict(zip(header, first, strict=True))
    assert len(rest) == 2
    assert (row["here"], row["there"]) == ("priority-set/US-TN/nf@1.0.0", "priority-set/US-VA/nf@1.0.0")
    assert Fraction(row["shared"], row["named"]) == Fraction(1, 3)
    assert Fraction(int(row["smaller_weights"]), int(row["larger_weights"])) == Fraction(1, 7)
    assert row["weighted_percent"] == Decimal("14.3")


def test_the_rows_of_measures_say_who_names_each_in_which_role():
    book = a_book(a_measure("f/1", title="First"))
    assert list(measure_rows(HELD, book)) == [
        ["measure", "title", "named_by", "US-TN/nf", "US-VA/nf", "x (illustrative)"],
        ["f/1", "First", 2, "performance", "performance", ""],
        ["f/2", "f/2", 1, "threshold", "", ""],
        ["f/3", "f/3", 1, "", "performance", ""],
        ["f/9", "f/9", 1, "", "", "performance"],
    ]


def test_no_cell_of_a_file_is_run_by_a_spreadsheet():
    written = comma_separated([["=1+1", "+2", "-3", "@x", "plain, with a comma", "\u200b=4"]])
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig") == "'=1+1,'+2,'-3,'@x,\"plain, with a comma\",'\u200b=4\r\n"


def test_numbers_stand_as_numbers_and_no_text_is_taken_for_a_day():
    assert comma_separated([[3, Decimal("33.3"), None, "5-17", "1/4"]]).decode("utf-8-sig") == "3,33.3,,'5-17,'1/4\r\n"


def picture(made=MADE):
    return ET.fromstring(heat_map(made, "A title"))


def test_the_picture_names_and_describes_itself():
    root = picture()
    assert root.get("role") == "img"
    said = {root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text}
    assert root.get("aria-labelledby") == "title description"
    assert "A title" in said
    assert any("agree most are US-TN/nf and US-VA/nf, with 33.3%. 2 of 3 pairs share nothing." in each for each in said)


def test_every_cell_prints_its_number():
    cells = [group.find(f"{SVG}text").text for group in picture().iter(f"{SVG}g")]
    assert cells == ["100.0", "33.3", "0.0", "33.3", "100.0", "0.0", "0.0", "0.0", "100.0"]


def test_what_is_illustrative_or_proposed_says_so_in_the_picture():
    assert "x (illustrative)" in [text.text for text in picture().iter(f"{SVG}text")]


def test_the_picture_holds_no_script_and_no_style_and_loads_nothing():
    text = heat_map(MADE)
    assert not re.search(r"<script|<style|style=|href=|url\(|\son[a-z]+=", text)


def luminance(color):
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("place", "color"), list(enumerate(SCALE)))
def test_figures_can_be_read_on_every_color_of_the_scale(place, color):
    ink = LIGHT if place >= DARK_FROM else INK
    darker, lighter = sorted([luminance(color), luminance(ink)])
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_more_is_darker_so_that_the_scale_holds_in_gray():
    shades = [luminance(color) for color in SCALE]
    assert shades == sorted(shades, reverse=True)


@pytest.mark.parametrize(("share", "expected"), [("0", 0), ("1/1000", 1), ("1/2", 4), ("999/1000", 7), ("1", 8)])
def test_nothing_and_everything_have_colors_of_their_own(share, expected):
    assert step(Fraction(share)) == expected


def test_a_picture_that_nobody_could_read_is_refused():
    many = [a_portfolio(f"program/{number}", "f/1") for number in range(MOST_DRAWN + 1)]
    assert heat_map(matrix(many[:-1], NO_BOOK))
    with pytest.raises(MatrixTooLargeError, match="CSV"):
        heat_map(matrix(many, NO_BOOK))
