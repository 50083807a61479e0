"""Ties are followed in every way that they can fall, up to a limit."""

from collections.abc import Sized
from typing import Final

from measures.errors import InvalidError

MOST_WAYS: Final = 10_000
"""No count follows, or writes out, more ways in which ties can fall than this."""


class TooManyTiesError(InvalidError):
    """The candidates are tied in so many ways that they cannot all be followed."""

    code = "TOO_MANY_TIES"

    def __init__(self) -> None:
        super().__init__(
            f"The candidates are tied in more than {MOST_WAYS} ways, too many to follow them all; choose by most "
            "approved, which names the tied group as it is, or vote again on fewer candidates."
        )


def require_few(ways: Sized | int) -> None:
    """Refuse to follow more ways than `MOST_WAYS`.

    Raises:
        TooManyTiesError: there are more.
    """
    if (ways if isinstance(ways, int) else len(ways)) > MOST_WAYS:
        raise TooManyTiesError
