"""The numbers of a result as tables and bars: those that the small-cell rule lets out, and words in place of the rest.

What stands here was chosen once, at the tally (`governance.result_pages`); nothing is worked out from the counts.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from governance.disclosure import Figure, Hidden, Published
from governance.result_pages import Kept, read
from governance.rules import HeldCommittee, HeldConsensus, HeldPoints, HeldRanking, HeldRating, Rule
from governance.rules.answer_tables import VOTE
from governance.votes import Vote
from registry.web.languages import Say
from registry.web.voting.answer_words import name_of
from registry.web.voting.chart import Bar
from registry.web.voting.group_names import group_name, in_order

Number = Callable[[int], str]
"""How a language writes a whole number."""
LEADING: Final = frozenset({"high", "approved", "points"})
"""The answers that speak for a candidate, where each candidate is counted alone."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table for people. The first cell of a row names it."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that may be shown of how people answered."""

    chart_title: str
    bars: tuple[Bar, ...]
    tables: tuple[Table, ...]
    hides_some: bool
    """Whether a number is kept back, so that the page says why."""


@dataclass(frozen=True, slots=True)
class Words:
    """How a page writes: sentences of its language, its numbers, and the texts of the candidates by their ids."""

    say: Say
    number: Number
    texts: Mapping[str, str]


def answer_figures(vote: Vote, kept: Kept, words: Words) -> Figures:
    """How people answered: by group where there is one question, and by candidate where there are several."""
    pages = {question: read(page) for question, page in kept.items()}
    columns = columns_of(vote, words)
    hides_some = any(_hides_some(page) for page in pages.values())
    if set(pages) == {VOTE}:
        page = pages[VOTE]
        bars = _bars_of_columns(page, columns, words)
        return Figures(words.say("All votes together"), tuple(bars), tuple(_by_group(page, columns, words)), hides_some)
    leading = next(name for name in columns if name in LEADING)
    bars = _bars_of(pages, leading, words)
    return Figures(columns[leading], tuple(bars), tuple(_by_candidate(pages, columns, words)), hides_some)


def columns_of(vote: Vote, words: Words) -> dict[str, str]:
    """The kinds of answers that are counted apart, each with its words."""
    say = words.say
    match vote.rule:
        case Rule() as rule:
            return {choice.value: name_of(choice, say) for choice in rule.scale.choices}
        case HeldRating() | HeldConsensus():
            return {
                "low": say("Scored it 1 to 3"),
                "mid": say("Scored it 4 to 6"),
                "high": say("Scored it 7 to 9"),
                "unable": say("Could not score it"),
            }
        case HeldCommittee():
            return {"approved": say("Chose it"), "not_approved": say("Did not choose it")}
        case HeldRanking():
            return {name: say("First place: {text}").format(text=text) for name, text in words.texts.items()}
        case HeldPoints():
            return {"points": say("Gave it points"), "no_points": say("Gave it no points")}


def turnout_table(kept: Kept, words: Words) -> Table | None:
    """How many stood on the roll and how many voted, by group; sizes and turnout are the same for all questions."""
    if not kept:
        return None
    page = read(next(iter(kept.values())))
    say = words.say
    rows = [
        (group_name(group, say), figure_words(page.sizes[group], words), figure_words(page.turnout[group], words))
        for group in in_order(page.sizes)
    ]
    rows.append((say("All"), figure_words(page.size_of_all, words), figure_words(page.turnout_of_all, words)))
    columns = (say("Group"), say("Could vote"), say("Voted"))
    return Table(say("How many people could vote, and how many did"), columns, tuple(rows))


def shows_turnout(kept: Kept) -> bool:
    """Whether the number of all who voted is shown, so that a list of as many receipts tells nothing more."""
    return bool(kept) and all(read(page).turnout_of_all.number is not None for page in kept.values())


def figure_words(figure: Figure, words: Words) -> str:
    """A size or a turnout, or why it is not told."""
    if figure.number is not None:
        return words.number(figure.number)
    return words.say("fewer than 11") if figure.hidden is Hidden.FEWER else words.say("not shown")


def _by_group(page: Published, columns: Mapping[str, str], words: Words) -> Iterator[Table]:
    rows = [
        (group_name(group, words.say), *_cells(page.answers[group], columns, words)) for group in in_order(page.answers)
    ]
    rows.append((words.say("All"), *_cells(page.answers_of_all, columns, words)))
    if _tells(rows, words):
        yield Table(words.say("How each group voted"), (words.say("Group"), *columns.values()), tuple(rows))


def _by_candidate(pages: Mapping[str, Published], columns: Mapping[str, str], words: Words) -> Iterator[Table]:
    groups = in_order(next(iter(pages.values())).answers) if pages else []
    for group in (None, *groups):
        rows = [
            (words.texts[name], *_cells(page.answers_of_all if group is None else page.answers[group], columns, words))
            for name, page in pages.items()
            if name in words.texts
        ]
        caption = words.say("All groups together") if group is None else group_name(group, words.say)
        if _tells(rows, words):
            yield Table(caption, (words.say("Outcome"), *columns.values()), tuple(rows))


def _cells(row: Mapping[str, int] | None, columns: Mapping[str, str], words: Words) -> tuple[str, ...]:
    if row is None:
        return (words.say("not shown"),) * len(columns)
    return tuple(words.number(row.get(column, 0)) for column in columns)


def _tells(rows: list[tuple[str, ...]], words: Words) -> bool:
    """Whether a table tells any number at all."""
    return any(cell != words.say("not shown") for row in rows for cell in row[1:])


def _bars_of_columns(page: Published, columns: Mapping[str, str], words: Words) -> Iterator[Bar]:
    for column, label in columns.items():
        if (bar := _bar(page, column, label, words)) is not None:
            yield bar


def _bars_of(pages: Mapping[str, Published], leading: str, words: Words) -> Iterator[Bar]:
    for name, page in pages.items():
        if name in words.texts and (bar := _bar(page, leading, words.texts[name], words)) is not None:
            yield bar


def _bar(page: Published, column: str, label: str, words: Words) -> Bar | None:
    """A bar, where the counts of all together may be shown; otherwise none, which draws nothing."""
    share = page.share(column)
    row = page.answers_of_all
    if share is None or row is None:
        return None
    number = words.say("{number} of {all}").format(
        number=words.number(row[column]), all=words.number(sum(row.values()))
    )
    return Bar(label, share, number)


def _hides_some(page: Published) -> bool:
    figures = (*page.sizes.values(), *page.turnout.values(), page.size_of_all, page.turnout_of_all)
    return (
        any(figure.number is None for figure in figures)
        or page.answers_of_all is None
        or any(row is None for row in page.answers.values())
    )
