"""What the outcome adds to the numbers: a verdict is published too, and says something of the counts behind it.

"The members' condition was met" beside the count over all groups can leave so few ways to share it out that a small
number is known after all. So whatever must stay hidden has to be open among the counts that have the same verdict:
there must be another vote, with the same numbers on its page and the same outcome, in which it is otherwise.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from governance.disclosure.audit import Secret
from governance.disclosure.circulation import Circulation
from governance.disclosure.counts import CountsOfVote
from governance.disclosure.knowledge import ALL, Entry, Knowledge, Of, Page, Reader, answer_arcs

Verdict: TypeAlias = Callable[[CountsOfVote], object]
"""What is published of a vote besides its numbers (the outcome, each condition met or not), as counts would have it."""


@dataclass(frozen=True)
class Likeness:
    """The search for votes that look the same. It may miss one that there is; then more is hidden, never less."""

    counts: CountsOfVote
    reader: Reader
    page: Page
    verdict: Verdict

    def leaves_open(self, secret: Secret, known: Knowledge, given: Knowledge) -> bool:
        """Another vote that looks the same has it otherwise.

        Where fewer than 11 voted in a group, "met" may say by itself that somebody approved. That is what is published
        instead of the numbers, and only what the numbers add to it counts here.
        """
        groups = {entry.group for entry, _ in secret.ways}
        if self._is_found(secret, known):
            return True
        of_few = all(group != ALL and self.page.is_small(self.counts[group].turnout) for group in groups)
        return of_few and not self._is_found(secret, given)

    @cached_property
    def _published(self) -> object:
        return self.verdict(self.counts)

    def _is_found(self, secret: Secret, known: Knowledge) -> bool:
        return any(
            self.verdict(other) == self._published
            for entry, amount in secret.ways
            for other in self._others(entry, amount, known)
        )

    def _others(self, entry: Entry, amount: int, known: Knowledge) -> Iterator[CountsOfVote]:
        """Counts with the same numbers on the page, and this one number otherwise."""
        if entry.group != ALL:
            yield from self._exchanges(entry, amount, known)
        everybody = frozenset(self.counts) | {ALL}
        voters_known = known | Knowledge(turnout=everybody, sizes=everybody)
        changed = Circulation(answer_arcs(self.counts, self.reader, self.page, voters_known)).changed(entry, amount)
        if changed is not None:
            yield self._with(
                {
                    group: {choice: changed[Entry(Of.ANSWER, group, choice)] for choice in count.answers}
                    for group, count in self.counts.items()
                }
            )

    def _exchanges(self, entry: Entry, amount: int, known: Knowledge) -> Iterator[CountsOfVote]:
        """People of the group who chose something else, in exchange with people of another group or of none."""
        row = self.counts[entry.group].answers
        by = amount - row[entry.choice]
        others = [group for group in self.counts if group not in known.rows and group != entry.group]
        for choice in row:
            if choice == entry.choice or row[choice] < by:
                continue
            here = {entry.group: _moved(row, choice, entry.choice, by)}
            if ALL not in known.rows:
                yield self._with(here)
            for group in others:
                there = _moved(self.counts[group].answers, entry.choice, choice, by)
                if min(there.values()) >= 0:
                    yield self._with({**here, group: there})

    def _with(self, rows: Mapping[str, Mapping[str, int]]) -> CountsOfVote:
        return {
            group: replace(count, answers=rows[group]) if group in rows else count
            for group, count in self.counts.items()
        }


def _moved(row: Mapping[str, int], source: str, target: str, by: int) -> dict[str, int]:
    """A row in which some chose the target instead of the source."""
    return {**row, source: row[source] - by, target: row[target] + by}
