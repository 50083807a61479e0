"""Variants: which measures were made from one another, as their documents state it with a source.

Only a stated lineage counts. Measures that merely look alike are candidates, which nobody reviewed (DESIGN §8.4).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from measures.measure import Lineage
from registry.contracts.alignment.book import MeasureBook


@dataclass(frozen=True, slots=True)
class LineageStep:
    """That one measure was made from another, what was changed, and who says so."""

    variant: str
    parent: str
    """The name of the measure that it was made from, or the source's words for it where no record has that name."""
    changes: tuple[str, ...]
    comparable: bool | None
    trendable: bool | None
    source: str


@dataclass(frozen=True, slots=True)
class Variants:
    """The stated lineages of a book of measures, as a forest: a measure has one parent at most."""

    steps: dict[str, LineageStep] = field(default_factory=dict)

    @classmethod
    def of(cls, book: MeasureBook) -> "Variants":
        """Every lineage that a document states."""
        stated = {name: known.lineage for name, known in book.by_name.items() if known.lineage}
        return cls({name: _step(name, lineage) for name, lineage in stated.items()})

    def has(self, measure: str) -> bool:
        """Whether a document states that the measure was made from another, or another from it."""
        return any(measure in (step.variant, step.parent) for step in self.steps.values())

    def root(self, measure: str) -> str:
        """The measure at the beginning of the lineage; the measure itself where none is stated."""
        return self._ancestry(measure)[-1]

    def between(self, one: str, other: str) -> tuple[LineageStep, ...] | None:
        """The steps that lead from each of two measures to the one they both come from; None where there is none."""
        up, down = self._ancestry(one), self._ancestry(other)
        common = next((each for each in up if each in down), None)
        if common is None:
            return None
        path = (*up[: up.index(common)], *down[: down.index(common)])
        return tuple(self.steps[each] for each in path)

    def _ancestry(self, measure: str) -> Sequence[str]:
        line = [measure]
        while (step := self.steps.get(line[-1])) and step.parent not in line:  # two records may name each other
            line.append(step.parent)
        return line


def agreed(verdicts: Sequence[bool | None]) -> bool | None:
    """Whether results stay comparable over several steps: yes if every step says so, no if one says no."""
    if any(each is False for each in verdicts):
        return False
    return None if None in verdicts else True


def _step(name: str, lineage: Lineage) -> LineageStep:
    parent = lineage.modified_from.split("#")[0].split("@")[0].removeprefix("measure/")
    return LineageStep(name, parent, lineage.changes, lineage.comparable, lineage.trendable, lineage.source)
