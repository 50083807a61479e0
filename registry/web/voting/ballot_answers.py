"""From what was filled in to an answer, or to words beside each field that say what to mend.

Nothing is guessed, rescaled or left out: what is shown on the page of all answers is what is cast.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from governance.rules import (
    ENGLISH,
    Answer,
    Approvals,
    Choice,
    HeldCommittee,
    HeldConsensus,
    HeldPoints,
    HeldRanking,
    HeldRating,
    Points,
    Ranking,
    Ratings,
    Rule,
)
from governance.votes import Vote, WrongChoiceError
from registry.voting.casting import LONGEST_REASON
from registry.web.languages import Say
from registry.web.voting.ballot_questions import APPROVED, CHOICE, REASON, Ask, Question, numbered, pages_of
from registry.web.voting.forms import Form
from registry.web.voting.frame import FieldError

SCORES: Final = range(1, 10)
UNABLE: Final = "unable"
LONGEST_NUMBER: Final = 6
"""More digits than any place or number of points has."""


def mistakes(vote: Vote, question: Question, form: Form, say: Say) -> list[FieldError]:
    """What is wrong with the answer to one question, beside the field that has to be mended; nothing if it is fine."""
    return list(LOOKED_FOR[question.ask](vote, question, form, say)) if question.ask in LOOKED_FOR else []


def answer_of(vote: Vote, form: Form) -> Answer:
    """The answer that a form without mistakes gives.

    Raises:
        WrongChoiceError: it has some.
    """
    if any(mistakes(vote, page, form, ENGLISH) for page in pages_of(vote)):
        raise WrongChoiceError("Something on this ballot is missing or wrong; look at each answer again.")
    answer = _answer(vote, form)
    vote.require_answer(answer)
    return answer


def needs_reason(vote: Vote, form: Form) -> bool:
    """Whether the rule asks for a reason with the choice that was made."""
    return isinstance(vote.rule, Rule) and form.text(CHOICE) in vote.rule.reasons_required


def _answer(vote: Vote, form: Form) -> Answer:
    match vote.rule:
        case Rule():
            return Choice(form.text(CHOICE))
        case HeldRating() | HeldConsensus():
            return Ratings({name: _score(form.text(field)) for name, field in numbered(Ask.SCORE, vote).items()})
        case HeldCommittee():
            return Approvals(frozenset(form.texts(APPROVED)))
        case HeldRanking():
            places = {name: form.text(field) for name, field in numbered("place", vote).items()}
            given = {name: int(place) for name, place in places.items() if place}
            return Ranking(tuple(sorted(given, key=lambda name: given[name])))
        case HeldPoints():
            return Points({name: int(form.text(field) or 0) for name, field in numbered("points", vote).items()})


def _score(text: str) -> int | None:
    return None if text == UNABLE else int(text)


def whole(text: str) -> int | None:
    """The whole number that somebody typed; none where it is no number in digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def _in_choice(vote: Vote, _: Question, form: Form, say: Say) -> Iterator[FieldError]:
    assert isinstance(vote.rule, Rule)
    if form.text(CHOICE) not in vote.rule.scale.choices:
        yield FieldError(CHOICE, say("Choose one of the answers."))


def _in_score(_: Vote, question: Question, form: Form, say: Say) -> Iterator[FieldError]:
    (name,) = question.fields
    if form.text(name) not in {UNABLE, *map(str, SCORES)}:
        yield FieldError(name, say("Choose a number from 1 to 9, or say that you cannot score this."))


def _in_approvals(vote: Vote, _: Question, form: Form, say: Say) -> Iterator[FieldError]:
    assert isinstance(vote.rule, HeldCommittee)
    chosen, most = set(form.texts(APPROVED)), vote.rule.most_approvals
    if not chosen <= set(vote.candidate_ids):
        yield FieldError(APPROVED, say("Choose only from this list."))
    elif most is not None and len(chosen) > most:
        words = say("You chose {number}. Choose {most} or fewer.")
        yield FieldError(APPROVED, words.format(number=len(chosen), most=most))


def _in_order(vote: Vote, _: Question, form: Form, say: Say) -> Iterator[FieldError]:
    fields = tuple(numbered("place", vote).values())
    typed = {field: form.text(field) for field in fields if form.text(field)}
    last = len(fields)
    taken: dict[int, str] = {}
    for field, text in typed.items():
        place = whole(text)
        if place is None or not 1 <= place <= last:
            yield FieldError(field, say("Write a whole number from 1 to {last}.").format(last=last))
        elif place in taken:
            words = say("You gave place {place} two times. Give each one a place of its own.")
            yield FieldError(field, words.format(place=place))
        else:
            taken[place] = field
    if not typed:
        yield FieldError(fields[0], say("Give place 1 to the one that you like best."))


def _in_points(vote: Vote, _: Question, form: Form, say: Say) -> Iterator[FieldError]:
    assert isinstance(vote.rule, HeldPoints)
    budget = vote.rule.budget
    fields = tuple(numbered("points", vote).values())
    given = {field: whole(form.text(field) or "0") for field in fields}
    wrong = [field for field, number in given.items() if number is None or number > budget]
    for field in wrong:
        yield FieldError(field, say("Write a whole number from 0 to {budget}.").format(budget=budget))
    total = sum(number for number in given.values() if number is not None)
    if not wrong and total != budget:
        yield FieldError(fields[0], _sum_is_wrong(total, budget, say))


def _sum_is_wrong(total: int, budget: int, say: Say) -> str:
    if total > budget:
        words = say("Your points add up to {total}. Take {number} away, so that they add up to {budget}.")
    else:
        words = say("Your points add up to {total}. Give out {number} more, so that they add up to {budget}.")
    return words.format(total=total, number=abs(budget - total), budget=budget)


def _in_reason(vote: Vote, _: Question, form: Form, say: Say) -> Iterator[FieldError]:
    reason = form.text(REASON)
    if "\x00" in reason:
        yield FieldError(REASON, say("Write your reason in letters and numbers."))
    elif len(reason) > LONGEST_REASON:
        words = say("Your reason is too long. Take out {number} letters or more.")
        yield FieldError(REASON, words.format(number=len(reason) - LONGEST_REASON))
    elif not reason and needs_reason(vote, form):
        yield FieldError(REASON, say("Write why. The rule asks for a reason with this answer."))


LOOKED_FOR: Final[Mapping[Ask, Callable[[Vote, Question, Form, Say], Iterator[FieldError]]]] = {
    Ask.CHOICE: _in_choice,
    Ask.SCORE: _in_score,
    Ask.APPROVALS: _in_approvals,
    Ask.ORDER: _in_order,
    Ask.POINTS: _in_points,
    Ask.REASON: _in_reason,
}
"""What can be wrong on each page of a ballot."""
