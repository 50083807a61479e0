"""How many of a roll took part in a vote that is no motion, and whether they are enough.

A rating of "unable to score", an empty choice and an empty ranking take part like any other ballot.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from governance.rules.kinds import Turnout
from governance.rules.refusals import BadTallyError
from governance.rules.tally import LARGEST


@dataclass(frozen=True, slots=True)
class Attendance:
    """One group: everyone frozen on the roll, those of them who stepped aside, and how many ballots it cast."""

    roll: int
    recused: int
    ballots: int

    def __post_init__(self) -> None:
        for number in (self.roll, self.recused, self.ballots):
            if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < LARGEST:
                raise BadTallyError("A count is a number of people: a whole number from 0.")
        if self.ballots > self.voters:
            raise BadTallyError("A group has more ballots and recused people than people on its roll.")

    @property
    def voters(self) -> int:
        """Those who may vote: the roll less recusals."""
        return self.roll - self.recused


def enough(quorum: Turnout | None, groups: Mapping[str, Attendance]) -> bool:
    """Whether enough took part, all groups together. Without a quorum anybody is enough, and so is nobody."""
    present = sum(group.ballots for group in groups.values())
    voters = sum(group.voters for group in groups.values())
    return quorum is None or quorum.met(present, voters)
