"""Filling in a ballot: one question on a page. Nothing is stored before it is cast; all answers travel in the form."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from governance import policy
from governance.rules import (
    HeldCommittee,
    HeldConsensus,
    HeldPoints,
    HeldRanking,
    HeldRating,
    Rule,
    in_one_sentence,
)
from governance.votes import Vote
from registry.storage import ballots
from registry.storage.registries import database_time
from registry.web.languages import Say
from registry.web.voting.answer_words import choices, scores
from registry.web.voting.ballot_answers import answer_of, needs_reason
from registry.web.voting.ballot_questions import APPROVED, CHOICE, REASON, REVIEW, fields_of, numbered
from registry.web.voting.ballot_turns import Turn, first_turn, place_of, turn
from registry.web.voting.ballot_words import heading, review_rows
from registry.web.voting.forms import Form, new_request, sent
from registry.web.voting.frame import Asked, language_of, render, say_in
from registry.web.voting.subject_sources import subject_of
from registry.web.voting.subjects import Subject
from registry.web.voting.visitors import entry_of, path_of, require_signed_in, vote_at

BALLOT: Final = "ballot"


@get("/{vote_id:uuid}/ballot")
async def ballot_page(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """The first question."""
    vote = await open_vote_of(request, vote_id)
    return await shown(request, vote, Form(), first_turn(vote))


@post("/{vote_id:uuid}/ballot")
async def ballot_turn(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """The page that follows a press of a button: nothing is stored by it."""
    vote = await open_vote_of(request, vote_id)
    form = await sent(request)
    return await shown(request, vote, form, turn(vote, form, say_in(request)))


async def open_vote_of(request: Asked, vote_id: UUID) -> Vote:
    """A vote in which the visitor can vote now.

    Raises:
        SignInError: nobody is signed in.
        NotOnRollError, RecusedError: they cannot vote in it.
        ProposalClosedError: it takes no ballots now.
    """
    actor = require_signed_in(request)
    vote = await vote_at(vote_id)
    policy.may_cast_ballot(actor, await entry_of(request, vote)).require()
    vote.require_open(await database_time())
    return vote


async def shown(request: Asked, vote: Vote, form: Form, now: Turn) -> Response[bytes]:
    """A page of the ballot, with the answers of all others in hidden fields."""
    say = say_in(request)
    subject = await subject_of(vote, language_of(request))
    is_review = now.page is REVIEW
    values = await _of_review(request, vote, form, subject) if is_review else _of_question(vote, form, now, say)
    return render(
        request,
        "vote/review.html" if is_review else "vote/question.html",
        status=422 if now.errors else 200,
        here=path_of(vote, BALLOT),
        errors=now.errors,
        asked=vote,
        subject=subject,
        one_sentence=in_one_sentence(vote.rule, say),
        page=now.page,
        place=place_of(vote, now.page),
        from_review=now.from_review,
        carried=form.kept(name for name in fields_of(vote) if name not in now.page.fields),
        **values,
    )


def _of_question(vote: Vote, form: Form, now: Turn, say: Say) -> Mapping[str, Any]:
    values: dict[str, Any] = {
        "heading": heading(vote, now.page, say),
        "given": {name: form.text(name) for name in now.page.fields},
        "chosen": None,
    }
    match vote.rule:
        case Rule() as rule:
            listed = choices(rule, say)
            needed = needs_reason(vote, form)
            chosen = next((name for value, name, _ in listed if needed and value == form.text(CHOICE)), None)
            return values | {"choices": listed, "chosen": chosen, "heading": heading(vote, now.page, say, chosen)}
        case HeldRating() | HeldConsensus():
            return values | {"choices": scores(say)}
        case HeldCommittee() as rule:
            return values | {"most": rule.most_approvals, "approved": form.texts(APPROVED)}
        case HeldRanking():
            return values | {"numbers": numbered("place", vote)}
        case HeldPoints() as rule:
            return values | {"numbers": numbered("points", vote), "budget": rule.budget}


async def _of_review(request: Asked, vote: Vote, form: Form, subject: Subject) -> Mapping[str, Any]:
    say = say_in(request)
    person = require_signed_in(request).person_id
    assert person is not None
    return {
        "heading": heading(vote, REVIEW, say),
        "rows": review_rows(vote, answer_of(vote, form), form.text(REASON), subject.texts, say),
        "request_id": new_request(),
        "has_voted": await ballots.has_voted(vote.id, vote.round, person),
    }


handlers: Final = [ballot_page, ballot_turn]
