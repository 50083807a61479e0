"""Ballots: cast, put another in its place, take it back, enter one from paper or the phone. No choice is shown."""

from datetime import datetime
from enum import Enum
from typing import Annotated, Final

import strawberry

from governance.ballots import Channel
from governance.members import PersonId
from governance.rules import Choice
from governance.votes import VoteId
from registry import voting
from registry.graphql.answers import BallotInput, given_answer
from registry.graphql.connections import uuid_of
from registry.graphql.context import Info
from registry.graphql.errors import result
from registry.graphql.inputs import RequestId
from registry.graphql.unquoted import unquoted
from registry.graphql.votes import VoteIdText, VoteType
from registry.storage import votes
from registry.voting import Entered

Says = Annotated[
    BallotInput | None, strawberry.argument(description="What the ballot says, as the rule of the vote asks for it.")
]
Why = Annotated[
    str | None,
    strawberry.argument(description="The reason, where the rule asks for one; auditors can read it, without a name."),
]
ENTERED: Final = "What became of the entry: it waits for a second person, it counts, or the two of you differ."


@strawberry.enum(description="How a ballot came that others enter.")
class ClerkChannel(Enum):
    """The channels of ballots that their voters did not cast on a page."""

    PAPER = Channel.PAPER
    PHONE = Channel.PHONE


@strawberry.type(description="Your ballot is in the box. What it says is not repeated here.")
class BallotReceipt:
    """What casting answers."""

    can_be_changed_until: datetime = strawberry.field(description="Until when you can replace it or take it back.")
    receipt: str = strawberry.field(
        description="A random code to keep. After the close it shows that your ballot is in the count, and no choice."
    )
    vote: VoteType = strawberry.field(description="The vote.")


@strawberry.type(description="Your ballot was taken out of the box; you count as not having voted.")
class BallotTakenBack:
    """What withdrawing answers."""

    can_be_cast_until: datetime = strawberry.field(description="Until when you can vote again.")
    vote: VoteType = strawberry.field(description="The vote.")


@strawberry.type(description="A paper or phone ballot was entered by one of the two people who must.")
class BallotEntry:
    """What entering answers."""

    state: Entered = strawberry.field(description=ENTERED)
    vote: VoteType = strawberry.field(description="The vote.")


CastBallotResult = result("CastBallotResult", BallotReceipt)
WithdrawBallotResult = result("WithdrawBallotResult", BallotTakenBack)
EnterBallotResult = result("EnterBallotResult", BallotEntry)


@strawberry.type
class BallotMutations:
    """Mutations about ballots."""

    @strawberry.mutation(
        graphql_type=CastBallotResult, description="Cast your ballot, or put another in the place of the one you cast."
    )
    async def cast_ballot(
        self,
        info: Info,
        vote_id: VoteIdText,
        choice: Annotated[
            Choice | None,
            strawberry.argument(description="Short for a ballot that is one choice, on a motion or a label."),
        ] = None,
        ballot: Says = None,
        reason: Why = None,
        request_id: RequestId = None,
    ) -> BallotReceipt:
        caller = info.context.caller(request_id)
        vote, answer = VoteId(uuid_of(vote_id)), given_answer(choice, ballot)
        async with unquoted(vote):
            cast = await voting.cast_ballot(caller, vote, answer, reason)
        return BallotReceipt(
            can_be_changed_until=cast.closes_at,
            receipt=cast.receipt,
            vote=await votes.get(vote),  # type: ignore[arg-type]  # resolved by attribute from the domain's Vote
        )

    @strawberry.mutation(
        graphql_type=WithdrawBallotResult, description="Take your ballot back. You may vote again until the deadline."
    )
    async def withdraw_ballot(self, info: Info, vote_id: VoteIdText, request_id: RequestId = None) -> BallotTakenBack:
        caller = info.context.caller(request_id)
        vote = VoteId(uuid_of(vote_id))
        async with unquoted(vote):
            until = await voting.withdraw_ballot(caller, vote)
        return BallotTakenBack(
            can_be_cast_until=until,
            vote=await votes.get(vote),  # type: ignore[arg-type]  # resolved by attribute from the domain's Vote
        )

    @strawberry.mutation(
        graphql_type=EnterBallotResult,
        description="Enter somebody's paper or phone ballot, as a roll keeper or vote officer. It counts once a second "
        "of them has entered the same; where the two entries differ both are forgotten.",
    )
    async def enter_ballot(
        self,
        info: Info,
        vote_id: VoteIdText,
        person_id: Annotated[strawberry.ID, strawberry.argument(description="The person whose ballot it is.")],
        ballot: Annotated[BallotInput, strawberry.argument(description="What the ballot says.")],
        channel: Annotated[ClerkChannel, strawberry.argument(description="How the ballot came.")],
        reason: Why = None,
        request_id: RequestId = None,
    ) -> BallotEntry:
        caller = info.context.caller(request_id)
        vote, voter, answer = VoteId(uuid_of(vote_id)), PersonId(uuid_of(person_id)), given_answer(None, ballot)
        async with unquoted(vote):
            state = await voting.enter_ballot(caller, vote, voter, answer, channel.value, reason)
        return BallotEntry(
            state=state,
            vote=await votes.get(vote),  # type: ignore[arg-type]  # resolved by attribute from the domain's Vote
        )
