"""One question of a vote before it is published: which of its numbers could be shown, looked at one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from governance.disclosure.counts import CountsOfVote
from governance.disclosure.knowledge import ALL, Knowledge, Page, Reader
from governance.disclosure.past import Past, past_of
from governance.disclosure.published import Published
from governance.disclosure.tables import Row, column_totals, is_unanimous
from governance.disclosure.verdicts import Likeness, Verdict


@dataclass(frozen=True)
class Question:
    """The counts of one question, the kind of page, and the pages that were published before."""

    counts: CountsOfVote
    page: Page
    earlier: Sequence[Published] = ()
    verdict: Verdict | None = None
    """What is published of it besides numbers, and would be of other counts."""

    @cached_property
    def past(self) -> Past:
        """What the earlier pages say about the counts of now."""
        return past_of(self.counts, self.earlier, self.page)

    @cached_property
    def readers(self) -> tuple[Reader, ...]:
        """Somebody who was there and knows who stepped aside, and somebody who does not; first who knows more."""
        waited = {group: count.did_not_vote for group, count in self.counts.items()}
        absent = {group: count.absent for group, count in self.counts.items()}
        was_there = Reader(waited, {group: self._bounds_of_few(group, seen=True) for group in self._few_absent})
        if absent == waited:
            return (was_there,)
        return (
            was_there,
            Reader(absent, {group: self._bounds_of_few(group, seen=False) for group in self._few_absent}),
        )

    @cached_property
    def _few_absent(self) -> frozenset[str]:
        """The groups whose turnout would tell, beside their size, a small number of those who did not vote.

        In a group of fewer than 22 not even a full turnout is told: 12 people and a turnout that is kept back would
        otherwise mean that one did not vote.
        """
        return frozenset(
            group
            for group, count in self.counts.items()
            if count.turnout >= self.page.min_cell
            and self._shows_size(group)
            and (self._is_narrow(group) or self.page.is_small(count.absent) or self.page.is_small(count.did_not_vote))
        )

    def _is_narrow(self, group: str) -> bool:
        return self.counts[group].roll < 2 * self.page.min_cell

    def _bounds_of_few(self, group: str, seen: bool) -> tuple[int, int | None]:
        """What the rule gives away of those who did not vote, when it keeps a turnout back on their account."""
        recused = self.counts[group].recused
        least = 0 if self._is_narrow(group) or (seen and self.page.is_small(recused)) else 1
        return (least, self.page.min_cell - 1 if seen or not recused else None)

    @cached_property
    def likeness(self) -> Likeness | None:
        """The search for other counts with the same verdict; none where no verdict is published."""
        return self.verdict and Likeness(self.counts, self.readers[0], self.page, self.verdict)

    @cached_property
    def given(self) -> Knowledge:
        """What every page shows: sizes that are not small, and zeros."""
        sizes = frozenset(group for group in self.counts if self._shows_size(group))
        empty = frozenset(group for group, count in self.counts.items() if not count.turnout)
        return Knowledge(rows=empty, turnout=empty, sizes=sizes)

    @cached_property
    def known(self) -> Knowledge:
        """What is given, and what earlier pages told and a reader can take to be so still."""
        return self.given | self.past.told

    @cached_property
    def turnouts(self) -> tuple[str, ...]:
        """The groups whose turnout could be shown, beyond what is given; smallest first."""
        return self._by_size(group for group in self.counts.keys() - self.known.turnout if self._shows_turnout(group))

    def rows(self, known: Knowledge) -> tuple[str, ...]:
        """The groups whose answers could be shown beside these turnouts, beyond what is known; smallest first."""
        beyond = self.counts.keys() & (known.turnout - known.rows - self.past.barred.rows)
        return self._by_size(group for group in beyond if self._shows_row(self.counts[group].answers))

    @property
    def shows_size_of_all(self) -> bool:
        """The size of all groups together is no small number."""
        return self.page.rolls and self._shows(
            sum(count.roll for count in self.counts.values()), self.past.barred.sizes
        )

    @property
    def shows_turnout_of_all(self) -> bool:
        """The turnout over all groups is no small number."""
        if any(self._tells_answers(count.answers) for count in self.counts.values()):
            return False
        return self._shows(sum(count.turnout for count in self.counts.values()), self.past.barred.turnout)

    @property
    def shows_answers_of_all(self) -> bool:
        """The counts of answers over all groups hold no small number, and are not all of one kind."""
        totals = column_totals({group: count.answers for group, count in self.counts.items()})
        return ALL not in self.past.barred.rows and self._shows_row(totals)

    def _shows(self, amount: int, barred: frozenset[str], group: str = ALL) -> bool:
        return group not in barred and not self.page.is_small(amount)

    def _shows_size(self, group: str) -> bool:
        return self.page.rolls and self._shows(self.counts[group].roll, self.past.barred.sizes, group)

    def _shows_turnout(self, group: str) -> bool:
        count = self.counts[group]
        tells = group in self._few_absent or self._tells_answers(count.answers)
        return not tells and self._shows(count.turnout, self.past.barred.turnout, group)

    def _tells_answers(self, row: Row) -> bool:
        """Where there is one choice only, a turnout is the count of those who made it."""
        return len(row) == 1 and not self._shows_row(row)

    def _shows_row(self, row: Row) -> bool:
        return not is_unanimous(row) and not any(self.page.is_small(amount) for amount in row.values())

    def _by_size(self, groups: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(groups, key=lambda group: (self.counts[group].roll, group)))
