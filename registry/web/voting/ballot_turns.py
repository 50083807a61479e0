"""Which page of a ballot follows a press of a button. Nothing is kept between two pages: all answers travel along."""

from dataclasses import dataclass
from typing import Final

from governance.votes import Vote
from registry.web.languages import Say
from registry.web.voting.ballot_answers import mistakes
from registry.web.voting.ballot_questions import REVIEW, Question, pages_of
from registry.web.voting.forms import GO, STAY, Form
from registry.web.voting.frame import FieldError

__all__ = ["AT", "BACK", "FROM_REVIEW", "GO", "NEXT", "STAY", "Turn", "first_mistake", "first_turn", "place_of", "turn"]

AT: Final = "at"
"""The field that says which page was filled in."""
FROM_REVIEW: Final = "from_review"
"""Whether the page was opened to change one answer, so that it leads back to all of them."""
NEXT: Final = "next"
BACK: Final = "back"
YES: Final = "yes"


@dataclass(frozen=True, slots=True)
class Turn:
    """The page to show now, with what is wrong on it."""

    page: Question
    errors: tuple[FieldError, ...] = ()
    from_review: bool = False


def first_turn(vote: Vote) -> Turn:
    """The first question, with nothing chosen."""
    return Turn(pages_of(vote)[0])


def turn(vote: Vote, form: Form, say: Say) -> Turn:
    """The page that follows what was sent.

    Going on needs an answer without mistakes; going back, or looking at the page in another language, does not.
    """
    pages = {page.key: page for page in pages_of(vote)}
    at = pages.get(form.text(AT), next(iter(pages.values())))
    going, from_review = form.text(GO), form.text(FROM_REVIEW) == YES
    if going == STAY:
        return Turn(at, (), from_review)
    if going == BACK:
        return _all_answers(vote, form, say) if from_review else Turn(_before(vote, at))
    if going in pages and pages[going] is not REVIEW:
        return Turn(pages[going], (), from_review=True)
    if errors := mistakes(vote, at, form, say):
        return Turn(at, tuple(errors), from_review)
    following = REVIEW if from_review else _after(vote, at)
    return _all_answers(vote, form, say) if following is REVIEW else Turn(following)


def _all_answers(vote: Vote, form: Form, say: Say) -> Turn:
    return first_mistake(vote, form, say) or Turn(REVIEW)


def first_mistake(vote: Vote, form: Form, say: Say) -> Turn | None:
    """The first page of the ballot on which something has to be mended; none if all is well."""
    for page in pages_of(vote):
        if errors := mistakes(vote, page, form, say):
            return Turn(page, tuple(errors), from_review=True)
    return None


def place_of(vote: Vote, page: Question) -> tuple[int, int]:
    """The number of a page, from 1, and how many there are."""
    pages = pages_of(vote)
    return pages.index(page) + 1, len(pages)


def _after(vote: Vote, page: Question) -> Question:
    pages = pages_of(vote)
    return pages[min(pages.index(page) + 1, len(pages) - 1)]


def _before(vote: Vote, page: Question) -> Question:
    pages = pages_of(vote)
    return pages[max(pages.index(page) - 1, 0)]
