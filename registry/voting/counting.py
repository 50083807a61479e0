"""Closing, tallying, certifying: what ends a vote, and who may do it."""

import os
from typing import Any

from governance import policy
from governance.members import Constituency, PersonId
from governance.proposals import Stage
from governance.rules import Decision, GroupTally, Tally, decide, result_digest, result_record
from governance.votes import (
    Result,
    Roll,
    Vote,
    VoteCertified,
    VoteId,
    VoteMoved,
    VoteStage,
    VoteStageError,
    VoteStillOpenError,
    VoteTallied,
)
from measures.documents import Sealed, canonical_json
from measures.errors import ConflictError
from registry import adopting
from registry.proof.sealing import SALT_SIZE, salted_digest
from registry.storage import ballots, proposals, votes
from registry.storage.transaction import Transaction
from registry.use_cases import an_id, use_case


class BoxTamperedError(ConflictError):
    """The box does not hold what participation and the tally say."""

    code = "BOX_TAMPERED"


class AppealWindowError(ConflictError):
    """The appeal window of a certified vote is still open."""

    code = "APPEAL_WINDOW_OPEN"


@use_case(read=an_id(VoteId))
async def close_vote(tx: Transaction, vote_id: VoteId) -> VoteId:
    """Close a vote whose deadline has passed. Before the deadline nobody can close it.

    Raises:
        VoteStillOpenError: the deadline lies ahead.
        VoteStageError: it is closed already, or was cancelled.
    """
    vote = await votes.get(vote_id)
    policy.may_run_vote(tx.actor, vote).require()
    vote.require_step(VoteStage.CLOSED)
    if tx.now < vote.closes_at:
        raise VoteStillOpenError(f"This vote runs until {vote.closes_at.isoformat()}; it can be closed then.")
    await tx.record(VoteMoved(vote_id, VoteStage.CLOSED, tx.person))
    return vote_id


@use_case(read=an_id(VoteId))
async def cancel_vote(tx: Transaction, vote_id: VoteId) -> VoteId:
    """Cancel a vote that was not tallied yet. Its ballots stay secret and its key is destroyed.

    Once it is tallied nobody can cancel it, or somebody could cancel a result that they do not like; unless it was
    tampered with, so that it can never be certified and would stand in the way of the next vote for ever.

    Raises:
        VoteStageError: it is tallied, or was cancelled.
        NotPermittedError: the actor runs no votes there.
    """
    vote = await votes.get(vote_id)
    policy.may_run_vote(tx.actor, vote).require()
    vote.require_step(VoteStage.CANCELLED)
    if vote.stage is VoteStage.TALLIED and not await _was_tampered_with(vote):
        raise VoteStageError("This vote is tallied; it can be certified, and not be cancelled any more.")
    await tx.record(VoteMoved(vote_id, VoteStage.CANCELLED, tx.person))
    await adopting.give_back(tx, vote, Stage.CANCELLED)
    tx.afterwards(lambda: tx.store.vote_keys.destroy(vote_id))
    return vote_id


@use_case(read=an_id(VoteId))
async def tally_vote(tx: Transaction, vote_id: VoteId) -> VoteId:
    """Count the ballots of a closed vote. The counts are sealed; outcome and conditions are public once certified.

    Raises:
        BoxTamperedError: the box holds another number of ballots than people who voted.
        VoteStageError: it is not closed, or was tallied.
        NotPermittedError: the actor runs no votes there.
    """
    vote = await votes.get(vote_id)
    policy.may_run_vote(tx.actor, vote).require()
    vote.require_step(VoteStage.TALLIED)
    decision, record = await _counted(vote)
    content = canonical_json(record)
    salt = os.urandom(SALT_SIZE)
    result = Result(
        vote_id=vote_id,
        round=vote.round,
        outcome=decision.outcome,
        choice=decision.choice,
        quorum_met=decision.quorum_met,
        conditions={each.group: None if each.skipped else each.met for each in decision.conditions},
        sealed=Sealed(content, result_digest(record)),
        salted_digest=salted_digest(salt, content),
    )
    await tx.record(VoteTallied(result, salt, tx.person))
    return vote_id


@use_case(read=an_id(VoteId))
async def certify_vote(tx: Transaction, vote_id: VoteId) -> VoteId:
    """Certify a tally as a second person. It is counted once more; then the key is destroyed and the box is shuffled.

    Where the rule's appeal window has no length the outcome takes effect at once.

    Raises:
        SecondPersonError: the actor opened or tallied the vote, made its roll, or wrote what was voted on.
        BoxTamperedError: counting again gives another result.
        VoteStageError: it is not tallied, or was certified.
    """
    vote = await votes.get(vote_id)
    policy.may_certify(tx.actor, vote, await _involved(vote)).require()
    vote.require_step(VoteStage.CERTIFIED)
    result = await votes.result(vote_id)
    assert result is not None
    await _count_again(vote, result)
    await tx.record(VoteCertified(vote_id, result, tx.person))
    tx.afterwards(lambda: tx.store.vote_keys.destroy(vote_id))
    if vote.rule.appeal_days == 0:
        await adopting.make_final(tx, vote, result)
    return vote_id


@use_case(read=an_id(VoteId))
async def finalise_vote(tx: Transaction, vote_id: VoteId) -> VoteId:
    """Let a certified outcome take effect once its appeal window has passed.

    Raises:
        AppealWindowError: the window is open.
        VoteStageError: it is not certified, or is final already.
    """
    vote = await votes.get(vote_id)
    policy.may_run_vote(tx.actor, vote).require()
    vote.require_step(VoteStage.FINAL)
    until = vote.appeal_until
    if until is None or tx.now < until:
        raise AppealWindowError(f"Appeals may be made until {until and until.isoformat()}; it can be final after that.")
    result = await votes.result(vote_id)
    assert result is not None
    await adopting.make_final(tx, vote, result)
    return vote_id


async def _counted(vote: Vote) -> tuple[Decision, dict[str, Any]]:
    tally = await _tally(vote, await votes.roll(vote.roll_id))
    voted = await ballots.participants(vote.id, vote.round)
    if sum(sum(group.counts.values()) for group in tally.groups.values()) != voted:
        raise BoxTamperedError("The box holds another number of ballots than people who voted; call an auditor.")
    decision = decide(vote.rule, tally)
    return decision, result_record(vote.rule, tally, decision)


async def _count_again(vote: Vote, result: Result) -> None:
    _, record = await _counted(vote)
    if canonical_json(record) != result.sealed.content:
        raise BoxTamperedError("Counting again gives another result than the one that was tallied; call an auditor.")


async def _was_tampered_with(vote: Vote) -> bool:
    """Whether certifying would be refused because of what somebody wrote into the database."""
    result = await votes.result(vote.id)
    assert result is not None
    try:
        await _count_again(vote, result)
        await adopting.require_frozen(vote)
    except (BoxTamperedError, adopting.FrozenBytesError):
        return True
    return False


async def _involved(vote: Vote) -> frozenset[PersonId]:
    """Who made the roll and who wrote what was voted on; none of them certifies the result."""
    keeper = (await votes.roll(vote.roll_id)).keeper
    writers = (await proposals.get(vote.proposal_id)).writers if vote.proposal_id else frozenset()
    return writers | {keeper}


async def _tally(vote: Vote, roll: Roll) -> Tally:
    counts = await ballots.counts(vote.id, vote.round)
    groups = {}
    for constituency in Constituency:
        entries = [entry for entry in roll.entries if entry.constituency is constituency]
        recused = sum(entry.recused for entry in entries)
        groups[constituency.value] = GroupTally(len(entries), recused, counts[constituency])
    return Tally(groups)
