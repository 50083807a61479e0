"""How values of records are shown side by side, and when two of them say the same in other characters."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from measures.comparison.change import Bump
from measures.references import Reference
from measures.vocabularies import in_words

NOT_STATED: Final = "not stated"
LONG: Final = 160
"""A sentence quotes a text up to this length; a longer one stands beside it, as it was and as it is."""
_QUOTES: Final = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})


def shown(value: object) -> str:
    """A value as people read it, without quotation marks."""
    match value:
        case bool():
            return "yes" if value else "no"
        case StrEnum():
            return in_words(value)
        case date():
            return value.isoformat()
        case tuple() | list():
            return "; ".join(map(shown, value))
        case Mapping():
            return ", ".join(f"{in_words(name)} {shown(item)}" for name, item in value.items())
        case _:
            return str(value)


def quoted(value: object, text: str, *, is_free: bool = True) -> str:
    """A value inside a sentence: what somebody wrote freely stands in quotation marks, words of a vocabulary do not."""
    if value is None:
        return NOT_STATED
    is_free = is_free and isinstance(value, str) and not isinstance(value, StrEnum)
    return f"“{text}”" if is_free else text


def same_words(old: object, new: object) -> bool:
    """Whether two texts differ in spacing, capitals, shapes of quotation marks or a last full stop only.

    No other sign is looked through: a point, a dash or a comma can turn a number or a sentence around.
    """
    return isinstance(old, str) and isinstance(new, str) and _plain(old) == _plain(new)


def same_number(old: object, new: object) -> bool:
    """Whether two exact numbers are one: 1/4 and 0.25."""
    return isinstance(old, str) and isinstance(new, str) and Fraction(old) == Fraction(new)


def same_version(old: object, new: object) -> bool:
    """Whether two references name one version; a draft may leave the digest out."""
    before, after = Reference.parse(str(old)), Reference.parse(str(new))
    return before.versioned == after.versioned and (
        before.digest == after.digest or None in (before.digest, after.digest)
    )


def version_shown(value: object) -> str:
    """A reference with the first digits of its digest."""
    return Reference.parse(str(value)).short


def name_of(value: object) -> str:
    """The name that a reference carries, without kind and version."""
    return Reference.parse(str(value)).name


def step_between(old: object, new: object) -> Bump:
    """How far a cited version moved, by its number; other bytes under one number are another thing altogether."""
    before, after = (str(Reference.parse(str(text)).version).split(".") for text in (old, new))
    if before[0] != after[0] or before == after:
        return Bump.MAJOR
    return Bump.MINOR if before[1] != after[1] else Bump.PATCH


def _plain(text: str) -> str:
    return " ".join(text.translate(_QUOTES).casefold().split()).removesuffix(".")
