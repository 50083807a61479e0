"""The items for a spreadsheet: nothing runs, nothing becomes a date, and nothing is lost."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.contracts import rule_sets
from registry.exchange.exhibits.items import cell, items_csv
from registry.exchange.spreadsheets import is_formula, read_table
from tests.registry.exchange.exhibits.making import a_definition, a_measure, a_version, an_item, facts_of, the_facts


def rows_of(facts):
    content = items_csv(facts)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_an_item_has_a_row_with_exact_numbers():
    (row,) = rows_of(the_facts())
    assert (row["item"], row["weight_numerator"], row["weight_denominator"]) == ("1", "1", "4")
    assert (row["role"], row["tier"], row["label"], row["label_basis"]) == ("performance", "core", "quality", "vote")
    assert row["target"] == "'5-17", "a spreadsheet would make a day in May of it"
    assert row["measure"] == "measure/tn-quiltss/cna-hours@1.0.0"
    assert row["digest"] == a_measure().reference.digest
    assert row["verification"] == "background"


def test_our_own_reader_takes_the_file():
    table = read_table(items_csv(the_facts()))
    assert table.problems == ()
    assert table.lines[0].cells["title"] == "CNA hours per day"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (3, "3"),
        ("plain", "plain"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\uff1dcmd", "'\uff1dcmd"),
        ("5-17", "'5-17"),
        ("1/4", "'1/4"),
        ("0018", "'0018"),
        ("1.10", "'1.10"),
        ("1e5", "'1e5"),
        ("90%", "'90%"),
        ("12:30", "'12:30"),
        ("1234567890123456789", "'1234567890123456789"),
        ("42", "42"),
        ("at least 90%", "at least 90%"),
        ("two\nlines", "two lines"),
    ],
)
def test_a_cell_that_a_spreadsheet_would_change_is_marked_as_text(value, written):
    assert cell(value) == written


@given(st.text(max_size=40))
def test_no_text_is_run_and_none_is_lost(text):
    written = cell(text)
    assert not is_formula(written)
    assert written.removeprefix("'") == " ".join(text.split("\n")).removeprefix("'")


def test_outcomes_rules_and_single_records_have_rows_too():
    measure = a_measure()
    definition = rows_of(facts_of(a_version(a_definition(measure)), measure))
    assert [row["open_gap"] for row in definition] == ["no", "yes"]
    rules = rule_sets.load().sets["ny-mltc-vbp"]
    rows = rows_of(facts_of(a_version(rules.document(demonstration=True))))
    assert [row["rule"] for row in rows] == [rule.id for rule in rules.rules]
    (row,) = rows_of(facts_of(measure))
    assert row["numerator"] == measure.document.numerator


def test_a_set_without_items_has_a_row_for_itself():
    (row,) = rows_of(the_facts(items=[]))
    assert row["title"] == "Nursing homes"


def test_two_items_stay_in_their_order():
    measure = a_measure()
    rows = rows_of(the_facts(items=[an_item(measure, title="b"), an_item(measure, title="a", weight=None)]))
    assert [(row["item"], row["title"], row["weight_numerator"]) for row in rows] == [("1", "b", "1"), ("2", "a", "")]
