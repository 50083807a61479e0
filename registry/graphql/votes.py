"""Votes: what is voted on, by which rule, until when, and what came of it.

What everybody may read stands first; below it, what is for the voter alone, for those who run the vote, or for
auditors. Policy answers for each of those fields. Nothing here says how anybody voted.
"""

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import strawberry

from governance import policy
from governance.appeals import AgencyDecision, Appeal
from governance.proposals import Proposal, ProposalId
from governance.results import Result
from governance.rolls import RollEntry
from governance.votes import Candidate, SubjectKind, Vote, VoteId, VoteStage
from governance.warnings import OpeningWarning
from registry import voting
from registry.graphql.appeals import AgencyDecisionType, AppealType
from registry.graphql.connections import (
    After,
    Connection,
    First,
    Jurisdiction,
    Page,
    keyset_page,
    memory_page,
    require_jurisdiction,
    uuid_key,
    uuid_of,
)
from registry.graphql.context import Info
from registry.graphql.nouns import said, shows
from registry.graphql.own_ballots import OwnBallotType
from registry.graphql.proposals import ProposalType
from registry.graphql.results import SealedTally, VoteResultType
from registry.graphql.turnout import PersonOnRollType, TurnoutType, place_on_roll
from registry.graphql.vote_steps import ShownStep, VoteStepType, shown_steps
from registry.graphql.voting_rules import VotingRuleType
from registry.graphql.warnings import OpeningWarningType, warned
from registry.storage import appeals, ballots, results, rolls, vote_steps, votes
from registry.voting.sealing import sealed_export
from registry.voting.turnout import OnRoll, OwnBallot, Turnout

VoteIdText = Annotated[strawberry.ID, strawberry.argument(description="The id of the vote.")]


@shows(Candidate, name="Candidate", description="One of several things that are rated, chosen, ranked or given points.")
class CandidateType:
    """A candidate."""

    id: strawberry.ID = said("Its id, for the ballot.")
    text: str = said("Its words, as the ballot shows them.")


@shows(Vote, name="Vote", description="One vote under one rule on the frozen bytes of one subject.")
class VoteType:
    """A vote."""

    id: strawberry.ID = said("The id of the vote.")
    subject_kind: SubjectKind = said("What is voted on.")
    subject: str = said("The reference of what is voted on, without its digest.")
    subject_digest: str = said("SHA-256 of the frozen bytes that are voted on.")
    jurisdiction: str = said("Where the outcome counts.")
    rule: VotingRuleType = said("The rule that it is held under, frozen when it opened.")
    candidates: list[CandidateType] = said("What is rated, chosen, ranked or given points; none for one question.")
    advisory: bool = said("Whether the voters advise and the agency decides afterwards.")
    roll_digest: str = said("The salted digest of the frozen roll.")
    stage: VoteStage = said("Where it stands.")
    round: int = said("The round.")
    opens_at: datetime = said("From when ballots of this round are taken.")
    closes_at: datetime = said("The deadline: ballots are taken until just before it.")
    zone: str = said("The time zone in which the deadline was set.")
    discussion_until: datetime | None = said("Until when comments are taken between two rounds, where that was set.")
    certified_at: datetime | None = said("When the second of two people certified it.")
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

    @strawberry.field(description="How many of the two people who must certify the result of this round have done so.")
    async def certifications(self, parent: strawberry.Parent[Vote]) -> int:
        return len(await results.certifiers(parent.id, parent.round))

    @strawberry.field(description="The steps of its life, oldest first.", graphql_type=list[VoteStepType])
    async def steps(self, info: Info, parent: strawberry.Parent[Vote]) -> list[ShownStep]:
        audits = policy.may_read_sealed_tally(info.context.actor, parent).is_allowed
        return list(shown_steps(await vote_steps.of_vote(parent.id), names_people=audits))

    @strawberry.field(description="The appeals about it, oldest first.", graphql_type=list[AppealType])
    async def appeals(self, parent: strawberry.Parent[Vote]) -> list[Appeal]:
        return await appeals.of_vote(parent.id)

    @strawberry.field(
        description="What the agency decided after the advice; none before it did, or where the vote is no advice.",
        graphql_type=AgencyDecisionType | None,
    )
    async def agency_decision(self, parent: strawberry.Parent[Vote]) -> AgencyDecision | None:
        return await appeals.agency_decision(parent.id) if parent.advisory else None

    @strawberry.field(
        description="What the tally of this round came to. For the public none before two people certified it; those "
        "who run, certify or audit the vote see it as soon as it was counted.",
        graphql_type=VoteResultType | None,
    )
    async def result(self, info: Info, parent: strawberry.Parent[Vote]) -> Result | None:
        if not policy.may_see_result(info.context.actor, parent):
            return None
        counted = await info.context.loaders.result_of.load(parent.id)
        return counted if counted and counted.round == parent.round else None

    @strawberry.field(
        description="What each round that was tallied came to. Those who may vote see a round that reached no "
        "consensus from the discussion on; others as for `result`.",
        graphql_type=list[VoteResultType],
    )
    async def rounds(self, info: Info, parent: strawberry.Parent[Vote]) -> list[Result]:
        counted = [await results.of_round(parent.id, number) for number in await _rounds_seen(info, parent)]
        return [result for result in counted if result is not None]

    @strawberry.field(
        description="Your own ballot; none if you are not signed in or not on the roll.",
        graphql_type=OwnBallotType | None,
    )
    async def my_ballot(self, info: Info, parent: strawberry.Parent[Vote]) -> OwnBallot | None:
        if await _entry(info, parent) is None:
            return None
        return await voting.own_ballot(info.context.store, info.context.actor, parent)

    @strawberry.field(
        description="How many took part in this round so far: for those who run the vote, and for the roll keeper.",
        graphql_type=TurnoutType | None,
    )
    async def turnout(self, info: Info, parent: strawberry.Parent[Vote]) -> Turnout:
        return await voting.turnout(info.context.actor, parent.id)

    @strawberry.field(
        description="Everybody on the roll, and whether they have voted: for the roll keeper, to remind them.",
        graphql_type=Connection[PersonOnRollType] | None,
    )
    async def on_roll(
        self, info: Info, parent: strawberry.Parent[Vote], first: First = 20, after: After = None
    ) -> Page[OnRoll]:
        found = await voting.on_roll(info.context.actor, parent.id)
        return memory_page(found, first, after, f"on roll {parent.id}", place_on_roll)

    @strawberry.field(
        description="What there was to think over when it opened: for those who run the vote, and for the roll keeper.",
        graphql_type=list[OpeningWarningType] | None,
    )
    async def warnings(self, info: Info, parent: strawberry.Parent[Vote]) -> list[OpeningWarning]:
        policy.may_watch_turnout(info.context.actor, parent).require()
        return warned(parent.rule, await rolls.get(parent.roll_id))

    @strawberry.field(
        description="The whole tally of a round, for auditors of the jurisdiction only; none before it was counted."
    )
    async def sealed_tally(
        self,
        info: Info,
        parent: strawberry.Parent[Vote],
        round: Annotated[  # noqa: A002 - the argument's own name
            int | None, strawberry.argument(description="The round; the one that the vote is in, if it is left out.")
        ] = None,
    ) -> SealedTally | None:
        policy.may_read_sealed_tally(info.context.actor, parent).require()
        policy.may_read_reasons(info.context.actor, parent).require()
        number = parent.round if round is None else round
        counted = await results.of_round(parent.id, number) if 0 < number <= parent.round else None
        if counted is None:
            return None
        return SealedTally(
            record=counted.sealed.content.decode(),
            digest=counted.sealed.digest,
            salt=(await results.salt_of(parent.id, number)).hex(),
            export=(await sealed_export(info.context.actor, parent.id, number)).decode(),
            reasons=await ballots.reasons(parent.id, number),
        )


async def _entry(info: Info, vote: Vote) -> RollEntry | None:
    person_id = info.context.actor.person_id
    return await rolls.voter(vote.id, vote.roll_id, person_id) if person_id else None


async def _rounds_seen(info: Info, vote: Vote) -> range:
    """The rounds whose results the one who asks may see."""
    if policy.may_see_result(info.context.actor, vote):
        return range(1, vote.round + 1)
    if not policy.may_cast_ballot(info.context.actor, await _entry(info, vote)).is_allowed:
        return range(0)
    return range(1, vote.round + (vote.stage is VoteStage.DISCUSSION))


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
