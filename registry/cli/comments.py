"""Comments on proposals, and their answers."""

from uuid import UUID

import click

from governance.proposals import CommentId, Disposition, ProposalId
from registry.cli.files import text_of
from registry.cli.parameters import Words
from registry.cli.printing import Answer, fields, moment, words
from registry.cli.session import by_person, by_reader
from registry.commenting import answer_comment
from registry.commenting import comment as make_comment
from registry.proposing import seen
from registry.storage import proposals
from registry.use_cases import Caller


@click.group()
def comment() -> None:
    """Comments on proposals: you said, we did."""


@comment.command("add")
@click.argument("proposal", type=click.UUID)
@click.argument("text")
@by_person
async def add(caller: Caller, proposal: UUID, text: str) -> Answer:
    """Say what you think of a proposal in its comment window, or between two rounds of a vote.

    TEXT `-` is read from standard input.
    """
    comment_id = await make_comment(caller, ProposalId(proposal), text_of(text))
    return Answer({"comment": str(comment_id)}, str(comment_id))


@comment.command("answer")
@click.argument("comment_id", metavar="COMMENT", type=click.UUID)
@click.argument("disposition", type=Words(Disposition))
@click.argument("text")
@by_person
async def answer(caller: Caller, comment_id: UUID, disposition: Disposition, text: str) -> Answer:
    """Say in writing what was done about a comment. The answer stays. TEXT `-` is read from standard input."""
    await answer_comment(caller, CommentId(comment_id), disposition, text_of(text))
    data = {"comment": str(comment_id), "disposition": disposition.value}
    return Answer(data, f"Answered: {words(disposition)}.")


@comment.command("list")
@click.argument("proposal", type=click.UUID)
@by_reader
async def listed(caller: Caller, proposal: UUID) -> Answer:
    """List the comments on a proposal with their answers, the oldest first. Authors are not named."""
    found = await proposals.comments((await seen(caller.actor, ProposalId(proposal))).id)
    data = [
        {
            "comment": str(one.id),
            "made_at": one.made_at.isoformat(),
            "text": one.text,
            "disposition": one.disposition and one.disposition.value,
            "answer": one.answer,
            "answered_at": one.answered_at and one.answered_at.isoformat(),
        }
        for one in found
    ]
    shown = [
        fields(
            [
                ("comment", one.id),
                ("made", moment(one.made_at)),
                ("you said", one.text or "(erased)"),
                ("we did", words(one.disposition) if one.disposition else "not answered yet"),
                ("because", one.answer),
            ]
        )
        for one in found
    ]
    return Answer(data, "\n\n".join(shown) or "Nobody has commented.")
