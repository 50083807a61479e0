"""Finding measures: filter and rank over the catalog held in memory."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

from measures.apm import ApmCategory
from measures.labels import MeasureLabel
from measures.measure import MeasureEntry
from measures.vocabularies import DataSource, Domain, MeasureStatus, Population, Setting, Verification

LabelOf = Callable[[MeasureEntry], MeasureLabel | None]

EXACT: Final = 1000
"""What a query that is the whole id, name or number of a measure weighs: more than all words of a text."""
WEIGHTS: Final[Mapping[str, int]] = {"names": 12, "title": 8, "steward": 4, "specification": 1}
WHOLE_WORD: Final = 2
"""How many times more a whole word weighs than the beginning of one."""


def proposed_label(measure: MeasureEntry) -> MeasureLabel:
    """The label that the catalog proposes."""
    return measure.classification.label


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureFilter:
    """What a measure must be: any of the values of a field, in every field that names some."""

    labels: frozenset[MeasureLabel] = frozenset()
    apm_fit: frozenset[ApmCategory] = frozenset()
    settings: frozenset[Setting] = frozenset()
    populations: frozenset[Population] = frozenset()
    domains: frozenset[Domain] = frozenset()
    statuses: frozenset[MeasureStatus] = frozenset()
    verifications: frozenset[Verification] = frozenset()
    families: frozenset[str] = frozenset()
    measure_sets: frozenset[str] = frozenset()
    data_sources: frozenset[DataSource] = frozenset()

    def admits(self, measure: MeasureEntry, label_of: LabelOf = proposed_label) -> bool:
        """Whether a measure passes every field of the filter.

        `label_of` says which label counts, for a caller who knows of adopted ones.
        """
        memberships = {membership.set for membership in measure.measure_sets}
        asked_and_held = (
            (self.apm_fit, measure.hcplan.categories),
            (self.settings, measure.settings),
            (self.populations, measure.populations),
            (self.domains, [measure.domain]),
            (self.statuses, [measure.status]),
            (self.verifications, [measure.verification]),
            (self.families, [measure.family]),
            (self.measure_sets, memberships),
            (self.data_sources, measure.data_source),
        )
        if self.labels and label_of(measure) not in self.labels:
            return False
        return all(not asked or not asked.isdisjoint(held) for asked, held in asked_and_held)


EVERY_MEASURE: Final = MeasureFilter()


@dataclass(frozen=True, slots=True)
class Hit:
    """A measure that was found, and how well it answers the text that was asked for."""

    measure: MeasureEntry
    score: int


@dataclass(frozen=True, slots=True)
class _Indexed:
    measure: MeasureEntry
    exact: frozenset[tuple[str, ...]]
    words: Mapping[str, frozenset[str]]


class MeasureIndex:
    """The words of some measures, taken apart once, so that each search only compares."""

    def __init__(self, measures: Iterable[MeasureEntry]) -> None:
        self._measures = tuple(_indexed(measure) for measure in measures)

    @classmethod
    def of(cls, measures: Mapping[str, MeasureEntry]) -> Self:
        """The index of a catalog's measures."""
        return cls(measures.values())

    def search(
        self, text: str = "", only: MeasureFilter = EVERY_MEASURE, label_of: LabelOf = proposed_label
    ) -> list[Hit]:
        """The measures that pass a filter and hold every word of a text, best first, ties by id.

        A word finds every word that begins with it. Without a text all measures that pass are found, by id.
        """
        asked = words(text)
        hits = [
            Hit(each.measure, score)
            for each in self._measures
            if (score := _score(each, asked)) is not None and only.admits(each.measure, label_of)
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.measure.id))


def search(
    measures: Iterable[MeasureEntry],
    text: str = "",
    only: MeasureFilter = EVERY_MEASURE,
    label_of: LabelOf = proposed_label,
) -> list[Hit]:
    """One search over some measures; `MeasureIndex` saves work where there are many."""
    return MeasureIndex(measures).search(text, only, label_of)


def words(text: str) -> tuple[str, ...]:
    """The words of a text in order, without case, accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return tuple(re.findall(r"[^\W_]+", plain))


def _indexed(measure: MeasureEntry) -> _Indexed:
    numbers = measure.identifiers
    known = {"cmit": numbers.cmit, "cbe": numbers.cbe, "cms": numbers.cms_code}
    spelled = [f"{inventory} {number}" for inventory, number in known.items() if number is not None]
    bare = [str(number) for number in known.values() if number is not None]
    name, short_name = measure.id.split("/")[1], measure.short_name or ""
    exact = {words(each) for each in (measure.id, name, short_name, measure.title, *spelled, *bare)} - {()}
    fields = {
        "names": " ".join((measure.id, short_name, *spelled)),
        "title": measure.title,
        "steward": measure.steward,
        "specification": f"{measure.numerator} {measure.denominator} {' '.join(measure.rates)}",
    }
    return _Indexed(measure, frozenset(exact), {field: frozenset(words(held)) for field, held in fields.items()})


def _score(indexed: _Indexed, asked: tuple[str, ...]) -> int | None:
    total = EXACT if asked in indexed.exact else 0
    for word in asked:
        best = max(_weight(word, indexed.words[field], weight) for field, weight in WEIGHTS.items())
        if best == 0:
            return None
        total += best
    return total


def _weight(word: str, held: frozenset[str], weight: int) -> int:
    if word in held:
        return weight * WHOLE_WORD
    # The number 9 is not the beginning of 960: a number is found whole or not at all.
    begins = not word.isdecimal() and any(other.startswith(word) for other in held)
    return weight if begins else 0
