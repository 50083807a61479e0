"""Portfolios: anything that names measures, read in one form so that it can be set beside anything else.

A published priority set, a steward's measure set, a program of a state, a public case and a private contract each name
measures in their own way. What is theirs alone (a role's word, a weight, a version that is pinned) is kept; what they
do not say stays absent.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from governance.phases import PhaseStep
from governance.priority_sets import Period


class PortfolioKind(StrEnum):
    """What names the measures."""

    PRIORITY_SET = "priority_set"
    MEASURE_SET = "measure_set"
    PROGRAM = "program"
    ARRANGEMENT = "arrangement"
    CONTRACT = "contract"


@dataclass(frozen=True, slots=True)
class PortfolioItem:
    """One measure of a portfolio."""

    measure: str
    """`family/slug`."""
    role: str
    """Its part there, in the words of its source."""
    version: str | None = None
    """None where the source names the measure and pins no version."""
    weight: Fraction | None = None
    target: str | None = None
    period: Period | None = None
    """The measurement period of this measure."""
    path: tuple[PhaseStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A list of measures under a name. Each measure stands in it once."""

    key: str
    """How it is asked for: a reference, `program/…`, `arrangement/…`, `contract/…`, or the name of a file."""
    title: str
    kind: PortfolioKind
    jurisdictions: tuple[str, ...]
    items: tuple[PortfolioItem, ...]
    period: Period | None = None
    cautions: tuple[str, ...] = ()
    """What a reader must know about where the list comes from, in sentences."""
    standing: str | None = None
    """The word that stands beside its name wherever it is shown, where it is not what it seems (`proposed`)."""
    weights: Mapping[str, Fraction] = field(init=False, compare=False)
    """The share of each measure, all together exactly one; see `weights_of`."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", _each_once(self.items))
        object.__setattr__(self, "weights", weights_of(self.items))

    @property
    def line(self) -> str:
        """What its versions have in common: the key without version and digest."""
        return self.key.split("#")[0].split("@")[0]

    @property
    def measures(self) -> Mapping[str, PortfolioItem]:
        """Its items by the name of the measure."""
        return {item.measure: item for item in self.items}

    @property
    def states_weights(self) -> bool:
        """Whether its source states any weight; without one every measure weighs the same."""
        return any(item.weight is not None for item in self.items)

    @property
    def starts(self) -> date | None:
        """The first day of its measurement period, where it has one."""
        return self.period.starts if self.period else None


def names(portfolios: Iterable[Portfolio]) -> dict[str, str]:
    """A short name for the edge of a table, by key: without kind, and without version where one version stands there.

    A list that is proposed or illustrative says so behind its name.
    """
    held = list(portfolios)
    versions = Counter(each.line for each in held)
    return {each.key: _short(each, alone=versions[each.line] == 1) for each in held}


def _short(portfolio: Portfolio, *, alone: bool) -> str:
    if portfolio.kind is PortfolioKind.CONTRACT:
        name = portfolio.key
    else:
        name = (portfolio.line if alone else portfolio.key.split("#")[0]).split("/", 1)[-1]
    return f"{name} ({portfolio.standing})" if portfolio.standing else name


def weights_of(items: Iterable[PortfolioItem]) -> dict[str, Fraction]:
    """The share of each measure, all together exactly one; nothing for a portfolio without measures.

    A weight that is stated counts as it is. The measures without one share equally what the stated weights leave of
    one, and nothing where they leave nothing. Should the total be another than one, every share is divided by it.
    """
    held = list(items)
    stated = sum((item.weight for item in held if item.weight is not None), Fraction(0))
    without = sum(item.weight is None for item in held)
    rest = max(Fraction(0), 1 - stated) / without if without else Fraction(0)
    shares = {item.measure: rest if item.weight is None else item.weight for item in held}
    total = sum(shares.values(), Fraction(0))
    if not total:
        return {name: Fraction(1, len(shares)) for name in shares}
    return {name: share / total for name, share in shares.items()}


def _each_once(items: Iterable[PortfolioItem]) -> tuple[PortfolioItem, ...]:
    """The items with each measure once; a measure that stands twice keeps its first place, and its roles are joined."""
    found: dict[str, PortfolioItem] = {}
    for item in items:
        there = found.get(item.measure)
        found[item.measure] = item if there is None else _joined(there, item)
    return tuple(found.values())


def _joined(one: PortfolioItem, other: PortfolioItem) -> PortfolioItem:
    roles = one.role if other.role in one.role.split("; ") else f"{one.role}; {other.role}"
    stated = [each.weight for each in (one, other) if each.weight is not None]
    return replace(one, role=roles, weight=sum(stated, Fraction(0)) if stated else None)
