"""The people on the roll of a vote, for its roll keeper alone: who has voted and never how, and reminders."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from governance import policy
from governance.members import PersonId
from governance.votes import MAY_LEAVE, Vote
from measures.errors import Refusal
from registry import voting
from registry.voting.reminding import Reminded, last_reminder, remind
from registry.voting.turnout import OnRoll, on_roll
from registry.web.languages import to_say
from registry.web.sessions import caller_of
from registry.web.voting.forms import Form, new_request, request_id_of, sent
from registry.web.voting.frame import Asked, FieldError, language_of, render, say_in
from registry.web.voting.managing.offices import PATH
from registry.web.voting.managing.refusals import refused
from registry.web.voting.managing.vote_pages import managed
from registry.web.voting.subject_sources import subject_of
from registry.web.voting.turned_away import noted, redirect
from registry.web.voting.written import text_mistake

REASON: Final = "reason"
PERSON: Final = "person"
PAGE: Final = "page"
AT_ONCE: Final = 200
"""People on one page."""
LETTERS_FOR: Final = (
    ("silent", to_say("Everybody on this page who has no e-mail address and has not voted")),
    ("all", to_say("Everybody on this page")),
    ("some", to_say("Only the people whom I choose below")),
)
"""Who gets a letter, of the people on one page of the roll."""


@get("/manage/{vote_id:uuid}/roll")
async def roll_of_vote(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """Everybody on the roll, and whether they have voted."""
    return await people_page(request, await managed(request, vote_id))


@post("/manage/{vote_id:uuid}/roll/remind", status_code=200)
async def remind_people(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """Write to those who have not voted."""
    vote, form = await managed(request, vote_id), await sent(request)
    policy.may_remind(caller_of(request).actor, vote).require()
    try:
        reminded = await remind(caller_of(request, request_id_of(form)), vote.id)
    except Refusal as refusal:
        return await people_page(request, vote, form=form, refusal=refusal)
    return await people_page(request, vote, form=form, reminded=reminded)


@post("/manage/{vote_id:uuid}/roll/recuse", status_code=200)
async def take_off(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """Take somebody off the roll, for a reason that is kept."""
    vote, form, say = await managed(request, vote_id), await sent(request), say_in(request)
    caller = caller_of(request, request_id_of(form))
    person = next((e for e in await on_roll(caller.actor, vote.id) if str(e.person_id) == form.text(PERSON)), None)
    errors = [] if person else [FieldError(PERSON, say("Choose the person."))]
    if wrong := text_mistake(REASON, form.text(REASON), say("Write the reason."), say):
        errors.append(wrong)
    if errors or person is None:
        return await people_page(request, vote, form=form, errors=errors)
    try:
        await voting.recuse(caller, vote.id, person.person_id, form.text(REASON))
    except Refusal as refusal:
        return await people_page(request, vote, form=form, refusal=refusal)
    return redirect(f"{PATH}/{vote.id}/roll?{PAGE}={page_number(form.text(PAGE))}")


def page_number(text: str) -> int:
    """The page of a roll that an address or a form names, from 1; the first where it names none."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= len(str(AT_ONCE)) + 1 else 1


def on_page(people: Sequence[OnRoll], number: int) -> Sequence[OnRoll]:
    """The people on one page of a roll."""
    return people[(number - 1) * AT_ONCE : number * AT_ONCE]


async def people_page(
    request: Asked,
    vote: Vote,
    *,
    form: Form | None = None,
    errors: Sequence[FieldError] = (),
    refusal: Refusal | None = None,
    reminded: Reminded | None = None,
) -> Response[bytes]:
    """The page of a roll, with what came of a form that was sent from it.

    Raises:
        WrongRoleError: the visitor does not keep rolls there.
    """
    caller, say, form = caller_of(request), say_in(request), form or Form()
    people = await on_roll(caller.actor, vote.id)
    page = page_number(form.text(PAGE) or request.query_params.get(PAGE, ""))
    last = await last_reminder(caller, vote.id)
    return render(
        request,
        "vote/manage/people.html",
        status=noted(request, refusal) if refusal else (422 if errors else 200),
        here=f"{PATH}/{vote.id}/roll",
        errors=errors,
        asked=vote,
        subject=await subject_of(vote, language_of(request)),
        people=on_page(people, page),
        page=page,
        pages=-(-len(people) // AT_ONCE),
        counts=(sum(each.voted for each in people), sum(not each.recused for each in people)),
        reminded=reminded,
        otherwise=_named(reminded.to_reach_otherwise, people) if reminded else [],
        last=last,
        unreached=_named(last.undelivered, people) if last else [],
        before_tally=vote.stage in MAY_LEAVE,
        letters_for=[(value, say(words)) for value, words in LETTERS_FOR],
        refused=refused(refusal, say) if refusal else None,
        form=form,
        request_id=new_request(),
    )


def _named(person_ids: Sequence[PersonId], people: Sequence[OnRoll]) -> list[str]:
    """The names of some people on the roll; of those who were erased there is none."""
    return sorted(each.name for each in people if each.name and each.person_id in person_ids)


handlers: Final = [roll_of_vote, remind_people, take_off]
