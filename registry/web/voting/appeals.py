"""Appealing against a certified result, for whoever stands on the roll, while the window is open."""

from typing import Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from governance import policy
from governance.appeals import Grounds
from governance.votes import Vote, VoteStage
from registry.proposing import LONGEST_TEXT
from registry.storage import appeals
from registry.storage.registries import database_time
from registry.voting import AppealWindowError, appeal
from registry.web.languages import Say
from registry.web.sessions import caller_of
from registry.web.voting.forms import GO, STAY, Form, new_request, request_id_of, sent
from registry.web.voting.frame import Asked, FieldError, language_of, render, say_in
from registry.web.voting.result_words import GROUNDS
from registry.web.voting.subject_sources import subject_of
from registry.web.voting.turned_away import redirect
from registry.web.voting.visitors import entry_of, path_of, require_signed_in, vote_at
from registry.web.voting.written import text_mistake

GROUND: Final = "grounds"
TEXT: Final = "text"


@get("/{vote_id:uuid}/appeal")
async def appeal_page(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """Ask for the grounds of an appeal, or say that one's appeal has come in."""
    return await _page(request, await _appealable(request, vote_id), Form())


@post("/{vote_id:uuid}/appeal")
async def make_appeal(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """Make an appeal."""
    vote, form = await _appealable(request, vote_id), await sent(request)
    if form.text(GO) == STAY:
        return await _page(request, vote, form)
    if errors := mistakes(form, say_in(request)):
        return await _page(request, vote, form, errors)
    caller = caller_of(request, request_id_of(form))
    await appeal(caller, vote.id, Grounds(form.text(GROUND)), form.text(TEXT))
    return redirect(path_of(vote, "appeal"))


def mistakes(form: Form, say: Say) -> tuple[FieldError, ...]:
    """What has to be mended before an appeal can be taken."""
    found = [] if form.text(GROUND) in set(Grounds) else [FieldError(GROUND, say("Choose what the appeal is about."))]
    wrong = text_mistake(TEXT, form.text(TEXT), say("Write what happened."), say)
    return (*found, *([wrong] if wrong else []))


async def _appealable(request: Asked, vote_id: UUID) -> Vote:
    """A vote against whose result the visitor may appeal now, or has.

    Raises:
        SignInError, NotOnRollError: the visitor may not.
        VoteStageError: there is no result yet, or it was set aside.
        AppealWindowError: the window is over.
    """
    actor = require_signed_in(request)
    vote = await vote_at(vote_id)
    policy.may_appeal(actor, await entry_of(request, vote)).require()
    vote.require_stage(VoteStage.CERTIFIED, VoteStage.FINAL)
    until = vote.appeal_until
    if vote.stage is VoteStage.FINAL or until is None or await database_time() >= until:
        raise AppealWindowError("The time for appeals is over.")
    return vote


async def _page(request: Asked, vote: Vote, form: Form, errors: tuple[FieldError, ...] = ()) -> Response[bytes]:
    person = require_signed_in(request).person_id
    own = [made for made in await appeals.of_vote(vote.id) if made.person_id == person]
    return render(
        request,
        "vote/appeal.html",
        status=422 if errors else 200,
        here=path_of(vote, "appeal"),
        errors=errors,
        asked=vote,
        subject=await subject_of(vote, language_of(request)),
        own=own[0] if own else None,
        grounds=[(each.value, say_in(request)(words)) for each, words in GROUNDS.items()],
        given={GROUND: form.text(GROUND), TEXT: form.text(TEXT)},
        longest=LONGEST_TEXT,
        request_id=request_id_of(form) or new_request(),
    )


handlers: Final = [appeal_page, make_appeal]
