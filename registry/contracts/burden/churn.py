"""Churn: which measures come, go and change from one year to the next, over all contracts together.

A measure is held in a year if the measurement period of any contract's item covers a day of it, as things stand on the
last such day: a phase path moves its role, and a measure that the path has replaced is gone from that day on.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from governance.priority_sets import Period
from registry.contracts.alignment.book import MeasureBook
from registry.contracts.alignment.portfolio import Portfolio, PortfolioItem

Terms = tuple[str | None, str, str | None, str | None]
"""Version, role, weight and target of a measure in a contract."""
Held = Mapping[str, frozenset[Terms]]


@dataclass(frozen=True, slots=True)
class YearChange:
    """What a year brought against the one before it in the list."""

    year: int
    measures: int
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    changed: tuple[str, ...]
    """Measures held in both, in another version, role, weight or target."""


def churn(contracts: Sequence[Portfolio], book: MeasureBook) -> list[YearChange]:
    """The years in which anything could change, in order. In the first of them nothing is called new.

    Years that are not listed are as the year before them.
    """
    years = _years_of_change(contracts)
    states = {year: _held(contracts, book, year) for year in years}
    if not years:
        return []
    changes = [YearChange(years[0], len(states[years[0]]), (), (), ())]
    for before, after in pairwise(years):
        old, new = states[before], states[after]
        changes.append(
            YearChange(
                year=after,
                measures=len(new),
                added=tuple(sorted(new.keys() - old.keys())),
                dropped=tuple(sorted(old.keys() - new.keys())),
                changed=tuple(sorted(name for name in old.keys() & new.keys() if old[name] != new[name])),
            )
        )
    return changes


def _years_of_change(contracts: Sequence[Portfolio]) -> list[int]:
    """The years in which an item begins, moves on its path, or is over; the last only while anything is held."""
    years: set[int] = set()
    last = 0
    for item in (item for contract in contracts for item in contract.items):
        if item.period is None:
            continue
        last = max(last, item.period.ends.year)
        years |= {item.period.starts.year, item.period.ends.year + 1}
        years |= {step.starts.year for step in item.path if item.period.starts <= step.starts <= item.period.ends}
    return sorted(year for year in years if year <= last)


def _held(contracts: Sequence[Portfolio], book: MeasureBook, year: int) -> Held:
    found: dict[str, set[Terms]] = defaultdict(set)
    for item in (item for contract in contracts for item in contract.items):
        if item.period and item.period.starts.year <= year <= item.period.ends.year:
            name, terms = _on(item, _last_day(item.period, year), book)
            if name:
                found[name].add(terms)
    return {name: frozenset(terms) for name, terms in found.items()}


def _last_day(period: Period, year: int) -> date:
    return min(period.ends, date(year, 12, 31))


def _on(item: PortfolioItem, day: date, book: MeasureBook) -> tuple[str | None, Terms]:
    """The measure that an item stands for on a day, and how; no name where it was replaced by nothing that is known."""
    step = next((each for each in reversed(item.path) if each.starts <= day), None)
    weight = None if item.weight is None else str(item.weight)
    terms = (item.version, step.role.value if step else item.role, weight, item.target)
    if step is None or step.replaced_by is None:
        return item.measure, terms
    successor = step.replaced_by.split("#")[0].split("@")[0].removeprefix("measure/")
    return (successor if successor in book.by_name else None), (None, *terms[1:])
