"""What the pages of a ballot say: the question on each of them, and all answers on the last."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from governance.rules import Answer, Ratings
from governance.votes import SubjectKind, Vote
from registry.web.languages import Say, to_say
from registry.web.voting.answer_words import lines, score_words
from registry.web.voting.ballot_questions import REASON, Ask, Question, numbered, pages_of


@dataclass(frozen=True, slots=True)
class Row:
    """An answer on the page where all are checked, and the question that it can be changed on."""

    question: str
    lines: tuple[str, ...]
    key: str


HEADINGS: Final[Mapping[Ask, str]] = {
    Ask.SCORE: to_say("How much should this count?"),
    Ask.APPROVALS: to_say("Which of these should count the most?"),
    Ask.ORDER: to_say("In which order should these count?"),
    Ask.POINTS: to_say("How many points do you give to each?"),
    Ask.REASON: to_say("Do you want to say why?"),
    Ask.REVIEW: to_say("Check your answers"),
}
MOTIONS: Final[Mapping[SubjectKind, str]] = {
    SubjectKind.VALUE_DEFINITION: to_say("Should this say what good care means?"),
    SubjectKind.PRIORITY_SET: to_say("Should these measures come first?"),
    SubjectKind.LABEL: to_say("What does this measure show?"),
}
"""What a motion and a label ask, by what they are about."""


def heading(vote: Vote, page: Question, say: Say, chosen: str | None = None) -> str:
    """The question of a page. `chosen` names the choice for which the rule asks a reason."""
    if page.ask is Ask.CHOICE:
        return say(MOTIONS[vote.subject_kind])
    if page.ask is Ask.REASON and chosen:
        return say("Why did you choose “{choice}”?").format(choice=chosen)
    return say(HEADINGS[page.ask])


def review_rows(vote: Vote, answer: Answer, reason: str, texts: Mapping[str, str], say: Say) -> list[Row]:
    """All answers, in the order of the questions; the reason last."""
    no_reason = say("You gave no reason.")
    return [*_answers(vote, answer, texts, say), Row(say("Your reason"), (reason or no_reason,), REASON)]


def _answers(vote: Vote, answer: Answer, texts: Mapping[str, str], say: Say) -> list[Row]:
    if isinstance(answer, Ratings):
        keys = numbered(Ask.SCORE, vote)
        return [Row(text, (score_words(answer.scores[name], say),), keys[name]) for name, text in texts.items()]
    return [Row(say("Your answer"), tuple(lines(answer, texts, say)), pages_of(vote)[0].key)]
