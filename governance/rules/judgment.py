"""A whole motion judged, in the order that GOVERNANCE fixes ("Presets", last paragraph).

Quorums first, the overall one and that of each constituency; then the overall share. If it passes, the share of every
constituency must pass too. If it does not, the middle band or the rule of rejection decides what kind of no it is.
"""

from dataclasses import dataclass
from fractions import Fraction

from governance.rules.choices import Choice
from governance.rules.conditions import Comparison
from governance.rules.counting import Judged
from governance.rules.decision import Outcome
from governance.rules.rule import MotionRule
from measures.documents import fraction


@dataclass(frozen=True, slots=True)
class Judgment:
    """The motion that an option be adopted: the whole, each constituency with a condition, and the share against."""

    rule: MotionRule
    option: Choice
    overall: Judged
    alone: tuple[Judged, ...]
    rejection: Fraction | None

    @property
    def quorums_met(self) -> bool:
        """Whether enough took part, overall and in each constituency."""
        return self.overall.quorum_met and all(judged.quorum_met for judged in self.alone)

    @property
    def outcome(self) -> Outcome:
        """What it comes to."""
        if not self.quorums_met:
            return Outcome.NO_QUORUM
        if self.overall.share_met:
            agreed = all(judged.share_met for judged in self.alone)
            return Outcome.ADOPTED if agreed else Outcome.NOT_ADOPTED
        return Outcome.CONSENSUS_NOT_REACHED if self._is_unsettled else Outcome.NOT_ADOPTED

    @property
    def is_definite_no(self) -> bool:
        """Whether enough rejected, where the rule says how many that is."""
        rule = self.rule.reject_rule
        return rule is not None and rule.comparison.holds(self.rejection, fraction(rule.threshold))

    @property
    def _is_unsettled(self) -> bool:
        if self.rule.middle:
            return self.rule.middle.holds(self.overall.share)
        return self.rule.reject_rule is not None and not self.is_definite_no

    @property
    def approve_needed(self) -> int | None:
        """The fewest approvals that pass with the same denominator; none where constituencies weigh alike."""
        if self.rule.weighting or not self.overall.base:
            return None
        exact = self.overall.needed * self.overall.base
        at_least = self.rule.comparison is Comparison.AT_LEAST
        return -(-exact.numerator // exact.denominator) if at_least else int(exact) + 1

    @property
    def failed(self) -> tuple[str, ...]:
        """The constituencies whose condition failed, by share or by quorum, in alphabetical order."""
        return tuple(sorted(judged.group or "" for judged in self.alone if not judged.met))
