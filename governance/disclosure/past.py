"""What was published before, and what it adds to what a reader of a new page knows.

Two pages of one vote (its rounds, or a page and its correction) are read side by side. A number that has not changed is
known from the old page even where the new one leaves it out. A number that has changed by 1 to 10 tells of so few
people. And what an old page kept back beside a total would, if it came out now, tell what else was kept back there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from governance.disclosure.audit import Secret, within
from governance.disclosure.counts import CountsOfVote
from governance.disclosure.knowledge import ALL, Entry, Knowledge, Of, Page
from governance.disclosure.published import Figure, Hidden, Published
from governance.disclosure.tables import Row, column_totals


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier pages say about the numbers of now."""

    told: Knowledge
    """Numbers that stand on an earlier page and have not changed."""
    barred: Knowledge
    """Numbers that may not be shown on account of an earlier page."""
    roll_secrets: tuple[Secret, ...]
    """What nobody may therefore find out about sizes and turnouts."""
    answer_secrets: tuple[Secret, ...]
    """What nobody may therefore find out about answers."""


@dataclass
class _Found:
    told: dict[Of, set[str]] = field(default_factory=lambda: {of: set() for of in Of})
    barred: dict[Of, set[str]] = field(default_factory=lambda: {of: set() for of in Of})
    secrets: dict[Of, list[Secret]] = field(default_factory=lambda: {of: [] for of in Of})

    def bar(self, of: Of, group: str, secrets: Sequence[Secret]) -> None:
        if secrets:
            self.barred[of].add(group)
            self.secrets[of] += secrets


def past_of(counts: CountsOfVote, earlier: Iterable[Published], page: Page) -> Past:
    """Compare the counts of now with what was published before."""
    found = _Found()
    now = _lines_of_counts(counts)
    for published in earlier:
        then = _lines_of_page(published)
        for (of, group), line in now.items():
            before = then.get((of, group))
            if before == line:
                found.told[of].add(group)
            elif before is not None:
                found.bar(of, group, list(_small_changes(of, group, before, line, page)))
            elif (of, ALL) in then and _was_kept_back(published, of, group):
                kept = [within(Entry(of, group, choice), amount, amount) for choice, amount in line.items() if amount]
                found.bar(of, group, kept)
    secrets = found.secrets
    rolls = (*secrets[Of.SIZE], *secrets[Of.TURNOUT])
    return Past(_knowledge(found.told), _knowledge(found.barred), rolls, tuple(secrets[Of.ANSWER]))


def _was_kept_back(published: Published, of: Of, group: str) -> bool:
    """The page knew a number that it did not show, and did not say that it was small."""
    if of is Of.ANSWER:
        return group in published.answers
    figures = published.turnout if of is Of.TURNOUT else published.sizes
    return group in figures and figures[group].hidden is Hidden.WITHHELD


def tells_a_change(counts: CountsOfVote, known: Knowledge, earlier: Sequence[Published], page: Page) -> bool:
    """The same groups taken together, as a total less its parts or part by part, have changed by a small number."""
    now = _lines_of_counts(counts)
    for published in earlier:
        then = _lines_of_page(published)
        for of, groups in ((Of.ANSWER, known.rows), (Of.TURNOUT, known.turnout), (Of.SIZE, known.sizes)):
            before = frozenset(group for group in {*counts, ALL} if (of, group) in then)
            together = _known_together(frozenset(counts), before, groups)
            if together:
                of_now = _sum(now[of, group] for group in together)
                of_then = _sum(then[of, group] for group in together & before)
                if not together <= before:
                    rest = (then[of, group] for group in counts.keys() - together)
                    of_then = _less(then[of, ALL], rest)
                if any(_small_changes(of, ALL, of_then, of_now, page)):
                    return True
    return False


def _known_together(every: frozenset[str], before: frozenset[str], now: frozenset[str]) -> frozenset[str]:
    """The fewest groups, hidden somewhere, whose sum is known from both pages; empty if there are none."""
    if ALL in before and ALL in now:
        return every - (before & now)
    if ALL in before and every <= before | now:
        return every - before
    if ALL in now and every <= before | now:
        return every - now
    return frozenset()


def _small_changes(of: Of, group: str, then: Row, now: Row, page: Page) -> Iterator[Secret]:
    for choice, amount in now.items():
        before = then.get(choice, amount)
        if page.is_small(abs(amount - before)):
            ends = (before + 1, before + page.min_cell - 1)
            if amount < before:
                ends = (max(0, before - page.min_cell + 1), before - 1)
            yield within(Entry(of, group, choice), *ends)


def _sum(lines: Iterable[Row]) -> dict[str, int]:
    total: dict[str, int] = {}
    for line in lines:
        for choice, amount in line.items():
            total[choice] = total.get(choice, 0) + amount
    return total


def _less(line: Row, others: Iterable[Row]) -> dict[str, int]:
    gone = _sum(others)
    return {choice: amount - gone.get(choice, 0) for choice, amount in line.items()}


def _knowledge(lines: Mapping[Of, set[str]]) -> Knowledge:
    return Knowledge(*(frozenset(lines[of]) for of in (Of.ANSWER, Of.TURNOUT, Of.SIZE)))


def _lines_of_counts(counts: CountsOfVote) -> dict[tuple[Of, str], Row]:
    """Every line of numbers there is, whether it may be shown or not."""
    rows = {group: count.answers for group, count in counts.items()}
    lines: dict[tuple[Of, str], Row] = {(Of.ANSWER, ALL): column_totals(rows)}
    lines[Of.TURNOUT, ALL] = {"": sum(count.turnout for count in counts.values())}
    lines[Of.SIZE, ALL] = {"": sum(count.roll for count in counts.values())}
    for group, count in counts.items():
        lines[Of.ANSWER, group] = count.answers
        lines[Of.TURNOUT, group] = {"": count.turnout}
        lines[Of.SIZE, group] = {"": count.roll}
    return lines


def _lines_of_page(published: Published) -> dict[tuple[Of, str], Row]:
    """The lines of numbers that a page shows."""
    rows = {**published.answers, ALL: published.answers_of_all}
    lines: dict[tuple[Of, str], Row] = {(Of.ANSWER, group): row for group, row in rows.items() if row is not None}
    figures: dict[Of, Mapping[str, Figure]] = {
        Of.TURNOUT: {**published.turnout, ALL: published.turnout_of_all},
        Of.SIZE: {**published.sizes, ALL: published.size_of_all},
    }
    for of, of_groups in figures.items():
        for group, figure in of_groups.items():
            if figure.number is not None:
                lines[of, group] = {"": figure.number}
    return lines
