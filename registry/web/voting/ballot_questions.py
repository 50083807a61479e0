"""The pages of a ballot: one question on each, then all answers to check."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from governance.rules import HeldCommittee, HeldConsensus, HeldPoints, HeldRanking, HeldRating, Rule
from governance.votes import Candidate, Vote

CHOICE: Final = "choice"
APPROVED: Final = "approve"
REASON: Final = "reason"


class Ask(StrEnum):
    """What a page of the ballot asks for."""

    CHOICE = "choice"
    SCORE = "score"
    APPROVALS = "approve"
    ORDER = "order"
    POINTS = "points"
    REASON = "reason"
    REVIEW = "review"
    """Nothing new: all answers, each with a way to change it."""


@dataclass(frozen=True, slots=True)
class Question:
    """One page of a ballot."""

    key: str
    """What the buttons that lead to it send; it tells nothing of the answer."""
    ask: Ask
    fields: tuple[str, ...] = ()
    """The names of its fields. They number the candidates from 1 in the order of the ballot."""
    candidate: Candidate | None = None


REVIEW: Final = Question(Ask.REVIEW, Ask.REVIEW)


def pages_of(vote: Vote) -> tuple[Question, ...]:
    """The questions of a vote's ballot in their order, the reason last, and the page to check the answers."""
    reason = Question(Ask.REASON, Ask.REASON, (REASON,))
    return (*_questions(vote), reason, REVIEW)


def fields_of(vote: Vote) -> tuple[str, ...]:
    """Every field in which a part of the ballot may travel."""
    return tuple(name for page in pages_of(vote) for name in page.fields)


def numbered(stem: str, vote: Vote) -> dict[str, str]:
    """The field of each candidate: `place-1` and so on, by candidate id."""
    return {candidate.id: f"{stem}-{number}" for number, candidate in enumerate(vote.candidates, start=1)}


def _questions(vote: Vote) -> Iterator[Question]:
    match vote.rule:
        case Rule():
            yield Question(Ask.CHOICE, Ask.CHOICE, (CHOICE,))
        case HeldRating() | HeldConsensus():
            names = numbered(Ask.SCORE, vote)
            for candidate in vote.candidates:
                yield Question(names[candidate.id], Ask.SCORE, (names[candidate.id],), candidate)
        case HeldCommittee():
            yield Question(Ask.APPROVALS, Ask.APPROVALS, (APPROVED,))
        case HeldRanking():
            yield Question(Ask.ORDER, Ask.ORDER, tuple(numbered("place", vote).values()))
        case HeldPoints():
            yield Question(Ask.POINTS, Ask.POINTS, tuple(numbered("points", vote).values()))
