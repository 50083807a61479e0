"""Comments on proposals, and the written answer to every one of them: you said, we did."""

from typing import Final
from uuid import uuid4

from governance import policy
from governance.proposals import CommentAnswered, CommentId, CommentMade, Disposition, Proposal, ProposalId, Stage
from governance.votes import VoteStage
from measures.errors import ConflictError
from registry.proposing import require_text, seen
from registry.storage import proposals, texts, votes
from registry.storage.transaction import Transaction
from registry.use_cases import an_id, use_case

MOST_COMMENTS: Final = 20
"""On one proposal by one person: every comment must be answered before a decision."""


class TooManyCommentsError(ConflictError):
    """One person made as many comments on a proposal as one person may."""

    code = "TOO_MANY_COMMENTS"


class CommentWindowClosedError(ConflictError):
    """The comment window of a proposal has ended."""

    code = "COMMENT_WINDOW_CLOSED"


class UnansweredCommentsError(ConflictError):
    """A comment has no written answer yet."""

    code = "UNANSWERED_COMMENTS"


@use_case(read=an_id(CommentId))
async def comment(tx: Transaction, proposal_id: ProposalId, text: str) -> CommentId:
    """Say what one thinks of a proposal in its comment window.

    Raises:
        WrongStageError: the comment window is not open.
        BadTextError: the comment is empty or too long.
    """
    policy.may_comment(tx.actor).require()
    proposal = await seen(tx.actor, proposal_id)
    await _require_comments_open(tx, proposal)
    if sum(said.author == tx.person for said in await proposals.comments(proposal_id)) >= MOST_COMMENTS:
        raise TooManyCommentsError(f"You made {MOST_COMMENTS} comments on this proposal; that is the most.")
    event = CommentMade(CommentId(uuid4()), proposal_id, texts.written(require_text(text, "comment")))
    await tx.record(event)
    return event.comment_id


@use_case(read=an_id(CommentId))
async def answer_comment(tx: Transaction, comment_id: CommentId, disposition: Disposition, text: str) -> CommentId:
    """Say in writing what was done about a comment: you said, we did.

    Raises:
        CommentNotFoundError: there is no such comment.
        AlreadyAnsweredError: it has an answer.
        NotPermittedError: the actor drafts nothing for that jurisdiction.
    """
    said = await proposals.comment(comment_id)
    proposal = await seen(tx.actor, said.proposal_id)
    policy.may_answer_comment(tx.actor, proposal.jurisdiction).require()
    await tx.record(CommentAnswered(comment_id, disposition, texts.written(require_text(text, "answer"))))
    return comment_id


async def require_answers(proposal_id: ProposalId) -> None:
    """Every comment gets a written answer before a vote or a publication (GOVERNANCE §3.7).

    Raises:
        UnansweredCommentsError: at least one has none.
    """
    open_ones = [said for said in await proposals.comments(proposal_id) if said.disposition is None]
    if open_ones:
        raise UnansweredCommentsError(
            f"{len(open_ones)} comment(s) on this proposal have no written answer yet; say what was done about each."
        )


async def _require_comments_open(tx: Transaction, proposal: Proposal) -> None:
    """Comments are taken in the comment window, and between two rounds of a vote.

    Raises:
        WrongStageError: neither is the case.
        CommentWindowClosedError: the window has ended.
    """
    if proposal.stage is Stage.VOTING:
        for vote in await votes.of_proposal(proposal.id):
            until = vote.discussion_until
            if vote.stage is VoteStage.DISCUSSION and (until is None or tx.now < until):
                return
    proposal.require_stage(Stage.COMMENT)
    if proposal.comment_until is not None and tx.now >= proposal.comment_until:
        raise CommentWindowClosedError(
            f"Comments on this proposal were taken until {proposal.comment_until.isoformat()}."
        )
