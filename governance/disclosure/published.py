"""What the page of results may show of a question, and what stands in place of the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from governance.disclosure.tables import Row


class Hidden(StrEnum):
    """Why a number is not shown. There is no finer reason, for a finer one would tell the number."""

    FEWER = "fewer"
    """It is one of the small ones, from 1 to 10. Only sizes and turnout ever say this."""
    WITHHELD = "withheld"
    """It is kept back, so that no small number can be worked out."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A size or a turnout: a number, or the reason why there is none."""

    number: int | None
    hidden: Hidden | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """What may be shown of one question of a vote. What stands here is safe together; showing less of it is safe too.

    Each share of a group's answers may be shown where its counts are: it says nothing that they do not.
    """

    sizes: Mapping[str, Figure]
    """Group → people on the frozen roll, those who stepped aside included."""
    turnout: Mapping[str, Figure]
    """Group → people whose ballots are counted."""
    answers: Mapping[str, Row | None]
    """Group → all of its counts, or none of them; why there are none is not told."""
    size_of_all: Figure
    turnout_of_all: Figure
    answers_of_all: Row | None
    """The counts over all groups, all of them or none."""

    def share(self, choice: str, group: str | None = None) -> Fraction | None:
        """The exact share of a choice among those who voted, in a group or in all; none where no counts are shown."""
        row = self.answers_of_all if group is None else self.answers[group]
        voted = sum(row.values()) if row else 0
        return Fraction(row[choice], voted) if row and voted else None
