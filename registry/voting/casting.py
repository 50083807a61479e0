"""Casting, changing and withdrawing ballots. Nothing that is stored, answered or logged shows a choice."""

from datetime import datetime

from governance import policy
from governance.ballots import BallotCast, BallotWithdrawn, BoxedBallot, Participation, VoteKey
from governance.members import Actor
from governance.rules import Choice
from governance.votes import (
    RollEntry,
    Vote,
    VoteId,
    VoteStage,
)
from measures.errors import ConflictError
from registry.storage import ballots, votes
from registry.storage.requests import LONGEST_ID, BadRequestIdError, RequestIdReusedError
from registry.storage.transaction import Transaction
from registry.use_cases import Caller


class NoBallotError(ConflictError):
    """There is no ballot to withdraw."""

    code = "NO_BALLOT"


async def cast_ballot(caller: Caller, vote_id: VoteId, choice: Choice) -> datetime:
    """Cast a ballot, or put another in the place of the one cast before. Hands out until when it can be changed.

    The request id is remembered under the key of the vote, apart from other requests: nothing stored shows the choice.

    Raises:
        ProposalClosedError: the vote takes no ballots now.
        NotOnRollError, RecusedError: the person may not vote here.
        WrongChoiceError: the choice is not on the scale of the rule.
        RequestIdReusedError: the request id was used for another choice.
    """
    await _ask(caller, vote_id)
    async with caller.store.write(caller.actor) as tx:
        vote, entry, key = await _ballot_box(tx, vote_id)
        request, content = _remembered(key, tx, caller.request_id, choice)
        if request is not None and await _came_before(request, content):
            return vote.closes_at
        vote.require_open(tx.now)
        vote.require_choice(choice)
        voter = key.voter(tx.person, vote.round)
        replaces = await ballots.has_ballot(vote_id, vote.round, voter)
        await tx.record(
            BallotCast(
                vote_id=vote_id,
                round=vote.round,
                person_id=tx.person,
                participation=Participation.REPLACED if replaces else Participation.CAST,
                ballot=BoxedBallot(voter, entry.constituency, choice),
                request=request,
                request_content=content,
            )
        )
    return vote.closes_at


async def withdraw_ballot(caller: Caller, vote_id: VoteId) -> datetime:
    """Take one's ballot back; one counts as not having voted, and may vote again until the deadline.

    Raises:
        ProposalClosedError: the vote takes no ballots now.
        NoBallotError: there is none to withdraw.
        NotOnRollError, RecusedError, RequestIdReusedError: as for casting.
    """
    await _ask(caller, vote_id)
    async with caller.store.write(caller.actor) as tx:
        vote, _, key = await _ballot_box(tx, vote_id)
        request, content = _remembered(key, tx, caller.request_id, None)
        if request is not None and await _came_before(request, content):
            return vote.closes_at
        vote.require_open(tx.now)
        voter = key.voter(tx.person, vote.round)
        if not await ballots.has_ballot(vote_id, vote.round, voter):
            raise NoBallotError("You have no ballot in this vote, so there is none to withdraw.")
        await tx.record(BallotWithdrawn(vote_id, vote.round, tx.person, voter, request, content))
    return vote.closes_at


async def _ask(caller: Caller, vote_id: VoteId) -> None:
    """Refuse who may not vote here before the lock of all writes is taken, so that nobody can keep others waiting."""
    if caller.actor.person_id is None:
        policy.may_cast_ballot(caller.actor, None).require()
    await _entry(caller.actor, await votes.get(vote_id))


async def _entry(actor: Actor, vote: Vote) -> RollEntry:
    entry = await votes.roll_entry(vote.roll_id, actor.person_id) if actor.person_id else None
    policy.may_cast_ballot(actor, entry).require()
    assert entry is not None
    return entry


async def _ballot_box(tx: Transaction, vote_id: VoteId) -> tuple[Vote, RollEntry, VoteKey]:
    vote = await votes.get(vote_id)
    entry = await _entry(tx.actor, vote)
    if vote.stage is not VoteStage.OPEN:
        vote.require_open(tx.now)
    return vote, entry, tx.store.vote_keys.get(vote_id)


def _remembered(
    key: VoteKey, tx: Transaction, request_id: str | None, choice: Choice | None
) -> tuple[str | None, str | None]:
    if request_id is None:
        return None, None
    if not 0 < len(request_id) <= LONGEST_ID:
        raise BadRequestIdError(f"A request id has 1 to {LONGEST_ID} characters.")
    request = key.request(tx.person, request_id)
    return request, key.choice(request, choice)


async def _came_before(request: str, content: str | None) -> bool:
    earlier = await ballots.earlier_request(request)
    if earlier is not None and earlier != content:
        raise RequestIdReusedError(
            "This request id was used before for something else; use a new id for a new request."
        )
    return earlier is not None
