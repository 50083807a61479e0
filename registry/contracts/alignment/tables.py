"""Alignment as rows of text: the matrix, each pair with its exact counts, and who names which measure.

A cell is text or a number. What writes them into a file for a spreadsheet sees to it that no text is run, or taken for
a number.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from registry.contracts.alignment.book import MeasureBook
from registry.contracts.alignment.matrix import Matrix
from registry.contracts.alignment.portfolio import Portfolio, names

Row = Sequence[str | int | Decimal | None]
PAIR_COLUMNS: Final = (
    "here",
    "there",
    "shared",
    "named",
    "agreement_percent",
    "weighted_percent",
    "near_matches",
    "near_counts_percent",
    "with_near_matches_percent",
    "smaller_weights",
    "larger_weights",
)
MOST_EXACT: Final = 10**15
NOTHING: Final = "none"
"""Stands where two portfolios without measures have no score."""


def percent(share: Fraction | None) -> str:
    """A share in percent with one decimal, rounded half up from the exact value; "none" where there is no share."""
    if share is None:
        return NOTHING
    return f"{hundred(share)}%"


def hundred(share: Fraction) -> Decimal:
    """The same as a number of hundredths, for a column whose heading says percent."""
    tenths = (2000 * share.numerator + share.denominator) // (2 * share.denominator)
    return Decimal(tenths).scaleb(-1)


def matrix_rows(made: Matrix) -> Iterator[Row]:
    """The matrix: a row and a column for each portfolio, agreement in percent."""
    short = names(made.portfolios)
    yield ["agreement in percent", *short.values()]
    places = range(len(made.portfolios))
    # A score stands twice, and in a large matrix there are few different ones: each is worked out once.
    written: dict[tuple[int, int], Decimal | None] = {}
    for row, each in enumerate(made.portfolios):
        cells = []
        for column in places:
            found = made.score(row, column)
            counts = (found.shared, found.named)
            if counts not in written:
                written[counts] = _hundred(found.agreement)
            cells.append(written[counts])
        yield [short[each.key], *cells]


def pair_rows(made: Matrix) -> Iterator[Row]:
    """A row for each two portfolios, with the whole numbers behind every percentage."""
    yield PAIR_COLUMNS
    for row, one in enumerate(made.portfolios):
        for column in range(row):
            found = made.score(row, column)
            yield [
                made.portfolios[column].key,
                one.key,
                found.shared,
                found.named,
                _hundred(found.agreement),
                _hundred(found.weighted),
                found.near,
                _hundred(found.near_factor),
                _hundred(found.with_near),
                _whole(found.smaller),
                _whole(found.larger),
            ]


def measure_rows(portfolios: Sequence[Portfolio], book: MeasureBook) -> Iterator[Row]:
    """A row for each measure that any portfolio names: its role in each of them, and how many name it."""
    yield ["measure", "title", "named_by", *names(portfolios).values()]
    named: Iterable[str] = {name: None for each in portfolios for name in each.measures}
    roles = [{item.measure: item.role for item in each.items} for each in portfolios]
    counted = [(name, [held.get(name, "") for held in roles]) for name in named]
    for name, cells in sorted(counted, key=lambda row: (-sum(map(bool, row[1])), row[0])):
        yield [name, book.title(name), sum(map(bool, cells)), *cells]


def _hundred(share: Fraction | None) -> Decimal | None:
    return None if share is None else hundred(share)


def _whole(number: int) -> int | str:
    """A whole number; as text where it has more digits than a spreadsheet keeps."""
    return number if number < MOST_EXACT else str(number)
