"""The kinds of decision beside motions: what it takes to count each, as data.

Each class is the `rule` of a recorded result of its kind, whoever wrote it (the worked cases show the form). What a
vote can be held under is in `held`; how each is counted, in the module that bears its name.
"""

from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, SerializerFunctionWrapHandler, model_serializer, model_validator

from governance.rules.conditions import Comparison, Whole, require_reachable
from governance.rules.refusals import ContradictoryRuleError
from measures.documents import Exact, Record, fraction


class DecisionKind(StrEnum):
    """What kind of question a vote answers. The names are those of the worked cases."""

    MOTION = "motion"
    LABEL = "label"
    RATING = "rating"
    GROUP_CONSENSUS = "group_consensus"
    COMMITTEE = "committee"
    RANKING = "ranking"
    ALLOCATION = "allocation"


class Disagreement(StrEnum):
    """How a panel's disagreement is found (RAND/UCLA Appropriateness Method)."""

    TABLE = "table"
    IPRAS = "ipras"
    ONE_THIRD = "one_third"


class GroupScope(StrEnum):
    """Whether a consensus is asked of each group or of all together."""

    EACH_GROUP = "each_group"
    POOLED = "pooled"


class CommitteeMethod(StrEnum):
    """How a choice of several is made from approvals."""

    AV = "av"
    """The most approved."""
    SEQPHRAGMEN = "seqphragmen"
    """Sequential Phragmén: each choice is a load shared by those who approve it, so that a minority has a part."""


class RankingMethod(StrEnum):
    """How one winner is found from rankings."""

    PLURALITY = "plurality"
    IRV = "irv"
    BORDA = "borda"
    CONDORCET = "condorcet"
    SCHULZE = "schulze"


class Compact(Record):
    """A record that leaves out the features it does not use, so that one added later keeps every older digest."""

    @model_serializer(mode="wrap")
    def _without_what_it_does_not_use(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        fields = type(self).model_fields
        unused = {name for name, field in fields.items() if not (field.is_required() or field.default)}
        return {name: value for name, value in write(self).items() if value or name not in unused}


class Turnout(Record):
    """How many of the roll, less recusals, must take part. A rating of "unable to score" takes part."""

    fraction: Exact
    comparison: Comparison
    of: Literal["roll"] = "roll"

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        require_reachable(self.fraction, self.comparison, "quorum")
        return self

    def met(self, present: int, voters: int) -> bool:
        """Whether enough of the voters took part. A roll without voters meets no quorum."""
        return self.comparison.holds(Fraction(present, voters) if voters else None, fraction(self.fraction))


class RatingRule(Compact):
    """Ratings from 1 to 9, classed appropriate, uncertain or inappropriate (RAND/UCLA)."""

    method: Literal["rand"] = "rand"
    disagreement: Disagreement
    quantile: Literal["linear"] = "linear"
    """How the 30th and 70th percentile are read: h = (n - 1) p, interpolated."""


class ConsensusRule(Compact):
    """Ratings from 1 to 9, in or out by shares of high and low scores (Delphi core outcome sets, COMET)."""

    in_high: Exact
    in_low_below: Exact
    out_high: Exact
    scope: GroupScope

    @model_validator(mode="after")
    def _one_verdict(self) -> Self:
        for share in (self.in_high, self.in_low_below, self.out_high):
            if not 0 <= fraction(share) <= 1:
                raise ContradictoryRuleError(f"{share} is not a share of the scores; a share lies between 0 and 1.")
        if not fraction(self.in_low_below):
            raise ContradictoryRuleError(
                "No share of low scores is below 0, so nothing could be in; write a larger in_low_below."
            )
        if not fraction(self.out_high) < fraction(self.in_high):
            raise ContradictoryRuleError(
                f"The same shares could be in and out: out_high {self.out_high} reaches in_high {self.in_high}."
            )
        return self


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


class CommitteeRule(Compact):
    """A choice of some candidates by approval."""

    method: Annotated[CommitteeMethod, BeforeValidator(_lower)]
    seats: Whole


class RankingRule(Compact):
    """A choice of one candidate by ranking. In `borda` the last place has 0 points."""

    method: Annotated[RankingMethod, BeforeValidator(_lower)]


class AllocationRule(Compact):
    """Amounts turned into whole units that add up exactly."""

    method: Literal["largest_remainder"] = "largest_remainder"
    units: Whole
    tie: Literal["listed_order"] = "listed_order"
    """A remainder that is the same goes to whoever is listed first."""
