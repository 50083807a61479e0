"""Votes: opened by an officer, closed at their deadline, tallied, certified by two people, final."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import click

from governance.votes import Vote, VoteId
from registry import voting
from registry.cli import appeals, openings, reminders, rounds, sealed, turnout
from registry.cli.counting import every
from registry.cli.files import text_of
from registry.cli.printing import Answer, moment, table, words
from registry.cli.session import by_person, by_reader
from registry.cli.showing_votes import result_for, state_of, vote_data, whole_vote
from registry.storage import votes
from registry.use_cases import Caller

VOTE = click.argument("vote_id", metavar="VOTE", type=click.UUID)


@click.group()
def vote() -> None:
    """Votes on proposals, on labels and among outcomes. The public sees a result once it is certified."""


for _command in (
    openings.open_vote, openings.open_label_vote, openings.open_outcome_vote, rounds.discuss, rounds.next_round,
    rounds.recuse, turnout.turnout, turnout.on_roll, reminders.remind_voters, reminders.show_last_reminder,
    appeals.appeal, appeals.decide_appeal, appeals.decide, sealed.export_vote,
):  # fmt: skip
    vote.add_command(_command)


async def _step(take: Callable[..., Awaitable[VoteId]], caller: Caller, vote_id: UUID, *more: str) -> Answer:
    await take(caller, VoteId(vote_id), *more)
    return Answer(*await state_of(VoteId(vote_id), caller.actor))


@vote.command("close")
@VOTE
@by_person
async def close(caller: Caller, vote_id: UUID) -> Answer:
    """Close a round whose deadline has passed; a registry that serves does so by itself."""
    return await _step(voting.close_vote, caller, vote_id)


@vote.command("tally")
@VOTE
@by_person
async def tally(caller: Caller, vote_id: UUID) -> Answer:
    """Count the ballots of a closed round. Counts are sealed; the public sees the outcome once it is certified."""
    return await _step(voting.tally_vote, caller, vote_id)


@vote.command("certify")
@VOTE
@by_person
async def certify(caller: Caller, vote_id: UUID) -> Answer:
    """Certify a tally, as one of two people who had no part in it.

    With the second of them the key that could tie people to choices is destroyed.
    """
    return await _step(voting.certify_vote, caller, vote_id)


@vote.command("finalise")
@VOTE
@by_person
async def finalise(caller: Caller, vote_id: UUID) -> Answer:
    """Let a certified outcome take effect once its appeal window has passed; time does so by itself."""
    return await _step(voting.finalise_vote, caller, vote_id)


@vote.command("cancel")
@VOTE
@click.option("--reason", required=True, help="Why; everybody can read it. `-` reads it from standard input.")
@by_person
async def cancel(caller: Caller, vote_id: UUID, reason: str) -> Answer:
    """Cancel a vote that is not tallied. Its ballots stay secret; the content is given back as a draft."""
    return await _step(voting.cancel_vote, caller, vote_id, text_of(reason))


@vote.command("show")
@VOTE
@by_reader
async def show(caller: Caller, vote_id: UUID) -> Answer:
    """Show a vote: what it is on, its rule in words, its steps, and the outcome once it is certified."""
    return Answer(*await whole_vote(caller.actor, await votes.get(VoteId(vote_id))))


@vote.command("list")
@click.option("--jurisdiction", help="Only votes of this jurisdiction.")
@by_reader
async def listed(caller: Caller, jurisdiction: str | None) -> Answer:
    """List the votes, the newest first."""
    found: list[Vote] = [one async for one in every(lambda after, limit: votes.page(after, limit, jurisdiction))]
    found.sort(key=lambda one: one.opens_at, reverse=True)
    data: list[dict[str, Any]] = [vote_data(one, await result_for(caller.actor, one)) for one in found]
    rows = [(one.id, words(one.stage), moment(one.closes_at, one.zone), one.subject) for one in found]
    return Answer(data, table(("vote", "stage", "closes", "on"), rows))
