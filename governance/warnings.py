"""What a vote officer is warned of before a vote opens. Nothing here refuses; the officer decides.

The sentences name no number of people: the sizes of small groups are for the roll keeper alone.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from governance.disclosure import MIN_CELL, condition_shown
from governance.members import Constituency
from governance.rules import ENGLISH, HeldCommittee, HeldRating, IfEmpty, Rule, Say, VotingRule
from governance.rules.kinds import Disagreement
from governance.rules.rating import TABLE
from governance.rules.wording import people, sentence

LARGE: Final = Fraction(1, 3)
"""A part of the roll above this could decide alone, or nearly so (GOVERNANCE, "Anti-capture")."""


class WarningCode(StrEnum):
    """What there is to be warned of."""

    DEAD_END = "dead_end"
    """A constituency that blocks is empty, or the quorum asks for more ballots than there are voters."""
    PANEL_SIZE = "panel_size"
    """The table of disagreement has no line for a panel of this size."""
    NO_MEMBER = "no_member"
    FEW_VOTERS = "few_voters"
    FEW_IN_GROUP = "few_in_group"
    """So few voters in a constituency with a condition that their choice could be guessed."""
    LARGE_CONSTITUENCY = "large_constituency"
    LARGE_ORGANISATION = "large_organisation"


class OpeningWarning(NamedTuple):
    """One warning: a stable code, and a sentence."""

    code: WarningCode
    sentence: str


def opening_warnings(
    rule: VotingRule, voters: Mapping[str, int], organisations: Mapping[str, int] | None = None, say: Say = ENGLISH
) -> tuple[OpeningWarning, ...]:
    """What to think over before a vote opens, the gravest first; none where all is well.

    Args:
        rule: the rule that it would be held under.
        voters: the constituencies on the roll, and how many of each can vote (the roll less recusals).
        organisations: the organizations on the roll, and how many of each can vote.
        say: turns an English template into another language.
    """
    total = sum(voters.values())
    return (
        *_dead_ends(rule, voters, total, say),
        *_guessable(rule, voters, total, say),
        *_capture(voters, organisations or {}, total, say),
    )


def _dead_ends(rule: VotingRule, voters: Mapping[str, int], total: int, say: Say) -> Iterator[OpeningWarning]:
    if isinstance(rule, Rule):
        yield from _blocked(rule, voters, total, say)
    if isinstance(rule, HeldRating) and rule.disagreement is Disagreement.TABLE:
        least, most = TABLE[0][0][0], TABLE[-1][0][-1]
        if not least <= total <= most:
            words = say("This rule needs a panel of {least} to {most} people; with any other number it has no answer.")
            yield OpeningWarning(WarningCode.PANEL_SIZE, words.format(least=least, most=most))


def _blocked(rule: Rule, voters: Mapping[str, int], total: int, say: Say) -> Iterator[OpeningWarning]:
    for name, condition in rule.conditions:
        if condition.if_empty is IfEmpty.BLOCK and not voters.get(name):
            words = say("There are no {group} who can vote, and without them nothing can pass.")
            yield OpeningWarning(WarningCode.DEAD_END, words.format(group=people(name, say)[1]))
    quorums = [(rule.quorum, total), *((each.quorum, voters.get(name, 0)) for name, each in rule.conditions)]
    if any(quorum and (quorum.min_ballots or 0) > able > 0 for quorum, able in quorums):
        text = say("The rule asks for more ballots than there are people who can vote, so nothing can pass.")
        yield OpeningWarning(WarningCode.DEAD_END, text)


def _guessable(rule: VotingRule, voters: Mapping[str, int], total: int, say: Say) -> Iterator[OpeningWarning]:
    if not voters.get(Constituency.MEMBER):
        yield OpeningWarning(WarningCode.NO_MEMBER, say("There is no member on the roll who can vote."))
    if total < MIN_CELL:
        words = say("Fewer than {number} people can vote, so no counts will be shown and choices may be guessed.")
        yield OpeningWarning(WarningCode.FEW_VOTERS, words.format(number=MIN_CELL))
    for name in _with_condition(rule):
        if not condition_shown(voters.get(name, 0)):
            words = say("So few {group} can vote that their choice could be guessed from whether they agreed.")
            yield OpeningWarning(WarningCode.FEW_IN_GROUP, words.format(group=people(name, say)[1]))


def _with_condition(rule: VotingRule) -> tuple[str, ...]:
    """The constituencies of whom it becomes known whether they agreed."""
    if isinstance(rule, Rule):
        return tuple(name for name, _ in rule.conditions)
    return (Constituency.MEMBER,) if isinstance(rule, HeldCommittee) and rule.members_agree else ()


def _capture(
    voters: Mapping[str, int], organisations: Mapping[str, int], total: int, say: Say
) -> Iterator[OpeningWarning]:
    for name in _large(voters, total):
        text = say("{group} are more than a third of all who can vote.").format(group=people(name, say)[1])
        yield OpeningWarning(WarningCode.LARGE_CONSTITUENCY, sentence(text))
    for name in _large(organisations, total):
        text = say("More than a third of all who can vote are from one organization: {name}.").format(name=name)
        yield OpeningWarning(WarningCode.LARGE_ORGANISATION, text)


def _large(parts: Mapping[str, int], total: int) -> list[str]:
    return [name for name, number in sorted(parts.items()) if total and Fraction(number, total) > LARGE]
