"""Two portfolios set side by side: what both name, what is near by a stated lineage, what each has alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from registry.contracts.alignment.book import MeasureBook
from registry.contracts.alignment.candidates import Candidate, Candidates
from registry.contracts.alignment.lineage import LineageStep, Variants, agreed
from registry.contracts.alignment.portfolio import Portfolio, PortfolioItem
from registry.contracts.alignment.scores import HALF, Score, score, weigh


class VersionMatch(StrEnum):
    """Whether both name the same version of a measure."""

    SAME = "same"
    OTHER = "other"
    NOT_PINNED = "not_pinned"
    """One side at least names the measure and no version."""


@dataclass(frozen=True, slots=True)
class SharedMeasure:
    """A measure that both name."""

    measure: str
    title: str
    here: PortfolioItem
    there: PortfolioItem
    versions: VersionMatch
    weight_here: Fraction
    weight_there: Fraction


@dataclass(frozen=True, slots=True)
class NearMatch:
    """Two measures that a stated lineage joins, with every step between them."""

    here: str
    there: str
    steps: tuple[LineageStep, ...]

    @property
    def comparable(self) -> bool | None:
        """Whether results can be set side by side: yes only if every step says so; None where a step does not tell."""
        return agreed([step.comparable for step in self.steps])

    @property
    def trendable(self) -> bool | None:
        """Whether results can stand in one series over time, by the same rule."""
        return agreed([step.trendable for step in self.steps])


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two portfolios relate."""

    here: Portfolio
    there: Portfolio
    score: Score
    shared: tuple[SharedMeasure, ...]
    near: tuple[NearMatch, ...]
    candidates: tuple[Candidate, ...]
    """Pairs that look alike and that nobody reviewed. They count for nothing."""
    only_here: tuple[str, ...]
    """Measures that the other does not name, near-matches and candidates among them."""
    only_there: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparer:
    """A book made ready for comparing: its lineages and its candidates, found once."""

    book: MeasureBook
    variants: Variants
    candidates: Candidates

    @classmethod
    def of(cls, book: MeasureBook) -> "Comparer":
        """The comparer over a book."""
        return cls(book, Variants.of(book), Candidates(book))

    def compare(self, here: Portfolio, there: Portfolio, factor: Fraction = HALF) -> Alignment:
        """Set two portfolios side by side."""
        ours, theirs = here.measures, there.measures
        only_here = tuple(name for name in ours if name not in theirs)
        only_there = tuple(name for name in theirs if name not in ours)
        near = tuple(self._near(only_here, only_there))
        ours_weighed, theirs_weighed = weigh([here, there], self.variants)
        reviewed = {(each.here, each.there) for each in near}
        alike = self.candidates.between(only_here, only_there)
        return Alignment(
            here=here,
            there=there,
            score=score(ours_weighed, theirs_weighed, factor),
            shared=tuple(self._shared(here, there)),
            near=near,
            candidates=tuple(each for each in alike if (each.one, each.other) not in reviewed),
            only_here=only_here,
            only_there=only_there,
        )

    def _shared(self, here: Portfolio, there: Portfolio) -> Iterator[SharedMeasure]:
        theirs = there.measures
        for name, item in here.measures.items():
            if name in theirs:
                yield SharedMeasure(
                    measure=name,
                    title=self.book.title(name),
                    here=item,
                    there=theirs[name],
                    versions=version_match([item, theirs[name]]),
                    weight_here=here.weights[name],
                    weight_there=there.weights[name],
                )

    def _near(self, ours: Iterable[str], theirs: Iterable[str]) -> Iterator[NearMatch]:
        others = list(theirs)
        for one in ours:
            for other in others:
                steps = self.variants.between(one, other)
                if steps:
                    yield NearMatch(one, other, steps)


def version_match(items: Sequence[PortfolioItem]) -> VersionMatch:
    """Whether all of some items of one measure name the same version."""
    versions = {item.version for item in items}
    if None in versions:
        return VersionMatch.NOT_PINNED
    return VersionMatch.SAME if len(versions) == 1 else VersionMatch.OTHER
