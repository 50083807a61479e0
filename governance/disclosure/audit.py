"""The audit: whether a reader who knows some numbers could work out what nobody may know.

It does not trust how the numbers were chosen. It asks, for everything that must stay hidden, whether the numbers that
are shown leave it open: whether there is another possible count that looks the same and has it otherwise.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from governance.disclosure.circulation import Arc, Circulation
from governance.disclosure.counts import CountsOfVote
from governance.disclosure.knowledge import ALL, Entry, Knowledge, Of, Page, Reader
from governance.disclosure.tables import column_totals, is_unanimous


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that nobody may find out, told by the ways in which it could be otherwise."""

    ways: tuple[tuple[Entry, int], ...]
    """Any of these numbers being this amount would make it otherwise."""

    def is_open(self, numbers: Circulation[Entry]) -> bool:
        """The numbers that are shown leave a way open."""
        return any(numbers.can_become(entry, amount) for entry, amount in self.ways)

    def is_as_open(self, numbers: Circulation[Entry], before: Circulation[Entry]) -> bool:
        """The numbers that are shown say no more about it than was known before."""
        entries = {entry for entry, _ in self.ways}
        return all(numbers.interval(entry) == before.interval(entry) for entry in entries)


def within(entry: Entry, low: int, high: int) -> Secret:
    """Nobody may know that a number lies within these bounds, ends included."""
    below = [(entry, low - 1)] if low > 0 else []
    return Secret((*below, (entry, high + 1)))


class Audit:
    """The audit of one set of numbers for one reader."""

    def __init__(
        self, arcs: Callable[[Knowledge], Mapping[Entry, Arc]], given: Knowledge, secrets: Sequence[Secret]
    ) -> None:
        """Take what is given: the numbers and marks that stand on the page whatever else does."""
        self.secrets = secrets
        self._arcs = arcs
        self._before = Circulation(arcs(given))

    def passes(self, known: Knowledge) -> bool:
        """Nothing that must stay hidden can be worked out, beyond what is given anyway."""
        numbers = Circulation(self._arcs(known))
        return all(secret.is_open(numbers) or secret.is_as_open(numbers, self._before) for secret in self.secrets)

    def finds_open(self, known: Knowledge) -> bool:
        """Nothing that must stay hidden can be worked out."""
        numbers = Circulation(self._arcs(known))
        return all(secret.is_open(numbers) for secret in self.secrets)


def roll_secrets(counts: CountsOfVote, reader: Reader, page: Page) -> Iterator[Secret]:
    """Small sizes, turnouts and numbers of those without a ballot, in groups and over all."""
    amounts = {Entry(Of.TURNOUT, group): count.turnout for group, count in counts.items()}
    amounts[Entry(Of.TURNOUT)] = sum(amounts.values())
    if page.rolls:
        amounts |= {Entry(Of.SIZE, group): count.roll for group, count in counts.items()}
        amounts[Entry(Of.SIZE)] = sum(count.roll for count in counts.values())
        amounts |= {Entry(Of.ABSENT, group): reader.absences[group] for group in counts}
        amounts[Entry(Of.ABSENT)] = sum(reader.absences.values())
    for entry, amount in amounts.items():
        if page.is_small(amount):
            yield within(entry, 1, page.min_cell - 1)
        elif amount == 0 and entry.of is Of.ABSENT and entry.group in reader.few_absent:
            yield within(entry, 0, page.min_cell - 1)


def answer_secrets(counts: CountsOfVote, page: Page) -> Iterator[Secret]:
    """Small counts of answers, in groups and over all, and what a group answered with one voice."""
    rows = {group: count.answers for group, count in counts.items()}
    for group, row in {**rows, ALL: column_totals(rows)}.items():
        for choice, amount in row.items():
            if page.is_small(amount):
                yield within(Entry(Of.ANSWER, group, choice), 1, page.min_cell - 1)
            elif is_unanimous(row) and len(row) == 1:
                yield within(Entry(Of.ANSWER, group, choice), amount, amount)
        if is_unanimous(row) and len(row) > 1:
            yield Secret(tuple((Entry(Of.ANSWER, group, choice), 1) for choice, amount in row.items() if not amount))


def leaves_a_small_rest(counts: CountsOfVote, reader: Reader, page: Page, known: Knowledge) -> bool:
    """A total less those of its parts that are known is a small number of people."""
    rests: list[int] = []
    if ALL in known.rows:
        hidden = {group: count.answers for group, count in counts.items() if group not in known.rows}
        rests += column_totals(hidden).values()
    if ALL in known.turnout:
        rests.append(sum(count.turnout for group, count in counts.items() if group not in known.turnout))
    if ALL in known.sizes:
        rests.append(sum(count.roll for group, count in counts.items() if group not in known.sizes))
    rests += _absent_rests(counts, reader, known)
    return any(page.is_small(rest) for rest in rests)


def _absent_rests(counts: CountsOfVote, reader: Reader, known: Knowledge) -> Iterator[int]:
    """Sizes less turnouts, where both are known of the same groups together."""
    untold = counts.keys() - known.turnout
    if ALL in known.turnout and untold <= known.sizes:
        yield sum(reader.absences[group] for group in untold)
    if ALL in known.turnout and ALL in known.sizes:
        yield sum(reader.absences[group] for group in counts.keys() - (known.turnout & known.sizes))
