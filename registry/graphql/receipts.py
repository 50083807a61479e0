"""Receipts: a code that a voter keeps, and that is found in the count after the close. It never shows a choice."""

from dataclasses import dataclass
from typing import Annotated

import strawberry

from governance.votes import VoteId
from registry.graphql.connections import uuid_of
from registry.graphql.nouns import said, shows
from registry.graphql.votes import VoteIdText
from registry.storage import votes
from registry.voting import is_counted


@dataclass(frozen=True, slots=True)
class CheckedReceipt:
    """The closed rounds in whose count the ballot of a receipt is."""

    rounds: list[int]

    @property
    def is_counted(self) -> bool:
        """Whether it is in any."""
        return bool(self.rounds)


@shows(CheckedReceipt, name="ReceiptCheck", description="Whether the ballot of a receipt is in the count.")
class CheckedReceiptType:
    """What checking a receipt answers."""

    is_counted: bool = said("Whether it is in the count of a closed round; before the first close it is in none.")
    rounds: list[int] = said("The closed rounds in whose count it is.")


@strawberry.type
class ReceiptQueries:
    """Queries about receipts."""

    @strawberry.field(
        description="Whether the ballot of a receipt is in the count, for anybody who has the code. It says nothing "
        "before the close, and never what was chosen.",
        graphql_type=CheckedReceiptType | None,
    )
    async def receipt_is_counted(
        self,
        vote_id: VoteIdText,
        receipt: Annotated[str, strawberry.argument(description="The code, with or without its dashes.")],
    ) -> CheckedReceipt:
        vote = await votes.get(VoteId(uuid_of(vote_id)))
        return CheckedReceipt(await is_counted(vote.id, receipt))
