"""Counting first places: plurality, and the instant runoff.

The instant runoff takes out the candidate with the fewest first places, moves its ballots on to whom they rank next,
and repeats until one is left. Where several have the fewest, each is taken out in turn and each way is followed
(parallel universes): whoever wins in one of them is a winner. A ballot none of whose candidates is left counts no more.
A first place that candidates share counts for each of them in equal parts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from governance.rules.standing import Places, Rankings, Standing, by_score, listed
from governance.rules.ties import require_few

Left = frozenset[str]
"""The candidates that are still in the count."""


def first_places(profile: Rankings, left: Left) -> dict[str, Fraction]:
    """How many ballots rank each candidate first among those who are left."""
    whole, parts = dict.fromkeys(sorted(left), 0), dict.fromkeys(sorted(left), Fraction(0))
    for ballot, count in profile.items():
        for place in ballot:
            there = place if len(place) == 1 else tuple(name for name in place if name in left)
            if len(there) == 1 and there[0] in left:
                whole[there[0]] += count
                break
            if len(there) > 1:
                for name in there:
                    parts[name] += Fraction(count, len(there))
                break
    return {name: whole[name] + parts[name] for name in whole}


def plurality(candidates: Iterable[str], profile: Rankings) -> Standing:
    """Whoever has the most first places."""
    scores = first_places(profile, frozenset(candidates))
    order = by_score(scores)
    return Standing(order[0], scores, order, (f"First places: {_figures(scores)}.",))


@dataclass(slots=True)
class _Runoff:
    """The ways that a runoff took, by how many candidates were left."""

    reached: dict[int, set[Left]]
    passed: set[int] = field(default_factory=set)
    """Numbers of candidates that some way passed over, because several left at once."""
    log: list[str] = field(default_factory=list)

    def go_on(self, from_left: Left, to_left: Left) -> None:
        """Follow one way."""
        self.reached.setdefault(len(to_left), set()).add(to_left)
        self.passed.update(range(len(to_left) + 1, len(from_left)))

    @property
    def winners(self) -> Left:
        """Whoever is last in some way."""
        return frozenset[str]().union(*self.reached[1])

    @property
    def places(self) -> Places:
        """The candidates from the last on. Those who left between two states that every way goes through are tied."""
        sure = [ways for size, ways in sorted(self.reached.items()) if len(ways) == 1 and size not in self.passed]
        groups, before = [self.winners], self.winners
        for (left,) in sure:
            groups.append(left - before)
            before |= left
        return tuple(tuple(sorted(group)) for group in groups if group)


def irv(candidates: Iterable[str], profile: Rankings) -> Standing:
    """Whoever is left at the end of the instant runoff, in every way that ties can fall.

    Raises:
        TooManyTiesError: the ties would have to be followed in too many ways.
    """
    everyone = frozenset(candidates)
    runoff = _Runoff({len(everyone): {everyone}})
    for size in range(len(everyone), 1, -1):
        ways = runoff.reached.get(size, set())
        require_few(ways)
        for left in ways:
            scores = first_places(profile, left)
            steps = tuple(_steps(left, scores))
            if len(ways) == 1:
                runoff.log.append(_sentence(scores, left, steps))
            for step in steps:
                runoff.go_on(left, step)
        if len(ways) > 1:
            runoff.log.append(f"With {size} left the ties lead {len(ways)} ways, and each is followed.")
    runoff.log.append(f"Left at the end: {listed(sorted(runoff.winners))}.")
    return Standing(tuple(sorted(runoff.winners)), None, runoff.places, tuple(runoff.log))


def _steps(left: Left, scores: Mapping[str, Fraction]) -> Iterator[Left]:
    """Who is left after the next step, in each way that it can go."""
    fewest = min(scores.values())
    last = [name for name, score in scores.items() if score == fewest]
    if not fewest:
        # Nobody's ballot moves when one without a first place leaves, so all of them leave in whatever order.
        yield left.difference(last)
    else:
        yield from (left - {name} for name in last)


def _sentence(scores: Mapping[str, Fraction], left: Left, steps: tuple[Left, ...]) -> str:
    leaving = sorted(frozenset[str]().union(*(left - step for step in steps)))
    if len(steps) > 1:
        return f"First places: {_figures(scores)}. Tied for the fewest: {listed(leaving)}; each is taken out in turn."
    return f"First places: {_figures(scores)}. Out: {listed(leaving)}."


def _figures(scores: Mapping[str, Fraction]) -> str:
    return ", ".join(f"{name} {score}" for place in by_score(scores) for name in place for score in (scores[name],))
