"""Amounts that rest on labels: what is decided, what is only proposed, and what is not known.

A verdict must not hang on a label that nobody decided. So a limit is tried on the whole spread that an amount could
have: if unknown labels could turn the answer it is not evaluable, and if proposals could, it is a warning.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction
from typing import Self

from registry.contracts.conformance.verdicts import Verdict


class Counts(Enum):
    """Whether something counts toward an amount, and how surely."""

    YES = auto()
    BY_PROPOSAL = auto()
    NOT_BY_PROPOSAL = auto()
    UNKNOWN = auto()
    NO = auto()


@dataclass(frozen=True, slots=True)
class Spread:
    """An amount as it is told, and how far from it the truth could lie."""

    decided: Fraction
    proposed: Fraction
    not_proposed: Fraction
    unknown: Fraction

    @classmethod
    def of(cls, parts: Iterable[tuple[Counts, Fraction | int]]) -> Self:
        """Add up parts by how surely they count."""
        sums: dict[Counts, Fraction | int] = dict.fromkeys(Counts, 0)  # whole numbers add up faster than fractions
        for counts, amount in parts:
            sums[counts] += amount
        kinds = (Counts.YES, Counts.BY_PROPOSAL, Counts.NOT_BY_PROPOSAL, Counts.UNKNOWN)
        return cls(*(Fraction(sums[kind]) for kind in kinds))

    @property
    def told(self) -> Fraction:
        """The amount with every label taken as it is, decided or proposed."""
        return self.decided + self.proposed

    def verdict(self, meets: Callable[[Fraction], bool]) -> Verdict:
        """Whether a limit is met, given that an amount further from it never does better."""
        if meets(self.told) != meets(self.told + self.unknown):
            return Verdict.NOT_EVALUABLE
        if meets(self.decided) != meets(self.told + self.not_proposed + self.unknown):
            return Verdict.WARNING
        return Verdict.PASS if meets(self.told) else Verdict.FAIL
