"""What comes between two rounds of a vote, and who leaves its roll."""

from datetime import datetime
from uuid import UUID

import click

from governance.members import PersonId
from governance.policy import SignInError
from governance.votes import VoteId
from registry import voting
from registry.cli.files import text_of
from registry.cli.parameters import INSTANT
from registry.cli.printing import Answer, moment
from registry.cli.session import by_person
from registry.cli.showing_votes import state_of
from registry.storage import votes
from registry.use_cases import Caller

VOTE = click.argument("vote_id", metavar="VOTE", type=click.UUID)


@click.command("discuss")
@VOTE
@click.option("--until", type=INSTANT, help="Until when comments are taken; open if it is left out.")
@by_person
async def discuss(caller: Caller, vote_id: UUID, until: datetime | None) -> Answer:
    """Take comments where a round reached no consensus and another may follow."""
    await voting.open_discussion(caller, VoteId(vote_id), until)
    return Answer(*await state_of(VoteId(vote_id), caller.actor))


@click.command("next-round")
@VOTE
@click.option("--closes", required=True, type=INSTANT, help="2027-03-01T17:00:00-06:00, or +14d.")
@click.option("--zone", required=True, help="The time zone of the deadline, such as America/Chicago.")
@click.option("--opens", type=INSTANT, help="From when ballots are taken; at once if it is left out.")
@by_person
async def next_round(caller: Caller, vote_id: UUID, *, closes: datetime, zone: str, opens: datetime | None) -> Answer:
    """Open another round on the same frozen bytes, once every comment has a written answer."""
    await voting.open_next_round(caller, VoteId(vote_id), closes, zone, opens)
    vote = await votes.get(VoteId(vote_id))
    data, _ = await state_of(vote.id, caller.actor)
    return Answer(data, f"Round {vote.round} of the vote on {vote.subject} closes {moment(vote.closes_at, vote.zone)}.")


@click.command("recuse")
@VOTE
@click.argument("person_id", metavar="[PERSON]", type=click.UUID, required=False)
@click.option("--reason", required=True, help="Why; it is kept. `-` reads it from standard input.")
@by_person
async def recuse(caller: Caller, vote_id: UUID, person_id: UUID | None, reason: str) -> Answer:
    """Leave the roll of a vote; a roll keeper names somebody else. A ballot that was cast is void."""
    leaving = PersonId(person_id) if person_id else caller.actor.person_id
    if leaving is None:
        raise SignInError("Sign in to leave a roll: give a token that names you.")
    await voting.recuse(caller, VoteId(vote_id), leaving, text_of(reason))
    return Answer({"vote": str(vote_id), "person": str(leaving), "recused": True}, f"{leaving} has left the roll.")
