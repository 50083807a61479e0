"""Rolls: who may vote, frozen before a vote opens. Who is on one, and how many, is not shown."""

from datetime import datetime
from typing import Annotated

import strawberry

from governance.members import Constituency, PersonId
from governance.rolls import Roll, RollEntry
from registry import voting
from registry.graphql.connections import uuid_of
from registry.graphql.context import Info
from registry.graphql.errors import result
from registry.graphql.inputs import RequestId
from registry.graphql.nouns import said, shows
from registry.storage import rolls

RollIdText = Annotated[strawberry.ID, strawberry.argument(description="The id of the roll, made by a roll keeper.")]


@strawberry.input(description="One person on a roll, speaking for one constituency.")
class RollEntryInput:
    """An entry of a roll."""

    person_id: strawberry.ID = strawberry.field(description="The random id of the person.")
    constituency: Constituency = strawberry.field(description="Whom the person speaks for in this vote.")
    organisation: str | None = strawberry.field(description="Their organization, if any.", default=None)
    recused: bool = strawberry.field(description="Whether the person stepped aside.", default=False)


@shows(Roll, name="Roll", description="Who may vote, frozen. Who is on it, and how many, is not shown.")
class RollType:
    """A roll."""

    id: strawberry.ID = said("The id of the roll, for opening a vote on it.")
    jurisdiction: str = said("The jurisdiction that it was made for.")
    made_at: datetime = said("When it was made.")

    @strawberry.field(description="The salted digest of the roll, as an opened vote commits to it.")
    async def digest(self, parent: strawberry.Parent[Roll]) -> str:
        return await rolls.digest(parent.id)


MakeRollResult = result("MakeRollResult", RollType)


@strawberry.type
class RollMutations:
    """Mutations about rolls."""

    @strawberry.mutation(
        graphql_type=MakeRollResult, description="Make the roll of a vote. From then on it does not change."
    )
    async def make_roll(
        self,
        info: Info,
        jurisdiction: Annotated[str, strawberry.argument(description="The jurisdiction that it is for.")],
        entries: Annotated[list[RollEntryInput], strawberry.argument(description="Everybody on it, each once.")],
        request_id: RequestId = None,
    ) -> Roll:
        people = tuple(
            RollEntry(PersonId(uuid_of(e.person_id)), e.constituency, e.organisation, e.recused) for e in entries
        )
        return await rolls.get(await voting.make_roll(info.context.caller(request_id), jurisdiction, people))
