"""One panel's ratings of one candidate, classed as the RAND/UCLA Appropriateness Method does.

A rating is a whole number from 1 to 9, or none from somebody who is unable to score; whoever is unable to score is in
no figure. Percentiles are linear: the place is h = (n - 1) p, counted from 0, and between two places one interpolates.
Source: RAND/UCLA Appropriateness Method, as GOVERNANCE quotes it ("Real decision rules to copy").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from governance.rules.kinds import Disagreement, RatingRule
from governance.rules.refusals import BadTallyError
from measures.errors import InvalidError

LOWEST: Final = 1
HIGHEST: Final = 9
LOW_END: Final = range(1, 4)
HIGH_END: Final = range(7, 10)
TABLE: Final = ((range(8, 11), 3), (range(11, 14), 4), (range(14, 17), 5))
"""Panel sizes, and how many ratings at each end of the scale are disagreement."""
MIDDLE_OF_SCALE: Final = Fraction(5)
LEAST_IPRAS: Final = Fraction(47, 20)
"""2.35: the range that a panel in the middle of the scale may have."""
CORRECTION: Final = Fraction(3, 2)
"""1.5: how much wider the range may be for each point between the middle of the scale and the panel's center."""


class PanelSizeError(InvalidError):
    """The table of disagreement has no row for a panel of this size."""

    code = "PANEL_SIZE"


class Classification(StrEnum):
    """What a panel says of a candidate."""

    APPROPRIATE = "appropriate"
    UNCERTAIN = "uncertain"
    INAPPROPRIATE = "inappropriate"


@dataclass(frozen=True, slots=True)
class Rating:
    """A panel's figures. A panel in which nobody scored has none, and no classification."""

    n: int
    """How many scored."""
    median: Fraction | None
    p30: Fraction | None
    p70: Fraction | None
    ipr: Fraction | None
    """The interpercentile range, p70 - p30."""
    ipras: Fraction | None
    """The range that is still no disagreement, adjusted for where the panel's center lies."""
    index: Fraction | None
    """ipr / ipras; more than 1 is disagreement."""
    low: int
    """How many scored 1 to 3."""
    high: int
    """How many scored 7 to 9."""
    disagreement: bool | None
    classification: Classification | None
    log: tuple[str, ...]


def rate(rule: RatingRule, ratings: Sequence[int | None]) -> Rating:
    """Class a candidate by a panel's ratings, in whatever order they come.

    Raises:
        PanelSizeError: disagreement is read off the table, and the table has no row for so many.
        BadTallyError: a rating is not a whole number from 1 to 9.
    """
    scores = _scores(ratings)
    unable = len(ratings) - len(scores)
    if not scores:
        nothing = (_panel(0, unable), "Without a score there is no median and no classification.")
        return Rating(0, None, None, None, None, None, None, 0, 0, None, None, nothing)
    median, p30, p70 = (quantile(scores, Fraction(tenths, 10)) for tenths in (5, 3, 7))
    ipr, ipras = p70 - p30, LEAST_IPRAS + CORRECTION * abs(MIDDLE_OF_SCALE - (p30 + p70) / 2)
    low, high = (sum(score in end for score in scores) for end in (LOW_END, HIGH_END))
    disagree, why = _disagreement(rule.disagreement, len(scores), low, high, ipr, ipras)
    found = _classify(median, disagree=disagree)
    log = (_panel(len(scores), unable), f"The median is {median}.", why, f"The classification is {found}.")
    return Rating(len(scores), median, p30, p70, ipr, ipras, ipr / ipras, low, high, disagree, found, log)


def quantile(scores: Sequence[int], share: Fraction) -> Fraction:
    """The linear quantile of scores that are sorted and not empty: h = (n - 1) share, interpolated."""
    place = (len(scores) - 1) * share
    below = place.__floor__()
    above = min(below + 1, len(scores) - 1)
    return scores[below] + (place - below) * (scores[above] - scores[below])


def needed_for_disagreement(panel: int) -> int:
    """How many ratings at each end of the scale are disagreement in a panel of a size.

    Raises:
        PanelSizeError: the table has no row for that size.
    """
    for sizes, needed in TABLE:
        if panel in sizes:
            return needed
    raise PanelSizeError(
        f"The table of disagreement is for panels of {TABLE[0][0][0]} to {TABLE[-1][0][-1]} who score, not of {panel}; "
        "find disagreement by ipras or by one_third."
    )


def _scores(ratings: Sequence[int | None]) -> list[int]:
    scores = [rating for rating in ratings if rating is not None]
    if any(isinstance(score, bool) or not isinstance(score, int) for score in scores) or not all(
        LOWEST <= score <= HIGHEST for score in scores
    ):
        raise BadTallyError(f"A rating is a whole number from {LOWEST} to {HIGHEST}, or unable to score.")
    return sorted(scores)


def _disagreement(
    method: Disagreement, panel: int, low: int, high: int, ipr: Fraction, ipras: Fraction
) -> tuple[bool, str]:
    """Whether the panel disagrees, and the sentence that says why."""
    if method is Disagreement.IPRAS:
        disagree = ipr > ipras
        than = "more than" if disagree else "no more than"
        sentence = f"The range from the 30th to the 70th percentile is {ipr}, {than} the {ipras} that it may be"
        return disagree, f"{sentence}: {_verdict(disagree=disagree)}."
    needed = Fraction(needed_for_disagreement(panel) if method is Disagreement.TABLE else Fraction(panel, 3))
    disagree = low >= needed and high >= needed
    ends = f"{low} scored 1 to 3 and {high} scored 7 to 9, and {needed} or more at both ends would be disagreement"
    return disagree, f"{ends}: {_verdict(disagree=disagree)}."


def _classify(median: Fraction, *, disagree: bool) -> Classification:
    if not disagree and median >= HIGH_END[0]:
        return Classification.APPROPRIATE
    if not disagree and median <= LOW_END[-1]:
        return Classification.INAPPROPRIATE
    return Classification.UNCERTAIN


def _panel(scored: int, unable: int) -> str:
    return f"{scored} scored" + (f" and {unable} were unable to." if unable else ".")


def _verdict(*, disagree: bool) -> str:
    return "disagreement" if disagree else "no disagreement"
