"""Tallying and certifying. Counts are sealed; what the small-cell rule lets out is worked out once, at the tally."""

import os
from collections import Counter
from collections.abc import Iterable

from governance import policy
from governance.members import PersonId
from governance.result_pages import result_pages, shown_conditions, shown_findings, verdicts_of, voted_in
from governance.results import Result
from governance.rolls import RollEntry
from governance.rules import BadTallyError, Counted, Outcome, RollLine, VoterBallot, count_vote, result_digest
from governance.vote_events import VoteCertified, VoteTallied
from governance.votes import CERTIFIERS, Vote, VoteId, VoteStage
from measures.documents import Sealed, canonical_json
from measures.errors import ConflictError
from registry import adopting
from registry.proof.leaves import Action
from registry.proof.sealing import SALT_SIZE, salted_digest
from registry.storage import ballots, log, proposals, receipts, results, rolls, votes
from registry.storage.transaction import Transaction
from registry.use_cases import an_id, use_case


class BoxTamperedError(ConflictError):
    """The box does not hold what participation and the tally say."""

    code = "BOX_TAMPERED"


class RollTamperedError(ConflictError):
    """The roll is not the one that the vote opened with, less those who left it as the log says."""

    code = "ROLL_TAMPERED"


class RoundsLeftError(ConflictError):
    """Consensus was not reached and the rule allows another round, so there is nothing to certify yet."""

    code = "ROUNDS_LEFT"


@use_case(read=an_id(VoteId))
async def tally_vote(tx: Transaction, vote_id: VoteId) -> VoteId:
    """Count the ballots of a closed vote. The counts are sealed; outcome and conditions are public once certified.

    Raises:
        RollTamperedError: the roll does not have the digest that the vote opened with.
        BoxTamperedError: the box holds another number of ballots than people who voted, or than have a receipt.
        VoteStageError: it is not closed, or was tallied.
        NotPermittedError: the actor runs no votes there.
    """
    vote = await votes.get(vote_id)
    policy.may_run_vote(tx.actor, vote).require()
    vote.require_step(VoteStage.TALLIED)
    counted, roll = await _counted(vote)
    salt = os.urandom(SALT_SIZE)
    result = await _result(vote, counted, roll, salt)
    await tx.record(VoteTallied(result, salt, tx.person))
    return vote_id


@use_case(read=an_id(VoteId))
async def certify_vote(tx: Transaction, vote_id: VoteId) -> VoteId:
    """Certify a tally as one of two people, neither of whom opened the vote. It is counted again each time.

    With the second certification the key is destroyed and the box is shuffled; where the rule's appeal window has no
    length the outcome takes effect at once.

    Raises:
        SecondPersonError: the actor opened or tallied the vote, made its roll, or wrote what was voted on.
        CertifiedAlreadyError: the actor is the one who certified it before.
        RoundsLeftError: consensus was not reached, and another round can be held.
        RollTamperedError: the roll is not the one that the vote opened with.
        BoxTamperedError: counting again gives another result.
        FrozenBytesError: what was adopted is not what was voted on.
        VoteStageError: it is not tallied, or was certified.
    """
    vote = await votes.get(vote_id)
    policy.may_certify(tx.actor, vote, await involved(vote)).require()
    vote.require_step(VoteStage.CERTIFIED)
    result = await results.get(vote_id)
    assert result is not None
    if vote.awaits_another_round(result.outcome):
        raise RoundsLeftError("Consensus was not reached and the rule allows another round; open the discussion.")
    await _count_again(vote, result)
    if result.outcome is Outcome.ADOPTED:
        await adopting.require_frozen(vote)
    earlier = await results.certifiers(vote_id, vote.round)
    is_last = len(earlier | {tx.person}) >= CERTIFIERS
    await tx.record(VoteCertified(vote_id, result, tx.person, is_last))
    if is_last:
        tx.afterwards(lambda: tx.store.vote_keys.destroy(vote_id))
        if vote.rule.appeal_days == 0:
            await adopting.make_final(tx, vote, result, tx.person)
    return vote_id


async def involved(vote: Vote) -> frozenset[PersonId]:
    """Who made the roll or took others off it, opened a round, or wrote what was voted on; none of them certifies."""
    keeper = (await rolls.get(vote.roll_id)).keeper
    writers = (await proposals.get(vote.proposal_id)).writers if vote.proposal_id else frozenset()
    return writers | await votes.openers(vote.id) | await rolls.challengers(vote.id) | {keeper}


async def was_tampered_with(vote: Vote) -> bool:
    """Whether certifying would be refused because of what somebody wrote into the database."""
    result = await results.get(vote.id)
    assert result is not None
    try:
        await _count_again(vote, result)
        await adopting.require_frozen(vote)
    except (BoxTamperedError, RollTamperedError, adopting.FrozenBytesError):
        return True
    return False


async def _counted(vote: Vote) -> tuple[Counted, tuple[RollEntry, ...]]:
    await _require_roll(vote)
    piles = await ballots.piles(vote.id, vote.round)
    await _require_whole_box(vote, sum(pile.ballots for pile in piles))
    roll = await rolls.voters(vote.id, vote.roll_id)
    lines = Counter((entry.constituency.value, entry.organisation, entry.recused) for entry in roll)
    try:
        counted = count_vote(
            vote.rule,
            vote.candidate_ids,
            [RollLine(*line, number) for line, number in lines.items()],
            [VoterBallot(pile.constituency.value, pile.answer, pile.interest, pile.ballots) for pile in piles],
        )
    except BadTallyError:
        raise BoxTamperedError(
            "The box holds ballots that nobody on this roll can have cast; get an auditor."
        ) from None
    return counted, roll


async def _require_roll(vote: Vote) -> None:
    """See that nobody was written onto the roll, or off it, since it was digested."""
    roll, salt = await rolls.get(vote.roll_id), await rolls.salt_of(vote.roll_id)
    if salted_digest(salt, roll.content()) != vote.roll_digest:
        raise RollTamperedError("The roll is not the one that this vote opened with; call an auditor.")
    if await rolls.recusals(vote.id) != await log.times(Action.ROLL_CHALLENGED, f"vote/{vote.id}"):
        raise RollTamperedError("Somebody left the roll, or came back, and the log does not say so; call an auditor.")


async def _require_whole_box(vote: Vote, number: int) -> None:
    """See that there are as many ballots as people who voted, and a receipt for each of them.

    Receipts are made at the close with the key of the vote, for the ballots that then lie in the box under the names
    that the key makes.
    """
    if number != len(await ballots.participants(vote.id, vote.round)):
        raise BoxTamperedError("The box holds another number of ballots than people who voted; call an auditor.")
    if number != len(await receipts.of_round(vote.id, vote.round)):
        raise BoxTamperedError("The box holds another number of ballots than have a receipt; call an auditor.")


async def _result(vote: Vote, counted: Counted, roll: Iterable[RollEntry], salt: bytes) -> Result:
    content = canonical_json(counted.record)
    recused = Counter(entry.constituency.value for entry in roll if entry.recused)
    earlier = [await results.of_round(vote.id, number) for number in range(1, vote.round)]
    voted = len(await ballots.participants(vote.id, vote.round))
    return Result(
        vote_id=vote.id,
        round=vote.round,
        outcome=counted.outcome,
        choice=counted.choice,
        quorum_met=counted.quorum_met,
        conditions=shown_conditions(counted.conditions, voted_in(counted.tables)),
        findings=shown_findings(counted.findings, voted),
        publication=result_pages(
            counted.tables,
            recused,
            [each.publication for each in earlier if each],
            verdicts_of(vote.rule, vote.candidate_ids),
        ),
        sealed=Sealed(content, result_digest(counted.record)),
        salted_digest=salted_digest(salt, content),
    )


async def _count_again(vote: Vote, result: Result) -> None:
    counted, _ = await _counted(vote)
    if canonical_json(counted.record) != result.sealed.content:
        raise BoxTamperedError("Counting again gives another result than the one that was tallied; call an auditor.")
