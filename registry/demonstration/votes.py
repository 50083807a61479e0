"""The votes of the demonstration. Each is open for some seconds of the real clock."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from governance.members import Constituency, Role
from governance.proposals import ProposalId
from governance.results import Result
from governance.rolls import RollId
from governance.rules import Choice, VotingRule, make_voting_rule, preset
from governance.votes import VoteId
from measures.references import Reference
from registry import voting
from registry.demonstration.content import JURISDICTION
from registry.demonstration.people import Cast
from registry.storage import results, votes
from registry.use_cases import Caller

SHORTEST_WINDOW: Final = timedelta(seconds=2.5)
"""How long a vote is open on a machine that is quick enough."""
WINDOW_BESIDE: Final = timedelta(seconds=8)
"""The same for a vote that runs beside the others, which nobody waits for."""
Split = Mapping[Constituency, tuple[Choice, ...]]
"""The choices of the first people of a constituency; everybody else makes the usual choice."""


def rule(name: str) -> VotingRule:
    """A preset as this demonstration holds votes under it: without an appeal window, and saying so."""
    words = preset(name).model_dump(mode="json", exclude_none=True)
    note = "The preset without its appeal window, for a demonstration that lasts seconds."
    return make_voting_rule(
        {**words, "name": f"{name}_demonstration", "appeal_days": 0, "verified": False, "note": note}, name
    )


def window(inviting: float) -> timedelta:
    """How long votes are open on a machine that took so many seconds to invite everybody: time for every ballot."""
    return max(SHORTEST_WINDOW, timedelta(seconds=4 * inviting))


async def open_on(cast: Cast, proposal_id: ProposalId, roll: RollId, zone: str, open_for: timedelta) -> VoteId:
    """Open a vote on a proposal, for so long."""
    closes = datetime.now(UTC) + open_for
    return await voting.open_vote(cast[Role.VOTE_OFFICER], proposal_id, roll, rule("registry_default"), closes, zone)


async def open_on_label(cast: Cast, measure: Reference, roll: RollId, zone: str, open_for: timedelta) -> VoteId:
    """Open a vote on the label of a measure in the first state, for so long."""
    closes = datetime.now(UTC) + open_for
    officer = cast[Role.VOTE_OFFICER]
    return await voting.open_label_vote(officer, measure, JURISDICTION, roll, rule("registry_label"), closes, zone)


async def cast_all(cast: Cast, vote_id: VoteId, usual: Choice, others: Split) -> None:
    """Let everybody on the roll cast a ballot."""
    for constituency in Constituency:
        choices = others.get(constituency, ())
        voters = cast.of(constituency)
        await _cast(vote_id, zip(voters, (*choices, *[usual] * (len(voters) - len(choices))), strict=True))


async def change_minds(cast: Cast, vote_id: VoteId) -> None:
    """One person votes again, and one takes the ballot back: the last choice before the deadline is what counts."""
    plan, advocate = cast.of(Constituency.PLAN)[0], cast.of(Constituency.ADVOCATE)[0]
    await voting.cast_ballot(plan, vote_id, Choice.REJECT)
    await voting.cast_ballot(plan, vote_id, Choice.APPROVE)
    await voting.withdraw_ballot(advocate, vote_id)


async def conclude(cast: Cast, vote_id: VoteId) -> Result:
    """Wait for the deadline, close, tally, and let two more people certify."""
    vote = await votes.get(vote_id)
    while (ahead := vote.closes_at - datetime.now(UTC)) > timedelta(0):  # noqa: ASYNC110 - nothing but time will do
        await asyncio.sleep(ahead.total_seconds() + 0.02)
    officer = cast[Role.VOTE_OFFICER]
    await voting.close_vote(officer, vote_id)
    await voting.tally_vote(officer, vote_id)
    for certifier in cast.certifiers:
        await voting.certify_vote(certifier, vote_id)
    result = await results.get(vote_id)
    assert result is not None
    return result


async def _cast(vote_id: VoteId, ballots: Iterable[tuple[Caller, Choice]]) -> None:
    for caller, choice in ballots:
        await voting.cast_ballot(caller, vote_id, choice)
