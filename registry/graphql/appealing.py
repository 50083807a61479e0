"""Mutations after certification: appeal, decide on an appeal, and decide as the agency after advice."""

from typing import Annotated

import strawberry

from governance.appeals import Appeal, AppealId, Grounds
from governance.votes import Vote, VoteId
from registry import voting
from registry.graphql.appeals import AppealIdText, AppealType
from registry.graphql.connections import uuid_of
from registry.graphql.context import Info
from registry.graphql.errors import result
from registry.graphql.inputs import RequestId
from registry.graphql.votes import VoteIdText, VoteType
from registry.storage import appeals, votes

AppealResult = result("AppealResult", AppealType)
DecideAppealResult = result("DecideAppealResult", AppealType)
DecideOnAdviceResult = result("DecideOnAdviceResult", VoteType)


@strawberry.type
class AppealMutations:
    """Mutations after certification."""

    @strawberry.mutation(
        graphql_type=AppealResult,
        description="Appeal against a certified result while its appeal window is open. Everybody can read the appeal, "
        "and not who made it.",
    )
    async def appeal(
        self,
        info: Info,
        vote_id: VoteIdText,
        grounds: Annotated[Grounds, strawberry.argument(description="On what it rests.")],
        text: Annotated[str, strawberry.argument(description="What happened.")],
        request_id: RequestId = None,
    ) -> Appeal:
        caller = info.context.caller(request_id)
        return await appeals.get(await voting.appeal(caller, VoteId(uuid_of(vote_id)), grounds, text))

    @strawberry.mutation(
        graphql_type=DecideAppealResult,
        description="Uphold or dismiss an appeal, as somebody who had no part in the vote. Upheld, the result is set "
        "aside and the content is a draft again.",
    )
    async def decide_appeal(
        self,
        info: Info,
        appeal_id: AppealIdText,
        upheld: Annotated[bool, strawberry.argument(description="Whether the appeal is right.")],
        reason: Annotated[str, strawberry.argument(description="The written answer, which everybody can read.")],
        request_id: RequestId = None,
    ) -> Appeal:
        caller = info.context.caller(request_id)
        decided = await voting.decide_appeal(caller, AppealId(uuid_of(appeal_id)), reason, upheld=upheld)
        return await appeals.get(decided)

    @strawberry.mutation(
        graphql_type=DecideOnAdviceResult,
        description="Decide as the agency after an advisory vote. The reason is shown beside the advice.",
    )
    async def decide_on_advice(
        self,
        info: Info,
        vote_id: VoteIdText,
        adopts: Annotated[bool, strawberry.argument(description="Whether the agency adopts what was voted on.")],
        reason: Annotated[str, strawberry.argument(description="Why, in words that everybody can read.")],
        request_id: RequestId = None,
    ) -> Vote:
        caller = info.context.caller(request_id)
        return await votes.get(await voting.decide_on_advice(caller, VoteId(uuid_of(vote_id)), reason, adopts=adopts))
