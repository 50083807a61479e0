"""How shares and people are written. A fraction is always shown, so that no rounding can hide what decided."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from governance.members import Constituency
from governance.rules.conditions import HALF, Comparison

PEOPLE: Final[Mapping[str, tuple[str, str]]] = {
    Constituency.STATE: ("state voter", "state voters"),
    Constituency.PLAN: ("plan voter", "plan voters"),
    Constituency.PROVIDER: ("provider voter", "provider voters"),
    Constituency.WORKFORCE: ("workforce voter", "workforce voters"),
    Constituency.MEMBER: ("member", "members"),
    Constituency.CAREGIVER: ("caregiver", "caregivers"),
    Constituency.ADVOCATE: ("advocate", "advocates"),
}


def people(group: str) -> tuple[str, str]:
    """One and many of a group, in words."""
    return PEOPLE.get(group, (f"{group} voter", f"{group} voters"))


def percent(share: Fraction) -> str:
    """A share in percent with one decimal, and "about" where that is not the whole truth."""
    tenths = (share * 1000 + HALF).__floor__()
    number = f"{tenths // 10}.{tenths % 10}".removesuffix(".0")
    return f"{number} %" if Fraction(tenths, 1000) == share else f"about {number} %"


def bar(value: Fraction, comparison: Comparison) -> str:
    """A bar in exact figures: `at least 2/3`, `more than 1/2`."""
    words = "at least" if comparison is Comparison.AT_LEAST else "more than"
    return f"{words} {value}"


def portion(value: Fraction, comparison: Comparison, of: str) -> str:
    """A bar in everyday words: `at least 2 of every 3 ballots`, `more than half of the ballots`."""
    if value == 0:
        return f"at least one of the {of}"
    if value == 1:
        return f"all of the {of}"
    words = "at least" if comparison is Comparison.AT_LEAST else "more than"
    if value == HALF:
        return f"{words} half of the {of}"
    return f"{words} {value.numerator} of every {value.denominator} {of}"
