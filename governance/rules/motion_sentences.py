"""A motion's rule, or that of a choice of labels, in short plain sentences."""

from collections.abc import Iterator

from governance.members import Constituency
from governance.rules.choices import Choice
from governance.rules.conditions import (
    HALF,
    Comparison,
    ConstituencyCondition,
    Denominator,
    IfEmpty,
    MiddleBand,
    Quorum,
    Requirement,
)
from governance.rules.rule import MotionRule, Rule
from governance.rules.wording import Say, all_of, choice_word, either, parts, people, portion, sentence
from measures.documents import fraction


def how_it_is_decided(rule: Rule, say: Say) -> Iterator[str]:
    """What to choose, what passes, who must take part, what each group alone must say, and what follows a no."""
    yield _choices(rule, say)
    yield from _overall(rule, say)
    yield from _groups(rule, say)
    yield from _otherwise(rule, say)
    if rule.reasons_required:
        choices = either((choice_word(choice, say) for choice in _on_ballot(rule, rule.reasons_required)), say)
        yield say("If you choose {choices}, you must give a reason.").format(choices=choices)


def is_by_ballot(requirement: Requirement) -> bool:
    """Whether a share is one of ballots, and not of people."""
    return requirement.denominator in (Denominator.YES_NO, Denominator.CAST)


def noun(rule: MotionRule, requirement: Requirement, say: Say) -> str:
    """What a share is a share of, in words that a voter knows."""
    match requirement.denominator:
        case Denominator.YES_NO:
            return say("votes for or against") if rule.scale.is_motion else say("votes for a label")
        case Denominator.CAST:
            return say("ballots")
        case Denominator.ROLL:
            return say("people who can vote")
        case Denominator.ROLL_LESS_ABSTAIN:
            return say("people who can vote and do not abstain")


def _noun_of_group(rule: MotionRule, requirement: Requirement, group: str, say: Say) -> str:
    match requirement.denominator:
        case Denominator.YES_NO if rule.scale.is_motion:
            words = say("{group}' votes for or against")
        case Denominator.YES_NO:
            words = say("{group}' votes for a label")
        case Denominator.CAST:
            words = say("{group}' ballots")
        case Denominator.ROLL:
            words = say("{group} who can vote")
        case Denominator.ROLL_LESS_ABSTAIN:
            words = say("{group} who can vote and do not abstain")
    return words.format(group=group)


def _on_ballot(rule: MotionRule, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Some choices in the order of the ballot."""
    return tuple(choice for choice in rule.scale.choices if choice in choices)


def _listed(choices: tuple[Choice, ...], say: Say) -> str:
    return either((choice_word(choice, say) for choice in choices), say)


def _choices(rule: MotionRule, say: Say) -> str:
    words = say("You can {choices}.") if rule.scale.is_motion else say("You can choose {choices}.")
    return words.format(choices=_listed(rule.scale.choices, say))


def _must(rule: MotionRule, requirement: Requirement, of: str, threshold: str, say: Say) -> str:
    """What a share of some votes or people must do: `at least 2 of every 3 ballots must be to approve`."""
    if is_by_ballot(requirement):
        words = say("{share} must be to approve") if rule.scale.is_motion else say("{share} must be for that label")
    else:
        words = say("{share} must approve") if rule.scale.is_motion else say("{share} must choose that label")
    return words.format(share=portion(threshold, requirement.comparison, of, say))


def _overall(rule: Rule, say: Say) -> Iterator[str]:
    of = noun(rule, rule, say)
    to_pass = say("To pass, {what}.") if rule.scale.is_motion else say("For a label to pass, {what}.")
    yield to_pass.format(what=_must(rule, rule, of, rule.threshold, say))
    if not rule.scale.is_motion:
        yield say("A vote for one label is a vote against the other label.")
    for band in rule.bands:
        what = _must(rule, rule, of, band.threshold, say)
        yield say("With {number} or more votes for or against, {what}.").format(number=band.voters_at_least, what=what)
    if rule.scale.in_favor:
        yield say("To approve with conditions is a vote for it. Your reason must say what the conditions are.")
        yield say("If it passes only with those votes, it passes with conditions.")
    yield from _silence(rule, say)
    if rule.weighting:
        yield say("Each group has the same weight.")
        yield say("The shares of the groups are added and divided by how many groups voted.")
    if rule.one_vote_per_interest:
        yield say("Each organization counts as one vote.")
    if rule.quorum:
        yield _quorum(rule.quorum, say("people"), say)
        yield from _abstaining_counts(rule, rule.quorum, say)


def _silence(rule: MotionRule, say: Say) -> Iterator[str]:
    """What not voting and abstaining do to the share."""
    words = {Choice.ABSTAIN: say("abstain"), Choice.UNSURE: say("are unsure")}
    how = either((words[choice] for choice in rule.scale.abstaining), say) if rule.scale.abstaining else ""
    left_out = say("If you {abstain}, your ballot is left out of this count.").format(abstain=how)
    match rule.denominator:
        case Denominator.YES_NO if how:
            yield left_out
        case Denominator.CAST if how:
            yield say("If you {abstain}, it has the same effect as a no.").format(abstain=how)
        case Denominator.ROLL if how:
            yield say("If you do not vote or you {abstain}, it has the same effect as a no.").format(abstain=how)
        case Denominator.ROLL | Denominator.ROLL_LESS_ABSTAIN:
            yield say("If you do not vote, it has the same effect as a no.")
            if how:
                yield left_out


def _taking_part(quorum: Quorum, who: str, say: Say) -> str:
    if quorum.fraction and quorum.comparison:
        return portion(quorum.fraction, quorum.comparison, say("{group} who can vote").format(group=who), say)
    return say("{number} or more {group}").format(number=quorum.min_ballots, group=who)


def _quorum(quorum: Quorum, who: str, say: Say) -> str:
    return say("For the vote to count, {share} must take part.").format(share=_taking_part(quorum, who, say))


def _abstaining_counts(rule: MotionRule, quorum: Quorum, say: Say) -> Iterator[str]:
    left_out = tuple(choice for choice in rule.scale.choices if choice not in quorum.counts)
    if left_out:
        words = say("A ballot that says {choices} does not count as taking part.")
        yield words.format(choices=_listed(left_out, say))
    elif rule.scale.abstaining:
        words = say("A ballot that says {choices} counts as taking part.")
        yield words.format(choices=_listed(rule.scale.abstaining, say))


def _groups(rule: MotionRule, say: Say) -> Iterator[str]:
    """What the groups must say alone; those of whom the same is asked are named together."""
    told: list[ConstituencyCondition] = []
    for name, condition in rule.conditions:
        alike = [other for other, same in rule.conditions if same == condition]
        if len(alike) == 1:
            yield from _alone(rule, name, condition, say)
        elif condition not in told:
            told.append(condition)
            yield from _each_alone(rule, alike, condition, say)


def _alone(rule: MotionRule, name: str, condition: ConstituencyCondition, say: Say) -> Iterator[str]:
    one, many = people(name, say)
    of = _noun_of_group(rule, condition, many, say)
    what = _must(rule, condition, of, condition.threshold, say)
    yield sentence(say("{group} are also counted alone: {what}.").format(group=many, what=what))
    if condition.quorum:
        yield _quorum(condition.quorum, many, say)
    if condition.if_empty is IfEmpty.BLOCK:
        yield say("If there is no {one} who can vote, nothing can pass.").format(one=one)
    else:
        yield say("If there is no {one} who can vote, this step is left out.").format(one=one)


def _each_alone(rule: MotionRule, names: list[str], condition: ConstituencyCondition, say: Say) -> Iterator[str]:
    if set(names) >= set(Constituency):
        yield say("Each group is also counted alone.")
    else:
        groups = all_of((people(name, say)[1] for name in names), say)
        yield say("These groups are also counted alone: {groups}.").format(groups=groups)
    what = _must(rule, condition, noun(rule, condition, say), condition.threshold, say)
    yield say("In each of them, {what}.").format(what=what)
    if condition.quorum:
        share = _taking_part(condition.quorum, say("people"), say)
        yield say("For the vote to count, in each of them {share} must take part.").format(share=share)
    if condition.if_empty is IfEmpty.BLOCK:
        yield say("If one of them has no one who can vote, nothing can pass.")
    else:
        yield say("A group with no one who can vote is left out.")


def _otherwise(rule: Rule, say: Say) -> Iterator[str]:
    if rule.middle:
        yield _middle(rule, rule.middle, say)
    elif rule.reject_rule:
        share = portion(rule.reject_rule.threshold, rule.reject_rule.comparison, noun(rule, rule, say), say)
        if is_by_ballot(rule):
            yield say("If {share} are to reject, the answer is no.").format(share=share)
        else:
            yield say("If {share} reject, the answer is no.").format(share=share)
        yield say("If it is neither a yes nor a no, there is no consensus yet.")


def _middle(rule: Rule, middle: MiddleBand, say: Say) -> str:
    low = fraction(middle.low)
    if not rule.scale.is_motion:
        share = portion(middle.low, _edge(middle), noun(rule, rule, say), say)
        words = say("If no label passes, but {share} are for one of them, there is no consensus yet.")
        return words.format(share=share)
    if low == 0 and middle.low_in:
        return say("If it does not pass, there is no consensus yet.")
    if low == HALF and middle.low_in:
        return say("If it does not pass, but at least half approve, there is no consensus yet.")
    if low == HALF:
        return say("If it does not pass, but more than half approve, there is no consensus yet.")
    if middle.low_in:
        words = say("If it does not pass, but at least {part} of every {whole} approve, there is no consensus yet.")
    else:
        words = say("If it does not pass, but more than {part} of every {whole} approve, there is no consensus yet.")
    part, whole = parts(middle.low)
    return words.format(part=part, whole=whole)


def _edge(middle: MiddleBand) -> Comparison:
    return Comparison.AT_LEAST if middle.low_in else Comparison.MORE_THAN
