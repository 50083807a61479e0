"""Stepping aside from a vote, for whoever has a stake in it. It cannot be taken back."""

from typing import Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from governance.rolls import NotOnRollError
from governance.votes import MAY_LEAVE, Vote
from registry.voting import recuse
from registry.web.sessions import caller_of
from registry.web.voting.forms import GO, STAY, Form, new_request, request_id_of, sent
from registry.web.voting.frame import Asked, FieldError, language_of, render, say_in
from registry.web.voting.subject_sources import subject_of
from registry.web.voting.turned_away import redirect
from registry.web.voting.visitors import entry_of, path_of, require_signed_in, vote_at
from registry.web.voting.written import text_mistake

REASON: Final = "reason"


@get("/{vote_id:uuid}/step-aside")
async def step_aside_page(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """Ask for the reason, and say what it means; or say that one has stepped aside."""
    return await _page(request, await _vote(request, vote_id), Form())


@post("/{vote_id:uuid}/step-aside")
async def step_aside(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """Step aside. A ballot that was cast is void."""
    vote, form = await _vote(request, vote_id), await sent(request)
    if form.text(GO) == STAY:
        return await _page(request, vote, form)
    say = say_in(request)
    if wrong := text_mistake(REASON, form.text(REASON), say("Write why you step aside."), say):
        return await _page(request, vote, form, (wrong,))
    caller = caller_of(request, request_id_of(form))
    assert caller.actor.person_id is not None
    await recuse(caller, vote.id, caller.actor.person_id, form.text(REASON))
    return redirect(path_of(vote, "step-aside"))


async def _vote(request: Asked, vote_id: UUID) -> Vote:
    """A vote on whose roll the visitor stands.

    Raises:
        SignInError, NotOnRollError: nobody is signed in, or somebody who is not on the roll.
        VoteStageError: the vote was counted.
    """
    require_signed_in(request)
    vote = await vote_at(vote_id)
    if await entry_of(request, vote) is None:
        raise NotOnRollError("You are not on the roll of this vote.")
    vote.require_stage(*MAY_LEAVE)
    return vote


async def _page(request: Asked, vote: Vote, form: Form, errors: tuple[FieldError, ...] = ()) -> Response[bytes]:
    entry = await entry_of(request, vote)
    return render(
        request,
        "vote/step-aside.html",
        status=422 if errors else 200,
        here=path_of(vote, "step-aside"),
        errors=errors,
        asked=vote,
        subject=await subject_of(vote, language_of(request)),
        is_done=entry is not None and entry.recused,
        reason=form.text(REASON),
        request_id=request_id_of(form) or new_request(),
    )


handlers: Final = [step_aside_page, step_aside]
