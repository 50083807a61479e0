"""How much of what is reported is compliance and how much is quality; decided labels apart from proposed ones."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from measures.labels import MeasureLabel
from registry.contracts.alignment.book import LabelStanding, MeasureBook


@dataclass(frozen=True, slots=True)
class LabelCount:
    """How many distinct measures have a label in one standing."""

    label: MeasureLabel
    standing: LabelStanding
    measures: int


@dataclass(frozen=True, slots=True)
class LabelShares:
    """The labels of some measures."""

    counts: tuple[LabelCount, ...]
    """One for each label in each standing, also where it is zero."""
    unlabeled: int
    """Measures of which no label is known."""

    def number(self, label: MeasureLabel, *standings: LabelStanding) -> int:
        """How many measures have a label in any of some standings; in any at all where none is named."""
        wanted = standings or tuple(LabelStanding)
        return sum(each.measures for each in self.counts if each.label is label and each.standing in wanted)

    def quality(self, *standings: LabelStanding) -> Fraction | None:
        """The share of quality among the measures labeled in any of some standings; None where there are none."""
        good = self.number(MeasureLabel.QUALITY, *standings)
        labeled = good + self.number(MeasureLabel.COMPLIANCE, *standings)
        return Fraction(good, labeled) if labeled else None


def label_shares(names: Iterable[str], book: MeasureBook) -> LabelShares:
    """The labels of some distinct measures."""
    known = [book.by_name.get(name) for name in set(names)]
    counted = Counter((each.label.label, each.label.standing) for each in known if each and each.label)
    counts = [
        LabelCount(label, standing, counted[label, standing]) for standing in LabelStanding for label in MeasureLabel
    ]
    return LabelShares(tuple(counts), len(known) - counted.total())
