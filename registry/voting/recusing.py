"""Leaving a frozen roll: somebody steps aside for a conflict of interest, or a challenge to the roll is upheld.

It ends with the close of the last round: from then on the log commits to the ballots that are in the count, and nobody
who knows a result can take one out. A conflict that is found later is a ground for an appeal.
"""

from governance import policy
from governance.members import PersonId
from governance.rolls import NotOnRollError
from governance.vote_events import RecusalMade
from governance.votes import MAY_LEAVE, Vote, VoteId, VoteStage
from registry.proposing import require_text
from registry.storage import ballots, rolls, texts, votes
from registry.storage.rolls import AlreadyRecusedError
from registry.storage.transaction import Transaction
from registry.use_cases import an_id, use_case


@use_case(read=an_id(VoteId))
async def recuse(tx: Transaction, vote_id: VoteId, person_id: PersonId, reason: str) -> VoteId:
    """Take somebody off the roll of a vote, for a reason that is kept. A ballot that they cast is void.

    They leave the roll, the quorum and every denominator, which may move a size band (GOVERNANCE §3.6).

    Raises:
        NotPermittedError: it is somebody else, and the actor keeps no roll there.
        NotOnRollError: the person is not on the roll.
        AlreadyRecusedError: they left it before.
        VoteStageError: the round is closed.
        BadTextError: the reason is empty or too long.
    """
    vote = await votes.get(vote_id)
    policy.may_recuse(tx.actor, vote, person_id).require()
    vote.require_stage(*MAY_LEAVE)
    entry = await rolls.voter(vote_id, vote.roll_id, person_id)
    if entry is None:
        raise NotOnRollError("This person is not on the roll of this vote.")
    if entry.recused:
        raise AlreadyRecusedError("This person has left the roll of this vote already.")
    why = texts.written(require_text(reason, "reason"))
    void = await _ballot_of(tx, vote, person_id)
    await tx.record(RecusalMade(vote_id, vote.round, person_id, tx.person, why, void))
    return vote_id


async def _ballot_of(tx: Transaction, vote: Vote, person_id: PersonId) -> str | None:
    """The name of a person's ballot in the box of an open round; a round that was counted stays as it was."""
    if vote.stage is not VoteStage.OPEN:
        return None
    voter = tx.store.vote_keys.get(vote.id).voter(person_id, vote.round)
    return voter if await ballots.has_ballot(vote.id, vote.round, voter) else None
