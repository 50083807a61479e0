"""Reminders: a roll keeper asks those who have not voted once more, and learns whom to reach in another way."""

from dataclasses import dataclass
from datetime import datetime

import strawberry

from governance.votes import VoteId
from registry.graphql.connections import uuid_of
from registry.graphql.context import Info
from registry.graphql.errors import result
from registry.graphql.inputs import RequestId
from registry.graphql.nouns import said, shows
from registry.graphql.turnout import PersonOnRollType
from registry.graphql.votes import VoteIdText
from registry.voting.reminding import last_reminder, remind, to_reach
from registry.voting.turnout import OnRoll


@dataclass(frozen=True, slots=True)
class RemindedVoters:
    """How many were written to, and who is to be reached in another way."""

    sent: int
    to_reach_otherwise: list[OnRoll]


@dataclass(frozen=True, slots=True)
class ReminderFate:
    """What became of the last reminder of a vote."""

    at: datetime
    waiting: int
    undelivered: list[OnRoll]


@shows(RemindedVoters, name="RemindedVoters", description="What a reminder comes to; for the roll keeper alone.")
class RemindedVotersType:
    """Reminded voters."""

    sent: int = said("To how many people a reminder goes out by e-mail.")
    to_reach_otherwise: list[PersonOnRollType] = said("Who has not voted and has no e-mail address: call or write.")


@shows(ReminderFate, name="ReminderFate")
class ReminderFateType:
    """The last reminder."""

    at: datetime = said("When people were reminded.")
    waiting: int = said("How many of the messages are yet to be handed to the mail server.")
    undelivered: list[PersonOnRollType] = said("Who could not be reached and still has not voted: call or write.")


RemindVotersResult = result("RemindVotersResult", RemindedVotersType)


@strawberry.type
class ReminderQueries:
    """Queries about reminders."""

    @strawberry.field(
        description="What became of the last reminder of a vote, for its roll keeper; null before the first.",
        graphql_type=ReminderFateType | None,
    )
    async def last_reminder(self, info: Info, vote_id: VoteIdText) -> ReminderFate | None:
        caller, vote = info.context.caller(None), VoteId(uuid_of(vote_id))
        found = await last_reminder(caller, vote)
        if found is None:
            return None
        return ReminderFate(found.at, found.waiting, await to_reach(caller, vote, found.undelivered))


@strawberry.type
class ReminderMutations:
    """Mutations about reminders."""

    @strawberry.mutation(
        graphql_type=RemindVotersResult,
        description="Remind everybody on the roll of an open vote who has not voted, once a day at most.",
    )
    async def remind_voters(self, info: Info, vote_id: VoteIdText, request_id: RequestId = None) -> RemindedVoters:
        caller, vote = info.context.caller(request_id), VoteId(uuid_of(vote_id))
        done = await remind(caller, vote)
        return RemindedVoters(done.sent, await to_reach(caller, vote, done.to_reach_otherwise))
