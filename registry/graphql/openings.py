"""Mutations that open a vote, and what an officer is warned of before."""

from datetime import datetime
from typing import Annotated

import strawberry

from governance import policy
from governance.members import Actor
from governance.proposals import ProposalId
from governance.rolls import Roll, RollId
from governance.votes import Vote
from governance.warnings import OpeningWarning
from measures.references import Reference
from registry import voting
from registry.graphql.connections import uuid_of
from registry.graphql.context import Info
from registry.graphql.errors import result
from registry.graphql.inputs import RequestId
from registry.graphql.proposals import ContentRead, ProposalIdText
from registry.graphql.rolls import RollIdText
from registry.graphql.votes import VoteType
from registry.graphql.voting_rules import VotingRuleInput, chosen_rule
from registry.graphql.warnings import OpeningWarningType, warned
from registry.storage import rolls, votes

Deadline = Annotated[
    datetime, strawberry.argument(description="When it closes, with its offset from UTC: 2027-03-01T17:00:00-06:00.")
]
Opening = Annotated[
    datetime | None, strawberry.argument(description="From when ballots are taken; at once if it is left out.")
]
Zone = Annotated[str, strawberry.argument(description="The time zone that people are told, such as America/Chicago.")]
TheRule = Annotated[VotingRuleInput, strawberry.argument(description="The rule that it is held under.")]
Place = Annotated[str, strawberry.argument(description="Where the outcome is to count.")]

OpenVoteResult = result("OpenVoteResult", VoteType)
OpenLabelVoteResult = result("OpenLabelVoteResult", VoteType)
OpenOutcomeVoteResult = result("OpenOutcomeVoteResult", VoteType)


@strawberry.type
class OpeningMutations:
    """Mutations that open a vote."""

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
        opens_at: Opening = None,
        advisory: Annotated[
            bool, strawberry.argument(description="Whether the voters advise and the agency decides afterwards.")
        ] = False,
        request_id: RequestId = None,
    ) -> Vote:
        caller = info.context.caller(request_id)
        proposal, roll, chosen = ProposalId(uuid_of(proposal_id)), RollId(uuid_of(roll_id)), chosen_rule(rule)
        opened = await voting.open_vote(caller, proposal, roll, chosen, closes_at, zone, read, opens_at, advisory)
        return await votes.get(opened)

    @strawberry.mutation(
        graphql_type=OpenLabelVoteResult,
        description="Open a vote on whether a measure shows compliance or quality, in one jurisdiction.",
    )
    async def open_label_vote(
        self,
        info: Info,
        measure: Annotated[str, strawberry.argument(description="The reference of a measure version.")],
        jurisdiction: Place,
        roll_id: RollIdText,
        rule: TheRule,
        closes_at: Deadline,
        zone: Zone,
        opens_at: Opening = None,
        request_id: RequestId = None,
    ) -> Vote:
        caller = info.context.caller(request_id)
        about, roll, chosen = Reference.parse(measure), RollId(uuid_of(roll_id)), chosen_rule(rule)
        opened = await voting.open_label_vote(caller, about, jurisdiction, roll, chosen, closes_at, zone, opens_at)
        return await votes.get(opened)

    @strawberry.mutation(
        graphql_type=OpenOutcomeVoteResult,
        description="Open a vote among the outcomes of a published definition of value: rated, chosen, ranked or given "
        "points, as the rule says.",
    )
    async def open_outcome_vote(
        self,
        info: Info,
        definition: Annotated[str, strawberry.argument(description="The reference of a definition version.")],
        jurisdiction: Place,
        roll_id: RollIdText,
        rule: TheRule,
        closes_at: Deadline,
        zone: Zone,
        opens_at: Opening = None,
        request_id: RequestId = None,
    ) -> Vote:
        caller = info.context.caller(request_id)
        about, roll, chosen = Reference.parse(definition), RollId(uuid_of(roll_id)), chosen_rule(rule)
        opened = await voting.open_outcome_vote(caller, about, jurisdiction, roll, chosen, closes_at, zone, opens_at)
        return await votes.get(opened)


@strawberry.type
class OpeningQueries:
    """What to look at before a vote opens."""

    @strawberry.field(
        description="What to think over before a vote is opened on a roll. A vote officer asks about a preset; the "
        "roll keeper, who knows how many are on the roll, about any rule.",
        graphql_type=list[OpeningWarningType] | None,
    )
    async def opening_warnings(self, info: Info, roll_id: RollIdText, rule: TheRule) -> list[OpeningWarning]:
        roll = await rolls.get(RollId(uuid_of(roll_id)))
        _may_be_warned(info.context.actor, roll, rule).require()
        return warned(chosen_rule(rule), roll)


def _may_be_warned(actor: Actor, roll: Roll, rule: VotingRuleInput) -> policy.Verdict:
    """Who may ask for warnings: with rules of their own making, an officer could find out how many are on a roll."""
    keeps = policy.may_keep_roll(actor, roll.jurisdiction)
    return keeps if rule.text or keeps.is_allowed else policy.may_open_vote(actor, roll.jurisdiction, roll)
