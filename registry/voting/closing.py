"""The end of a round: closing at the deadline, by time or by hand, and cancelling."""

from datetime import datetime

from governance import policy
from governance.ballots import VoteKey
from governance.members import PersonId
from governance.proposals import Stage
from governance.vote_events import VoteMoved
from governance.votes import Vote, VoteId, VoteStage, VoteStageError, VoteStillOpenError
from registry import adopting
from registry.proposing import require_text
from registry.storage import ballots, texts, votes
from registry.storage.transaction import Transaction
from registry.use_cases import an_id, use_case
from registry.voting.counting import was_tampered_with


@use_case(read=an_id(VoteId))
async def close_vote(tx: Transaction, vote_id: VoteId) -> VoteId:
    """Close a round whose deadline has passed. Before the deadline nobody can close it; time closes it by itself.

    Raises:
        VoteStillOpenError: the deadline lies ahead.
        VoteStageError: it is closed already, or was cancelled.
    """
    vote = await votes.get(vote_id)
    policy.may_run_vote(tx.actor, vote).require()
    vote.require_step(VoteStage.CLOSED)
    if tx.now < vote.closes_at:
        raise VoteStillOpenError(f"This vote runs until {vote.closes_at.isoformat()}; it can be closed then.")
    await close(tx, vote, tx.person)
    return vote_id


async def close(tx: Transaction, vote: Vote, by: PersonId | None) -> None:
    """Close a round as of its deadline, and make the list of its receipts."""
    codes = await _receipts(vote, tx.store.vote_keys.get(vote.id))
    await tx.record(VoteMoved(vote.id, vote.round, VoteStage.CLOSED, by, as_of=_deadline(vote, tx.now), receipts=codes))


@use_case(read=an_id(VoteId))
async def cancel_vote(tx: Transaction, vote_id: VoteId, reason: str) -> VoteId:
    """Cancel a vote that was not tallied yet. Its ballots stay secret and its key is destroyed.

    Once it is tallied nobody can cancel it, or somebody could cancel a result that they do not like; unless it was
    tampered with, so that it can never be certified and would stand in the way of the next vote for ever.

    Raises:
        VoteStageError: it is tallied, or was cancelled.
        BadTextError: the reason is empty or too long.
        NotPermittedError: the actor runs no votes there.
    """
    vote = await votes.get(vote_id)
    policy.may_run_vote(tx.actor, vote).require()
    vote.require_step(VoteStage.CANCELLED)
    if vote.stage is VoteStage.TALLIED and not await was_tampered_with(vote):
        raise VoteStageError("This vote is tallied; it can be certified, and not be cancelled any more.")
    why = texts.written(require_text(reason, "reason"))
    await tx.record(VoteMoved(vote_id, vote.round, VoteStage.CANCELLED, tx.person, why))
    await adopting.give_back(tx, vote, Stage.CANCELLED)
    tx.afterwards(lambda: tx.store.vote_keys.destroy(vote_id))
    return vote_id


def _deadline(vote: Vote, now: datetime) -> datetime:
    return min(vote.closes_at, now)


async def _receipts(vote: Vote, key: VoteKey) -> tuple[str, ...]:
    """A receipt for everybody who voted and whose ballot does lie in the box."""
    names = await ballots.names_in_box(vote.id, vote.round)
    voted = await ballots.participants(vote.id, vote.round)
    return tuple(key.receipt(person, vote.round) for person in voted if key.voter(person, vote.round) in names)
