"""From a rule and a tally to a decision."""

from dataclasses import replace
from fractions import Fraction
from typing import Final

from governance.rules.choices import Choice
from governance.rules.decision import Decision, Outcome
from governance.rules.motion import count_motion
from governance.rules.refusals import TallyDoesNotFitError
from governance.rules.rule import MotionRule
from governance.rules.tally import Tally

NO_SHARE: Final = Fraction(-1)


def decide(rule: MotionRule, tally: Tally) -> Decision:
    """Decide a vote. The answer depends on the counts alone, and every tally that fits the rule has one.

    A choice among labels is a motion for each label, in which the other labels are votes against and `unsure` abstains.
    Where no label is adopted, the decision shown is that of the label with the most support.

    Raises:
        TallyDoesNotFitError: the tally counts choices that the rule's scale does not have, or the rule counts each
            organisation once and the tally names none.
    """
    decisions = per_option(rule, tally).values()
    best = max(decisions, key=_standing)
    return replace(best, log=tuple(sentence for decision in decisions for sentence in decision.log))


def per_option(rule: MotionRule, tally: Tally) -> dict[Choice, Decision]:
    """The decision on each option alone: one for a motion, one per label for a choice among labels."""
    counted = fitted(rule, tally)
    return {option: count_motion(rule, counted, option) for option in rule.scale.options}


def fitted(rule: MotionRule, tally: Tally) -> Tally:
    """The tally as the rule counts it: each person once, or each organisation once.

    Raises:
        TallyDoesNotFitError: as for `decide`.
    """
    stray = [choice for choice in tally.whole.counts if choice not in rule.scale.choices]
    if stray:
        on_scale = ", ".join(rule.scale.choices)
        raise TallyDoesNotFitError(f"The tally counts {', '.join(stray)}; the choices of this rule are {on_scale}.")
    if not rule.one_vote_per_interest:
        return tally
    if tally.interests is None:
        raise TallyDoesNotFitError("This rule counts each organisation once, and the tally does not name them.")
    return tally.by_interest(rule.scale)


def _standing(decision: Decision) -> tuple[bool, Fraction]:
    support = NO_SHARE if decision.support is None else decision.support
    return decision.outcome is Outcome.ADOPTED, support
