"""What is computed again and is no vote: the share of seats on a council, and the hiding of small cells."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import AliasChoices, Field

from governance.composition import check
from governance.disclosure import MIN_CELL, hide
from governance.recounting.question import Counted, Question
from governance.rules.conditions import Comparison, Whole
from measures.documents import Exact, Record, fraction
from measures.validation import parse

SHARES: Final = ("minimum", "minimum_share", "min_share", "min", "share", "fraction", "threshold")
"""The names under which a rule may give the least share of seats."""


class _Minimum(Record):
    minimum: Exact = Field(validation_alias=AliasChoices(*SHARES))
    comparison: Comparison = Comparison.AT_LEAST


class _Seats(Record):
    seats: int = Field(strict=True)
    of_kind: int = Field(strict=True)


class _Smallest(Record):
    min_cell: Whole = MIN_CELL


class _Table(Record):
    table: Mapping[str, Mapping[str, int]]


def check_composition(question: Question) -> Counted:
    """Hold the seats of one kind against the least share."""
    rule, given = parse(_Minimum, question.rule, question.where), parse(_Seats, question.input, question.where)
    found = check(fraction(rule.minimum), given.seats, given.of_kind, rule.comparison)
    return Counted({"share": found.share, "ok": found.ok}, found.log)


def hide_small_cells(question: Question) -> Counted:
    """Find the cells that may not appear, and hide them so that they cannot be worked out.

    Which other cells go with them is a choice among several right ones, so `hidden` stands beside what is computed.
    """
    rule, given = parse(_Smallest, question.rule, question.where), parse(_Table, question.input, question.where)
    found = hide(_even(given.table), rule.min_cell)
    computed = {
        "must_hide": [list(cell) for cell in found.must_hide],
        "not_derivable": found.not_derivable,
        "totals": dict(found.totals),
    }
    hidden = [list(cell) for cell in found.hidden]
    return Counted(computed, tuple(_steps(rule.min_cell, computed["must_hide"], hidden)), {"hidden": hidden})


def _even(table: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """The table with a zero where a group does not name a choice that another does."""
    choices = dict.fromkeys(choice for row in table.values() for choice in row)
    return {group: {choice: row.get(choice, 0) for choice in choices} for group, row in table.items()}


def _steps(min_cell: int, must_hide: Any, hidden: list[list[str]]) -> list[str]:
    small = f"Numbers of people from 1 to {min_cell - 1} are not shown, nor what a group chose with one voice."
    if not must_hide:
        return [small, "No cell of this table is one of them."]
    cells = "; ".join(f"{group}, {choice}" for group, choice in must_hide)
    beside = "; ".join(f"{group}, {choice}" for group, choice in hidden if [group, choice] not in must_hide)
    return [
        small,
        f"These may not appear: {cells}.",
        f"So that they cannot be worked out, these go too: {beside or 'none'}.",
    ]
