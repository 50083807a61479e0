"""Candidates: measures that look alike. Nobody reviewed them, they are listed as such and count for nothing.

A sign is a number that two measures share, or titles with many of the same words. Measures of one family are told
apart by their own steward (one CBE number covers the nineteen measures of a survey), so only measures of different
families are held against each other.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Final

from registry.contracts.alignment.book import KnownMeasure, MeasureBook

ALIKE: Final = Fraction(1, 2)
"""The share of all words of two titles that both have, from which on the titles are called alike."""
NUMBERS: Final = (("cmit", "CMIT number"), ("cbe", "CBE number"), ("cms_code", "CMS code"))
_SAYS_NOTHING: Final = frozenset(
    {
        "a", "an", "and", "are", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "who", "with",
        "percent", "percentage", "rate", "share", "number", "people", "person", "member", "resident",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two measures that look alike, and by which signs. Not reviewed."""

    one: str
    other: str
    signs: tuple[str, ...]

    @property
    def turned(self) -> "Candidate":
        """The same two, the other way round."""
        return Candidate(self.other, self.one, self.signs)


class Candidates:
    """Every pair of a book that looks alike, found once."""

    def __init__(self, book: MeasureBook) -> None:
        self._of: dict[str, dict[str, Candidate]] = defaultdict(dict)
        for found in _candidates(book.by_name.values()):
            self._of[found.one][found.other] = found
            self._of[found.other][found.one] = found.turned

    def between(self, ours: Iterable[str], theirs: Iterable[str]) -> list[Candidate]:
        """The pairs with one measure on each side, in the order of both sides."""
        others = list(theirs)
        return [self._of[one][other] for one in ours if one in self._of for other in others if other in self._of[one]]


def title_words(title: str) -> frozenset[str]:
    """The words of a title that say something, in lower case and in the singular."""
    words = {_singular(word) for word in re.findall(r"[a-z0-9]+", title.lower())}
    return frozenset(words - _SAYS_NOTHING)


def _candidates(measures: Iterable[KnownMeasure]) -> Iterator[Candidate]:
    held = [(each, title_words(each.title)) for each in measures]
    for (one, our_words), (other, their_words) in combinations(held, 2):
        if one.family == other.family:
            continue
        signs = (*_shared_numbers(one, other), *_alike(our_words, their_words))
        if signs:
            steward = () if one.steward != other.steward else (f"the same steward, {one.steward}",)
            yield Candidate(one.name, other.name, (*signs, *steward))


def _shared_numbers(one: KnownMeasure, other: KnownMeasure) -> Iterator[str]:
    for attribute, words in NUMBERS:
        number = getattr(one.identifiers, attribute)
        if number is not None and number == getattr(other.identifiers, attribute):
            yield f"the same {words}, {number}"


def _alike(ours: frozenset[str], theirs: frozenset[str]) -> Iterator[str]:
    both = len(ours & theirs)
    if both and Fraction(both, len(ours | theirs)) >= ALIKE:
        yield f"{both} of {len(ours | theirs)} words of the titles in common"


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word  # noqa: PLR2004 - "gas" is no plural
