"""Hiding one table: what of it may be shown so that nothing that must stay hidden can be worked out."""

from collections.abc import Mapping
from dataclasses import dataclass

from governance.disclosure.choosing import answer_audit, has_no_rest, most_to_show
from governance.disclosure.counts import GroupCount
from governance.disclosure.knowledge import ALL, Page
from governance.disclosure.question import Question
from governance.disclosure.tables import MIN_CELL, Cell, Row, Table, cells_to_hide, column_totals, require_counts


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a table may be shown. None stands for what is hidden."""

    rows: Mapping[str, Row | None]
    """Group → all of its cells, or none of them."""
    row_totals: Mapping[str, int | None]
    column_totals: Row | None
    """All of them, or none."""
    grand_total: int | None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What the small-cell rule makes of one table."""

    must_hide: tuple[Cell, ...]
    """The cells that may not appear, sorted."""
    hidden: tuple[Cell, ...]
    """These, and the cells that go with them so that these cannot be worked out; sorted."""
    published: Shown
    totals: Row
    """The raw sums by choice, whether they may be shown or not. For auditors."""
    not_derivable: bool
    """The audit's finding: nothing that is shown, alone or together, tells a small number or a unanimous group."""


def hide(table: Table, min_cell: int = MIN_CELL) -> Disclosure:
    """Show as much of a table as may be shown.

    Args:
        table: group → choice → number of people.
        min_cell: the smallest number, other than zero, that may be shown.

    Raises:
        BadTableError: the table is not one of counts of people.
    """
    require_counts(table)
    question = Question({group: GroupCount(row) for group, row in table.items()}, Page(min_cell, rolls=False))
    known = most_to_show(question, {"": question})[""]
    totals = column_totals(table)
    return Disclosure(
        must_hide=cells_to_hide(table, min_cell),
        hidden=tuple(sorted((group, choice) for group in table if group not in known.rows for choice in table[group])),
        published=Shown(
            rows={group: dict(row) if group in known.rows else None for group, row in table.items()},
            row_totals={group: sum(row.values()) if group in known.turnout else None for group, row in table.items()},
            column_totals=totals if ALL in known.rows else None,
            grand_total=sum(totals.values()) if ALL in known.turnout else None,
        ),
        totals=totals,
        not_derivable=has_no_rest(question, known) and answer_audit(question).finds_open(known),
    )
