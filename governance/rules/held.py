"""What a vote can be held under: a rule that can be counted, that makes sense, and that says where it comes from.

`Held` is what every such rule says about itself. Here are the kinds beside motions; a motion's is `rule.Rule`.
"""

from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from governance.rules.conditions import Whole
from governance.rules.kinds import (
    AllocationRule,
    CommitteeRule,
    ConsensusRule,
    DecisionKind,
    Disagreement,
    RankingRule,
    RatingRule,
    Turnout,
)
from governance.rules.refusals import ContradictoryRuleError
from measures.documents import Line, Record, Text

MOST_ROUNDS: Final = 9
LONGEST_APPEAL: Final = 366
MOST_CANDIDATES: Final = 100
"""More than anybody can weigh on one ballot; a limit keeps the count of ties from growing without end."""
Flag = Annotated[bool, Field(strict=True)]


class Basis(StrEnum):
    """Where a rule comes from."""

    PUBLISHED_RULE = "published_rule"
    """The source states the rule."""
    CUSTOMARY = "customary"
    """Ordinary practice of assemblies."""
    OWN_DESIGN = "own_design"
    """Designed for this registry, or by the state that wrote the preset."""


class Held(Record):
    """What every rule that a vote is held under says about itself."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
    title: Line
    rounds: Annotated[int, Field(strict=True, ge=1, le=MOST_ROUNDS)] = 1
    ballots_carry_over: Flag = False
    """Whether a ballot of one round stands in the next until its voter changes it."""
    appeal_days: Annotated[int, Field(strict=True, ge=0, le=LONGEST_APPEAL)] = 30
    basis: Basis
    source: Text
    verified: Flag
    """Whether the source was read by whoever wrote the preset. Where it was not, the ballot says so."""
    note: Text | None = None

    @model_validator(mode="after")
    def _carries_over_to_something(self) -> Self:
        if self.ballots_carry_over and self.rounds == 1:
            raise ContradictoryRuleError(
                f"Rule {self.name}: ballots carry over to a second round, and there is only one; write rounds 2, or "
                "take ballots_carry_over out."
            )
        return self


class HeldRating(Held, RatingRule):
    """Each candidate is rated from 1 to 9."""

    kind: Literal[DecisionKind.RATING]
    quorum: Turnout | None = None

    @model_validator(mode="after")
    def _one_answer_to_how_many(self) -> Self:
        if self.quorum and self.disagreement is Disagreement.TABLE:
            raise ContradictoryRuleError(
                f"Rule {self.name}: the table of disagreement says how many must rate, and so does the quorum; "
                "take the quorum out, or find disagreement by ipras or one_third."
            )
        return self


class HeldConsensus(Held, ConsensusRule):
    """Each candidate is rated from 1 to 9; groups must agree."""

    kind: Literal[DecisionKind.GROUP_CONSENSUS]
    quorum: Turnout | None = None


class HeldCommittee(Held, CommitteeRule):
    """Voters approve up to so many candidates; the seats are the priorities that are chosen.

    A ballot may approve fewer candidates than there are seats: where each voter names few, no one group fills them all.
    """

    kind: Literal[DecisionKind.COMMITTEE]
    most_approvals: Whole | None = None
    """How many candidates one ballot may approve; as many as one likes where it is not said."""
    quorum: Turnout | None = None
    members_agree: Flag = False
    """Whether a chosen candidate that half or fewer of the members' ballots approve is flagged."""

    @model_validator(mode="after")
    def _leaves_a_choice(self) -> Self:
        if self.seats >= MOST_CANDIDATES:
            raise ContradictoryRuleError(
                f"Rule {self.name}: a vote has at most {MOST_CANDIDATES} candidates, so there are too many seats to "
                "leave a choice; write fewer."
            )
        return self


class HeldRanking(Held, RankingRule):
    """Voters put the candidates in order."""

    kind: Literal[DecisionKind.RANKING]
    quorum: Turnout | None = None


class HeldPoints(Held, AllocationRule):
    """Voters share out a budget of points; the mean shares become whole units."""

    kind: Literal[DecisionKind.ALLOCATION]
    budget: Whole
    """The points on one ballot; they must be given out exactly."""
    quorum: Turnout | None = None


CandidateRule = HeldRating | HeldConsensus | HeldCommittee | HeldRanking | HeldPoints
"""A rule that decides about several candidates, which a vote names when it opens."""
