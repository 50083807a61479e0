"""Further rounds: without consensus, comments are taken and answered, and the same bytes are voted on again."""

from dataclasses import replace
from datetime import datetime

from governance import policy
from governance.ballots import VoteKey
from governance.members import PersonId
from governance.vote_events import RoundOpened, VoteMoved
from governance.votes import Vote, VoteId, VoteStage, VoteStageError
from measures.errors import ConflictError
from registry.commenting import require_answers
from registry.storage import ballots, results, rolls, votes
from registry.storage.transaction import Transaction
from registry.use_cases import an_id, use_case
from registry.voting.windows import Window


class DiscussionOpenError(ConflictError):
    """The discussion between two rounds was set to last longer."""

    code = "DISCUSSION_OPEN"


@use_case(read=an_id(VoteId))
async def open_discussion(tx: Transaction, vote_id: VoteId, until: datetime | None = None) -> VoteId:
    """Take comments on what was voted on, before another round; until an instant, where one is set.

    Raises:
        VoteStageError: the round was not tallied, reached a consensus, or was the last that the rule allows.
        BadDeadlineError: the end of the discussion does not lie ahead.
        NotPermittedError: the actor runs no votes there.
    """
    vote = await votes.get(vote_id)
    policy.may_run_vote(tx.actor, vote).require()
    vote.require_step(VoteStage.DISCUSSION)
    result = await results.get(vote_id)
    assert result is not None
    if not vote.awaits_another_round(result.outcome):
        raise VoteStageError("This round settled the matter or was the last one; it can be certified.")
    if until is not None:
        Window(None, until, vote.zone).checked(tx.now)
    await tx.record(VoteMoved(vote_id, vote.round, VoteStage.DISCUSSION, tx.person, until=until))
    return vote_id


@use_case(read=an_id(VoteId))
async def open_next_round(
    tx: Transaction, vote_id: VoteId, closes_at: datetime, zone: str, opens_at: datetime | None = None
) -> VoteId:
    """Open another round on the same frozen bytes, under the same rule, with the same roll less those who left it.

    Ballots of the round before do not count in it, unless the rule says that they stand until they are changed.

    Raises:
        DiscussionOpenError: the discussion was set to last longer.
        UnansweredCommentsError: a comment has no written answer yet.
        VoteStageError: the vote is not between two rounds.
        BadDeadlineError: the deadline is not ahead, or the zone is unknown.
        NotPermittedError: the actor opens no votes there.
    """
    vote = await votes.get(vote_id)
    policy.may_run_vote(tx.actor, vote).require()
    vote.require_stage(VoteStage.DISCUSSION)
    if vote.discussion_until is not None and tx.now < vote.discussion_until:
        raise DiscussionOpenError(f"Comments are taken until {vote.discussion_until.isoformat()}; go on after that.")
    if vote.proposal_id is not None:
        await require_answers(vote.proposal_id)
    opens = Window(opens_at, closes_at, zone).checked(tx.now)
    following = replace(
        vote, round=vote.round + 1, stage=VoteStage.OPEN, opens_at=opens, closes_at=closes_at, zone=zone
    )
    await tx.record(RoundOpened(following, tx.person, await _carried(vote, tx.store.vote_keys.get(vote_id))))
    return vote_id


async def _carried(vote: Vote, key: VoteKey) -> dict[PersonId, tuple[str, str]]:
    """The ballots that stand in the next round, of those still on the roll: each name in the box, and its new one."""
    if not vote.rule.ballots_carry_over:
        return {}
    voted = await ballots.participants(vote.id, vote.round)
    still = [entry.person_id for entry in await rolls.voters(vote.id, vote.roll_id) if not entry.recused]
    return {who: (key.voter(who, vote.round), key.voter(who, vote.round + 1)) for who in still if who in voted}
