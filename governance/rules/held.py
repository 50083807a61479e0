"""What a vote can be held under: a rule that can be counted, that makes sense, and that says where it comes from."""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from governance.rules.conditions import Whole
from governance.rules.kinds import (
    AllocationRule,
    CommitteeRule,
    ConsensusRule,
    DecisionKind,
    RankingRule,
    RatingRule,
    Turnout,
)
from measures.documents import Line, Record, Text

MOST_ROUNDS: Final = 9
LONGEST_APPEAL: Final = 366
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


class HeldRating(Held, RatingRule):
    """Each candidate is rated from 1 to 9."""

    kind: Literal[DecisionKind.RATING]
    quorum: Turnout | None = None


class HeldConsensus(Held, ConsensusRule):
    """Each candidate is rated from 1 to 9; groups must agree."""

    kind: Literal[DecisionKind.GROUP_CONSENSUS]
    quorum: Turnout | None = None


class HeldCommittee(Held, CommitteeRule):
    """Voters approve up to so many candidates; the seats are the priorities that are chosen."""

    kind: Literal[DecisionKind.COMMITTEE]
    most_approvals: Whole | None = None
    """How many candidates one ballot may approve; as many as one likes where it is not said."""
    quorum: Turnout | None = None
    members_agree: Flag = False
    """Whether a chosen candidate that half or fewer of the members' ballots approve is flagged."""


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
