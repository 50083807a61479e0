"""How long it takes to set every version of every jurisdiction's set beside every other, and to write it all down."""

import random
import time
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from governance.priority_sets import Period
from measures import catalog
from measures.jurisdictions import STATES
from registry.contracts.alignment import KnownMeasure, MeasureBook, Portfolio, PortfolioItem, PortfolioKind, matrix
from registry.contracts.alignment.heat_map import heat_map
from registry.contracts.alignment.matrix import over_time, versions
from registry.contracts.alignment.pairs import Comparer
from registry.contracts.alignment.tables import matrix_rows, measure_rows, pair_rows
from registry.exchange.comma_separated import comma_separated

VERSIONS: Final = 5
ITEMS: Final = 25
KEPT: Final = 21
"""Measures that a state keeps from one year to the next."""


def portfolios() -> list[Portfolio]:
    """A set in five yearly versions for each jurisdiction, out of the real catalog; states like the same measures."""
    dice = random.Random(1)  # noqa: S311 - the same sets in every run
    names = sorted(catalog.load().measures)
    dice.shuffle(names)
    liked = [1 / (place + 8) for place in range(len(names))]
    made = []
    for state in sorted(STATES):
        held: list[str] = []
        for year in range(VERSIONS):
            held = dice.sample(held, min(KEPT, len(held)))
            while len(held) < ITEMS:
                held = list(dict.fromkeys([*held, *dice.choices(names, liked)]))
            made.append(_portfolio(state, year, held, dice))
    return made


def _portfolio(state: str, year: int, held: list[str], dice: random.Random) -> Portfolio:
    period = Period.model_validate({"from": date(2024 + year, 1, 1), "to": date(2024 + year, 12, 31)})
    items = [
        PortfolioItem(name, "performance", f"{year + 1}.0.0", weight=Fraction(dice.randint(1, 7), 100), period=period)
        for name in held
    ]
    key = f"priority-set/{state}/ltss@{year + 1}.0.0"
    return Portfolio(key, f"{state} {2024 + year}", PortfolioKind.PRIORITY_SET, (state,), tuple(items), period)


def lines() -> Iterator[str]:
    """A line for each step, and the sum."""
    made = portfolios()
    book = MeasureBook.of(KnownMeasure.of(entry) for entry in catalog.load().measures.values())
    newest = made[VERSIONS - 1 :: VERSIONS]
    begun = time.perf_counter()
    scores = matrix(made, book)
    yield _line(f"{len(made)} lists, {len(made) * (len(made) - 1) // 2:,} pairs scored", begun)
    steps = {
        "matrix as CSV": lambda: comma_separated(matrix_rows(scores)),
        "every pair as CSV, exact counts": lambda: comma_separated(pair_rows(scores)),
        "who names which measure, as CSV": lambda: comma_separated(measure_rows(made, book)),
        "agreement over time": lambda: (over_time(scores), versions(made)),
        f"picture of the newest {len(newest)}": lambda: heat_map(matrix(newest, book)),
        "lineage and candidates of the book": lambda: Comparer.of(book),
    }
    for name, work in steps.items():
        started = time.perf_counter()
        work()
        yield _line(name, started)
    yield _line("all of it (goal: under 3 s)", begun)


def _line(what: str, begun: float) -> str:
    return f"  {what:<52} {time.perf_counter() - begun:7.3f} s"
