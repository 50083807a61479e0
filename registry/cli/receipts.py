"""Receipts: whether a ballot is in the count."""

from uuid import UUID

import click

from governance.votes import VoteId
from registry.cli.printing import Answer, moment
from registry.cli.session import by_reader
from registry.storage import votes
from registry.use_cases import Caller
from registry.voting import is_counted


@click.group()
def receipt() -> None:
    """Receipts of ballots. A receipt never shows a choice."""


@receipt.command("check")
@click.argument("vote_id", metavar="VOTE", type=click.UUID)
@click.argument("code", metavar="RECEIPT")
@by_reader
async def check(_: Caller, vote_id: UUID, code: str) -> Answer:
    """Say whether the ballot of a receipt is in the count of a closed round; exit code 1 if it is not."""
    vote = await votes.get(VoteId(vote_id))
    rounds = await is_counted(vote.id, code)
    data = {"vote": str(vote_id), "counted": bool(rounds), "rounds": rounds}
    if rounds:
        listed = ", ".join(map(str, rounds))
        return Answer(data, f"The ballot of this receipt is in the count of round {listed}.")
    text = "No ballot with this receipt is in the count of a closed round."
    if not vote.takes_no_more:
        text += f" This round can be checked from its close on, {moment(vote.closes_at, vote.zone)}."
    return Answer(data, text, passed=False)
