"""Rolls, votes and what may follow them."""

from typing import assert_never

from governance.appeals import AgencyDecided, AppealDecided, AppealMade
from governance.proposals import Stage
from governance.rolls import RollMade
from governance.vote_events import RecusalMade, RoundOpened, VoteCertified, VoteMoved, VoteOpened, VoteTallied
from governance.votes import Vote, VoteStage, closing
from measures.documents import digest_of
from registry.events import VoteEvent
from registry.proof.leaves import Action
from registry.storage import appeals, audit, ballots, jobs, proposals, receipts, results, rolls, vote_steps, votes
from registry.storage.recording.door import Door


async def store(door: Door, event: VoteEvent) -> str | None:  # noqa: C901, PLR0911 - one case per event
    """Store what happened to a vote."""
    match event:
        case RollMade():
            await rolls.insert(event)
            return event.digest
        case VoteOpened():
            return await _open(door, event)
        case RoundOpened(vote=vote):
            await votes.insert_round(event)
            await ballots.carry_over(vote.id, vote.round, event.carried, door.now)
            await vote_steps.insert(vote.id, vote.round, VoteStage.OPEN, event.by, door.now, vote.opens_at)
            await jobs.defer_moving(vote)
            return await _log_opening(door, vote)
        case VoteMoved():
            return await _move(door, event)
        case VoteTallied(result=result):
            await results.insert(event, door.now)
            await vote_steps.insert(result.vote_id, result.round, VoteStage.TALLIED, event.by, door.now)
            return result.salted_digest
        case VoteCertified():
            return await _certify(door, event)
        case RecusalMade():
            await door.keep(event.reason)
            await rolls.insert_recusal(event, door.now)
            await ballots.void(event, door.now)
            door.log(Action.ROLL_CHALLENGED, event.subject, event.reason.digest)
            return event.reason.digest
        case AppealMade():
            await door.keep(event.text)
            await appeals.insert(event, door.person, door.now)
            return event.text.digest
        case AppealDecided():
            await door.keep(event.reason)
            await appeals.insert_decision(event, door.person, door.now)
            await jobs.defer(jobs.Task.APPLY_DUE)  # the window may be over: the outcome has waited for this decision
            door.log(Action.APPEAL_DECIDED, f"vote/{event.vote_id}", event.reason.digest)
            return event.reason.digest
        case AgencyDecided():
            await door.keep(event.reason)
            await appeals.insert_agency_decision(event, door.person, door.now)
            door.log(Action.ADVICE_DECIDED, event.subject, event.reason.digest)
            return event.reason.digest
        case _:
            assert_never(event)


async def _open(door: Door, event: VoteOpened) -> str:
    vote = event.vote
    if vote.proposal_id is not None and event.frozen is not None:
        await proposals.freeze(vote.proposal_id, event.frozen)
        await proposals.move(vote.proposal_id, Stage.VOTING, door.now)
    await votes.insert(vote)
    await vote_steps.insert(vote.id, vote.round, VoteStage.OPEN, vote.opened_by, door.now, vote.opens_at)
    await jobs.defer_moving(vote)
    return await _log_opening(door, vote)


async def _log_opening(door: Door, vote: Vote) -> str:
    """The log commits to the audit trail at the opening of a round, and at its close (GOVERNANCE §6)."""
    _, head = await audit.head()
    digest = digest_of(vote.opening(head))
    door.log(Action.VOTE_OPENED, f"vote/{vote.id}", digest)
    return digest


async def _move(door: Door, event: VoteMoved) -> str | None:
    reason = await door.keep(event.reason)
    await votes.move(event)
    await vote_steps.insert(event.vote_id, event.round, event.stage, event.by, door.now, event.as_of, reason)
    if event.stage is VoteStage.CLOSED:
        await receipts.insert(event.vote_id, event.round, event.receipts)
        await ballots.drop_entries(event.vote_id)
        _, head = await audit.head()
        digest = digest_of(closing(event.vote_id, event.round, head, event.receipts))
        door.log(Action.VOTE_CLOSED, event.subject, digest)
        return digest
    if event.stage is VoteStage.CANCELLED:
        await ballots.shuffle(event.vote_id)
        door.log(Action.VOTE_CANCELLED, event.subject, digest_of(event.subject.encode()))
    return event.reason.digest if event.reason else None


async def _certify(door: Door, event: VoteCertified) -> str:
    result = event.result
    await results.certify(event, door.now)
    if event.is_last:
        await ballots.shuffle(event.vote_id)
        await vote_steps.insert(event.vote_id, result.round, VoteStage.CERTIFIED, event.by, door.now)
        door.log(Action.VOTE_CERTIFIED, event.subject, result.salted_digest)
        await jobs.defer_moving(await votes.get(event.vote_id))
    return result.salted_digest
