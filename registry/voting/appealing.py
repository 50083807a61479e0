"""Appeals inside a fixed window, and what an agency decides after advice."""

from uuid import uuid4

from governance import policy
from governance.appeals import AgencyDecided, AppealDecided, AppealId, AppealMade, Grounds
from governance.members import PersonId
from governance.proposals import Stage
from governance.vote_events import VoteMoved
from governance.votes import Vote, VoteId, VoteStage, VoteStageError
from measures.errors import ConflictError
from registry import adopting
from registry.proposing import require_text
from registry.storage import appeals, proposals, results, rolls, texts, votes
from registry.storage.appeals import AlreadyDecidedError
from registry.storage.transaction import Transaction
from registry.use_cases import an_id, use_case
from registry.voting.casting import voter_entry
from registry.voting.counting import involved


class AppealWindowError(ConflictError):
    """The appeal window is over, or it is still open, or an appeal in it is not decided."""

    code = "APPEAL_WINDOW"


class NotAdvisoryError(ConflictError):
    """The vote was no advice: what it decided is decided."""

    code = "NOT_ADVISORY"


@use_case(read=an_id(AppealId))
async def appeal(tx: Transaction, vote_id: VoteId, grounds: Grounds, text: str) -> AppealId:
    """Appeal against a certified result, on stated grounds, while the window is open.

    Raises:
        VoteStageError: the vote is not certified, or is final.
        AppealWindowError: the window is over.
        NotOnRollError: the actor is not on the roll.
        BadTextError: the text is empty or too long.
    """
    vote = await votes.get(vote_id)
    policy.may_appeal(tx.actor, await voter_entry(vote, tx.actor.person_id)).require()
    vote.require_stage(VoteStage.CERTIFIED)
    until = vote.appeal_until
    if until is None or tx.now >= until:
        raise AppealWindowError(f"Appeals were taken until {until and until.isoformat()}.")
    if any(made.person_id == tx.person for made in await appeals.of_vote(vote_id)):
        raise AlreadyDecidedError("You have appealed already; one appeal by one person is taken.")
    event = AppealMade(AppealId(uuid4()), vote_id, grounds, texts.written(require_text(text, "appeal")))
    await tx.record(event)
    return event.appeal_id


@use_case(read=an_id(AppealId))
async def decide_appeal(tx: Transaction, appeal_id: AppealId, reason: str, *, upheld: bool) -> AppealId:
    """Uphold or dismiss an appeal, with reasons. Upheld, the result is set aside and the content is a draft again.

    Raises:
        SecondPersonError: the actor had a part in the vote, or could vote in it.
        AlreadyDecidedError: it was decided before.
        VoteStageError: the result was set aside already.
        BadTextError: the reason is empty or too long.
    """
    made = await appeals.get(appeal_id)
    vote = await votes.get(made.vote_id)
    policy.may_decide_appeal(tx.actor, vote, await had_a_part(vote) | {made.person_id}).require()
    vote.require_stage(VoteStage.CERTIFIED)
    why = texts.written(require_text(reason, "reason"))
    await tx.record(AppealDecided(appeal_id, vote.id, upheld, why))
    if upheld:
        await tx.record(VoteMoved(vote.id, vote.round, VoteStage.SET_ASIDE, tx.person))
        await adopting.give_back(tx, vote, Stage.NOT_ADOPTED)
    return appeal_id


@use_case(read=an_id(VoteId))
async def finalise_vote(tx: Transaction, vote_id: VoteId) -> VoteId:
    """Let a certified outcome take effect once its appeal window has passed; time does it by itself.

    Raises:
        AppealWindowError: the window is open, or an appeal is not decided.
        VoteStageError: it is not certified, or is final already.
    """
    vote = await votes.get(vote_id)
    policy.may_run_vote(tx.actor, vote).require()
    await finalise(tx, vote, tx.person)
    return vote_id


async def finalise(tx: Transaction, vote: Vote, by: PersonId | None) -> None:
    """Let a certified outcome take effect as of the end of its appeal window.

    Raises:
        AppealWindowError, VoteStageError: as for `finalise_vote`.
    """
    vote.require_step(VoteStage.FINAL)
    until = vote.appeal_until
    if until is None or tx.now < until:
        raise AppealWindowError(f"Appeals may be made until {until and until.isoformat()}; it can be final after that.")
    if any(made.upheld is None for made in await appeals.of_vote(vote.id)):
        raise AppealWindowError("An appeal is not decided yet; the outcome takes effect after that.")
    result = await results.get(vote.id)
    assert result is not None
    await adopting.make_final(tx, vote, result, by)


@use_case(read=an_id(VoteId))
async def decide_on_advice(tx: Transaction, vote_id: VoteId, reason: str, *, adopts: bool) -> VoteId:
    """Decide as the agency after an advisory vote, with the reason that is shown beside the advice.

    Raises:
        NotAdvisoryError: the vote was no advice.
        VoteStageError: the advice is not final.
        AlreadyDecidedError: the agency decided before.
        SecondPersonError: the actor wrote some of what was voted on.
        BadTextError: the reason is empty or too long.
    """
    vote = await votes.get(vote_id)
    writers = (await proposals.get(vote.proposal_id)).writers if vote.proposal_id else frozenset()
    policy.may_decide_on_advice(tx.actor, vote, writers).require()
    if not vote.advisory:
        raise NotAdvisoryError("This vote decides by itself; there is nothing for the agency to decide.")
    if vote.stage is not VoteStage.FINAL:
        raise VoteStageError(f"This advice is {vote.stage}; the agency decides once it is final.")
    result = await results.get(vote_id)
    assert result is not None
    why = texts.written(require_text(reason, "reason"))
    await tx.record(AgencyDecided(vote_id, adopts, why))
    await adopting.take_effect(tx, vote, result, adopts=adopts)
    return vote_id


async def had_a_part(vote: Vote) -> frozenset[PersonId]:
    """Whoever made the vote what it is, or could vote in it."""
    named = {vote.opened_by, vote.tallied_by} - {None}
    certified = await results.certifiers(vote.id, vote.round)
    voters = frozenset(entry.person_id for entry in (await rolls.get(vote.roll_id)).entries)
    return await involved(vote) | certified | voters | frozenset(person for person in named if person is not None)
