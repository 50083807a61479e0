"""What a reader knows: which numbers are shown, and what the rest could then be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from governance.disclosure.circulation import Arc
from governance.disclosure.counts import CountsOfVote

ALL = ""
"""In place of a group: all groups together."""


class Of(Enum):
    """What a number counts."""

    ANSWER = auto()
    TURNOUT = auto()
    ABSENT = auto()
    SIZE = auto()


class Entry(NamedTuple):
    """The name of one number: how many of a group, or of all, are counted under something."""

    of: Of
    group: str = ALL
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The numbers that a reader knows, by group, or `ALL` for the number over all groups."""

    rows: frozenset[str] = frozenset()
    """Groups whose answers are known, choice by choice."""
    turnout: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()

    def __or__(self, other: "Knowledge") -> "Knowledge":
        return Knowledge(self.rows | other.rows, self.turnout | other.turnout, self.sizes | other.sizes)


@dataclass(frozen=True, slots=True)
class Page:
    """A kind of page: what stands on it besides answers, and from which number on."""

    min_cell: int
    rolls: bool
    """Sizes of groups and turnout stand on it, and where they are small it says so in their place."""

    def is_small(self, amount: int) -> bool:
        """A number of people that may not be seen. Zero may."""
        return 0 < amount < self.min_cell


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads the page and knows the rule by which it was made."""

    absences: Mapping[str, int]
    """Group → those without a ballot, less those whom this reader saw step aside."""
    few_absent: Mapping[str, tuple[int, int | None]]
    """Groups whose turnout is kept back because few are absent, and the bounds that the rule gives away by it."""


def turnout_arcs(counts: CountsOfVote, reader: Reader, page: Page, known: Knowledge) -> dict[Entry, Arc]:
    """Sizes and turnout as a circulation; the answers are not asked."""
    arcs = {
        Entry(Of.TURNOUT, group): _told("voted", ("group", group), count.turnout, group in known.turnout, page)
        for group, count in counts.items()
    }
    return arcs | dict(_rolls(counts, reader, page, known))


def answer_arcs(counts: CountsOfVote, reader: Reader, page: Page, known: Knowledge) -> dict[Entry, Arc]:
    """Sizes, turnout and answers as a circulation: all → choice → voters of a group → the group → all."""
    arcs: dict[Entry, Arc] = {}
    totals: dict[str, int] = {}
    for group, count in counts.items():
        shown, voters = group in known.rows, ("voters", group)
        for choice, amount in count.answers.items():
            totals[choice] = totals.get(choice, 0) + amount
            arcs[Entry(Of.ANSWER, group, choice)] = _plain(("choice", choice), voters, amount, shown)
        turnout = _told(voters, ("group", group), count.turnout, group in known.turnout, page)
        arcs[Entry(Of.TURNOUT, group)] = turnout
    for choice, amount in totals.items():
        arcs[Entry(Of.ANSWER, ALL, choice)] = _plain("voted", ("choice", choice), amount, ALL in known.rows)
    return arcs | dict(_rolls(counts, reader, page, known))


def _rolls(counts: CountsOfVote, reader: Reader, page: Page, known: Knowledge) -> Iterator[tuple[Entry, Arc]]:
    """Everybody: who voted and who is absent, and the sizes of the groups. Without rolls nobody is absent."""
    for group, count in counts.items():
        place = ("group", group)
        if page.rolls:
            low, high = reader.few_absent.get(group, (0, None))
            yield Entry(Of.ABSENT, group), Arc("absent", place, reader.absences[group], low, high)
            yield Entry(Of.SIZE, group), _told(place, "end", count.roll, group in known.sizes, page)
        else:
            yield Entry(Of.SIZE, group), _plain(place, "end", count.turnout, shown=False)
    voted = sum(count.turnout for count in counts.values())
    yield Entry(Of.TURNOUT), _told("all", "voted", voted, ALL in known.turnout, page)
    if page.rolls:
        yield Entry(Of.ABSENT), _plain("all", "absent", sum(reader.absences.values()), shown=False)
    everybody = sum(count.roll for count in counts.values())
    yield Entry(Of.SIZE), _told("end", "all", everybody, ALL in known.sizes, page)


def _plain(tail: object, head: object, amount: int, shown: bool) -> Arc:
    return Arc(tail, head, amount, amount, amount) if shown else Arc(tail, head, amount)


def _told(tail: object, head: object, amount: int, shown: bool, page: Page) -> Arc:
    """A size or a turnout: shown, or marked as small, or kept back, which says that it is not small."""
    if shown or not page.rolls:
        return _plain(tail, head, amount, shown)
    if page.is_small(amount):
        return Arc(tail, head, amount, 1, page.min_cell - 1)
    return Arc(tail, head, amount, min(amount, page.min_cell))
