"""Reminding those who have not voted, for the roll keeper."""

from typing import Any
from uuid import UUID

import click

from governance.votes import VoteId
from registry.cli.printing import Answer, count, moment, table
from registry.cli.session import by_person, by_reader
from registry.use_cases import Caller
from registry.voting.reminding import last_reminder, remind, to_reach
from registry.voting.turnout import OnRoll

VOTE = click.argument("vote_id", metavar="VOTE", type=click.UUID)


@click.command("remind")
@VOTE
@by_person
async def remind_voters(caller: Caller, vote_id: UUID) -> Answer:
    """Remind everybody who has not voted, by e-mail and once a day at most; list whom to call or write to."""
    done = await remind(caller, VoteId(vote_id))
    others = await to_reach(caller, VoteId(vote_id), done.to_reach_otherwise)
    data = {"sent": done.sent, "to_reach_otherwise": _data(others)}
    return Answer(data, _text(f"Reminders to {count(done.sent, 'person', 'people')} go out by e-mail.", others))


@click.command("last-reminder")
@VOTE
@by_reader
async def show_last_reminder(caller: Caller, vote_id: UUID) -> Answer:
    """What became of the last reminder, and whom it did not reach."""
    found = await last_reminder(caller, VoteId(vote_id))
    if found is None:
        return Answer({"at": None}, "Nobody was reminded of this vote yet.")
    others = await to_reach(caller, VoteId(vote_id), found.undelivered)
    data = {"at": found.at.isoformat(), "waiting": found.waiting, "undelivered": _data(others)}
    waits = f"; {count(found.waiting, 'message waits', 'messages wait')} to be sent" if found.waiting else ""
    return Answer(data, _text(f"People were reminded at {moment(found.at)}{waits}.", others))


def _data(people: list[OnRoll]) -> list[dict[str, Any]]:
    return [
        {
            "person": str(one.person_id),
            "name": one.name,
            "language": one.language,
            "constituency": one.constituency.value,
            "organisation": one.organisation,
        }
        for one in people
    ]


def _text(sentence: str, people: list[OnRoll]) -> str:
    if not people:
        return sentence
    rows = [(one.person_id, one.name, one.language, one.constituency) for one in people]
    return f"{sentence}\nNot reached by e-mail, and to be called or written to:\n" + table(
        ("person", "name", "language", "constituency"), rows
    )
