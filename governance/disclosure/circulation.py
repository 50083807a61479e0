"""Exact bounds on hidden numbers: people as a circulation, a hidden number as an arc with room.

Every person in a count passes from the whole to a choice, from the choice to a group, and back to the whole, so that a
table with its totals is a circulation: what enters a place leaves it. A number that is shown is an arc whose amount
cannot change. What a reader can work out about a hidden number is how far its arc can be raised and lowered while the
rest makes up for it: a largest flow in what room is left. Bounds of a circulation in whole numbers are whole numbers,
and every whole number between them is possible, so the interval is exact, not an estimate.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

BOUNDLESS: Final = 2**62
"""More than all the people there are; room that does not end."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A number of people who pass from one place to another, and between which numbers it may lie."""

    tail: Hashable
    head: Hashable
    amount: int
    low: int = 0
    high: int | None = None
    """The most it may be; none where there is no bound."""


class Circulation(Generic[Key]):
    """Numbers that make each other up, of which some may be other than they are."""

    def __init__(self, arcs: Mapping[Key, Arc]) -> None:
        self._arcs = arcs
        self._edge: dict[Key, int] = {}
        self._ends: list[int] = []
        """Where edge `e` ends. Edges come in pairs: `e` raises the amount of an arc, `e ^ 1` lowers it."""
        self._room: list[int] = []
        self._leaving: list[list[int]] = []
        places: dict[Hashable, int] = {}
        for key, arc in arcs.items():
            if arc.low != arc.high:
                self._edge[key] = len(self._ends)
                self._add(self._place(arc.tail, places), self._place(arc.head, places), arc)

    def can_become(self, key: Key, amount: int) -> bool:
        """A number may be this one, for all that is shown."""
        return self.changed(key, amount) is not None

    def interval(self, key: Key) -> tuple[int, int | None]:
        """The least and the most that a number can be, for all that is shown; none if there is no most."""
        now = self._arcs[key].amount
        down, up = self._reach(key, -BOUNDLESS), self._reach(key, BOUNDLESS)
        return now - down, None if now + up >= BOUNDLESS // 2 else now + up

    def changed(self, key: Key, amount: int) -> dict[Key, int] | None:
        """All numbers as they could be if one of them were `amount`; none if it cannot be."""
        by = amount - self._arcs[key].amount
        if by == 0:
            return {key: arc.amount for key, arc in self._arcs.items()}
        room = self._room.copy()
        if self._reach(key, by, room) < abs(by):
            return None
        moved = {key: self._room[edge] - room[edge] for key, edge in self._edge.items()}
        moved[key] = by
        return {key: arc.amount + moved.get(key, 0) for key, arc in self._arcs.items()}

    @staticmethod
    def _place(name: Hashable, places: dict[Hashable, int]) -> int:
        return places.setdefault(name, len(places))

    def _add(self, tail: int, head: int, arc: Arc) -> None:
        self._leaving.extend([] for _ in range(max(tail, head) + 1 - len(self._leaving)))
        self._leaving[tail].append(len(self._ends))
        self._leaving[head].append(len(self._ends) + 1)
        self._ends += (head, tail)
        self._room += (BOUNDLESS if arc.high is None else arc.high - arc.amount, arc.amount - arc.low)

    def _reach(self, key: Key, by: int, room: list[int] | None = None) -> int:
        """How far towards a change `by` an amount can go, the rest making up for it; `room` is used up."""
        edge = self._edge.get(key)
        if edge is None:
            return 0
        room = self._room.copy() if room is None else room
        # Raising an arc needs people who come back from its head to its tail by other ways.
        raised, lowered = edge, edge ^ 1
        way = raised if by > 0 else lowered
        most = min(abs(by), room[way])
        room[raised] = room[lowered] = 0
        return self._flow(self._ends[way], self._ends[way ^ 1], most, room)

    def _flow(self, source: int, sink: int, most: int, room: list[int]) -> int:
        """The largest flow up to `most`, by shortest paths."""
        done = 0
        while done < most:
            path = self._path(source, sink, room)
            if not path:
                break
            step = min(most - done, *(room[edge] for edge in path))
            for edge in path:
                room[edge] -= step
                room[edge ^ 1] += step
            done += step
        return done

    def _path(self, source: int, sink: int, room: list[int]) -> list[int]:
        """The edges of a shortest way with room, last first; empty if there is none."""
        came: dict[int, int] = {source: -1}
        queue = [source]
        for place in queue:
            for edge in self._leaving[place]:
                end = self._ends[edge]
                if room[edge] and end not in came:
                    came[end] = edge
                    if end == sink:
                        return self._walk(came, sink)
                    queue.append(end)
        return []

    def _walk(self, came: Mapping[int, int], place: int) -> list[int]:
        path = []
        while (edge := came[place]) >= 0:
            path.append(edge)
            place = self._ends[edge ^ 1]
        return path
