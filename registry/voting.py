"""Votes from the roll to the final outcome: open, cast, close, tally, certify, adopt."""

import os
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from governance import policy
from governance.ballots import BallotCast, BallotWithdrawn, BoxedBallot, Participation, VoteKey
from governance.citations import require_version
from governance.members import Constituency
from governance.obstacles import obstacles, require_publishable
from governance.priority_sets import PrioritySetDraft
from governance.proposals import Proposal, ProposalId, Stage
from governance.rules import Choice, GroupTally, Rule, Tally, decide, result_digest, result_record
from governance.votes import (
    BadDeadlineError,
    BadRollError,
    Result,
    Roll,
    RollEntry,
    RollId,
    RollMade,
    SubjectKind,
    Vote,
    VoteCertified,
    VoteId,
    VoteMoved,
    VoteOpened,
    VoteStage,
    VoteStillOpenError,
    VoteTallied,
    check_roll,
)
from measures.documents import Document, Sealed, canonical_json
from measures.errors import ConflictError
from measures.jurisdictions import JURISDICTIONS
from measures.references import Kind, Reference
from registry import adopting
from registry.assembling import definition_document, facts_for, set_document
from registry.proof.sealing import SALT_SIZE, salted_digest
from registry.proposing import parse_content, require_answers, require_measures, seen
from registry.storage import ballots, people, votes
from registry.storage.requests import LONGEST_ID, BadRequestIdError, RequestIdReusedError
from registry.storage.transaction import Transaction
from registry.use_cases import Caller, use_case

LONGEST_VOTE: Final = timedelta(days=366)
LARGEST_ROLL: Final = 200_000


class AppealWindowError(ConflictError):
    """The appeal window of a certified vote is still open."""

    code = "APPEAL_WINDOW_OPEN"


class RuleNotSupportedError(ConflictError):
    """The rule needs something that a vote in this registry does not record yet."""

    code = "RULE_NOT_SUPPORTED"


class NoBallotError(ConflictError):
    """There is no ballot to withdraw."""

    code = "NO_BALLOT"


def _vote_id(text: str) -> VoteId:
    return VoteId(UUID(text))


def _roll_id(text: str) -> RollId:
    return RollId(UUID(text))


@use_case(read=_roll_id)
async def make_roll(tx: Transaction, jurisdiction: str, entries: tuple[RollEntry, ...]) -> RollId:
    """Make the roll of a vote. From then on it does not change.

    Raises:
        NotPermittedError: the actor keeps no roll for that jurisdiction.
        BadRollError: the roll is empty, too long, or holds a person twice.
        PersonNotFoundError: somebody on it is not known.
    """
    if jurisdiction not in JURISDICTIONS:
        raise BadRollError(f"{jurisdiction!r} is not a jurisdiction; write US, US-TN or registry.")
    policy.may_keep_roll(tx.actor, jurisdiction).require()
    check_roll(entries)
    if len(entries) > LARGEST_ROLL:
        raise BadRollError(f"A roll holds at most {LARGEST_ROLL} people.")
    await people.require_people(entry.person_id for entry in entries)
    roll = Roll(RollId(uuid4()), jurisdiction, entries, tx.person, tx.now)
    salt = os.urandom(SALT_SIZE)
    await tx.record(RollMade(roll, salt, salted_digest(salt, roll.content())))
    return roll.id


@use_case(read=_vote_id)
async def open_vote(
    tx: Transaction, proposal_id: ProposalId, roll_id: RollId, rule: Rule, closes_at: datetime, zone: str
) -> VoteId:
    """Freeze the bytes of a proposal and open the vote on them. A change after that is a new draft and a new vote.

    Raises:
        WrongStageError: the proposal is not in its comment window.
        UnansweredCommentsError: a comment has no written answer yet.
        NotPublishableError: it is a priority set that could not be published as it stands.
        BadDeadlineError: the deadline is not ahead, or the zone is unknown.
        NotPermittedError: the actor opens no votes there, or made the roll.
    """
    proposal = await seen(tx.actor, proposal_id)
    roll = await votes.roll(roll_id)
    policy.may_open_vote(tx.actor, proposal.jurisdiction, roll).require()
    proposal.require_step(Stage.VOTING)
    if not rule.scale.is_motion:
        raise RuleNotSupportedError(f"The rule {rule.name} decides labels; a proposal is approved or rejected.")
    await require_answers(proposal_id)
    document = await _document(proposal)
    sealed = document.seal()
    vote = await _opened(
        tx,
        subject_kind=SubjectKind(proposal.kind.value),
        subject=proposal.target.pinned(sealed.digest),
        jurisdiction=proposal.jurisdiction,
        roll=roll,
        rule=rule,
        closes_at=closes_at,
        zone=zone,
        proposal_id=proposal_id,
    )
    await tx.record(VoteOpened(vote, sealed))
    return vote.id


@use_case(read=_vote_id)
async def open_label_vote(
    tx: Transaction,
    measure: Reference,
    jurisdiction: str,
    roll_id: RollId,
    rule: Rule,
    closes_at: datetime,
    zone: str,
) -> VoteId:
    """Open a vote on whether a measure shows compliance or quality, in one jurisdiction.

    Raises:
        MeasureNotFoundError: the measure version is not published.
        BadDeadlineError, NotPermittedError: as for a vote on a proposal.
    """
    roll = await votes.roll(roll_id)
    policy.may_open_vote(tx.actor, jurisdiction, roll).require()
    if rule.scale.is_motion:
        raise RuleNotSupportedError(
            f"The rule {rule.name} approves or rejects; a label needs a rule such as registry_label."
        )
    require_version(str(measure), Kind.MEASURE)
    digests = await require_measures([measure])
    vote = await _opened(
        tx,
        subject_kind=SubjectKind.LABEL,
        subject=measure.pinned(digests[measure.versioned]),
        jurisdiction=jurisdiction,
        roll=roll,
        rule=rule,
        closes_at=closes_at,
        zone=zone,
        proposal_id=None,
    )
    await tx.record(VoteOpened(vote, None))
    return vote.id


async def cast_ballot(caller: Caller, vote_id: VoteId, choice: Choice) -> datetime:
    """Cast a ballot, or put another in the place of the one cast before. Hands out until when it can be changed.

    The request id is remembered under the key of the vote, apart from other requests: nothing stored shows the choice.

    Raises:
        ProposalClosedError: the vote takes no ballots now.
        NotOnRollError, RecusedError: the person may not vote here.
        WrongChoiceError: the choice is not on the scale of the rule.
        RequestIdReusedError: the request id was used for another choice.
    """
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


@use_case(read=_vote_id)
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


@use_case(read=_vote_id)
async def cancel_vote(tx: Transaction, vote_id: VoteId) -> VoteId:
    """Cancel a vote that is not certified. Its ballots stay secret and its key is destroyed.

    Raises:
        VoteStageError: it is certified, or was cancelled.
        NotPermittedError: the actor runs no votes there; once it is tallied, only a certifier may cancel it.
    """
    vote = await votes.get(vote_id)
    policy.may_cancel_vote(tx.actor, vote).require()
    vote.require_step(VoteStage.CANCELLED)
    await tx.record(VoteMoved(vote_id, VoteStage.CANCELLED, tx.person))
    await adopting.give_back(tx, vote, Stage.CANCELLED)
    tx.afterwards(lambda: tx.store.vote_keys.destroy(vote_id))
    return vote_id


@use_case(read=_vote_id)
async def tally_vote(tx: Transaction, vote_id: VoteId) -> VoteId:
    """Count the ballots of a closed vote. The counts are sealed; outcome and conditions are public once certified.

    Raises:
        VoteStageError: it is not closed, or was tallied.
        NotPermittedError: the actor runs no votes there.
    """
    vote = await votes.get(vote_id)
    policy.may_run_vote(tx.actor, vote).require()
    vote.require_step(VoteStage.TALLIED)
    roll = await votes.roll(vote.roll_id)
    tally = await _tally(vote, roll)
    decision = decide(vote.rule, tally)
    record = result_record(vote.rule, tally, decision)
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


@use_case(read=_vote_id)
async def certify_vote(tx: Transaction, vote_id: VoteId) -> VoteId:
    """Certify a tally as a second person. The vote's key is destroyed and the box is shuffled.

    Where the rule's appeal window has no length the outcome takes effect at once.

    Raises:
        SecondPersonError: the actor opened or tallied the vote.
        VoteStageError: it is not tallied, or was certified.
    """
    vote = await votes.get(vote_id)
    policy.may_certify(tx.actor, vote).require()
    vote.require_step(VoteStage.CERTIFIED)
    result = await votes.result(vote_id)
    assert result is not None
    await tx.record(VoteCertified(vote_id, result, tx.person))
    tx.afterwards(lambda: tx.store.vote_keys.destroy(vote_id))
    if vote.rule.appeal_days == 0:
        await adopting.make_final(tx, vote, result)
    return vote_id


@use_case(read=_vote_id)
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


async def _document(proposal: Proposal) -> Document:
    if proposal.kind is Kind.VALUE_DEFINITION:
        return await definition_document(proposal)
    draft = parse_content(proposal.target, dict(proposal.content))
    assert isinstance(draft, PrioritySetDraft)
    facts = await facts_for(draft, proposal.jurisdiction)
    require_publishable(obstacles(draft, facts))
    return await set_document(proposal, draft, facts)


async def _opened(
    tx: Transaction,
    *,
    subject_kind: SubjectKind,
    subject: Reference,
    jurisdiction: str,
    roll: Roll,
    rule: Rule,
    closes_at: datetime,
    zone: str,
    proposal_id: ProposalId | None,
) -> Vote:
    _require_deadline(tx.now, closes_at, zone)
    if roll.jurisdiction != jurisdiction:
        raise BadRollError(f"This roll was made for {roll.jurisdiction}, and the vote is for {jurisdiction}.")
    if rule.one_vote_per_interest:
        raise RuleNotSupportedError(f"The rule {rule.name} counts organisations; ballots here are counted by person.")
    if rule.reasons_required:
        raise RuleNotSupportedError(f"The rule {rule.name} asks for written reasons; a ballot here carries none.")
    assert subject.digest is not None
    vote = Vote(
        id=VoteId(uuid4()),
        subject_kind=subject_kind,
        subject=subject.versioned,
        subject_digest=subject.digest,
        jurisdiction=jurisdiction,
        rule=rule,
        roll_id=roll.id,
        roll_digest=await votes.roll_digest(roll.id),
        stage=VoteStage.OPEN,
        round=1,
        opens_at=tx.now,
        closes_at=closes_at,
        zone=zone,
        opened_by=tx.person,
        proposal_id=proposal_id,
        demonstration=tx.store.demonstration,
    )
    tx.store.vote_keys.create(vote.id)
    return vote


def _require_deadline(now: datetime, closes_at: datetime, zone: str) -> None:
    if closes_at.utcoffset() is None:
        raise BadDeadlineError("The deadline must say its offset from UTC, for example 2027-03-01T17:00:00-06:00.")
    if not now < closes_at <= now + LONGEST_VOTE:
        raise BadDeadlineError("The deadline must lie ahead, by a year at most.")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise BadDeadlineError(f"{zone!r} is not a time zone; write one such as America/Chicago.") from None


async def _ballot_box(tx: Transaction, vote_id: VoteId) -> tuple[Vote, RollEntry, VoteKey]:
    vote = await votes.get(vote_id)
    roll = await votes.roll(vote.roll_id)
    policy.may_cast_ballot(tx.actor, roll).require()
    if vote.stage is not VoteStage.OPEN:
        vote.require_open(tx.now)
    entry = roll.entry(tx.person)
    assert entry is not None
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


async def _tally(vote: Vote, roll: Roll) -> Tally:
    counts = await ballots.counts(vote.id, vote.round)
    groups = {}
    for constituency in Constituency:
        entries = [entry for entry in roll.entries if entry.constituency is constituency]
        recused = sum(entry.recused for entry in entries)
        groups[constituency.value] = GroupTally(len(entries), recused, counts[constituency])
    return Tally(groups)
