"""Choices of several by approval, and amounts turned into whole units."""

from fractions import Fraction as F  # noqa: N817 - it stands on every other line
from itertools import combinations
from math import comb, floor

from second_counting.shares import MOST_WAYS, Fields, NoAnswerError, attendance, known


def committee(rule: Fields, given: Fields) -> Fields:
    """The most approved, or sequential Phragmén. Every winning set; nothing where nobody approves anything."""
    method = known("method", rule["method"].lower(), ("av", "seqphragmen"))
    seats, candidates = rule["seats"], sorted(given["candidates"])
    ballots = [(set(ballot["approves"]), ballot.get("count", 1)) for ballot in given["profile"]]
    ballots = [(approves, count) for approves, count in ballots if approves and count]
    scores = {name: sum(count for approves, count in ballots if name in approves) for name in candidates}
    if not ballots:
        computed: Fields = {"winning": [], "certain": [], "tied": [], "seats_left": seats}
    elif method == "av":
        computed = most_approved(seats, scores)
    else:
        computed = among(seats, sequential_phragmen(seats, candidates, ballots, scores))
    if rule.get("members_agree"):
        members = given["groups"].get("member", {}).get("ballots", 0)
        chosen = sorted(computed["certain"] + computed["tied"])
        computed["flagged"] = [name for name in chosen if 2 * given["members_approve"].get(name, 0) <= members]
    return computed | attendance(rule, given.get("groups"))


def most_approved(seats: int, scores: dict[str, int]) -> Fields:
    """Those above the last seat's approvals are in; those with as many share what is left."""
    heights = sorted(scores.values(), reverse=True)
    above = [name for name, score in scores.items() if score > heights[seats - 1]]
    level = [name for name, score in scores.items() if score == heights[seats - 1]]
    left = seats - len(above)
    if comb(len(level), left) > MOST_WAYS:
        computed: Fields = {"winning": None, "certain": above, "tied": level, "seats_left": left}
    else:
        computed = among(seats, {frozenset([*above, *more]) for more in combinations(level, left)})
    return computed | {"score": F(sum(heights[:seats])), "scores": {name: F(score) for name, score in scores.items()}}


def among(seats: int, winning: set[frozenset[str]]) -> Fields:
    """Winning sets, who is in all of them, and who in some."""
    certain = sorted(frozenset.intersection(*winning))
    tied = sorted(frozenset.union(*winning).difference(certain))
    sets = sorted(sorted(chosen) for chosen in winning)
    return {"winning": sets, "certain": certain, "tied": tied, "seats_left": seats - len(certain)}


def sequential_phragmen(
    seats: int, candidates: list[str], ballots: list[tuple[set[str], int]], scores: dict[str, int]
) -> set[frozenset[str]]:
    """Seat by seat, whoever's supporters would carry the least load if they shared one load more equally."""
    ways: dict[frozenset[str], set[tuple[F, ...]]] = {frozenset(): {(F(0),) * len(ballots)}}
    for _ in range(min(seats, sum(score > 0 for score in scores.values()))):
        ahead: dict[frozenset[str], set[tuple[F, ...]]] = {}
        for chosen, loads in ((chosen, loads) for chosen, many in ways.items() for loads in many):
            carried = {name: F(1) for name in candidates if scores[name] and name not in chosen}
            for (approves, count), load in zip(ballots, loads, strict=True):
                for name in approves.intersection(carried) if load else ():
                    carried[name] += count * load
            offers = {name: load / scores[name] for name, load in carried.items()}
            for name in (name for name, load in offers.items() if load == min(offers.values())):
                shared = [offers[name] if name in ballots[n][0] else load for n, load in enumerate(loads)]
                ahead.setdefault(chosen | {name}, set()).add(tuple(shared))
            if sum(map(len, ahead.values())) > MOST_WAYS:
                raise NoAnswerError("TOO_MANY_TIES")
        ways = ahead
    unapproved = [name for name in candidates if not scores[name]]
    left = max(0, seats - (len(candidates) - len(unapproved)))
    if len(ways) * comb(len(unapproved), left) > MOST_WAYS:
        raise NoAnswerError("TOO_MANY_TIES")
    return {chosen.union(more) for chosen in ways for more in combinations(unapproved, left)}


def allocation(rule: Fields, given: Fields) -> Fields:
    """The largest remainder; of remainders that are the same, whoever is listed first."""
    known("method", rule.get("method", "largest_remainder").lower(), ("largest_remainder",))
    amounts = [F(amount) for _, amount in given["totals"]]
    units: list[int] | None = None
    if total := sum(amounts):
        quotas = [rule["units"] * amount / total for amount in amounts]
        units = [floor(quota) for quota in quotas]
        order = sorted(range(len(units)), key=lambda place: (floor(quotas[place]) - quotas[place], place))
        for place in order[: rule["units"] - sum(units)]:
            units[place] += 1
    return {"units": units, **attendance(rule, given.get("groups"))}
