"""Setting up a vote, one question a page. Nothing is stored before the last step."""

from datetime import datetime
from typing import Final

from litestar import Response, get, post

from governance.members import Role
from measures.errors import Refusal
from registry.storage.registries import database_time
from registry.web.sessions import actor_of, caller_of
from registry.web.voting import ballot_turns
from registry.web.voting.forms import Form, new_request, request_id_of, sent
from registry.web.voting.frame import Asked, FieldError, language_of, render, say_in
from registry.web.voting.managing import setup_form as typed
from registry.web.voting.managing import setup_record as record
from registry.web.voting.managing.offices import PATH, require_office
from registry.web.voting.managing.refusals import refused
from registry.web.voting.managing.setup_form import FIELDS, FIELDS_OF, About, Page
from registry.web.voting.turned_away import noted, redirect

AT: Final = "at"


@get("/manage/new")
async def setup_page(request: Asked) -> Response[bytes]:
    """The first question. A proposal that is named in the address is chosen already."""
    require_office(request, Role.VOTE_OFFICER)
    form = Form()
    if proposal := request.query_params.get(typed.PROPOSAL):
        form = Form({typed.SUBJECT: (About.PROPOSAL.value,), typed.PROPOSAL: (proposal,)})
    return await _page(request, Page.SUBJECT, form)


@post("/manage/new", status_code=200)
async def setup_turn(request: Asked) -> Response[bytes]:
    """The page that follows what was typed; after the last one the vote is open."""
    require_office(request, Role.VOTE_OFFICER)
    form, now = await sent(request), await database_time()
    at = Page(form.text(AT)) if form.text(AT) in set(Page) else Page.SUBJECT
    match form.text(ballot_turns.GO):
        case ballot_turns.BACK:
            return await _reached(request, form, now, typed.after(at, form, -1))
        case ballot_turns.STAY:
            return await _reached(request, form, now, at)
        case _ if at is Page.REVIEW:
            return await _open(request, form, now)
        case _:
            return await _reached(request, form, now, typed.after(at, form, 1))


async def _reached(request: Asked, form: Form, now: datetime, wanted: Page) -> Response[bytes]:
    """A page, or the first one before it on which something must be mended."""
    page, errors = await _first_wrong(request, form, now, wanted)
    return await _page(request, page, form, errors)


async def _first_wrong(request: Asked, form: Form, now: datetime, until: Page) -> tuple[Page, list[FieldError]]:
    say = say_in(request)
    for page in typed.pages_of(form):
        if page is until:
            break
        errors = typed.mistakes(page, form, now, say) or await record.mistakes(actor_of(request), page, form, say)
        if errors:
            return page, errors
    return until, []


async def _open(request: Asked, form: Form, now: datetime) -> Response[bytes]:
    """Open the vote. What the record forbids is found by the use case, which knows a request that came before."""
    say = say_in(request)
    for page in typed.pages_of(form):
        if errors := typed.mistakes(page, form, now, say):
            return await _page(request, page, form, errors)
    try:
        vote_id = await record.opened(caller_of(request, request_id_of(form)), form)
    except Refusal as refusal:
        page, errors = await _first_wrong(request, form, now, Page.REVIEW)
        return await _page(request, page, form, errors, refusal)
    return redirect(f"{PATH}/{vote_id}")


async def _page(
    request: Asked, page: Page, form: Form, errors: list[FieldError] | None = None, refusal: Refusal | None = None
) -> Response[bytes]:
    say, pages = say_in(request), typed.pages_of(form)
    return render(
        request,
        "vote/manage/setup.html",
        status=noted(request, refusal) if refusal else (422 if errors else 200),
        here=f"{PATH}/new",
        errors=errors or [],
        page=page,
        step_of=(pages.index(page) + 1, len(pages)),
        form=form,
        carried=form.kept(name for name in FIELDS if name not in FIELDS_OF[page]),
        refused=refused(refusal, say) if refusal else None,
        request_id=request_id_of(form) or new_request(),
        **await record.of_page(actor_of(request), page, form, say, language_of(request)),
    )


handlers: Final = [setup_page, setup_turn]
