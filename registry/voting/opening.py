"""Making the roll and opening a vote on frozen bytes."""

import os
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from governance import policy
from governance.citations import require_version
from governance.members import Role
from governance.obstacles import obstacles, require_publishable
from governance.priority_sets import PrioritySetDraft
from governance.proposals import Proposal, ProposalId, Stage
from governance.rules import Rule, require_honest
from governance.votes import (
    BadDeadlineError,
    BadRollError,
    Roll,
    RollEntry,
    RollId,
    RollMade,
    SubjectKind,
    Vote,
    VoteId,
    VoteOpened,
    VoteStage,
    check_roll,
)
from measures.documents import Document
from measures.errors import ConflictError
from measures.jurisdictions import JURISDICTIONS
from measures.references import Kind, Reference
from registry.assembling import definition_document, facts_for, set_document
from registry.proof.sealing import SALT_SIZE, salted_digest
from registry.proposing import parse_content, require_answers, require_measures, require_no_vote, seen
from registry.storage import people, votes
from registry.storage.transaction import Transaction
from registry.use_cases import an_id, use_case

LONGEST_VOTE: Final = timedelta(days=366)
LARGEST_ROLL: Final = 200_000


class RuleNotSupportedError(ConflictError):
    """The rule needs something that a vote in this registry does not record yet."""

    code = "RULE_NOT_SUPPORTED"


@use_case(read=an_id(RollId))
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
    if silent := await people.without_role((entry.person_id for entry in entries), Role.MEMBER):
        raise BadRollError(
            f"{len(silent)} of the people on the roll hold no role {Role.MEMBER}, so they could not vote; "
            f"grant it first, for example to {min(map(str, silent))}."
        )
    roll = Roll(RollId(uuid4()), jurisdiction, entries, tx.person, tx.now)
    salt = os.urandom(SALT_SIZE)
    await tx.record(RollMade(roll, salt, salted_digest(salt, roll.content())))
    return roll.id


@use_case(read=an_id(VoteId))
async def open_vote(
    tx: Transaction,
    proposal_id: ProposalId,
    roll_id: RollId,
    rule: Rule,
    closes_at: datetime,
    zone: str,
    read: str | None = None,
) -> VoteId:
    """Freeze the bytes of a proposal and open the vote on them. A change after that is a new draft and a new vote.

    `read` is the digest of the content that the officer read; with it, content that changed meanwhile is refused.

    Raises:
        ChangedSinceReadError: the content is not the one that was read.
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
    proposal.require_read(read)
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


@use_case(read=an_id(VoteId))
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
    require_honest(rule)
    if rule.one_vote_per_interest:
        raise RuleNotSupportedError(f"The rule {rule.name} counts organisations; ballots here are counted by person.")
    if rule.reasons_required:
        raise RuleNotSupportedError(f"The rule {rule.name} asks for written reasons; a ballot here carries none.")
    await require_no_vote(subject, jurisdiction)
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
