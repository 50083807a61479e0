"""Reminding those who have not voted. Only the roll keeper does it and learns how many they are: it is the turnout."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID, uuid4

from governance import policy
from governance.members import PersonId
from governance.messages import MessageId
from governance.reminders import reminder, require_patience, without_ballot
from governance.votes import Vote, VoteId
from registry.storage import ballots, people, reminders, rolls, votes
from registry.storage.transaction import Transaction
from registry.use_cases import Caller, use_case
from registry.voting.turnout import OnRoll, on_roll


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many were written to, and who has no e-mail address and is to be called or written to. Ids, no names."""

    sent: int
    to_reach_otherwise: tuple[PersonId, ...]

    def __str__(self) -> str:
        return json.dumps({"sent": self.sent, "otherwise": self.to_reach_otherwise}, default=str)

    @classmethod
    def read(cls, text: str) -> Self:
        """The same again, from its text."""
        said = json.loads(text)
        return cls(said["sent"], tuple(PersonId(UUID(person)) for person in said["otherwise"]))


@dataclass(frozen=True, slots=True)
class LastReminder:
    """What became of the last reminder of a vote."""

    at: datetime
    waiting: int
    """How many messages were neither handed to the mail server nor given up."""
    undelivered: tuple[PersonId, ...]
    """Who was not reached, and still has no ballot."""


@use_case(read=Reminded.read)
async def remind(tx: Transaction, vote_id: VoteId) -> Reminded:
    """Write to everybody on the roll of an open vote who has no ballot; nobody else is written to.

    Raises:
        WrongRoleError: the caller does not keep rolls there.
        ProposalClosedError: the vote takes no ballots now.
        RemindedAlreadyError: people were reminded of it less than a day ago.
    """
    vote = await votes.get(vote_id)
    policy.may_remind(tx.actor, vote).require()
    vote.require_open(tx.now)
    require_patience(await reminders.latest(vote_id), tx.now)
    silent = await _without_ballot(tx, vote)
    known = await people.details(silent)
    reachable = [person for person in silent if person in known and known[person].email]
    for person in reachable:
        await tx.record(reminder(MessageId(uuid4()), vote_id, person, tx.now))
    return Reminded(len(reachable), _sorted(set(known) - set(reachable)))


async def last_reminder(caller: Caller, vote_id: VoteId) -> LastReminder | None:
    """What became of the last reminder of a vote, for the roll keeper; none if people were never reminded.

    Raises:
        WrongRoleError: the caller does not keep rolls there.
    """
    vote = await votes.get(vote_id)
    policy.may_remind(caller.actor, vote).require()
    at = await reminders.latest(vote_id)
    if at is None:
        return None
    fates = await reminders.fates(at)
    voted = await ballots.participants(vote_id, vote.round)
    return LastReminder(
        at=at,
        waiting=sum(not fate.sent and not fate.failed for fate in fates),
        undelivered=_sorted(fate.person_id for fate in fates if fate.failed and fate.person_id not in voted),
    )


async def to_reach(caller: Caller, vote_id: VoteId, person_ids: Iterable[PersonId]) -> list[OnRoll]:
    """Some people on the roll of a vote with their names, so that the roll keeper can call or write to them.

    Raises:
        WrongRoleError: the caller does not keep rolls there.
    """
    wanted = set(person_ids)
    return [person for person in await on_roll(caller.actor, vote_id) if person.person_id in wanted]


async def _without_ballot(tx: Transaction, vote: Vote) -> tuple[PersonId, ...]:
    """Who has no ballot in the box, and none on paper that a second clerk has yet to enter."""
    voted = await ballots.participants(vote.id, vote.round)
    silent = without_ballot(await rolls.voters(vote.id, vote.roll_id), voted)
    if not await ballots.waiting_entries(vote.id):
        return silent
    key = tx.store.vote_keys.get(vote.id)
    return tuple([p for p in silent if await ballots.first_entry(key.clerk(p, vote.round)) is None])


def _sorted(person_ids: Iterable[PersonId]) -> tuple[PersonId, ...]:
    return tuple(sorted(person_ids, key=str))
