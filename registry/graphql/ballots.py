"""Ballots: cast, put another in its place, take it back. No choice is ever shown, logged or quoted."""

import traceback
from datetime import datetime
from typing import Annotated

import strawberry

from governance.rules import Choice
from governance.votes import Vote, VoteId, WrongChoiceError
from measures.errors import Refusal
from registry import voting
from registry.graphql.connections import uuid_of
from registry.graphql.context import Info
from registry.graphql.errors import result
from registry.graphql.inputs import RequestId
from registry.graphql.votes import VoteIdText, VoteType
from registry.storage import votes


class BallotFailedError(Exception):
    """Something broke while a ballot was taken. Only the kind of error and its place are passed on, never its text."""


@strawberry.type(description="Your ballot is in the box. Nobody, not even you, is shown what it says.")
class BallotReceipt:
    """What casting answers."""

    can_be_changed_until: datetime = strawberry.field(description="Until when you can replace it or take it back.")
    vote: VoteType = strawberry.field(description="The vote.")


@strawberry.type(description="Your ballot was taken out of the box; you count as not having voted.")
class BallotTakenBack:
    """What withdrawing answers."""

    can_be_cast_until: datetime = strawberry.field(description="Until when you can vote again.")
    vote: VoteType = strawberry.field(description="The vote.")


CastBallotResult = result("CastBallotResult", BallotReceipt)
WithdrawBallotResult = result("WithdrawBallotResult", BallotTakenBack)


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
        choice: Annotated[Choice, strawberry.argument(description="Your choice, one of those of the vote's rule.")],
        request_id: RequestId = None,
    ) -> BallotReceipt:
        caller = info.context.caller(request_id)
        try:
            until = await voting.cast_ballot(caller, VoteId(uuid_of(vote_id)), choice)
        except WrongChoiceError:
            raise WrongChoiceError("This is not a choice in this vote; its rule lists the choices.") from None
        except Refusal:
            raise
        except Exception as error:  # noqa: BLE001 - a database quotes whole rows in its errors
            raise _without_text(error) from None
        return BallotReceipt(can_be_changed_until=until, vote=await _vote(vote_id))  # type: ignore[arg-type]

    @strawberry.mutation(
        graphql_type=WithdrawBallotResult, description="Take your ballot back. You may vote again until the deadline."
    )
    async def withdraw_ballot(self, info: Info, vote_id: VoteIdText, request_id: RequestId = None) -> BallotTakenBack:
        caller = info.context.caller(request_id)
        try:
            until = await voting.withdraw_ballot(caller, VoteId(uuid_of(vote_id)))
        except Refusal:
            raise
        except Exception as error:  # noqa: BLE001 - a database quotes whole rows in its errors
            raise _without_text(error) from None
        return BallotTakenBack(can_be_cast_until=until, vote=await _vote(vote_id))  # type: ignore[arg-type]


async def _vote(vote_id: str) -> Vote:
    return await votes.get(VoteId(uuid_of(vote_id)))


def _without_text(error: Exception) -> BallotFailedError:
    place = traceback.extract_tb(error.__traceback__)[-1]
    return BallotFailedError(f"{type(error).__name__} at {place.filename}:{place.lineno}")
