"""Counting one motion: each group is seen from the option, held against the rule, and the whole is judged."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from governance.rules import log
from governance.rules.choices import Choice, Scale
from governance.rules.conditions import Denominator
from governance.rules.counting import Judged, Sides, judge, judge_alone, ratio
from governance.rules.decision import Decision, Outcome
from governance.rules.judgment import Judgment
from governance.rules.rule import MotionRule
from governance.rules.tally import NOBODY, GroupTally, Tally
from measures.documents import fraction


def count_motion(rule: MotionRule, tally: Tally, option: Choice) -> Decision:
    """Count the motion that an option be adopted. It never fails on a tally that fits the rule.

    What passes only with the votes of those who ask for conditions is adopted with conditions.
    """
    judgment = _judged(rule, tally, option)
    choice, said = None, tuple(log.steps(judgment))
    if judgment.outcome is Outcome.ADOPTED:
        choice = _asked_for(rule, tally, option)
        said = (*said, *log.conditions(choice))
    return Decision(
        outcome=judgment.outcome,
        choice=choice,
        support=judgment.overall.share,
        quorum_met=judgment.quorums_met,
        approve_needed=judgment.approve_needed,
        failed=judgment.failed,
        conditions=tuple(judged.as_result() for judged in judgment.alone),
        log=said,
    )


def _judged(rule: MotionRule, tally: Tally, option: Choice) -> Judgment:
    alone = tuple(
        judge_alone(name, condition, tally.groups.get(name, NOBODY), rule.scale, option)
        for name, condition in rule.conditions
    )
    rejection = _share(rule, tally.groups, option, lambda sides: sides.reject)
    return Judgment(rule, option, _overall(rule, tally, option), alone, rejection)


def _asked_for(rule: MotionRule, tally: Tally, option: Choice) -> Choice:
    """What an adopted motion is adopted as: the option itself where that passes against all who ask for conditions."""
    if not rule.scale.in_favor:
        return option
    groups = {name: _without_conditions(group, rule.scale) for name, group in tally.groups.items()}
    passes = _judged(rule, Tally(groups), option).outcome is Outcome.ADOPTED
    return option if passes else rule.scale.in_favor[0]


def _without_conditions(group: GroupTally, scale: Scale) -> GroupTally:
    """The group as if whoever asked for conditions had voted against."""
    counts = dict(group.counts)
    against = scale.against[0]
    asked = sum(counts.pop(choice, 0) for choice in scale.in_favor)
    return GroupTally(group.roll, group.recused, {**counts, against: counts.get(against, 0) + asked})


def _overall(rule: MotionRule, tally: Tally, option: Choice) -> Judged:
    whole = tally.whole
    voters = Sides.of(whole, rule.scale, option).base(Denominator.YES_NO)
    judged = judge(rule, fraction(rule.threshold_at(voters)), whole, rule.scale, option)
    share = _share(rule, tally.groups, option, lambda sides: sides.approve)
    return replace(judged, share=share, share_met=rule.comparison.holds(share, judged.needed))


def _share(
    rule: MotionRule, groups: Mapping[str, GroupTally], option: Choice, side: Callable[[Sides], int]
) -> Fraction | None:
    """The overall share of one side: of all people alike, or the mean of the constituencies that took a side."""
    seen = [Sides.of(group, rule.scale, option) for group in groups.values()]
    if rule.weighting is None:
        return ratio(sum(side(sides) for sides in seen), sum(sides.base(rule.denominator) for sides in seen))
    decided = [sides for sides in seen if sides.base(Denominator.YES_NO)]
    shares = [Fraction(side(sides), sides.base(Denominator.YES_NO)) for sides in decided]
    return sum(shares, Fraction(0)) / len(shares) if shares else None
