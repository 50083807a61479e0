"""Paper and phone ballots: two people enter each of them, under the same once-only rule as on the page.

What the first person enters is kept as two HMACs under the vote's key: nobody can read it, and the second entry can be
compared with it. Only where both agree is the ballot in the box.
"""

from enum import StrEnum

from governance import policy
from governance.ballots import BallotEntered, Channel, EntryDropped
from governance.members import PersonId
from governance.policy import SecondPersonError
from governance.rolls import NotOnRollError, RecusedError
from governance.rules import Answer, WrongChoiceError, written
from governance.votes import VoteId
from registry.storage import ballots, votes
from registry.use_cases import Caller
from registry.voting.casting import boxed, came_before, checked_reason, remembered, voter_entry


class Entered(StrEnum):
    """What became of an entry."""

    FIRST = "first"
    """It waits for a second person to enter the same."""
    COUNTED = "counted"
    """Both entries agree, and the ballot is in the box."""
    DIFFERENT = "different"
    """The entries differ; both are forgotten, and both people look at the ballot again."""


async def enter_ballot(
    caller: Caller, vote_id: VoteId, person_id: PersonId, answer: Answer, channel: Channel, reason: str | None = None
) -> Entered:
    """Enter somebody's paper or phone ballot, as the first or the second of two people.

    Raises:
        NotPermittedError: the actor keeps no roll and runs no votes there.
        SecondPersonError: the actor entered it first, or it is the actor's own ballot.
        NotOnRollError, RecusedError: the person may not vote here.
        ProposalClosedError: the vote takes no ballots now.
        WrongChoiceError, ReasonNeededError: as for casting.
    """
    policy.may_enter_ballots(caller.actor, await votes.get(vote_id)).require()
    if channel is Channel.WEB:
        raise WrongChoiceError("Say how the ballot came: on paper or by phone.")
    async with caller.store.write(caller.actor) as tx:
        vote = await votes.get(vote_id)
        policy.may_enter_ballots(tx.actor, vote).require()
        vote.require_open(tx.now)
        entry = await voter_entry(vote, person_id)
        if entry is None:
            raise NotOnRollError("This person is not on the roll of this vote.")
        if entry.recused:
            raise RecusedError("This person left the roll of this vote, so no ballot of theirs can be entered.")
        if tx.person == person_id:
            raise SecondPersonError("Nobody enters their own ballot; two other people do.")
        vote.require_answer(answer)
        why = checked_reason(vote, answer, reason)
        key = tx.store.vote_keys.get(vote_id)
        said = f"{person_id}\n{channel}\n{written(answer)}\n{why or ''}"
        request, asked = remembered(key, tx, caller.request_id, said)
        if request is not None and await came_before(request, asked):
            return Entered.COUNTED
        name = key.clerk(person_id, vote.round)
        content = key.choice(name, f"{channel}\n{written(answer)}\n{why or ''}")
        first = await ballots.first_entry(name)
        if first is None:
            await tx.record(BallotEntered(vote_id, channel, name, content))
            return Entered.FIRST
        if first.clerk == tx.person:
            raise SecondPersonError("You entered this ballot first; a second person must enter it too.")
        if first.content != content:
            await tx.record(EntryDropped(vote_id, name))
            return Entered.DIFFERENT
        await tx.record(await boxed(vote, key, entry, answer, why, request, asked, channel, name))
        return Entered.COUNTED
