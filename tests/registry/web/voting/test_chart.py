"""Bars of a result: what is printed, and what is never drawn."""

import re
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.web.voting.chart import PATTERNS, Bar, bar_chart

ROWS = [Bar("Approve", Fraction(2, 3), "800 of 1,200"), Bar("Caregivers", None, "fewer than 11")]


def drawn(bars):
    return ET.fromstring(bar_chart("c", "Approve, by group", bars))


def widths(figure):
    return [each.get("width") for each in figure.iter("rect") if each.get("class") == "part"]


def test_every_row_prints_its_label_and_its_number():
    said = ["".join(row.itertext()) for row in drawn(ROWS).iter("li")]
    assert said == ["Approve: 800 of 1,200", "Caregivers: fewer than 11"]


def test_a_hidden_number_has_no_bar():
    assert widths(drawn(ROWS)) == ["66.7%"]
    assert len(list(list(drawn(ROWS).iter("li"))[1].iter("svg"))) == 0


def test_bars_next_to_each_other_differ_by_more_than_color():
    figure = drawn([Bar(str(number), Fraction(1, 2), "") for number in range(len(PATTERNS))])
    inside = [ET.tostring(each)[len("<pattern") :] for each in figure.iter("pattern")]
    assert len({re.sub(rb' id="[^"]*"', b"", each) for each in inside}) == len(PATTERNS)


def test_every_bar_has_a_pattern_of_its_own_name():
    figure = drawn([Bar("", Fraction(1, 2), "")] * 12)
    ids = [each.get("id") for each in figure.iter("pattern")]
    assert len(set(ids)) == 12
    assert [each.get("fill") for each in figure.iter("rect") if each.get("class") == "part"] == [
        f"url(#{each})" for each in ids
    ]


@given(st.fractions(min_value=0, max_value=1, max_denominator=10**6))
def test_a_bar_is_as_wide_as_its_share_to_a_tenth_of_a_percent(share):
    (width,) = widths(drawn([Bar("a", share, "")]))
    assert abs(Fraction(width.removesuffix("%")) - share * 100) <= Fraction(1, 20)


@pytest.mark.parametrize("share", [Fraction(-1, 10), Fraction(11, 10)])
def test_a_share_beyond_the_whole_is_refused(share):
    with pytest.raises(ValueError, match=str(share)):
        bar_chart("c", "", [Bar("a", share, "")])


def test_labels_are_escaped_and_nothing_needs_a_style_or_a_script():
    chart = bar_chart("c", "<b>", [Bar("<script>alert(1)</script>", Fraction(1), "&")])
    assert "<script" not in chart
    assert "style=" not in chart
    assert "<b>" not in chart
