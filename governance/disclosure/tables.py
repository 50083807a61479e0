"""Tables of counts, and which of their cells may never be seen (CMS cell size suppression policy).

A table is group → choice → number of people. The rule of this registry is stricter than the policy it comes from: a
number from 1 to 10 is neither shown nor left to be worked out, and neither is what a group chose with one voice.
"""

from collections.abc import Mapping
from typing import Final, TypeAlias

from measures.errors import InvalidError

Row: TypeAlias = Mapping[str, int]
"""Choice → number of people."""
Table: TypeAlias = Mapping[str, Row]
"""Group → its row. Every row has the same choices."""
Cell: TypeAlias = tuple[str, str]
"""Group and choice."""

MIN_CELL: Final = 11
"""The smallest number of people, other than zero, that is shown: CMS cell size suppression policy."""


class BadTableError(InvalidError):
    """The table cannot be counts of people."""

    code = "BAD_TABLE"


def require_counts(table: Table) -> None:
    """A table holds whole numbers of people, every group has a name, and all have the same choices.

    Raises:
        BadTableError: it does not.
    """
    choices: set[str] | None = None
    for group, row in table.items():
        if not group:
            raise BadTableError("A group has no name; give it one.")
        if choices not in (None, set(row)):
            raise BadTableError(f"{group} has other choices than the groups before it; give every group the same.")
        choices = set(row)
        for choice, count in row.items():
            if isinstance(count, bool) or not isinstance(count, int) or count < 0:
                raise BadTableError(f"{group}, {choice}: {count!r} is no number of people; give 0 or more.")


def choices_of(table: Table) -> tuple[str, ...]:
    """The choices of a table, in the order of its first row."""
    return tuple(next(iter(table.values()), {}))


def column_totals(table: Table) -> dict[str, int]:
    """How many people made each choice, over all groups."""
    return {choice: sum(row[choice] for row in table.values()) for choice in choices_of(table)}


def is_small(count: int, min_cell: int) -> bool:
    """A number of people that may not be seen. Zero may."""
    return 0 < count < min_cell


def is_unanimous(row: Row) -> bool:
    """Everybody who is counted made the same choice, so that each person's choice would be known."""
    return sum(count > 0 for count in row.values()) == 1


def cells_to_hide(table: Table, min_cell: int) -> tuple[Cell, ...]:
    """The cells that may not appear, sorted: the small ones, and the one that holds all of a unanimous group."""
    return tuple(
        sorted(
            (group, choice)
            for group, row in table.items()
            for choice, count in row.items()
            if is_small(count, min_cell) or (count > 0 and is_unanimous(row))
        )
    )
