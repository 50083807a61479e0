"""Tallies: how many of whom chose what. A tally is valid when it is made, so that counting never fails.

Nothing here is for publication: the counts of small groups are sealed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

from governance.rules.choices import Choice, Scale
from governance.rules.refusals import BadTallyError

EVERYONE: Final = "all"
"""The name of the one group of a roll that is not divided by constituency."""
LARGEST: Final = 2**31


@dataclass(frozen=True, slots=True)
class GroupTally:
    """One group: everyone frozen on the roll, those of them who stepped aside, and how many chose what.

    Those who stepped aside leave the roll for quorum and denominator alike.
    """

    roll: int
    recused: int
    counts: Mapping[Choice, int]

    def __post_init__(self) -> None:
        counts = dict(self.counts)
        if not set(counts) <= set(Choice):
            raise BadTallyError(f"A tally counts choices; the choices are {', '.join(Choice)}.")
        for number in (self.roll, self.recused, *counts.values()):
            if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < LARGEST:
                raise BadTallyError("A count is a number of people: a whole number from 0.")
        if sum(counts.values()) > self.voters:
            raise BadTallyError("A group has more ballots and recused people than people on its roll.")
        object.__setattr__(self, "counts", {choice: counts[choice] for choice in Choice if counts.get(choice)})

    @property
    def voters(self) -> int:
        """Those who may vote: the roll less recusals."""
        return self.roll - self.recused

    def count(self, *choices: Choice) -> int:
        """How many made one of these choices."""
        return sum(self.counts.get(choice, 0) for choice in choices)

    def __add__(self, other: Self) -> "GroupTally":
        counts = Counter(self.counts) + Counter(other.counts)
        return GroupTally(self.roll + other.roll, self.recused + other.recused, counts)

    def less(self, other: Self) -> "GroupTally":
        """This group without some of its people."""
        counts = {choice: self.count(choice) - other.count(choice) for choice in Choice}
        return GroupTally(self.roll - other.roll, self.recused - other.recused, counts)


NOBODY: Final = GroupTally(0, 0, {})


@dataclass(frozen=True, slots=True)
class Interest:
    """The people of one organisation, all in one group; their ballots are among those of the group."""

    group: str
    ballots: GroupTally

    def as_one(self, scale: Scale) -> GroupTally:
        """The organisation as one voter: what most of its ballots say, and where they are divided an abstention.

        On a scale without abstentions a divided organisation counts as silent. ASTM gives each voting interest one
        official vote, so there the one ballot speaks; what to do with several is this project's own design.
        """
        if self.ballots.voters == 0:
            return GroupTally(1, 1, {})
        most = max(self.ballots.counts.values(), default=0)
        leading = [choice for choice, number in self.ballots.counts.items() if number == most]
        said = leading if len(leading) == 1 else list(scale.abstaining[:1]) if leading else []
        return GroupTally(1, 0, dict.fromkeys(said, 1))


@dataclass(frozen=True, slots=True)
class Tally:
    """The groups of a roll, by constituency (or `all`), and where a rule needs them the organisations.

    Whoever belongs to no organisation counts as one.
    """

    groups: Mapping[str, GroupTally]
    interests: Mapping[str, Interest] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "groups", {str(name): self.groups[name] for name in sorted(self.groups)})
        if self.interests is not None:
            object.__setattr__(self, "interests", dict(sorted(self.interests.items())))
            for interest in self.interests.values():
                if interest.group not in self.groups or interest.ballots.roll == 0:
                    raise BadTallyError(f"An organisation in {interest.group!r} has nobody on the roll of that group.")
        _ = self.whole, self._outside_organisations()  # both refuse what cannot be right

    @property
    def whole(self) -> GroupTally:
        """All groups together."""
        return sum(self.groups.values(), NOBODY)

    def by_interest(self, scale: Scale) -> "Tally":
        """The same vote with each organisation counted once."""
        groups = self._outside_organisations()
        for interest in (self.interests or {}).values():
            groups[interest.group] += interest.as_one(scale)
        return Tally(groups)

    def _outside_organisations(self) -> dict[str, GroupTally]:
        groups = dict(self.groups)
        for interest in (self.interests or {}).values():
            groups[interest.group] = groups[interest.group].less(interest.ballots)
        return groups


def count_ballots(rolls: Mapping[str, tuple[int, int]], ballots: Iterable[tuple[str, Choice]]) -> Tally:
    """Count the final ballots of a vote; their order has no bearing.

    Args:
        rolls: for each group, how many stand on the roll, and how many of them stepped aside.
        ballots: the group and the choice of each valid ballot.

    Raises:
        BadTallyError: there are more ballots than voters, or ballots of a group that is on no roll.
    """
    boxes: dict[str, Counter[Choice]] = {str(group): Counter() for group in rolls}
    for group, choice in ballots:
        if group not in boxes:
            raise BadTallyError(f"There are ballots of {group}, and nobody of {group} is on the roll.")
        boxes[group][choice] += 1
    return Tally({str(group): GroupTally(*size, boxes[str(group)]) for group, size in rolls.items()})
