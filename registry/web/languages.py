"""Which language a voting page speaks: the one asked for, else the one kept, else the person's, else the browser's."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final


class Language(StrEnum):
    """The languages that every voting page exists in, by their tags (BCP 47)."""

    ENGLISH = "en"
    SPANISH = "es"

    @property
    def own_name(self) -> str:
        """What its readers call it."""
        return OWN_NAMES[self]


OWN_NAMES: Final = {Language.ENGLISH: "English", Language.SPANISH: "Español"}

Say = Callable[[str], str]
"""From an English text to the same text in a page's language, placeholders kept."""


def to_say(text: str) -> str:
    """The same text, marked for the catalogs: it stands in a table now and is translated when it is shown."""
    return text


def known(tag: str | None) -> Language | None:
    """The language that a tag names, whatever its region: `es-MX` is Spanish."""
    primary = (tag or "").strip().lower().split("-")[0]
    return Language(primary) if primary in set(Language) else None


def choose(asked: str | None, kept: str | None, preferred: Language | None, accepted: str) -> Language:
    """The language of a page. What somebody asked for, now or before, goes before what is known about them.

    `asked` comes from the address, `kept` from a cookie, `accepted` is an Accept-Language header. A value that names
    no language of ours counts as none.
    """
    return known(asked) or known(kept) or preferred or best_accepted(accepted) or Language.ENGLISH


def best_accepted(header: str) -> Language | None:
    """The first of our languages in an Accept-Language header, by weight and then by place (RFC 9110 §12.5.4)."""
    ranked: list[tuple[float, Language]] = []
    for part in header.split(","):
        tag, _, parameter = part.partition(";")
        language, weight = known(tag), _weight(parameter)
        if language is not None and weight > 0:
            ranked.append((weight, language))
    return max(ranked, key=lambda each: each[0], default=(0.0, None))[1]


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0  # also for nan, which is not between anything
