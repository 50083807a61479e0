"""Ratings from 1 to 9: of one panel (RAND/UCLA), and of several groups (Delphi consensus)."""

from fractions import Fraction as F  # noqa: N817 - it stands on every other line
from math import ceil, floor

from second_counting.shares import Fields, NoAnswerError, attendance, known, ratio

LOW, HIGH = 3, 7
"""The ends of the scale: 1 to 3, and 7 to 9."""


def rating(rule: Fields, given: Fields) -> Fields:
    """RAND/UCLA: the panel's median, its disagreement, and the class that follows."""
    known("method", rule.get("method", "rand").lower(), ("rand",))
    way = known("disagreement", rule["disagreement"], ("ipras", "table", "one_third"))
    scores = sorted(
        int(score) for score in given["ratings"] if score is not None and not str(score).startswith("unable")
    )
    n, low, high = len(scores), sum(score <= LOW for score in scores), sum(score >= HIGH for score in scores)
    names = ("median", "p30", "p70", "ipr", "ipras", "index", "disagreement", "classification")
    computed: Fields = {"n": n, "low": low, "high": high, **dict.fromkeys(names)}
    if n:
        median, p30, p70 = (percentile(scores, share) for share in (F(1, 2), F(3, 10), F(7, 10)))
        ipr, ipras = p70 - p30, F(47, 20) + F(3, 2) * abs(5 - (p30 + p70) / 2)
        if way == "ipras":
            disagree = ipr > ipras
        else:
            ends = F(n, 3) if way == "one_third" else by_table(n)
            disagree = low >= ends and high >= ends
        settled = "appropriate" if median >= HIGH else "inappropriate" if median <= LOW else "uncertain"
        values = (median, p30, p70, ipr, ipras, ipr / ipras, disagree, "uncertain" if disagree else settled)
        computed |= dict(zip(names, values, strict=True))
    return computed | attendance(rule, given.get("groups"))


def by_table(n: int) -> int:
    """How many ratings at both ends are disagreement, by the size of the panel."""
    for sizes, ends in ((range(8, 11), 3), (range(11, 14), 4), (range(14, 17), 5)):
        if n in sizes:
            return ends
    raise NoAnswerError("PANEL_SIZE")


def percentile(scores: list[int], share: F) -> F:
    """The place is h = (n - 1) share, counted from 0; between two places one interpolates."""
    h = (len(scores) - 1) * share
    below, above = scores[floor(h)], scores[ceil(h)]
    return below + (h - floor(h)) * (above - below)


def group_consensus(rule: Fields, given: Fields) -> Fields:
    """In, out, or no consensus, by shares of high and low scores; for each group, and for all together."""
    groups = given["groups"]
    views = {name: view(rule, counts) for name, counts in groups.items()}
    pooled = view(rule, {key: sum(counts.get(key, 0) for counts in groups.values()) for key in ("low", "mid", "high")})
    said = {group["result"] for group in views.values()}
    together = said.pop() if len(said) == 1 else "no_consensus"
    scope = known("scope", rule["scope"], ("each_group", "pooled"))
    result = pooled["result"] if scope == "pooled" else together
    computed = {"result": result, "groups": views, "pooled": pooled}
    if not all("roll" in counts for counts in groups.values()):
        return computed
    cast = {
        name: sum(counts.get(key, 0) for key in ("low", "mid", "high", "unable")) for name, counts in groups.items()
    }
    return computed | attendance(rule, {name: {**counts, "ballots": cast[name]} for name, counts in groups.items()})


def view(rule: Fields, counts: Fields) -> Fields:
    """What one group says."""
    n = sum(counts.get(key, 0) for key in ("low", "mid", "high"))
    high, low = ratio(counts.get("high", 0), n), ratio(counts.get("low", 0), n)
    result = "no_consensus"
    if high is not None and low is not None:
        if high >= F(rule["in_high"]) and low < F(rule["in_low_below"]):
            result = "in"
        elif high <= F(rule["out_high"]):
            result = "out"
    return {"n": n, "high_share": high, "low_share": low, "result": result}
