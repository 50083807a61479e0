"""Ballots. What somebody chose is neither printed nor remembered here."""

import sys
from datetime import datetime
from uuid import UUID

import click

from governance.rules import Choice
from governance.votes import VoteId
from registry.cli.parameters import Words
from registry.cli.printing import Answer, moment
from registry.cli.session import by_person
from registry.storage import votes
from registry.use_cases import Caller
from registry.voting import cast_ballot, withdraw_ballot

VOTE = click.argument("vote_id", metavar="VOTE", type=click.UUID)


def _asked(context: click.Context, parameter: click.Parameter, choice: Choice | None) -> Choice:
    """The choice; where the command line holds none it is asked for, and what is typed is not shown."""
    if choice is not None:
        return choice
    if sys.stdin.isatty():
        return Choice(click.prompt("Your choice", type=Words(Choice), hide_input=True, err=True))
    return Choice(Words(Choice).convert(sys.stdin.readline().strip(), parameter, context))


@click.group()
def ballot() -> None:
    """Cast or withdraw your ballot. Ballots are secret."""


@ballot.command("cast")
@VOTE
@click.argument("choice", required=False, type=Words(Choice), callback=_asked)
@by_person
async def cast(caller: Caller, vote_id: UUID, choice: Choice) -> Answer:
    """Cast a ballot, or put another in the place of the one cast before.

    Leave CHOICE out to be asked for it without an echo: a shell remembers what stands on its command line.
    """
    until = await cast_ballot(caller, VoteId(vote_id), choice)
    return await _kept(vote_id, until, "Your ballot is cast. You can change or withdraw it until")


@ballot.command("withdraw")
@VOTE
@by_person
async def withdraw(caller: Caller, vote_id: UUID) -> Answer:
    """Take your ballot back; you count as not having voted, and may vote again until the deadline."""
    until = await withdraw_ballot(caller, VoteId(vote_id))
    return await _kept(vote_id, until, "Your ballot is withdrawn. You can vote again until")


async def _kept(vote_id: UUID, until: datetime, said: str) -> Answer:
    zone = (await votes.get(VoteId(vote_id))).zone
    return Answer({"vote": str(vote_id), "until": until.isoformat()}, f"{said} {moment(until, zone)}.")
