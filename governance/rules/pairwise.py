"""Candidates two by two: how many ballots prefer each to each, and the Condorcet winner.

A ballot prefers a candidate to those in later places and to those that it leaves out. It prefers neither of two that
share a place, or that it both leaves out.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from governance.rules.standing import Rankings, Standing, listed


@dataclass(frozen=True, slots=True)
class Duels:
    """For each two candidates, how many ballots prefer the first to the second."""

    candidates: tuple[str, ...]
    preferring: Mapping[str, Mapping[str, int]]

    def margin(self, one: str, other: str) -> int:
        """How many more ballots prefer one candidate to the other than the other way around."""
        return self.preferring[one][other] - self.preferring[other][one]

    def beats(self, one: str, other: str) -> bool:
        """Whether more ballots prefer one candidate to the other than the other way around."""
        return self.margin(one, other) > 0


def duels(candidates: Collection[str], profile: Rankings) -> Duels:
    """Hold every two candidates against each other.

    A ballot is read once, from the best place on: the numbers of a candidate's duels lie side by side in one large
    whole number, each in a lane that is wide enough for all ballots, so that one addition serves all whom it beats.
    """
    names = tuple(sorted(candidates))
    lane = (sum(profile.values()) + 1).bit_length()
    places = {name: 1 << lane * number for number, name in enumerate(names)}
    everyone = sum(places.values())
    beaten = dict.fromkeys(names, 0)
    for ballot, count in profile.items():
        below = everyone
        for place in ballot:
            for name in place:
                below -= places[name]
            for name in place:
                beaten[name] += count * below
    mask = (1 << lane) - 1
    preferring = {
        one: {other: beaten[one] >> lane * number & mask for number, other in enumerate(names)} for one in names
    }
    return Duels(names, preferring)


def condorcet(candidates: Collection[str], profile: Rankings) -> Standing:
    """Whoever beats every other candidate; nobody where there is no such candidate."""
    found = duels(candidates, profile)
    for one in found.candidates:
        others = [other for other in found.candidates if other != one]
        if all(found.beats(one, other) for other in others):
            figures = ", ".join(
                f"{other} {found.preferring[one][other]} to {found.preferring[other][one]}" for other in others
            )
            won = f"{one} beats {figures}." if others else f"{one} is the only candidate."
            return Standing((one,), None, None, (won,))
    unbeaten = [one for one in found.candidates if not any(found.beats(other, one) for other in found.candidates)]
    best = f"Beaten by nobody: {listed(unbeaten)}." if unbeaten else "Each is beaten by another."
    return Standing((), None, None, (f"Nobody beats every other candidate. {best}",))
