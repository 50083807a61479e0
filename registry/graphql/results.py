"""What a tally came to: the outcome, the conditions and the findings, and the counts that may be shown."""

from dataclasses import dataclass

import strawberry

from governance.members import Constituency
from governance.results import Result
from governance.rules import Choice, Outcome
from registry.graphql.connections import After, Connection, First, Page, memory_page
from registry.graphql.findings import Findings, FindingsType, findings_of
from registry.graphql.nouns import said, shows
from registry.graphql.publications import PublicationType, ResultPage, page_of_result
from registry.storage import receipts


@dataclass(frozen=True, slots=True)
class Condition:
    """Whether one constituency, counted alone, met its condition. Never a number."""

    constituency: Constituency
    met: bool | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt of a ballot that is in the count."""

    code: str


@shows(Condition, name="ConditionResult")
class ConditionType:
    """A condition, met or not."""

    constituency: Constituency = said("The constituency.")
    met: bool | None = said(
        "Whether it met its condition; null where the condition was skipped, or where so few can vote that it would "
        "tell their choice."
    )


@shows(Receipt, name="Receipt", description="The receipt of a ballot in the count, beside no voter and no choice.")
class ReceiptType:
    """A receipt."""

    code: str = said("The code that the voter keeps.")


@shows(Result, name="VoteResult", description="What the tally of one round came to. Its counts are sealed.")
class VoteResultType:
    """A result."""

    round: int = said("The round that was counted.")
    outcome: Outcome = said("How the vote ended. Of candidates, adopted means that the vote came to a decision.")
    choice: Choice | None = said("What was adopted, if anything was.")
    quorum_met: bool = said("Whether enough took part, overall and in each constituency that needs it.")
    salted_digest: str = said("The salted digest of the sealed tally, as the log holds it.")

    @strawberry.field(
        description="Whether each constituency with a condition met it.", graphql_type=list[ConditionType]
    )
    def conditions(self, parent: strawberry.Parent[Result]) -> list[Condition]:
        return [Condition(Constituency(name), met) for name, met in parent.conditions.items()]

    @strawberry.field(
        description="What was found of the candidates; none for a motion or a label, and none without a quorum.",
        graphql_type=FindingsType | None,
    )
    def findings(self, parent: strawberry.Parent[Result]) -> Findings | None:
        return findings_of(parent.findings)

    @strawberry.field(description="The numbers that the small-cell rule lets out.", graphql_type=PublicationType | None)
    def publication(self, parent: strawberry.Parent[Result]) -> ResultPage | None:
        return page_of_result(parent.publication)

    @strawberry.field(
        description="The receipts of all ballots in the count, sorted; null where their number may not be known.",
        graphql_type=Connection[ReceiptType] | None,
    )
    async def receipts(
        self, parent: strawberry.Parent[Result], first: First = 20, after: After = None
    ) -> Page[Receipt] | None:
        page = page_of_result(parent.publication)
        if page is None or page.turnout.number is None:
            return None
        codes = [Receipt(code) for code in await receipts.of_round(parent.vote_id, parent.round)]
        name = f"receipts {parent.vote_id} {parent.round}"
        return memory_page(codes, first, after, name, lambda receipt: receipt.code)


@strawberry.type(description="The whole tally, with every count, and the reasons on the ballots: for auditors only.")
class SealedTally:
    """A sealed tally."""

    record: str = strawberry.field(description="The record as canonical JSON; a second program can count it again.")
    digest: str = strawberry.field(description="SHA-256 of the record: the digest that a recount must reach.")
    salt: str = strawberry.field(description="The salt of the digest that the log holds, in hexadecimal.")
    export: str = strawberry.field(
        description="The record with an object `vote` that says what it is the count of; `recount` reads it."
    )
    reasons: list[str] = strawberry.field(
        description="The reasons that voters wrote, in alphabetical order, which says nothing about who or when."
    )
