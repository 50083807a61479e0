"""What every kind of count needs: exact shares, bars, and two ways to say that there is no answer."""

from fractions import Fraction as F  # noqa: N817 - it stands on every other line
from typing import Any

Fields = dict[str, Any]
MOST_WAYS = 10_000
"""Ties that can fall in more ways than this are not followed."""


class NoAnswerError(Exception):
    """The ballots are in order, and the method has no answer for them. It holds the code of the refusal."""


class UnknownError(Exception):
    """The file names something that is not known here, or cannot be read."""


def ratio(part: int, whole: int) -> F | None:
    """A share. Of nobody there is none: 0/0 is not a number."""
    return F(part, whole) if whole else None


def reaches(share: F | None, comparison: str, bar: str) -> bool:
    """At least, or more than, a bar. No share reaches none."""
    known("comparison", comparison, ("at_least", "more_than"))
    if share is None:
        return False
    return share >= F(bar) if comparison == "at_least" else share > F(bar)


def known(what: str, name: str, names: tuple[str, ...]) -> str:
    """Refuse a name that is not known here."""
    if name not in names:
        raise UnknownError(f"the {what} {name!r} is not known; known are {', '.join(names)}")
    return name


def attendance(rule: Fields, groups: Fields | None) -> Fields:
    """Whether enough of the roll took part, where the input says who could."""
    if groups is None:
        return {}
    voters = sum(group["roll"] - group.get("recused", 0) for group in groups.values())
    present = sum(group.get("ballots", 0) for group in groups.values())
    quorum = rule.get("quorum")
    return {"quorum_met": quorum is None or reaches(ratio(present, voters), quorum["comparison"], quorum["fraction"])}
