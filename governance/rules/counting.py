"""One group held against one requirement: its share of support and its turnout, in exact fractions."""

from dataclasses import dataclass, replace
from fractions import Fraction

from governance.rules.choices import Choice, Scale
from governance.rules.conditions import ConstituencyCondition, Denominator, IfEmpty, Requirement
from governance.rules.decision import ConditionResult
from governance.rules.tally import GroupTally
from measures.documents import fraction


def ratio(part: int, base: int) -> Fraction | None:
    """A share. Of nobody there is none: 0/0 is not a number, and not an error."""
    return Fraction(part, base) if base else None


@dataclass(frozen=True, slots=True)
class Sides:
    """A group seen from one option: who is for it, who against, who abstained, and who could vote."""

    approve: int
    reject: int
    abstain: int
    voters: int

    @classmethod
    def of(cls, group: GroupTally, scale: Scale, option: Choice) -> "Sides":
        """See a group from one option of a scale."""
        against, abstaining = scale.rivals(option), scale.abstaining
        return cls(
            group.count(*scale.supporters(option)), group.count(*against), group.count(*abstaining), group.voters
        )

    def base(self, denominator: Denominator) -> int:
        """The number that a share is a share of."""
        match denominator:
            case Denominator.YES_NO:
                return self.approve + self.reject
            case Denominator.CAST:
                return self.approve + self.reject + self.abstain
            case Denominator.ROLL:
                return self.voters
            case Denominator.ROLL_LESS_ABSTAIN:
                return self.voters - self.abstain


@dataclass(frozen=True, slots=True)
class Judged:
    """A group, what was asked of it, and what it came to."""

    requirement: Requirement
    needed: Fraction
    sides: Sides
    base: int
    share: Fraction | None
    share_met: bool
    present: int
    quorum_met: bool
    group: str | None = None
    skipped: bool = False

    @property
    def voters(self) -> int:
        """Those of the group who could vote."""
        return self.sides.voters

    @property
    def met(self) -> bool:
        """Whether the group took part and agreed."""
        return self.share_met and self.quorum_met

    def as_result(self) -> ConditionResult:
        """The part of it that a decision keeps for a constituency."""
        turnout = ratio(self.present, self.voters)
        return ConditionResult(
            self.group or "", self.share, self.share_met, turnout, self.quorum_met, skipped=self.skipped
        )


def judge(requirement: Requirement, needed: Fraction, group: GroupTally, scale: Scale, option: Choice) -> Judged:
    """Hold a group against a requirement."""
    sides = Sides.of(group, scale, option)
    base = sides.base(requirement.denominator)
    share = ratio(sides.approve, base)
    quorum = requirement.quorum
    present = group.count(*(quorum.counts if quorum else scale.choices))
    return Judged(
        requirement=requirement,
        needed=needed,
        sides=sides,
        base=base,
        share=share,
        share_met=requirement.comparison.holds(share, needed),
        present=present,
        quorum_met=quorum is None or quorum.met(present, group.voters),
    )


def judge_alone(name: str, condition: ConstituencyCondition, group: GroupTally, scale: Scale, option: Choice) -> Judged:
    """Hold one constituency against its own condition. Where nobody in it can vote, the rule says block or skip."""
    judged = replace(judge(condition, fraction(condition.threshold), group, scale, option), group=name)
    if group.voters:
        return judged
    skipped = condition.if_empty is IfEmpty.SKIP
    return replace(judged, share_met=skipped, quorum_met=skipped, skipped=skipped)
