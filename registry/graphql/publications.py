"""The numbers of a round that the small-cell rule lets out, as they were worked out once, at the tally."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from governance.disclosure import Figure, Hidden, Published, Row
from governance.members import Constituency
from governance.result_pages import read
from registry.graphql.nouns import said, shows
from registry.graphql.scalars import ExactNumber


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """How many gave one answer, and their share of those who voted."""

    answer: str
    people: int
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One constituency on the page of a result."""

    constituency: Constituency
    size: Figure
    turnout: Figure


@dataclass(frozen=True, slots=True)
class GroupAnswers:
    """What one constituency answered to a question, where that is shown."""

    constituency: Constituency
    answers: tuple[AnswerCount, ...] | None


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question on the page of a result."""

    question: str
    answers: tuple[AnswerCount, ...] | None
    constituencies: tuple[GroupAnswers, ...]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What is published of a round."""

    size: Figure
    turnout: Figure
    constituencies: tuple[GroupPage, ...]
    questions: tuple[QuestionPage, ...]


@shows(Figure, name="PublishedFigure", description="A number of people, or why there is none.")
class FigureType:
    """A figure."""

    number: int | None = said("The number; null where it is not shown.")
    hidden: Hidden | None = said("Why it is not shown; null where it is.")


@shows(AnswerCount, name="AnswerCount")
class AnswerCountType:
    """A count."""

    answer: str = said(
        "The answer: a choice; who stands first in a ranking; approved or not_approved; points or no_points; or a "
        "score as low (1 to 3), mid, high (7 to 9) or unable."
    )
    people: int = said("How many ballots say so.")
    share: ExactNumber | None = said("Their share of the ballots that are counted, exactly.")


@shows(GroupPage, name="PublishedConstituency")
class GroupPageType:
    """A constituency."""

    constituency: Constituency = said("The constituency.")
    size: FigureType = said("How many were on the frozen roll, those who stepped aside included.")
    turnout: FigureType = said("How many ballots are counted.")


@shows(GroupAnswers, name="PublishedAnswers")
class GroupAnswersType:
    """The answers of a constituency."""

    constituency: Constituency = said("The constituency.")
    answers: list[AnswerCountType] | None = said("All of its counts, or null where none of them is shown.")


@shows(QuestionPage, name="PublishedQuestion")
class QuestionPageType:
    """A question."""

    question: str = said("The id of the candidate that was asked about; `vote` where the vote is one question.")
    answers: list[AnswerCountType] | None = said("The counts over all constituencies, or null: all or none are shown.")
    constituencies: list[GroupAnswersType] = said("The same for each constituency alone.")


@shows(
    ResultPage,
    name="Publication",
    description="The numbers that are published of a round. No number of people from 1 to 10 is among them, nor can "
    "one be worked out from them.",
)
class PublicationType:
    """A publication."""

    size: FigureType = said("How many were on the frozen roll.")
    turnout: FigureType = said("How many ballots are counted.")
    constituencies: list[GroupPageType] = said("The same for each constituency.")
    questions: list[QuestionPageType] = said("What was answered, question by question.")


def page_of_result(kept: Mapping[str, Mapping[str, Any]]) -> ResultPage | None:
    """What is published of a round, as its result keeps it; none where nothing was worked out."""
    pages = {question: read(page) for question, page in kept.items()}
    first = next(iter(pages.values()), None)  # the sizes and the turnout are the same on every page
    if first is None:
        return None
    return ResultPage(
        size=first.size_of_all,
        turnout=first.turnout_of_all,
        constituencies=tuple(
            GroupPage(Constituency(name), size, first.turnout[name]) for name, size in first.sizes.items()
        ),
        questions=tuple(_question(question, page) for question, page in pages.items()),
    )


def _question(question: str, page: Published) -> QuestionPage:
    alone = (GroupAnswers(Constituency(name), _counts(page, row, name)) for name, row in page.answers.items())
    return QuestionPage(question, _counts(page, page.answers_of_all), tuple(alone))


def _counts(page: Published, row: Row | None, group: str | None = None) -> tuple[AnswerCount, ...] | None:
    if row is None:
        return None
    return tuple(AnswerCount(answer, people, page.share(answer, group)) for answer, people in row.items())
