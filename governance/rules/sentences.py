"""A rule in short plain sentences, as the ballot prints it before anyone votes (GOVERNANCE, "Conditions")."""

from collections.abc import Iterator
from typing import Final

from governance.rules.choices import Choice
from governance.rules.conditions import HALF, ConstituencyCondition, Denominator, IfEmpty, Quorum, Requirement
from governance.rules.held import Basis
from governance.rules.rule import MotionRule, Rule
from governance.rules.wording import people, portion
from measures.documents import fraction

NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def sentences(rule: Rule) -> tuple[str, ...]:
    """The rule in words: what to choose, what passes, who must take part, and what each group alone must say."""
    return (
        _choices(rule),
        *_overall(rule),
        *(sentence for name, condition in rule.conditions for sentence in _alone(rule, name, condition)),
        *_otherwise(rule),
        *_life(rule),
        *_origin(rule),
    )


def _listed(words: tuple[str, ...], last: str = "or") -> str:
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else words[0]


def _choices(rule: MotionRule) -> str:
    verb = "You can" if rule.scale.is_motion else "You can choose"
    return f"{verb} {_listed(rule.scale.choices)}."


def _noun(rule: MotionRule, requirement: Requirement) -> str:
    """What the share is a share of, in words that a voter knows."""
    match requirement.denominator:
        case Denominator.YES_NO:
            return "votes for or against" if rule.scale.is_motion else "votes for a label"
        case Denominator.CAST:
            return "ballots"
        case Denominator.ROLL:
            return "people who can vote"
        case Denominator.ROLL_LESS_ABSTAIN:
            return "people who can vote and do not abstain"


def _goal(rule: MotionRule) -> str:
    return "be to approve" if rule.scale.is_motion else "be for that label"


def _by_ballot(requirement: Requirement) -> bool:
    return requirement.denominator in (Denominator.YES_NO, Denominator.CAST)


def _must(rule: MotionRule, requirement: Requirement) -> str:
    if _by_ballot(requirement):
        return f"must {_goal(rule)}"
    return "must approve" if rule.scale.is_motion else "must choose that label"


def _overall(rule: Rule) -> Iterator[str]:
    share = portion(fraction(rule.threshold), rule.comparison, _noun(rule, rule))
    yield f"{'To pass' if rule.scale.is_motion else 'For a label to pass'}, {share} {_must(rule, rule)}."
    if not rule.scale.is_motion:
        yield "A vote for one label is a vote against the other label."
    for band in rule.bands:
        share = portion(fraction(band.threshold), rule.comparison, _noun(rule, rule))
        yield f"With {band.voters_at_least} or more votes for or against, {share} {_must(rule, rule)}."
    yield from _silence(rule)
    if rule.weighting:
        yield "Each group has the same weight. The shares of the groups are added and divided by how many groups voted."
    if rule.one_vote_per_interest:
        yield "Each organization counts as one vote."
    if rule.quorum:
        yield _quorum(rule.quorum, "people")
        yield from _abstaining_counts(rule, rule.quorum)


def _silence(rule: MotionRule) -> Iterator[str]:
    """What not voting and abstaining do to the share."""
    abstain = {Choice.ABSTAIN: "abstain", Choice.UNSURE: "are unsure"}
    how = _listed(tuple(abstain[choice] for choice in rule.scale.abstaining)) if rule.scale.abstaining else ""
    match rule.denominator:
        case Denominator.YES_NO if how:
            yield f"If you {how}, your ballot is left out of this count."
        case Denominator.CAST if how:
            yield f"If you {how}, it has the same effect as a no."
        case Denominator.ROLL:
            yield f"If you do not vote{f' or you {how}' if how else ''}, it has the same effect as a no."
        case Denominator.ROLL_LESS_ABSTAIN:
            yield "If you do not vote, it has the same effect as a no."
            if how:
                yield f"If you {how}, your ballot is left out of this count."


def _quorum(quorum: Quorum, who: str) -> str:
    if quorum.fraction and quorum.comparison:
        share = portion(fraction(quorum.fraction), quorum.comparison, f"{who} who can vote")
        return f"For the vote to count, {share} must take part."
    return f"For the vote to count, {quorum.min_ballots} or more {who} must take part."


def _abstaining_counts(rule: MotionRule, quorum: Quorum) -> Iterator[str]:
    left_out = tuple(choice for choice in rule.scale.choices if choice not in quorum.counts)
    if left_out:
        yield f"A ballot that says {_listed(left_out)} does not count as taking part."
    elif rule.scale.abstaining:
        yield f"A ballot that says {_listed(rule.scale.abstaining)} counts as taking part."


def _alone(rule: MotionRule, name: str, condition: ConstituencyCondition) -> Iterator[str]:
    one, many = people(name)
    noun = _noun(rule, condition)
    noun = noun.replace("people", many) if "people" in noun else f"{many}' {noun}"
    share = portion(fraction(condition.threshold), condition.comparison, noun)
    yield f"{many.capitalize()} are also counted alone: {share} {_must(rule, condition)}."
    if condition.quorum:
        yield _quorum(condition.quorum, many)
    if condition.if_empty is IfEmpty.BLOCK:
        yield f"If there is no {one} who can vote, nothing can pass."
    else:
        yield f"If there is no {one} who can vote, this step is left out."


def _otherwise(rule: Rule) -> Iterator[str]:
    if rule.middle:
        low = fraction(rule.middle.low)
        words = "at least" if rule.middle.low_in else "more than"
        share = "half" if low == HALF else f"{low.numerator} of every {low.denominator}"
        yield f"If it does not pass, but {words} {share} approve, there is no consensus yet."
    elif rule.reject_rule:
        bar = portion(fraction(rule.reject_rule.threshold), rule.reject_rule.comparison, _noun(rule, rule))
        yield f"If {bar} {'are to reject' if _by_ballot(rule) else 'reject'}, the answer is no."
        yield "If it is neither a yes nor a no, there is no consensus yet."
    if rule.rounds > 1:
        yield f"Without a consensus it goes back for comment; there can be up to {NUMBERS[rule.rounds]} votes on it."


def _life(rule: Rule) -> Iterator[str]:
    if rule.reasons_required:
        yield f"If you choose {_listed(rule.reasons_required)}, you must give a reason."
    if rule.appeal_days:
        yield f"After the result there are {rule.appeal_days} days to appeal."
    else:
        yield "The result is final as soon as a second person has certified it."


def _origin(rule: Rule) -> Iterator[str]:
    if rule.basis is Basis.OWN_DESIGN:
        yield "This rule is our own design."
    if not rule.verified:
        yield "We have not yet checked this rule against its source."
