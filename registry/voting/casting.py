"""Casting, changing and withdrawing ballots. Nothing that is stored, answered or logged shows a choice."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from governance import policy
from governance.ballots import BallotCast, BallotWithdrawn, BoxedBallot, Channel, Participation, VoteKey
from governance.members import Actor, PersonId
from governance.rolls import RollEntry
from governance.rules import Answer, Rule, written
from governance.votes import Vote, VoteId
from measures.errors import ConflictError, InvalidError
from registry.storage import ballots, rolls, votes
from registry.storage.requests import LONGEST_ID, BadRequestIdError, RequestIdReusedError
from registry.storage.transaction import Transaction
from registry.use_cases import Caller

LONGEST_REASON: Final = 2000


class NoBallotError(ConflictError):
    """There is no ballot to withdraw."""

    code = "NO_BALLOT"


class ReasonNeededError(InvalidError):
    """The rule asks for a written reason with this choice, or the reason is too long."""

    code = "REASON_NEEDED"


@dataclass(frozen=True, slots=True)
class Cast:
    """What a voter is told: until when the ballot can be changed, and its receipt."""

    closes_at: datetime
    receipt: str

    def __repr__(self) -> str:
        return "Cast(…)"


async def cast_ballot(caller: Caller, vote_id: VoteId, answer: Answer, reason: str | None = None) -> Cast:
    """Cast a ballot, or put another in the place of the one cast before.

    The request id is remembered under the key of the vote, apart from other requests: nothing stored shows the choice.
    The receipt belongs to the ballot and not to the choice, so it stays the same when the choice is changed. What a
    first clerk entered for the voter before is forgotten, so that an older paper ballot does not take its place.

    Raises:
        ProposalClosedError: the vote takes no ballots now.
        NotOnRollError, RecusedError: the person may not vote here.
        WrongChoiceError: the answer is not one that the rule takes; the sentence says what to mend.
        ReasonNeededError: the rule asks for a reason with this choice.
        RequestIdReusedError: the request id was used for another choice.
    """
    await _ask(caller, vote_id)
    async with caller.store.write(caller.actor) as tx:
        vote, entry, key = await _ballot_box(tx, vote_id)
        cast = Cast(vote.closes_at, key.receipt(tx.person, vote.round))
        request, content = remembered(key, tx, caller.request_id, _said(answer, reason))
        if request is not None and await came_before(request, content):
            return cast
        vote.require_open(tx.now)
        why, waiting = checked_reason(vote, answer, reason), key.clerk(tx.person, vote.round)
        await tx.record(await boxed(vote, key, entry, answer, why, request, content, clerk_entry=waiting))
    return cast


async def boxed(
    vote: Vote,
    key: VoteKey,
    entry: RollEntry,
    answer: Answer,
    reason: str | None,
    request: str | None = None,
    content: str | None = None,
    channel: Channel = Channel.WEB,
    clerk_entry: str | None = None,
) -> BallotCast:
    """The event that puts a person's ballot into the box, in the place of an earlier one.

    Raises:
        WrongChoiceError: the answer is not one that the rule takes.
    """
    vote.require_answer(answer)
    voter = key.voter(entry.person_id, vote.round)
    replaces = await ballots.has_ballot(vote.id, vote.round, voter)
    by_interest = isinstance(vote.rule, Rule) and vote.rule.one_vote_per_interest
    return BallotCast(
        vote_id=vote.id,
        round=vote.round,
        person_id=entry.person_id,
        participation=Participation.REPLACED if replaces else Participation.CAST,
        ballot=BoxedBallot(voter, entry.constituency, answer, reason, entry.organisation if by_interest else None),
        channel=channel,
        request=request,
        request_content=content,
        clerk_entry=clerk_entry,
    )


def checked_reason(vote: Vote, answer: Answer, reason: str | None) -> str | None:
    """The reason as it goes into the box, trimmed; none where none was given.

    Raises:
        ReasonNeededError: the rule asks for one with this choice, or it is too long.
    """
    text = (reason or "").strip()
    if len(text) > LONGEST_REASON or "\x00" in text:
        raise ReasonNeededError(f"Write your reason in at most {LONGEST_REASON} characters.")
    if not text and isinstance(vote.rule, Rule) and answer in vote.rule.reasons_required:
        raise ReasonNeededError("This rule asks for a reason with this choice; write one.")
    return text or None


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
        request, content = remembered(key, tx, caller.request_id, None)
        if request is not None and await came_before(request, content):
            return vote.closes_at
        vote.require_open(tx.now)
        voter = key.voter(tx.person, vote.round)
        if not await ballots.has_ballot(vote_id, vote.round, voter):
            raise NoBallotError("You have no ballot in this vote, so there is none to withdraw.")
        await tx.record(BallotWithdrawn(vote_id, vote.round, tx.person, voter, request, content))
    return vote.closes_at


async def voter_entry(vote: Vote, person_id: PersonId | None) -> RollEntry | None:
    """Where a person stands on the roll of a vote now."""
    return await rolls.voter(vote.id, vote.roll_id, person_id) if person_id else None


async def _ask(caller: Caller, vote_id: VoteId) -> None:
    """Refuse who may not vote here before the lock of all writes is taken, so that nobody can keep others waiting."""
    if caller.actor.person_id is None:
        policy.may_cast_ballot(caller.actor, None).require()
    await _entry(caller.actor, await votes.get(vote_id))


async def _entry(actor: Actor, vote: Vote) -> RollEntry:
    entry = await voter_entry(vote, actor.person_id)
    policy.may_cast_ballot(actor, entry).require()
    assert entry is not None
    return entry


async def _ballot_box(tx: Transaction, vote_id: VoteId) -> tuple[Vote, RollEntry, VoteKey]:
    vote = await votes.get(vote_id)
    entry = await _entry(tx.actor, vote)
    if vote.takes_no_more:
        vote.require_open(tx.now)
    return vote, entry, tx.store.vote_keys.get(vote_id)


def _said(answer: Answer, reason: str | None) -> str:
    return f"{written(answer)}\n{(reason or '').strip()}"


def remembered(
    key: VoteKey, tx: Transaction, request_id: str | None, said: str | None
) -> tuple[str | None, str | None]:
    """The names under which a request and what it asks for are remembered; none where it came without an id.

    Raises:
        BadRequestIdError: the id is empty or too long.
    """
    if request_id is None:
        return None, None
    if not 0 < len(request_id) <= LONGEST_ID:
        raise BadRequestIdError(f"A request id has 1 to {LONGEST_ID} characters.")
    request = key.request(tx.person, request_id)
    return request, key.choice(request, said)


async def came_before(request: str, content: str | None) -> bool:
    """Whether a request was answered before, so that it has no second effect.

    Raises:
        RequestIdReusedError: its id was used for something else.
    """
    earlier = await ballots.earlier_request(request)
    if earlier is not None and earlier != content:
        raise RequestIdReusedError(
            "This request id was used before for something else; use a new id for a new request."
        )
    return earlier is not None
