"""Mutations about votes: make a roll, open, close, tally, certify, let the outcome take effect, cancel."""

from datetime import datetime
from typing import Annotated

import strawberry

from governance.members import Constituency, PersonId
from governance.proposals import ProposalId
from governance.votes import Roll, RollEntry, RollId, Vote, VoteId
from measures.references import Reference
from registry import voting
from registry.graphql.connections import uuid_of
from registry.graphql.context import Info
from registry.graphql.errors import result
from registry.graphql.inputs import RequestId
from registry.graphql.nouns import said, shows
from registry.graphql.proposals import ContentRead, ProposalIdText
from registry.graphql.votes import VoteIdText, VoteType
from registry.graphql.voting_rules import VotingRuleInput, chosen_rule
from registry.storage import votes

RollIdText = Annotated[strawberry.ID, strawberry.argument(description="The id of the roll, made by a roll keeper.")]
Deadline = Annotated[
    datetime, strawberry.argument(description="When it closes, with its offset from UTC: 2027-03-01T17:00:00-06:00.")
]
Zone = Annotated[str, strawberry.argument(description="The time zone that people are told, such as America/Chicago.")]
TheRule = Annotated[VotingRuleInput, strawberry.argument(description="The rule that it is held under.")]


@strawberry.input(description="One person on a roll, speaking for one constituency.")
class RollEntryInput:
    """An entry of a roll."""

    person_id: strawberry.ID = strawberry.field(description="The random id of the person.")
    constituency: Constituency = strawberry.field(description="Whom the person speaks for in this vote.")
    organisation: str | None = strawberry.field(description="Their organisation, if any.", default=None)
    recused: bool = strawberry.field(description="Whether the person stepped aside.", default=False)


@shows(Roll, name="Roll", description="Who may vote, frozen. Who is on it, and how many, is not shown.")
class RollType:
    """A roll."""

    id: strawberry.ID = said("The id of the roll, for opening a vote on it.")
    jurisdiction: str = said("The jurisdiction that it was made for.")
    made_at: datetime = said("When it was made.")

    @strawberry.field(description="The salted digest of the roll, as an opened vote commits to it.")
    async def digest(self, parent: strawberry.Parent[Roll]) -> str:
        return await votes.roll_digest(parent.id)


MakeRollResult = result("MakeRollResult", RollType)
OpenVoteResult = result("OpenVoteResult", VoteType)
OpenLabelVoteResult = result("OpenLabelVoteResult", VoteType)
CloseVoteResult = result("CloseVoteResult", VoteType)
TallyVoteResult = result("TallyVoteResult", VoteType)
CertifyVoteResult = result("CertifyVoteResult", VoteType)
FinaliseVoteResult = result("FinaliseVoteResult", VoteType)
CancelVoteResult = result("CancelVoteResult", VoteType)


@strawberry.type
class OpeningMutations:
    """Mutations that lead to an open vote."""

    @strawberry.mutation(
        graphql_type=MakeRollResult, description="Make the roll of a vote. From then on it does not change."
    )
    async def make_roll(
        self,
        info: Info,
        jurisdiction: Annotated[str, strawberry.argument(description="The jurisdiction that it is for.")],
        entries: Annotated[list[RollEntryInput], strawberry.argument(description="Everybody on it, each once.")],
        request_id: RequestId = None,
    ) -> Roll:
        people = tuple(
            RollEntry(PersonId(uuid_of(e.person_id)), e.constituency, e.organisation, e.recused) for e in entries
        )
        return await votes.roll(await voting.make_roll(info.context.caller(request_id), jurisdiction, people))

    @strawberry.mutation(
        graphql_type=OpenVoteResult, description="Freeze the bytes of a proposal and open the vote on them."
    )
    async def open_vote(
        self,
        info: Info,
        proposal_id: ProposalIdText,
        roll_id: RollIdText,
        rule: TheRule,
        closes_at: Deadline,
        zone: Zone,
        read: ContentRead = None,
        request_id: RequestId = None,
    ) -> Vote:
        caller = info.context.caller(request_id)
        proposal, roll = ProposalId(uuid_of(proposal_id)), RollId(uuid_of(roll_id))
        return await votes.get(await voting.open_vote(caller, proposal, roll, chosen_rule(rule), closes_at, zone, read))

    @strawberry.mutation(
        graphql_type=OpenLabelVoteResult,
        description="Open a vote on whether a measure shows compliance or quality, in one jurisdiction.",
    )
    async def open_label_vote(
        self,
        info: Info,
        measure: Annotated[str, strawberry.argument(description="The reference of a measure version.")],
        jurisdiction: Annotated[str, strawberry.argument(description="Where the label is to count.")],
        roll_id: RollIdText,
        rule: TheRule,
        closes_at: Deadline,
        zone: Zone,
        request_id: RequestId = None,
    ) -> Vote:
        caller = info.context.caller(request_id)
        opened = await voting.open_label_vote(
            caller,
            Reference.parse(measure),
            jurisdiction,
            RollId(uuid_of(roll_id)),
            chosen_rule(rule),
            closes_at,
            zone,
        )
        return await votes.get(opened)


@strawberry.type
class VoteMutations:
    """Mutations that take a vote through the rest of its life."""

    @strawberry.mutation(
        graphql_type=CloseVoteResult, description="Close a vote whose deadline has passed. Before it nobody can."
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
        description="Certify a tally as a second person. The vote's key is destroyed and the box is shuffled.",
    )
    async def certify_vote(self, info: Info, vote_id: VoteIdText, request_id: RequestId = None) -> Vote:
        return await votes.get(await voting.certify_vote(info.context.caller(request_id), VoteId(uuid_of(vote_id))))

    @strawberry.mutation(
        graphql_type=FinaliseVoteResult,
        description="Let a certified outcome take effect once its appeal window has passed.",
    )
    async def finalise_vote(self, info: Info, vote_id: VoteIdText, request_id: RequestId = None) -> Vote:
        return await votes.get(await voting.finalise_vote(info.context.caller(request_id), VoteId(uuid_of(vote_id))))

    @strawberry.mutation(
        graphql_type=CancelVoteResult, description="Cancel a vote that is not certified. Its ballots stay secret."
    )
    async def cancel_vote(self, info: Info, vote_id: VoteIdText, request_id: RequestId = None) -> Vote:
        return await votes.get(await voting.cancel_vote(info.context.caller(request_id), VoteId(uuid_of(vote_id))))
