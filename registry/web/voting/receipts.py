"""Checking a receipt: that a ballot with it is in the count. Never whose it is, and never what it says."""

from typing import Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from governance.votes import Vote, VoteStage
from registry.storage import receipts, results
from registry.storage.registries import database_time
from registry.voting import is_counted
from registry.web.languages import Say
from registry.web.voting.forms import sent
from registry.web.voting.frame import Asked, FieldError, language_of, render, say_in
from registry.web.voting.result_figures import shows_turnout
from registry.web.voting.standings import WITH_RESULT, standing_of
from registry.web.voting.subject_sources import subject_of
from registry.web.voting.visitors import path_of, vote_at

CODE: Final = "code"
LONGEST_CODE: Final = 100


@get("/{vote_id:uuid}/receipt")
async def receipt_page(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """Ask for a receipt; before the close the page says from when on it can be checked."""
    return await _page(request, await vote_at(vote_id))


@post("/{vote_id:uuid}/receipt")
async def check_receipt(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """Say whether the ballot of a receipt is in the count. The code stands in no address."""
    vote = await vote_at(vote_id)
    code = (await sent(request)).text(CODE)
    if error := mistake(code, say_in(request)):
        return await _page(request, vote, code, errors=(error,))
    return await _page(request, vote, code, rounds=await is_counted(vote.id, code) if has_closed_round(vote) else None)


def mistake(code: str, say: Say) -> FieldError | None:
    """What is wrong with what was typed, if it cannot be a receipt at all."""
    if not code:
        return FieldError(CODE, say("Type the code of your receipt."))
    if len(code) > LONGEST_CODE:
        return FieldError(CODE, say("This is too long for a receipt. Type only the code."))
    return None


def has_closed_round(vote: Vote) -> bool:
    """Whether there is a round whose receipts are listed."""
    return vote.round > 1 or vote.stage not in (VoteStage.OPEN, VoteStage.CANCELLED)


async def _page(
    request: Asked,
    vote: Vote,
    code: str = "",
    rounds: list[int] | None = None,
    errors: tuple[FieldError, ...] = (),
) -> Response[bytes]:
    return render(
        request,
        "vote/receipt.html",
        status=422 if errors else 200,
        here=path_of(vote, "receipt"),
        errors=errors,
        asked=vote,
        subject=await subject_of(vote, language_of(request)),
        can_check=has_closed_round(vote),
        code=code,
        rounds=rounds,
        listed=await _listed(vote),
    )


async def _listed(vote: Vote) -> dict[int, list[str]]:
    """The receipts of each round, where the number of all who voted is public too: a list tells its length."""
    found: dict[int, list[str]] = {}
    if standing_of(vote, await database_time()) not in WITH_RESULT:
        return found
    for number in range(1, vote.round + 1):
        result = await results.of_round(vote.id, number)
        if result is not None and shows_turnout(result.publication):
            found[number] = await receipts.of_round(vote.id, number)
    return found


handlers: Final = [receipt_page, check_receipt]
