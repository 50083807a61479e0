"""What may follow a certified result: appeals with their answers, and what an agency decided after advice."""

from datetime import datetime
from typing import Annotated

import strawberry

from governance.appeals import AgencyDecision, Appeal, Grounds
from governance.rules import Outcome
from registry.graphql.context import Info
from registry.graphql.nouns import said, shows

AppealIdText = Annotated[strawberry.ID, strawberry.argument(description="The id of the appeal.")]


@shows(Appeal, name="Appeal", description="An appeal against a certified result. Who made it is not shown.")
class AppealType:
    """An appeal."""

    id: strawberry.ID = said("The id of the appeal.")
    grounds: Grounds = said("On what it rests.")
    text: str | None = said("What it says; none once its author had it erased.")
    made_at: datetime = said("When it was made.")
    upheld: bool | None = said("Whether it was upheld; none while it is not decided.")
    reason: str | None = said("The written answer.")
    decided_at: datetime | None = said("When it was decided.")


@shows(AgencyDecision, name="AgencyDecision", description="What the agency decided after an advisory vote, and why.")
class AgencyDecisionType:
    """A decision after advice."""

    adopts: bool = said("Whether the agency adopts what was voted on.")
    reason: str | None = said("Its reason, which stands beside the advice.")
    decided_at: datetime = said("When it decided.")

    @strawberry.field(description="Whether the agency decided otherwise than the voters advised.")
    async def departs_from_advice(self, info: Info, parent: strawberry.Parent[AgencyDecision]) -> bool | None:
        advice = await info.context.loaders.result_of.load(parent.vote_id)
        return None if advice is None else parent.adopts is not (advice.outcome is Outcome.ADOPTED)
