"""Casting a ballot, seeing that it is counted, changing it and taking it back."""

from typing import Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from governance import policy
from governance.votes import Vote
from registry.storage.registries import database_time
from registry.voting import cast_ballot, own_ballot, withdraw_ballot
from registry.web.sessions import caller_of
from registry.web.voting.ballot_answers import answer_of
from registry.web.voting.ballot_questions import REASON
from registry.web.voting.ballot_turns import first_mistake
from registry.web.voting.ballots import shown
from registry.web.voting.forms import new_request, request_id_of, sent
from registry.web.voting.frame import Asked, language_of, render, say_in
from registry.web.voting.standings import Standing, standing_of
from registry.web.voting.subject_sources import subject_of
from registry.web.voting.turned_away import redirect
from registry.web.voting.visitors import entry_of, path_of, require_signed_in, store_of, vote_at


@post("/{vote_id:uuid}/cast")
async def cast(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """Cast the ballot that was checked on the page before. A ballot with a mistake in it comes back to be mended."""
    require_signed_in(request)
    vote, form = await vote_at(vote_id), await sent(request)
    policy.may_cast_ballot(caller_of(request).actor, await entry_of(request, vote)).require()
    if (wrong := first_mistake(vote, form, say_in(request))) is not None:
        vote.require_open(await database_time())
        return await shown(request, vote, form, wrong)
    caller = caller_of(request, request_id_of(form))
    await cast_ballot(caller, vote.id, answer_of(vote, form), form.text(REASON) or None)
    return redirect(path_of(vote, "counted"))


@get("/{vote_id:uuid}/counted")
async def counted_page(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """That one's vote is counted, with its receipt. The answer is never shown: nobody can be made to prove it."""
    return await _own_page(request, vote_id, "vote/counted.html")


@get("/{vote_id:uuid}/withdraw")
async def withdraw_page(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """Ask whether one wants to take the ballot back."""
    return await _own_page(request, vote_id, "vote/withdraw.html")


@post("/{vote_id:uuid}/withdraw")
async def withdraw(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """Take the ballot back."""
    require_signed_in(request)
    form = await sent(request)
    vote = await vote_at(vote_id)
    await withdraw_ballot(caller_of(request, request_id_of(form)), vote.id)
    return redirect(path_of(vote, "counted"))


async def _own_page(request: Asked, vote_id: UUID, template: str) -> Response[bytes]:
    actor = require_signed_in(request)
    vote = await vote_at(vote_id)
    policy.may_cast_ballot(actor, await entry_of(request, vote)).require()
    return render(
        request,
        template,
        asked=vote,
        subject=await subject_of(vote, language_of(request)),
        own=await own_ballot(store_of(request), actor, vote),
        is_open=await _is_open(vote),
        request_id=new_request(),
    )


async def _is_open(vote: Vote) -> bool:
    return standing_of(vote, await database_time()) is Standing.OPEN


handlers: Final = [cast, counted_page, withdraw_page, withdraw]
