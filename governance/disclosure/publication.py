"""Publishing a vote: what the page of results may show of each of its questions, and of nobody in particular."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final, TypeVar

from governance.disclosure.choosing import most_to_show
from governance.disclosure.counts import CountsOfVote, require_votes
from governance.disclosure.knowledge import ALL, Knowledge, Page
from governance.disclosure.published import Figure, Hidden, Published
from governance.disclosure.question import Question
from governance.disclosure.tables import MIN_CELL, BadTableError, column_totals
from governance.disclosure.verdicts import Verdict

Name = TypeVar("Name", bound=Hashable)

SMALLEST_GROUP: Final = 3
"""The fewest voters of a group whose condition is published as met or not met.

With one voter it is their choice. With two, "more than half approved" is the choice of both. With three or more, a
condition that is met by a majority leaves open who of them was in it. It does not where a condition asks for nearly
everybody: what is then told is the outcome itself.
"""


def condition_shown(voters: int) -> bool:
    """Whether it may be told that a group met its condition, or did not: not where that would tell a choice.

    Nobody is in an empty group, and nobody voted in a silent one: of these it may be told.
    """
    return voters == 0 or voters >= SMALLEST_GROUP


def publication(
    counts: CountsOfVote,
    earlier: Sequence[Published] = (),
    *,
    verdict: Verdict | None = None,
    min_cell: int = MIN_CELL,
) -> Published:
    """What may be shown of a vote on one question.

    The same counts and the same earlier pages always give the same page.

    Args:
        counts: group → its counts.
        earlier: every page of this vote that was published before: of round one, or of a state since corrected.
        verdict: what is published besides numbers (outcome, each condition met or not), as any counts would have it.
        min_cell: the smallest number of people, other than zero, that may be shown.

    Raises:
        BadTableError: the counts are not those of a vote.
    """
    verdicts = {"": verdict} if verdict else {}
    return publications({"": counts}, [{"": page} for page in earlier], verdicts=verdicts, min_cell=min_cell)[""]


def publications(
    tables: Mapping[Name, CountsOfVote],
    earlier: Sequence[Mapping[Name, Published]] = (),
    *,
    verdicts: Mapping[Name, Verdict] = MappingProxyType({}),
    min_cell: int = MIN_CELL,
) -> dict[Name, Published]:
    """What may be shown of a vote on many questions that were answered on one ballot.

    Sizes and turnout are the same on all of the pages. The questions are otherwise published each by itself: what the
    pages share is who voted, and a group whose turnout is not told has its answers hidden whole, in every question.

    Raises:
        BadTableError: the counts are not those of a vote, or the questions differ in who voted.
    """
    for counts in tables.values():
        require_votes(counts)
    _require_one_roll(tables)
    page = Page(min_cell, rolls=True)
    questions = {
        name: Question(counts, page, [pages[name] for pages in earlier if name in pages], verdicts.get(name))
        for name, counts in tables.items()
    }
    if not questions:
        return {}
    of_voters = [_rolls_only(next(iter(pages.values()))) for pages in earlier if pages]
    voters = Question(next(iter(tables.values())), page, of_voters)
    return {name: _page(questions[name], known) for name, known in most_to_show(voters, questions).items()}


def _page(question: Question, known: Knowledge) -> Published:
    counts = question.counts

    def figure(amount: int, shown: bool) -> Figure:
        if shown:
            return Figure(amount)
        return Figure(None, Hidden.FEWER if question.page.is_small(amount) else Hidden.WITHHELD)

    answers = {group: count.answers for group, count in counts.items()}
    return Published(
        sizes={group: figure(count.roll, group in known.sizes) for group, count in counts.items()},
        turnout={group: figure(count.turnout, group in known.turnout) for group, count in counts.items()},
        answers={group: dict(row) if group in known.rows else None for group, row in answers.items()},
        size_of_all=figure(sum(count.roll for count in counts.values()), ALL in known.sizes),
        turnout_of_all=figure(sum(count.turnout for count in counts.values()), ALL in known.turnout),
        answers_of_all=column_totals(answers) if ALL in known.rows else None,
    )


def _rolls_only(page: Published) -> Published:
    """A page without its answers."""
    return replace(page, answers={}, answers_of_all=None)


def _require_one_roll(tables: Mapping[Name, CountsOfVote]) -> None:
    rolls = [
        {group: (count.turnout, count.did_not_vote, count.recused) for group, count in counts.items()}
        for counts in tables.values()
    ]
    if any(roll != rolls[0] for roll in rolls):
        raise BadTableError("The questions of one ballot differ in how many voted; count them from the same ballots.")
