"""The Borda count: the last place has 0 points, and each place above it one more.

Candidates that share places on a ballot share the points of those places in equal parts. Candidates that a ballot
leaves out share its last places.
"""

from collections.abc import Collection
from fractions import Fraction

from governance.rules.standing import Rankings, Standing, by_score, ranked


def borda(candidates: Collection[str], profile: Rankings) -> Standing:
    """Whoever has the most points."""
    doubled = dict.fromkeys(sorted(candidates), 0)
    for_all = 0
    for ballot, count in profile.items():
        left_out = len(candidates) - sum(1 for _ in ranked(ballot))
        # Everyone is given what the ballot gives those it leaves out; those it ranks, what they have beyond that.
        theirs = max(left_out - 1, 0)
        for_all += count * theirs
        above = len(candidates) - 1
        for place in ballot:
            # The mean of the points of the places that are shared, doubled: a whole number.
            points = 2 * above - len(place) + 1
            above -= len(place)
            for name in place:
                doubled[name] += count * (points - theirs)
    scores = {name: Fraction(points + for_all, 2) for name, points in doubled.items()}
    order = by_score(scores)
    figures = ", ".join(f"{name} {scores[name]}" for place in order for name in place)
    return Standing(order[0], scores, order, (f"Points: {figures}.",))
