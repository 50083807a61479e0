"""Sequential Phragmén: a proportional choice by approval, in which a minority's favorite isn't drowned.

Each candidate who is chosen brings a load of 1, shared by the voters who approve it so that all of them carry the same
afterwards; loads that were there stay. Seat by seat the candidate is chosen whose supporters would carry least. Where
several would, each way is followed (parallel universes).
Source: S. Janson, "Phragmén's and Thiele's election methods" (arXiv 1611.08826).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb

from governance.rules.ties import require_few


@dataclass(frozen=True, slots=True)
class Phragmen:
    """Every set that wins in some universe, and how they came about."""

    winning: frozenset[frozenset[str]]
    log: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Universe:
    """One way in which the seats so far may have been filled."""

    chosen: frozenset[int]
    loads: tuple[Fraction, ...]
    """The loads that somebody carries, rising from 0; each choice adds one at most."""
    carried: tuple[int, ...]
    """For each distinct ballot, which of the loads its voters carry."""


@dataclass(frozen=True, slots=True)
class _Count:
    """The profile with its candidates by number, so that the many steps are on small whole numbers."""

    names: Sequence[str]
    ballots: Sequence[frozenset[int]]
    counts: Sequence[int]
    supporters: Sequence[int]
    """For each candidate, how many approve it."""


def sequential_phragmen(seats: int, candidates: Sequence[str], profile: Mapping[frozenset[str], int]) -> Phragmen:
    """Fill the seats in every way in which ties can fall. Candidates and counts have been checked.

    Raises:
        TooManyTiesError: the ties would have to be followed in too many ways.
    """
    count = _numbered(candidates, profile)
    universes = {_Universe(frozenset(), (Fraction(0),), (0,) * len(count.ballots))}
    backed = sum(bool(supporters) for supporters in count.supporters)
    log: list[str] = []
    for seat in range(1, min(seats, backed) + 1):
        least = {universe: _least_loaded(count, universe) for universe in universes}
        log.append(_seat_sentence(seat, count.names, tuple(least.values())))
        universes = _ahead(count, least)
    if seats > backed:
        log.append(f"Nobody approves the other candidates; they are tied for the last {seats - backed} seats.")
    winning = _filled_up(count, {universe.chosen for universe in universes}, max(seats - backed, 0))
    return Phragmen(winning, tuple(log))


def _numbered(candidates: Sequence[str], profile: Mapping[frozenset[str], int]) -> _Count:
    names = sorted(candidates)
    number = {name: place for place, name in enumerate(names)}
    cast = [(frozenset(number[name] for name in ballot), count) for ballot, count in profile.items() if count]
    supporters = [0] * len(names)
    for ballot, count in cast:
        for candidate in ballot:
            supporters[candidate] += count
    return _Count(names, [ballot for ballot, _ in cast], [count for _, count in cast], supporters)


def _least_loaded(count: _Count, universe: _Universe) -> tuple[Fraction, Sequence[int]]:
    """The least load that supporters would carry if one candidate more were chosen, and the candidates it is for."""
    carrying = [[0] * len(count.names) for _ in universe.loads]
    for ballot, people, load in zip(count.ballots, count.counts, universe.carried, strict=True):
        if load:
            there = carrying[load]
            for candidate in ballot:
                there[candidate] += people
    offers = {
        candidate: Fraction(1 + _load(universe.loads, carrying, candidate), supporters)
        for candidate, supporters in enumerate(count.supporters)
        if supporters and candidate not in universe.chosen
    }
    least = min(offers.values())
    return least, [candidate for candidate, load in offers.items() if load == least]


def _load(loads: Sequence[Fraction], carrying: Sequence[Sequence[int]], candidate: int) -> Fraction:
    """What those who approve a candidate carry together."""
    return sum((load * people[candidate] for load, people in zip(loads, carrying, strict=True)), Fraction(0))


def _ahead(count: _Count, least: Mapping[_Universe, tuple[Fraction, Sequence[int]]]) -> set[_Universe]:
    """The universes that one seat more leads to: one for each candidate whose supporters would carry least."""
    ahead: set[_Universe] = set()
    for universe, (load, candidates) in least.items():
        ahead.update(_with(count, universe, candidate, load) for candidate in candidates)
        require_few(ahead)
    return ahead


def _with(count: _Count, universe: _Universe, candidate: int, load: Fraction) -> _Universe:
    # Loads never fall from seat to seat, so a new one is the last one or comes after it.
    loads = universe.loads if universe.loads[-1] == load else (*universe.loads, load)
    place = len(loads) - 1
    carried = tuple(
        place if candidate in ballot else before for ballot, before in zip(count.ballots, universe.carried, strict=True)
    )
    return _without_idle_loads(_Universe(universe.chosen | {candidate}, loads, carried))


def _without_idle_loads(universe: _Universe) -> _Universe:
    """The universe without loads that nobody carries any more, so that ways which come to the same are one."""
    used = sorted({0, *universe.carried})
    if len(used) == len(universe.loads):
        return universe
    place = {before: after for after, before in enumerate(used)}
    loads = tuple(universe.loads[before] for before in used)
    return _Universe(universe.chosen, loads, tuple(place[before] for before in universe.carried))


def _filled_up(count: _Count, chosen: set[frozenset[int]], left: int) -> frozenset[frozenset[str]]:
    """The sets by name, the seats that are left filled with unapproved candidates in every way."""
    unbacked = [candidate for candidate, supporters in enumerate(count.supporters) if not supporters]
    require_few(len(chosen) * comb(len(unbacked), left))
    return frozenset(
        frozenset(count.names[candidate] for candidate in (*some, *more))
        for some in chosen
        for more in combinations(unbacked, left)
    )


def _seat_sentence(seat: int, names: Sequence[str], least: Sequence[tuple[Fraction, Sequence[int]]]) -> str:
    if len(least) > 1:
        return f"Seat {seat}: the ties so far lead {len(least)} ways, and each is followed."
    ((load, candidates),) = least
    if len(candidates) > 1:
        tied = ", ".join(names[candidate] for candidate in candidates)
        return f"Seat {seat}: {tied} are tied; with either, those who approve it would carry {load} each."
    return f"Seat {seat}: {names[candidates[0]]} is chosen; those who approve it now carry {load} each."
