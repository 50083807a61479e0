"""Ballots. What somebody chose is neither printed nor remembered here."""

from datetime import datetime
from typing import Final
from uuid import UUID

import click

from governance.ballots import Channel
from governance.members import PersonId
from governance.votes import VoteId
from registry import voting
from registry.cli.answers import Said, answer_on, given_reason, saying
from registry.cli.printing import Answer, fields, moment, words
from registry.cli.session import by_person, by_reader
from registry.storage import votes
from registry.use_cases import Caller
from registry.voting import Entered

VOTE = click.argument("vote_id", metavar="VOTE", type=click.UUID)
REASON = click.option("--reason", help="Your reason, where the rule asks for one. `-` reads it from standard input.")
CLERKS: Final = tuple(channel.value for channel in Channel if channel is not Channel.WEB)
BECAME: Final = {
    Entered.FIRST: "It waits: a second person must enter the same.",
    Entered.COUNTED: "Both entries agree. The ballot is in the box.",
    Entered.DIFFERENT: "The two entries differ, and both are forgotten. Look at the ballot again, both of you.",
}


@click.group()
def ballot() -> None:
    """Cast, withdraw or look up your ballot, and enter those from paper and phone. Ballots are secret."""


@ballot.command("cast")
@VOTE
@saying
@REASON
@by_person
async def cast(caller: Caller, vote_id: UUID, *, said: Said, reason: str | None) -> Answer:
    """Cast a ballot, or put another in the place of the one cast before.

    Leave CHOICE and the options out to be asked without an echo: a shell remembers what stands on its command line.
    """
    vote = await votes.get(VoteId(vote_id))
    done = await voting.cast_ballot(caller, vote.id, answer_on(vote, said), given_reason(reason))
    until = moment(done.closes_at, vote.zone)
    data = {"vote": str(vote_id), "until": done.closes_at.isoformat(), "receipt": done.receipt}
    return Answer(
        data,
        f"Your ballot is cast. You can change or withdraw it until {until}.\n"
        f"Your receipt is {done.receipt}. Keep it: after the close it shows that your ballot is in the count.",
    )


@ballot.command("withdraw")
@VOTE
@by_person
async def withdraw(caller: Caller, vote_id: UUID) -> Answer:
    """Take your ballot back; you count as not having voted, and may vote again until the deadline."""
    until: datetime = await voting.withdraw_ballot(caller, VoteId(vote_id))
    zone = (await votes.get(VoteId(vote_id))).zone
    said = f"Your ballot is withdrawn. You can vote again until {moment(until, zone)}."
    return Answer({"vote": str(vote_id), "until": until.isoformat()}, said)


@ballot.command("show")
@VOTE
@by_reader
async def show(caller: Caller, vote_id: UUID) -> Answer:
    """Show whether you have voted, and your receipt. What your ballot says is not shown."""
    vote = await votes.get(VoteId(vote_id))
    own = await voting.own_ballot(caller.store, caller.actor, vote)
    data = {
        "vote": str(vote_id),
        "round": vote.round,
        "voted": own.voted,
        "channel": own.channel and own.channel.value,
        "receipt": own.receipt,
    }
    shown = [
        ("vote", vote.id),
        ("round", vote.round),
        ("voted", "yes" if own.voted else "no"),
        ("by", own.channel and words(own.channel)),
        ("receipt", own.receipt),
    ]
    return Answer(data, fields(shown))


@ballot.command("enter")
@VOTE
@click.argument("person_id", metavar="PERSON", type=click.UUID)
@saying
@click.option("--channel", required=True, type=click.Choice(CLERKS), help="How the ballot came.")
@REASON
@by_person
async def enter(
    caller: Caller, vote_id: UUID, person_id: UUID, *, said: Said, channel: str, reason: str | None
) -> Answer:
    """Enter somebody's paper or phone ballot, as one of two people; exit code 1 where the two entries differ.

    Leave CHOICE and the options out to be asked without an echo.
    """
    vote = await votes.get(VoteId(vote_id))
    answer, why = answer_on(vote, said), given_reason(reason)
    state = await voting.enter_ballot(caller, vote.id, PersonId(person_id), answer, Channel(channel), why)
    data = {"vote": str(vote_id), "person": str(person_id), "state": state.value}
    return Answer(data, BECAME[state], passed=state is not Entered.DIFFERENT)
