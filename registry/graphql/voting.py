"""Mutations that take a vote through its life: discuss, another round, close, tally, certify, take effect, cancel."""

from datetime import datetime
from typing import Annotated

import strawberry

from governance.members import PersonId
from governance.votes import Vote, VoteId
from registry import voting
from registry.graphql.connections import uuid_of
from registry.graphql.context import Info
from registry.graphql.errors import result
from registry.graphql.inputs import RequestId
from registry.graphql.openings import Deadline, Opening, Zone
from registry.graphql.votes import VoteIdText, VoteType
from registry.storage import votes

Because = Annotated[str, strawberry.argument(description="Why; it is shown with the step.")]

OpenDiscussionResult = result("OpenDiscussionResult", VoteType)
OpenNextRoundResult = result("OpenNextRoundResult", VoteType)
CloseVoteResult = result("CloseVoteResult", VoteType)
TallyVoteResult = result("TallyVoteResult", VoteType)
CertifyVoteResult = result("CertifyVoteResult", VoteType)
FinaliseVoteResult = result("FinaliseVoteResult", VoteType)
CancelVoteResult = result("CancelVoteResult", VoteType)
RecuseResult = result("RecuseResult", VoteType)


@strawberry.type
class RoundMutations:
    """Mutations about who is in a round, and what comes between two of them."""

    @strawberry.mutation(
        graphql_type=RecuseResult,
        description="Leave the roll of a vote for a conflict of interest; a roll keeper takes somebody else off it "
        "after a challenge. A ballot that was cast is void. Not once the vote is tallied.",
    )
    async def recuse(
        self,
        info: Info,
        vote_id: VoteIdText,
        reason: Annotated[str, strawberry.argument(description="Why; it is kept, and not shown to the public.")],
        person_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Who leaves the roll; yourself if it is left out.")
        ] = None,
        request_id: RequestId = None,
    ) -> Vote:
        caller = info.context.caller(request_id)
        person = info.context.person if person_id is None else PersonId(uuid_of(person_id))
        return await votes.get(await voting.recuse(caller, VoteId(uuid_of(vote_id)), person, reason))

    @strawberry.mutation(
        graphql_type=OpenDiscussionResult,
        description="Take comments on what was voted on, where a round reached no consensus and another may follow.",
    )
    async def open_discussion(
        self,
        info: Info,
        vote_id: VoteIdText,
        until: Annotated[
            datetime | None, strawberry.argument(description="Until when comments are taken; open if it is left out.")
        ] = None,
        request_id: RequestId = None,
    ) -> Vote:
        caller = info.context.caller(request_id)
        return await votes.get(await voting.open_discussion(caller, VoteId(uuid_of(vote_id)), until))

    @strawberry.mutation(
        graphql_type=OpenNextRoundResult,
        description="Open another round on the same frozen bytes, once every comment has a written answer.",
    )
    async def open_next_round(
        self,
        info: Info,
        vote_id: VoteIdText,
        closes_at: Deadline,
        zone: Zone,
        opens_at: Opening = None,
        request_id: RequestId = None,
    ) -> Vote:
        caller = info.context.caller(request_id)
        vote = VoteId(uuid_of(vote_id))
        return await votes.get(await voting.open_next_round(caller, vote, closes_at, zone, opens_at))


@strawberry.type
class VoteMutations:
    """Mutations that take a vote to its end."""

    @strawberry.mutation(
        graphql_type=CloseVoteResult, description="Close a vote whose deadline has passed; time does so by itself."
    )
    async def close_vote(self, info: Info, vote_id: VoteIdText, request_id: RequestId = None) -> Vote:
        return await votes.get(await voting.close_vote(info.context.caller(request_id), VoteId(uuid_of(vote_id))))

    @strawberry.mutation(
        graphql_type=TallyVoteResult, description="Count the ballots of a closed vote. The counts are sealed."
    )
    async def tally_vote(self, info: Info, vote_id: VoteIdText, request_id: RequestId = None) -> Vote:
        return await votes.get(await voting.tally_vote(info.context.caller(request_id), VoteId(uuid_of(vote_id))))

    @strawberry.mutation(
        graphql_type=CertifyVoteResult,
        description="Certify a tally, as one of two people who had no part in it. With the second of them the vote's "
        "key is destroyed and the box is shuffled.",
    )
    async def certify_vote(self, info: Info, vote_id: VoteIdText, request_id: RequestId = None) -> Vote:
        return await votes.get(await voting.certify_vote(info.context.caller(request_id), VoteId(uuid_of(vote_id))))

    @strawberry.mutation(
        graphql_type=FinaliseVoteResult,
        description="Let a certified outcome take effect once its appeal window has passed; time does so by itself.",
    )
    async def finalise_vote(self, info: Info, vote_id: VoteIdText, request_id: RequestId = None) -> Vote:
        return await votes.get(await voting.finalise_vote(info.context.caller(request_id), VoteId(uuid_of(vote_id))))

    @strawberry.mutation(
        graphql_type=CancelVoteResult, description="Cancel a vote that is not tallied. Its ballots stay secret."
    )
    async def cancel_vote(self, info: Info, vote_id: VoteIdText, reason: Because, request_id: RequestId = None) -> Vote:
        caller = info.context.caller(request_id)
        return await votes.get(await voting.cancel_vote(caller, VoteId(uuid_of(vote_id)), reason))
