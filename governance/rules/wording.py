"""How shares and people are written, in any language. A fraction is always shown, so that no rounding hides it.

Whatever stands on a ballot is a template that a catalog can translate: `say("...")` with named places. English is the
language of the templates themselves.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Final

from governance.members import Constituency
from governance.rules.choices import Choice
from governance.rules.conditions import HALF, Comparison
from measures.documents import Exact, fraction

Say = Callable[[str], str]
"""Turns an English template into that of another language; its named places stay."""


def english(template: str) -> str:
    """The template itself."""
    return template


ENGLISH: Final[Say] = english


def people(group: str, say: Say = ENGLISH) -> tuple[str, str]:
    """One and many of a group, in words."""
    words = {
        Constituency.STATE.value: (say("state voter"), say("state voters")),
        Constituency.PLAN.value: (say("plan voter"), say("plan voters")),
        Constituency.PROVIDER.value: (say("provider voter"), say("provider voters")),
        Constituency.WORKFORCE.value: (say("workforce voter"), say("workforce voters")),
        Constituency.MEMBER.value: (say("member"), say("members")),
        Constituency.CAREGIVER.value: (say("caregiver"), say("caregivers")),
        Constituency.ADVOCATE.value: (say("advocate"), say("advocates")),
    }
    other = say("{group} voter").format(group=group), say("{group} voters").format(group=group)
    return words.get(group, other)


def choice_word(choice: Choice, say: Say = ENGLISH) -> str:
    """A choice as the ballot names it."""
    words = {
        Choice.APPROVE: say("approve"),
        Choice.WITH_CONDITIONS: say("approve with conditions"),
        Choice.REJECT: say("reject"),
        Choice.ABSTAIN: say("abstain"),
        Choice.COMPLIANCE: say("compliance"),
        Choice.QUALITY: say("quality"),
        Choice.UNSURE: say("unsure"),
    }
    return words[choice]


def either(words: Iterable[str], say: Say = ENGLISH) -> str:
    """One of several: `a, b or c`."""
    *first, last = words
    return say("{first} or {last}").format(first=", ".join(first), last=last) if first else last


def all_of(words: Iterable[str], say: Say = ENGLISH) -> str:
    """Several together: `a, b and c`."""
    *first, last = words
    return say("{first} and {last}").format(first=", ".join(first), last=last) if first else last


def sentence(text: str) -> str:
    """A text with a capital letter at its start."""
    return text[:1].upper() + text[1:]


def percent(share: Fraction) -> str:
    """A share in percent with one decimal, and "about" where that is not the whole truth."""
    tenths = (share * 1000 + HALF).__floor__()
    number = f"{tenths // 10}.{tenths % 10}".removesuffix(".0")
    return f"{number} %" if Fraction(tenths, 1000) == share else f"about {number} %"


def bar(value: Fraction, comparison: Comparison) -> str:
    """A bar in exact figures: `at least 2/3`, `more than 1/2`."""
    words = "at least" if comparison is Comparison.AT_LEAST else "more than"
    return f"{words} {value}"


def parts(share: Exact) -> tuple[int, int]:
    """A share as so many of every so many: a fraction as it is written, a decimal in lowest terms."""
    part, _, whole = share.partition("/")
    return (int(part), int(whole)) if whole else fraction(share).as_integer_ratio()


def portion(share: Exact, comparison: Comparison, of: str, say: Say = ENGLISH) -> str:
    """A bar in everyday words: `at least 2 of every 3 ballots`, `more than half of the ballots`."""
    value = fraction(share)
    if value == 0:
        return say("at least one of the {of}").format(of=of)
    if value == 1:
        return say("all of the {of}").format(of=of)
    at_least = comparison is Comparison.AT_LEAST
    if value == HALF:
        words = say("at least half of the {of}") if at_least else say("more than half of the {of}")
        return words.format(of=of)
    words = say("at least {part} of every {whole} {of}") if at_least else say("more than {part} of every {whole} {of}")
    part, whole = parts(share)
    return words.format(part=part, whole=whole, of=of)
