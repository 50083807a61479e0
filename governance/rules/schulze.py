"""The Schulze method, with winning votes.

A path leads from candidate to candidate, each of whom beats the next; it is as strong as its weakest duel, and a duel
is as strong as the ballots that prefer the one who wins it. A candidate stands before another whom it reaches by a
stronger path than the other way around; whoever has nobody before them wins.
Source: M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
election method", Social Choice and Welfare 36 (2011).
"""

from collections.abc import Collection, Iterator, Mapping

from governance.rules.pairwise import Duels, duels
from governance.rules.standing import Places, Rankings, Standing, listed

Strengths = Mapping[str, Mapping[str, int]]


def schulze(candidates: Collection[str], profile: Rankings) -> Standing:
    """Whoever has nobody before them. The order takes those out place by place."""
    held = duels(candidates, profile)
    strength = strongest_paths(held)
    order = _places(held.candidates, strength)
    return Standing(order[0], None, order, tuple(_steps(held, strength, order)))


def strongest_paths(held: Duels) -> Strengths:
    """For each two candidates, the strength of the strongest path from the first to the second; 0 for none."""
    names = held.candidates
    strength = {
        one: {other: held.preferring[one][other] if held.beats(one, other) else 0 for other in names} for one in names
    }
    for by_way_of in names:
        onward = strength[by_way_of]
        for one in names:
            reach = strength[one][by_way_of]
            for other in names:
                if reach and other != one and min(reach, onward[other]) > strength[one][other]:
                    strength[one][other] = min(reach, onward[other])
    return strength


def _places(names: Collection[str], strength: Strengths) -> Places:
    places: list[tuple[str, ...]] = []
    left = list(names)
    while left:
        best = tuple(one for one in left if not any(strength[other][one] > strength[one][other] for other in left))
        places.append(best)
        left = [name for name in left if name not in best]
    return tuple(places)


def _steps(held: Duels, strength: Strengths, order: Places) -> Iterator[str]:
    winner = order[0][0]
    if len(order[0]) > 1:
        yield f"Nobody stands before {listed(order[0])}; they are tied."
        return
    for other in (name for place in order[1:] for name in place):
        votes = f"{held.preferring[winner][other]} ballots prefer it and {held.preferring[other][winner]} the other"
        paths = f"its strongest path has {strength[winner][other]}, and the other's {strength[other][winner]}"
        yield f"{winner} stands before {other}: {votes}; {paths}."
