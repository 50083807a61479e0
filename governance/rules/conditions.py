"""The parts of a decision rule: a bar to reach, a quorum, a middle band, size bands, a constituency's own condition.

The parameters are those of GOVERNANCE, "Presets"; every share is an exact fraction written as text.
"""

from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from governance.rules.choices import Choice
from governance.rules.refusals import ContradictoryRuleError
from measures.documents import Exact, Record, Unique, fraction

Whole = Annotated[int, Field(strict=True, ge=1, lt=2**31)]
"""A whole number from 1."""
HALF: Final = Fraction(1, 2)


class Comparison(StrEnum):
    """How a share is held against its bar. They differ when the two are equal."""

    AT_LEAST = "at_least"
    MORE_THAN = "more_than"

    def holds(self, share: Fraction | None, bar: Fraction) -> bool:
        """Whether a share reaches the bar. No share (0/0) reaches none."""
        if share is None:
            return False
        return share >= bar if self is Comparison.AT_LEAST else share > bar


class Denominator(StrEnum):
    """What a share is a share of."""

    YES_NO = "yes_no"
    """The votes for and against."""
    CAST = "cast"
    """The same and the abstentions."""
    ROLL = "roll"
    """Everyone on the frozen roll, less recusals."""
    ROLL_LESS_ABSTAIN = "roll_less_abstain"
    """The same, less those who abstained. Silence stays in."""


class Weighting(StrEnum):
    """How the constituencies weigh in the whole. Without a weighting, each person has one vote."""

    EQUAL_CONSTITUENCY = "equal_constituency"


class IfEmpty(StrEnum):
    """What becomes of a condition when nobody in its constituency can vote."""

    BLOCK = "block"
    SKIP = "skip"


def require_reachable(bar: str, comparison: Comparison, what: str) -> None:
    """A bar must be reachable, and not by nobody: above 0 and up to 1.

    Raises:
        ContradictoryRuleError: with the reason.
    """
    value = fraction(bar)
    if value < 0 or value > 1:
        raise ContradictoryRuleError(f"The {what} {bar} is not a share; a share lies between 0 and 1.")
    if value == 0 and comparison is Comparison.AT_LEAST:
        raise ContradictoryRuleError(
            f"A {what} of at least 0 is reached by nobody; write more_than 0, or leave it out."
        )
    if value == 1 and comparison is Comparison.MORE_THAN:
        raise ContradictoryRuleError(f"A {what} of more than 1 cannot be reached; write at_least 1.")


def _of_the_roll(value: Any) -> Any:
    if value != "roll":
        raise PydanticCustomError(
            "quorum_base",
            "a quorum is a share of the roll, not of {base}; write 'roll'",
            {"base": repr(value)},
        )
    return value


class Quorum(Record):
    """How many must take part for the vote to count: a share of the roll, or a number of ballots.

    `counts` says which ballots count as taking part.
    """

    fraction: Exact | None = None
    comparison: Comparison | None = None
    of: Annotated[Literal["roll"], BeforeValidator(_of_the_roll)] | None = None
    min_ballots: Whole | None = None
    counts: Unique[Choice]

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        share = (self.fraction, self.comparison, self.of)
        if self.min_ballots is None and any(part is None for part in share):
            raise ContradictoryRuleError(
                "A quorum needs fraction, comparison and of ('roll'); or min_ballots. One of these is missing."
            )
        if self.min_ballots is not None and any(part is not None for part in share):
            raise ContradictoryRuleError("A quorum is a share of the roll or a number of ballots, not both.")
        if not self.counts:
            raise ContradictoryRuleError("A quorum that counts no ballots cannot be met; name the choices it counts.")
        if self.fraction is not None and self.comparison is not None:
            require_reachable(self.fraction, self.comparison, "quorum")
        return self

    def met(self, present: int, voters: int) -> bool:
        """Whether enough of the voters took part. A roll without voters meets no quorum."""
        if self.fraction is None or self.comparison is None:
            return present >= (self.min_ballots or 1)
        turnout = Fraction(present, voters) if voters else None
        return self.comparison.holds(turnout, fraction(self.fraction))


class Requirement(Record):
    """A share of support, how it is compared and what it is a share of, and the quorum that goes with it."""

    threshold: Exact
    comparison: Comparison
    denominator: Denominator
    quorum: Quorum | None = None

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        require_reachable(self.threshold, self.comparison, "threshold")
        return self


class ConstituencyCondition(Requirement):
    """What one constituency must say, counted alone. `if_empty` is chosen when the rule is made."""

    if_empty: IfEmpty


class MiddleBand(Record):
    """Shares that do not pass and are not a clear no: consensus was not reached. Each edge is declared in or out."""

    low: Exact
    high: Exact
    low_in: Annotated[bool, Field(strict=True)]
    high_in: Annotated[bool, Field(strict=True)]

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        low, high = fraction(self.low), fraction(self.high)
        if low < 0 or high > 1 or low > high or (low == high and not (self.low_in and self.high_in)):
            raise ContradictoryRuleError(f"The middle band from {self.low} to {self.high} holds no share.")
        return self

    def holds(self, share: Fraction | None) -> bool:
        """Whether a share lies in the band. No share (0/0) lies in none."""
        if share is None:
            return False
        low, high = fraction(self.low), fraction(self.high)
        return low < share < high or (share == low and self.low_in) or (share == high and self.high_in)


class RejectRule(Record):
    """The share of rejections, on the rule's own denominator, that makes a definite no (as in 15 CFR 10.5)."""

    threshold: Exact
    comparison: Comparison

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        require_reachable(self.threshold, self.comparison, "threshold of rejection")
        return self


class SizeBand(Record):
    """Another threshold from a number of voters on; voters are those who voted for or against."""

    voters_at_least: Whole
    threshold: Exact
