"""docs/threats.md: every threat has its defense and its tests, and every test that it names is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
THREATS = (
    # GOVERNANCE, "Threats and defences"
    "Stuffing, fake members",
    "Double vote",
    "Replay",
    "Forwarded link",
    "Administrator alters the rule",
    "Administrator alters the tally",
    "Late ballot at the exact second",
    "Back-dating",
    "Tally of one person",
    "Coercion",
    "Capture",
    "Enumeration",
    # What else was asked for
    "Altered roll",
    "Partial results through any door",
    "CSV with formulas",
    "Roll with duplicate people",
    "Someone else's receipt",
)
COLUMNS = 4


@cache
def played_in(file):
    """The names of the tests of a file."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, functions) and node.name.startswith("test_")}


def threats():
    """The rows of all tables, without their headings."""
    lines = [line for line in PAGE.splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in rows if row[0] not in ("threat", "---")]


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED)))
def test_a_test_that_the_page_names_is_there(file, name):
    assert name in played_in(file)


def test_every_threat_has_a_defense_and_a_test():
    for row in threats():
        assert len(row) == COLUMNS, row[0]
        threat, defense, tests, _ = row
        assert defense, threat
        assert re.search(r"`tests/[\w/]+\.py::test_\w+`", tests), threat


@pytest.mark.parametrize("threat", THREATS)
def test_a_threat_that_was_asked_for_is_on_the_page(threat):
    assert [row[0] for row in threats() if row[0].startswith(threat)]


def test_every_test_that_plays_a_threat_is_named_on_the_page():
    file = "tests/flows/test_threats.py"
    assert played_in(file) - {name for where, name in NAMED if where == file} == set()
