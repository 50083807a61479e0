"""Votes: what is voted on, by which rule, until when, and what came of it.

Nothing here shows a count, a turnout, the size of a roll or who voted. The sealed tally is for auditors, by policy.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import strawberry

from governance import policy
from governance.members import Constituency
from governance.proposals import Proposal, ProposalId
from governance.rules import Choice, Outcome
from governance.votes import Result, SubjectKind, Vote, VoteId, VoteStage
from registry.graphql.connections import (
    After,
    Connection,
    First,
    Jurisdiction,
    Page,
    keyset_page,
    require_jurisdiction,
    uuid_key,
    uuid_of,
)
from registry.graphql.context import Info
from registry.graphql.nouns import said, shows
from registry.graphql.proposals import ProposalType
from registry.graphql.voting_rules import VotingRuleType
from registry.storage import votes

VoteIdText = Annotated[strawberry.ID, strawberry.argument(description="The id of the vote.")]


@dataclass(frozen=True, slots=True)
class Condition:
    """Whether one constituency, counted alone, met its condition. Never a number."""

    constituency: Constituency
    met: bool | None


@shows(Condition, name="ConditionResult")
class ConditionType:
    """A condition, met or not."""

    constituency: Constituency = said("The constituency.")
    met: bool | None = said("Whether it met its condition; null where the condition was skipped for want of voters.")


@shows(Result, name="VoteResult", description="What a tally came to, without any number.")
class VoteResultType:
    """A result."""

    round: int = said("The round that was counted.")
    outcome: Outcome = said("How the vote ended.")
    choice: Choice | None = said("What was adopted, if anything was.")
    quorum_met: bool = said("Whether enough took part, overall and in each constituency that needs it.")
    salted_digest: str = said("The salted digest of the sealed tally, as the log holds it.")

    @strawberry.field(
        description="Whether each constituency with a condition met it.", graphql_type=list[ConditionType]
    )
    def conditions(self, parent: strawberry.Parent[Result]) -> list[Condition]:
        return [Condition(Constituency(name), met) for name, met in parent.conditions.items()]


@strawberry.type(description="The whole tally, with every count: for auditors only.")
class SealedTally:
    """A sealed tally."""

    record: str = strawberry.field(description="The record as canonical JSON; a second program can count it again.")
    digest: str = strawberry.field(description="SHA-256 of the record: the digest that a recount must reach.")
    salt: str = strawberry.field(description="The salt of the digest that the log holds, in hexadecimal.")


@shows(Vote, name="Vote", description="One vote under one rule on the frozen bytes of one subject.")
class VoteType:
    """A vote."""

    id: strawberry.ID = said("The id of the vote.")
    subject_kind: SubjectKind = said("What is voted on.")
    subject: str = said("The reference of what is voted on, without its digest.")
    subject_digest: str = said("SHA-256 of the frozen bytes that are voted on.")
    jurisdiction: str = said("Where the outcome counts.")
    rule: VotingRuleType = said("The rule that it is held under, frozen when it opened.")
    roll_digest: str = said("The salted digest of the frozen roll. Who is on it, and how many, is not shown.")
    stage: VoteStage = said("Where it stands.")
    round: int = said("The round.")
    opens_at: datetime = said("When it opened.")
    closes_at: datetime = said("The deadline: ballots are taken until just before it.")
    zone: str = said("The time zone in which the deadline was set.")
    certified_at: datetime | None = said("When a second person certified it.")
    appeal_until: datetime | None = said("When the appeal window ends; none before certification.")
    demonstration: bool = said("Whether it belongs to a demonstration, and so binds nobody.")

    @strawberry.field(description="The deadline in the time zone in which it was set.")
    def closes_at_local(self, parent: strawberry.Parent[Vote]) -> datetime:
        return parent.closes_at.astimezone(ZoneInfo(parent.zone))

    @strawberry.field(description="The proposal that is voted on; none for a label.", graphql_type=ProposalType | None)
    async def proposal(self, info: Info, parent: strawberry.Parent[Vote]) -> Proposal | None:
        if parent.proposal_id is None:
            return None
        proposal = await info.context.loaders.proposal.load(parent.proposal_id)
        return proposal if proposal and policy.may_see_proposal(info.context.actor, proposal) else None

    @strawberry.field(
        description="What the tally came to. For the public none before a second person certified it; those who run, "
        "certify or audit the vote see it as soon as it was counted.",
        graphql_type=VoteResultType | None,
    )
    async def result(self, info: Info, parent: strawberry.Parent[Vote]) -> Result | None:
        if not policy.may_see_result(info.context.actor, parent):
            return None
        return await info.context.loaders.result_of.load(parent.id)

    @strawberry.field(description="The whole tally, for auditors of the jurisdiction only; none before it was counted.")
    async def sealed_tally(self, info: Info, parent: strawberry.Parent[Vote]) -> SealedTally | None:
        policy.may_read_sealed_tally(info.context.actor, parent).require()
        counted = await info.context.loaders.result_of.load(parent.id)
        if counted is None:
            return None
        salt = await votes.salt_of_result(parent.id)
        return SealedTally(record=counted.sealed.content.decode(), digest=counted.sealed.digest, salt=salt.hex())


@strawberry.type
class VoteQueries:
    """Queries about votes."""

    @strawberry.field(description="Votes, open and past.", graphql_type=Connection[VoteType])
    async def votes(
        self,
        jurisdiction: Jurisdiction = None,
        stage: Annotated[VoteStage | None, strawberry.argument(description="Only in this stage.")] = None,
        proposal_id: Annotated[strawberry.ID | None, strawberry.argument(description="Only on this proposal.")] = None,
        first: First = 20,
        after: After = None,
    ) -> Page[Vote]:
        place = require_jurisdiction(jurisdiction)
        proposal = None if proposal_id is None else ProposalId(uuid_of(proposal_id))

        async def read(start: Any, limit: int) -> list[Vote]:
            return await votes.page(start, limit, place, stage, proposal)

        return await keyset_page(
            read, uuid_key("votes", after), first, "votes", lambda vote: str(vote.id), is_continued=after is not None
        )

    @strawberry.field(description="One vote.", graphql_type=VoteType | None)
    async def vote(self, id: VoteIdText) -> Vote:  # noqa: A002 - the field's own name
        return await votes.get(VoteId(uuid_of(id)))
