"""What counting a vote comes to."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from governance.rules.choices import Choice


class Outcome(StrEnum):
    """The four ways in which a vote can end."""

    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"
    CONSENSUS_NOT_REACHED = "consensus_not_reached"
    NO_QUORUM = "no_quorum"


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """How one constituency, counted alone, met its condition.

    A skipped condition holds nothing up: nobody in the constituency could vote, and the rule says to go on.
    """

    group: str
    share: Fraction | None
    share_met: bool
    turnout: Fraction | None
    quorum_met: bool
    skipped: bool = False

    @property
    def met(self) -> bool:
        """Whether the condition stands in nobody's way."""
        return self.share_met and self.quorum_met


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome, the choice that was adopted if any, and how it was reached.

    Everything but the outcome, the choice and whether conditions were met is sealed: shares of small groups, and the
    sentences of the log, give counts away.
    """

    outcome: Outcome
    choice: Choice | None
    support: Fraction | None
    """The share on the rule's denominator; none where that is nobody (0/0)."""
    quorum_met: bool
    """Whether the overall quorum and that of each constituency were met."""
    approve_needed: int | None
    """The fewest approvals that would pass with the same denominator."""
    failed: tuple[str, ...]
    """The constituencies whose condition failed, by share or by quorum, in alphabetical order."""
    conditions: tuple[ConditionResult, ...]
    log: tuple[str, ...]
