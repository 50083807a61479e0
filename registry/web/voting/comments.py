"""Comments on a proposal before it is voted on, and between two rounds: you said, we did."""

from typing import Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from governance.proposals import Proposal, ProposalId, Stage
from governance.votes import VoteStage
from registry.commenting import comment
from registry.proposing import seen
from registry.storage import proposals, votes
from registry.storage.registries import database_time
from registry.web.sessions import actor_of, caller_of
from registry.web.voting.forms import GO, STAY, Form, new_request, request_id_of, sent
from registry.web.voting.frame import PREFIX, Asked, FieldError, language_of, render, say_in
from registry.web.voting.result_words import DISPOSITIONS
from registry.web.voting.subject_sources import subject_of_proposal
from registry.web.voting.turned_away import redirect
from registry.web.voting.visitors import require_signed_in
from registry.web.voting.windows import CommentWindow, comment_window
from registry.web.voting.written import text_mistake

TEXT: Final = "text"


@get("/proposals/{proposal_id:uuid}/comment")
async def comment_page(request: Asked, proposal_id: FromPath[UUID]) -> Response[bytes]:
    """What is proposed, what people said of it and what was answered; and a place to say something while it is open."""
    return await _page(request, await seen(actor_of(request), ProposalId(proposal_id)), Form())


@post("/proposals/{proposal_id:uuid}/comment")
async def add_comment(request: Asked, proposal_id: FromPath[UUID]) -> Response[bytes]:
    """Say what one thinks."""
    proposal, form = await seen(require_signed_in(request), ProposalId(proposal_id)), await sent(request)
    if form.text(GO) == STAY:
        return await _page(request, proposal, form)
    say = say_in(request)
    if wrong := text_mistake(TEXT, form.text(TEXT), say("Write what you think."), say):
        return await _page(request, proposal, form, (wrong,))
    await comment(caller_of(request, request_id_of(form)), proposal.id, form.text(TEXT))
    return redirect(f"{path_of_comments(proposal.id)}/thanks")


@get("/proposals/{proposal_id:uuid}/comment/thanks")
async def thanks_page(request: Asked, proposal_id: FromPath[UUID]) -> Response[bytes]:
    """Say that a comment has come in."""
    proposal = await seen(actor_of(request), ProposalId(proposal_id))
    return render(request, "vote/comment-thanks.html", proposal=proposal)


def path_of_comments(proposal_id: ProposalId) -> str:
    """The path of the comments on a proposal."""
    return f"{PREFIX}/proposals/{proposal_id}/comment"


async def _window(proposal: Proposal) -> CommentWindow:
    """Whether comments are taken now, and until when."""
    rounds = await votes.of_proposal(proposal.id) if proposal.stage is Stage.VOTING else []
    discussed = next((vote for vote in rounds if vote.stage is VoteStage.DISCUSSION), None)
    return comment_window(proposal, discussed, await database_time())


async def _page(request: Asked, proposal: Proposal, form: Form, errors: tuple[FieldError, ...] = ()) -> Response[bytes]:
    return render(
        request,
        "vote/comment.html",
        status=422 if errors else 200,
        here=path_of_comments(proposal.id),
        errors=errors,
        proposal=proposal,
        subject=await subject_of_proposal(proposal, language_of(request)),
        window=await _window(proposal),
        comments=await proposals.comments(proposal.id),
        dispositions=DISPOSITIONS,
        text=form.text(TEXT),
        request_id=request_id_of(form) or new_request(),
    )


handlers: Final = [comment_page, add_comment, thanks_page]
