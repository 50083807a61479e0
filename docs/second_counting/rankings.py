"""Choices of one by ranking: plurality, instant runoff, Borda, Condorcet and Schulze."""

from collections.abc import Iterable
from fractions import Fraction as F  # noqa: N817 - it stands on every other line
from typing import Any

from second_counting.shares import MOST_WAYS, Fields, NoAnswerError, attendance, known

Tiers = list[list[str]]
"""Candidates from the best on; those that are tied stand together."""
Ballots = list[tuple[Tiers, int]]
"""Distinct ballots, and how many cast each."""


def ranking(rule: Fields, given: Fields) -> Fields:
    """One winner by ranking; all of them where they are tied, and nobody where nobody is ranked."""
    methods = {"plurality": plurality, "irv": irv, "borda": borda, "condorcet": condorcet, "schulze": schulze}
    method = known("method", rule["method"].lower(), tuple(methods))
    candidates = sorted(given["candidates"])
    ballots: Ballots = []
    for ballot in given["profile"]:
        tiers = [place if isinstance(place, list) else [place] for place in ballot["order"]]
        ballots.append(([tier for tier in tiers if tier], ballot.get("count", 1)))
    ballots = [(tiers, count) for tiers, count in ballots if count]
    computed: Fields = {"winners": [], "scores": None, "order": None}
    if any(tiers for tiers, _ in ballots):
        computed |= methods[method](candidates, ballots)
    return computed | attendance(rule, given.get("groups"))


def by_score(scores: dict[str, F]) -> Fields:
    """Winners and order from scores."""
    heights = sorted(set(scores.values()), reverse=True)
    tiers = [[name for name, score in scores.items() if score == height] for height in heights]
    return {"winners": tiers[0], "scores": scores, "order": written(tiers)}


def written(tiers: Tiers) -> list[Any]:
    """One candidate as its name, several that are tied as a list."""
    return [tier[0] if len(tier) == 1 else sorted(tier) for tier in tiers]


def firsts(left: Iterable[str], ballots: Ballots) -> dict[str, F]:
    """First places among those who are left. Those who share one get equal parts."""
    scores = {name: F(0) for name in left}
    for tiers, count in ballots:
        there = next((here for tier in tiers if (here := [name for name in tier if name in scores])), [])
        for name in there:
            scores[name] += F(count, len(there))
    return scores


def plurality(candidates: list[str], ballots: Ballots) -> Fields:
    """Most first places."""
    return by_score(firsts(candidates, ballots))


def irv(candidates: list[str], ballots: Ballots) -> Fields:
    """The instant runoff, one candidate out at a time, in every way that ties can fall."""
    now, sure = {frozenset(candidates)}, [frozenset(candidates)]
    while (size := max(map(len, now))) > 1:
        ahead = {left for left in now if len(left) < size}
        if sum(len(left) == size for left in now) > MOST_WAYS:
            raise NoAnswerError("TOO_MANY_TIES")
        for left in (left for left in now if len(left) == size):
            scores = firsts(left, ballots)
            fewest = [name for name in left if scores[name] == min(scores.values())]
            # Those without any first place go together: whoever of them goes first, nothing moves.
            ahead |= {left.difference(fewest)} if not scores[fewest[0]] else {left - {name} for name in fewest}
        now = ahead
        if len(now) == 1:
            sure.append(next(iter(now)))
    winners = frozenset[str]().union(*now)
    # Those who leave between two states that every way goes through are tied; so are all who win in some way.
    tiers, before = [], frozenset[str]()
    for group in [winners, *reversed(sure)]:
        tiers.append(sorted(group - before))
        before |= group
    return {"winners": sorted(winners), "order": written([tier for tier in tiers if tier])}


def borda(candidates: list[str], ballots: Ballots) -> Fields:
    """0 points for the last place, one more for each place above; whoever shares places shares their points."""
    scores = {name: F(0) for name in candidates}
    for tiers, count in ballots:
        ranked = {name for tier in tiers for name in tier}
        top = len(candidates) - 1
        for tier in [*tiers, [name for name in candidates if name not in ranked]]:
            for name in tier:
                scores[name] += count * F(top + top - len(tier) + 1, 2)
            top -= len(tier)
    return by_score(scores)


def preferring(candidates: list[str], ballots: Ballots) -> dict[tuple[str, str], int]:
    """For each two candidates, how many ballots put the first before the second."""
    wins = dict.fromkeys(((one, other) for one in candidates for other in candidates), 0)
    for tiers, count in ballots:
        below = set(candidates)
        for tier in tiers:
            below.difference_update(tier)
            for pair in ((one, other) for one in tier for other in below):
                wins[pair] += count
    return wins


def condorcet(candidates: list[str], ballots: Ballots) -> Fields:
    """Whoever beats every other, if anybody does."""
    wins = preferring(candidates, ballots)
    return {
        "winners": [
            one
            for one in candidates
            if all(one == other or wins[one, other] > wins[other, one] for other in candidates)
        ]
    }


def schulze(candidates: list[str], ballots: Ballots) -> Fields:
    """The strongest paths, by winning votes; place by place those whom nobody left has a stronger path to."""
    wins = preferring(candidates, ballots)
    path = {(one, other): wins[one, other] * (wins[one, other] > wins[other, one]) for one, other in wins}
    for via in candidates:
        for (one, other), direct in path.items():
            path[one, other] = max(direct, min(path[one, via], path[via, other])) if one != other else 0
    tiers, left = [], candidates
    while left:
        tiers.append([one for one in left if all(path[other, one] <= path[one, other] for other in left)])
        left = [name for name in left if name not in tiers[-1]]
    return {"winners": tiers[0], "order": written(tiers)}
