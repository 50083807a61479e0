"""Whether groups agree that an outcome belongs in, by shares of high and low scores (Delphi core outcome sets, COMET).

In: at least `in_high` scored 7 to 9 and fewer than `in_low_below` scored 1 to 3. Out: at most `out_high` scored 7 to 9.
Everything else is no consensus. Whoever is unable to score is in no denominator.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final, Self

from governance.rules.kinds import ConsensusRule, GroupScope
from governance.rules.refusals import BadTallyError
from governance.rules.tally import LARGEST
from governance.rules.wording import people, percent
from measures.documents import fraction


class Verdict(StrEnum):
    """What a group, or all groups, say of a candidate."""

    IN = "in"
    OUT = "out"
    NO_CONSENSUS = "no_consensus"


@dataclass(frozen=True, slots=True)
class Scores:
    """How many of a group scored low (1 to 3), in the middle (4 to 6) and high (7 to 9), and how many were unable."""

    low: int
    mid: int
    high: int
    unable: int = 0

    def __post_init__(self) -> None:
        for number in (self.low, self.mid, self.high, self.unable):
            if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < LARGEST:
                raise BadTallyError("A count is a number of people: a whole number from 0.")

    @property
    def n(self) -> int:
        """How many scored."""
        return self.low + self.mid + self.high

    def __add__(self, other: Self) -> "Scores":
        return Scores(self.low + other.low, self.mid + other.mid, self.high + other.high, self.unable + other.unable)


@dataclass(frozen=True, slots=True)
class View:
    """What a group alone, or all groups together, say. Where nobody scored there are no shares, and no consensus."""

    n: int
    high_share: Fraction | None
    low_share: Fraction | None
    result: Verdict


@dataclass(frozen=True, slots=True)
class Consensus:
    """What came of it, by the scope of the rule; each group's own view, and that of all groups together."""

    result: Verdict
    groups: Mapping[str, View]
    pooled: View
    log: tuple[str, ...]


NOBODY: Final = Scores(0, 0, 0)


def consensus(rule: ConsensusRule, groups: Mapping[str, Scores]) -> Consensus:
    """Whether a candidate is in, out, or neither. The answer depends on the counts alone, and there is always one.

    With the scope `each_group` every group must say the same; a group in which nobody scored says neither, and so do
    no groups at all.
    """
    views = {name: _view(rule, groups[name]) for name in sorted(groups)}
    pooled = _view(rule, sum(groups.values(), NOBODY))
    result = pooled.result if rule.scope is GroupScope.POOLED else _together(views)
    return Consensus(result, views, pooled, tuple(_steps(rule, views, pooled, result)))


def _view(rule: ConsensusRule, scores: Scores) -> View:
    if not scores.n:
        return View(0, None, None, Verdict.NO_CONSENSUS)
    high, low = Fraction(scores.high, scores.n), Fraction(scores.low, scores.n)
    result = Verdict.NO_CONSENSUS
    if high >= fraction(rule.in_high) and low < fraction(rule.in_low_below):
        result = Verdict.IN
    elif high <= fraction(rule.out_high):
        result = Verdict.OUT
    return View(scores.n, high, low, result)


def _together(views: Mapping[str, View]) -> Verdict:
    said = {view.result for view in views.values()}
    return said.pop() if len(said) == 1 else Verdict.NO_CONSENSUS


def _steps(rule: ConsensusRule, views: Mapping[str, View], pooled: View, result: Verdict) -> Iterator[str]:
    yield (
        f"In takes at least {fraction(rule.in_high)} who score 7 to 9 and fewer than {fraction(rule.in_low_below)} who "
        f"score 1 to 3; at most {fraction(rule.out_high)} who score 7 to 9 is out."
    )
    if rule.scope is GroupScope.POOLED:
        yield _said("All groups together", pooled)
    else:
        yield from (_said(people(name)[1].capitalize(), view) for name, view in views.items())
        yield "Every group must say the same."
    yield f"The result is {result.replace('_', ' ')}."


def _said(who: str, view: View) -> str:
    if view.high_share is None or view.low_share is None:
        return f"{who}: nobody scored, so there is no consensus."
    high, low = f"{view.high_share} ({percent(view.high_share)})", f"{view.low_share} ({percent(view.low_share)})"
    return f"{who}: of {view.n}, {high} scored 7 to 9 and {low} scored 1 to 3: {view.result.replace('_', ' ')}."
