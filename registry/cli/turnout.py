"""How many took part in a vote, for those who run it, and who has not, for the roll keeper. Never how anybody voted."""

from typing import Any
from uuid import UUID

import click

from governance.votes import VoteId
from registry import voting
from registry.cli.printing import Answer, table, words
from registry.cli.session import by_reader
from registry.use_cases import Caller
from registry.voting.turnout import GroupTurnout

VOTE = click.argument("vote_id", metavar="VOTE", type=click.UUID)


@click.command("turnout")
@VOTE
@by_reader
async def turnout(caller: Caller, vote_id: UUID) -> Answer:
    """How many took part in this round so far. A vote officer sees no number from 1 to 10; the roll keeper sees all."""
    found = await voting.turnout(caller.actor, VoteId(vote_id))
    rows = [("all", found.whole), *((words(name), group) for name, group in found.groups.items())]
    data = {
        **_data(found.whole),
        "groups": {name.value: _data(group) for name, group in found.groups.items()},
        "waiting": found.waiting,
    }
    text = table(("who", "can vote", "voted"), [(who, _shown(one.voters), _shown(one.voted)) for who, one in rows])
    if found.waiting:
        text += f"\nPaper and phone ballots that a second person has not entered: {found.waiting}."
    return Answer(data, text)


@click.command("on-roll")
@VOTE
@click.option("--not-voted", is_flag=True, help="Only those who can vote and have not, to remind them.")
@by_reader
async def on_roll(caller: Caller, vote_id: UUID, *, not_voted: bool) -> Answer:
    """Everybody on the roll and whether they have voted: for the roll keeper alone."""
    found = await voting.on_roll(caller.actor, VoteId(vote_id))
    if not_voted:
        found = [person for person in found if not person.voted and not person.recused]
    data: list[dict[str, Any]] = [
        {
            "person": str(one.person_id),
            "name": one.name,
            "email": one.email,
            "language": one.language,
            "constituency": one.constituency.value,
            "organisation": one.organisation,
            "recused": one.recused,
            "voted": one.voted,
        }
        for one in found
    ]
    rows = [
        (one.person_id, one.name, one.constituency, "left the roll" if one.recused else "yes" if one.voted else "no")
        for one in found
    ]
    return Answer(data, table(("person", "name", "constituency", "voted"), rows))


def _data(group: GroupTurnout) -> dict[str, int | None]:
    return {"voters": group.voters, "voted": group.voted}


def _shown(number: int | None) -> str:
    return "fewer than 11" if number is None else str(number)
