"""Inserting many rows: PostgreSQL takes at most 32,767 values in one statement."""

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

T = TypeVar("T")
SLICE: Final = 2000


def in_slices(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """The rows in slices that one statement can hold."""
    for start in range(0, len(rows), SLICE):
        yield rows[start : start + SLICE]
