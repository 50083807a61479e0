"""Rankings as ballots hold them, and what counting them comes to.

A profile holds each distinct ballot and how many cast it. A ballot is a tuple of places from the best on, each with
the candidates that share it. Candidates that a ballot leaves out were not ranked by it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

Places = tuple[tuple[str, ...], ...]
"""Candidates from the best on; those that are tied stand in one place."""
Rankings = Mapping[Places, int]
"""Each distinct ballot, and how many cast it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the candidates stand. Those that are tied are in alphabetical order."""

    winners: tuple[str, ...]
    """All of them, where several are tied; none where nobody ranked anything, or where there is no Condorcet winner."""
    scores: Mapping[str, Fraction] | None
    """By plurality the first places, by Borda the points; other methods have none."""
    order: Places | None
    """All candidates from the best on, where the method puts them in order."""
    log: tuple[str, ...]


def by_score(scores: Mapping[str, Fraction]) -> Places:
    """Candidates from the highest score on, those with the same score in one place."""
    return tuple(
        tuple(sorted(name for name, score in scores.items() if score == height))
        for height in sorted(set(scores.values()), reverse=True)
    )


def ranked(ballot: Places) -> Iterator[str]:
    """The candidates that a ballot ranks."""
    return (name for place in ballot for name in place)


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: `home, staff and work`."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last
