"""One's own ballot: whether there is one, how it came, its receipt. For its voter alone."""

import strawberry

from governance.ballots import Channel
from registry.graphql.answers import OwnAnswer, own_answer
from registry.graphql.nouns import said, shows
from registry.voting.turnout import OwnBallot


@shows(OwnBallot, name="MyBallot", description="Your own ballot in the round that the vote is in. Never what it says.")
class OwnBallotType:
    """One's own ballot."""

    voted: bool = said("Whether you have a ballot in the box.")
    channel: Channel | None = said("How it came; none without a ballot, and none once the result is certified.")
    receipt: str | None = said(
        "Its receipt, to look for in the count after the close. It stays the same when you change your ballot. "
        "Keep it: it cannot be shown any more once the result is certified."
    )

    @strawberry.field(
        description="What you answered in the round before, in a further round; none once the result is certified."
    )
    def earlier(self, parent: strawberry.Parent[OwnBallot]) -> OwnAnswer | None:
        return None if parent.earlier is None else own_answer(parent.earlier)
