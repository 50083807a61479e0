"""The steps that are taken in the life of a vote: one address for each button of its page."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from governance.appeals import Appeal, AppealId
from governance.votes import Vote, VoteId
from measures.errors import Refusal
from registry import voting
from registry.storage import appeals
from registry.use_cases import Caller
from registry.web.sessions import caller_of
from registry.web.voting.forms import Form, request_id_of, sent
from registry.web.voting.frame import Asked, FieldError, say_in
from registry.web.voting.managing import times
from registry.web.voting.managing.actions import Step
from registry.web.voting.managing.offices import PATH
from registry.web.voting.managing.vote_pages import managed, vote_page
from registry.web.voting.turned_away import redirect
from registry.web.voting.written import text_mistake

REASON: Final = "reason"
UPHELD: Final = "upheld"
ADOPTS: Final = "adopts"
YES: Final = "yes"
NO: Final = "no"
Take = Callable[[Caller, VoteId], Awaitable[Any]]
SIMPLE: Final[Mapping[str, Take]] = {
    Step.CLOSE: voting.close_vote,
    Step.TALLY: voting.tally_vote,
    Step.CERTIFY: voting.certify_vote,
    Step.FINALISE: voting.finalise_vote,
}
"""Steps that need nothing but the press of a button."""


@post("/manage/{vote_id:uuid}/{step:str}", status_code=200)
async def take_step(request: Asked, vote_id: FromPath[UUID], step: FromPath[str]) -> Response[bytes]:
    """Take a step. What cannot be done is said at the top of the page, and nothing is stored."""
    if step not in set(Step):
        raise NotFoundException
    vote, form = await managed(request, vote_id), await sent(request)
    if errors := _mistakes(request, Step(step), form):
        return await vote_page(request, vote, form, errors)
    try:
        await _take(caller_of(request, request_id_of(form)), vote, Step(step), form)
    except Refusal as refusal:
        return await vote_page(request, await managed(request, vote_id), form, refusal=refusal)
    return redirect(f"{PATH}/{vote.id}")


@post("/manage/{vote_id:uuid}/appeals/{appeal_id:uuid}", status_code=200)
async def decide(request: Asked, vote_id: FromPath[UUID], appeal_id: FromPath[UUID]) -> Response[bytes]:
    """Uphold or dismiss an appeal. Its fields carry its id, since a page can show several appeals."""
    vote, form, say = await managed(request, vote_id), await sent(request), say_in(request)
    made = await _appeal(vote, AppealId(appeal_id))
    reason, upheld = f"{REASON}-{made.id}", f"{UPHELD}-{made.id}"
    errors = [] if form.text(upheld) in (YES, NO) else [FieldError(upheld, say("Choose one of the answers."))]
    if wrong := text_mistake(reason, form.text(reason), say("Write the reason."), say):
        errors.append(wrong)
    if errors:
        return await vote_page(request, vote, form, errors)
    caller, is_upheld = caller_of(request, request_id_of(form)), form.text(upheld) == YES
    try:
        await voting.decide_appeal(caller, made.id, form.text(reason), upheld=is_upheld)
    except Refusal as refusal:
        return await vote_page(request, await managed(request, vote_id), form, refusal=refusal)
    return redirect(f"{PATH}/{vote.id}")


async def _appeal(vote: Vote, appeal_id: AppealId) -> Appeal:
    made = await appeals.get(appeal_id)
    if made.vote_id != vote.id:
        raise NotFoundException
    return made


async def _take(caller: Caller, vote: Vote, step: Step, form: Form) -> None:
    match step:
        case Step.CANCEL:
            await voting.cancel_vote(caller, vote.id, form.text(REASON))
        case Step.DISCUSS:
            await voting.open_discussion(caller, vote.id, times.typed(form, "until", str, needed=False).at)
        case Step.NEXT_ROUND:
            closes = times.typed(form, "closes", str, needed=True).at
            assert closes is not None
            await voting.open_next_round(caller, vote.id, closes, form.text(times.ZONE))
        case Step.DECIDE:
            await voting.decide_on_advice(caller, vote.id, form.text(REASON), adopts=form.text(ADOPTS) == YES)
        case _:
            await SIMPLE[step](caller, vote.id)


def _mistakes(request: Asked, step: Step, form: Form) -> list[FieldError]:
    say = say_in(request)
    found: list[FieldError] = []
    if step is Step.DECIDE and form.text(ADOPTS) not in (YES, NO):
        found.append(FieldError(ADOPTS, say("Choose one of the answers.")))
    if step in (Step.CANCEL, Step.DECIDE):
        wrong = text_mistake(REASON, form.text(REASON), say("Write the reason."), say)
        found += [wrong] if wrong else []
    if step is Step.DISCUSS:
        found += times.typed(form, "until", say, needed=False).errors
    if step is Step.NEXT_ROUND:
        found += times.typed(form, "closes", say, needed=True).errors
    return found


handlers: Final = [take_step, decide]
