"""Many portfolios, each set beside each: the matrix of their scores, what most of them name, and how that moved."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Final

from measures.errors import InvalidError
from registry.contracts.alignment.book import MeasureBook
from registry.contracts.alignment.lineage import Variants
from registry.contracts.alignment.portfolio import Portfolio
from registry.contracts.alignment.scores import HALF, Score, score, weigh

FEWEST: Final = 2


class TooFewPortfoliosError(InvalidError):
    """There is nothing to compare with."""

    code = "TOO_FEW_PORTFOLIOS"


class RepeatedPortfolioError(InvalidError):
    """The same list was named twice."""

    code = "REPEATED_PORTFOLIO"


@dataclass(frozen=True, slots=True)
class Matrix:
    """The score of each two of some portfolios."""

    portfolios: tuple[Portfolio, ...]
    near_factor: Fraction
    rows: tuple[tuple[Score, ...], ...]
    """The row of each portfolio, up to and with itself: a score is the same both ways."""

    def score(self, row: int, column: int) -> Score:
        """The score of two portfolios by their places."""
        return self.rows[max(row, column)][min(row, column)]


@dataclass(frozen=True, slots=True)
class NamedMeasure:
    """A measure and the portfolios that name it."""

    measure: str
    title: str
    named_by: tuple[Portfolio, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a portfolio beside the one before it."""

    before: Portfolio
    after: Portfolio
    agreement: Fraction | None
    added: tuple[str, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """How far the portfolios in force on a day agreed: the mean over each two of them."""

    on: date
    in_force: tuple[str, ...]
    mean: Fraction | None
    """None where fewer than two are in force."""


def matrix(portfolios: Iterable[Portfolio], book: MeasureBook, factor: Fraction = HALF) -> Matrix:
    """Set each portfolio beside each.

    Raises:
        TooFewPortfoliosError: there are fewer than two.
        RepeatedPortfolioError: one stands there twice.
    """
    held = tuple(portfolios)
    require_different(held)
    ready = weigh(held, Variants.of(book))
    rows = tuple(tuple(score(one, other, factor) for other in ready[: place + 1]) for place, one in enumerate(ready))
    return Matrix(held, factor, rows)


def require_different(portfolios: Sequence[Portfolio]) -> None:
    """Refuse what cannot be compared.

    Raises:
        TooFewPortfoliosError, RepeatedPortfolioError: as their names say.
    """
    if len(portfolios) < FEWEST:
        raise TooFewPortfoliosError("Name at least two lists of measures: one alone has nothing to agree with.")
    seen: set[str] = set()
    for each in portfolios:
        if each.key in seen:
            raise RepeatedPortfolioError(f"{each.key} is named twice; name it once.")
        seen.add(each.key)


def named_by_several(portfolios: Iterable[Portfolio], book: MeasureBook) -> list[NamedMeasure]:
    """The measures that two or more portfolios name: those that most name first, then by name."""
    holders: dict[str, list[Portfolio]] = defaultdict(list)
    for each in portfolios:
        for name in each.measures:
            holders[name].append(each)
    several = [NamedMeasure(name, book.title(name), tuple(held)) for name, held in holders.items() if len(held) > 1]
    return sorted(several, key=lambda found: (-len(found.named_by), found.measure))


def versions(portfolios: Iterable[Portfolio]) -> list[Version]:
    """Each version beside the one before it, for every line that stands there in several versions."""
    found = []
    for line in _lines(portfolios).values():
        for before, after in pairwise(line):
            named = before.measures.keys() | after.measures.keys()
            both = before.measures.keys() & after.measures.keys()
            agreement = Fraction(len(both), len(named)) if named else None
            added = tuple(name for name in after.measures if name not in both)
            dropped = tuple(name for name in before.measures if name not in both)
            found.append(Version(before, after, agreement, added, dropped))
    return found


def over_time(made: Matrix) -> list[Moment]:
    """The mean agreement on each day on which a version came into force.

    A version is in force from the first day of its measurement period until the next version's first day or the last
    day of its own period, whichever comes first. Portfolios without a period are in force on no day.
    """
    places = {each.key: place for place, each in enumerate(made.portfolios)}
    lines = list(_lines(each for each in made.portfolios if each.period).values())
    days = sorted({each.starts for line in lines for each in line if each.starts})
    return [_moment(made, day, [places[held.key] for line in lines if (held := _in_force(line, day))]) for day in days]


def _moment(made: Matrix, day: date, places: Sequence[int]) -> Moment:
    scores = [made.score(one, other) for at, one in enumerate(places) for other in places[:at]]
    known = [each.agreement for each in scores if each.agreement is not None]
    mean = sum(known, Fraction(0)) / len(known) if known else None
    return Moment(day, tuple(made.portfolios[place].key for place in places), mean)


def _in_force(line: Sequence[Portfolio], day: date) -> Portfolio | None:
    begun = [each for each in line if each.period and each.period.starts <= day]
    newest = begun[-1] if begun else None
    return newest if newest and newest.period and day <= newest.period.ends else None


def _lines(portfolios: Iterable[Portfolio]) -> dict[str, list[Portfolio]]:
    """The versions of each line in the order of their first days, then of their version numbers."""
    lines: dict[str, list[Portfolio]] = defaultdict(list)
    for each in portfolios:
        lines[each.line].append(each)
    for line in lines.values():
        line.sort(key=lambda each: (each.starts or date.min, _number(each.key)))
    return dict(lines)


def _number(key: str) -> tuple[int, ...]:
    version = key.split("#", maxsplit=1)[0].partition("@")[2]
    return tuple(int(part) for part in version.split(".")) if version else ()
