"""Clashing periods: one measure that contracts want measured over periods that overlap and are not the same."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from governance.priority_sets import Period
from registry.contracts.alignment.book import MeasureBook
from registry.contracts.alignment.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class WantedPeriod:
    """A period and the contracts that measure over it."""

    period: Period
    contracts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeriodClash:
    """A measure and the periods of it that clash, in the order of their first days."""

    measure: str
    title: str
    periods: tuple[WantedPeriod, ...]


def clashes(contracts: Sequence[Portfolio], book: MeasureBook) -> list[PeriodClash]:
    """The measures whose periods clash, by name. Both days of a period belong to it, so one shared day is overlap."""
    wanted: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    periods: dict[tuple[str, str], Period] = {}
    for contract in contracts:
        for item in contract.items:
            if item.period is not None:
                days = (item.period.starts.isoformat(), item.period.ends.isoformat())
                periods[days] = item.period
                wanted[item.measure][days].append(contract.key)
    found = []
    for name, by_days in sorted(wanted.items()):
        in_clash = {
            days
            for one, other in combinations(by_days, 2)
            if one[0] <= other[1] and other[0] <= one[1]
            for days in (one, other)
        }
        if in_clash:
            held = tuple(WantedPeriod(periods[days], tuple(by_days[days])) for days in sorted(in_clash))
            found.append(PeriodClash(name, book.title(name), held))
    return found


def undated(contracts: Sequence[Portfolio]) -> tuple[str, ...]:
    """The contracts with a measure that has no period: neither clashes nor years can be told of it."""
    return tuple(contract.key for contract in contracts if any(item.period is None for item in contract.items))
