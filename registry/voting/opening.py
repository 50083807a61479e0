"""Making the roll and opening a vote on frozen bytes."""

import os
from datetime import datetime
from typing import Final
from uuid import uuid4

from governance import policy
from governance.citations import require_version
from governance.definitions import DefinitionOfValue
from governance.members import Role
from governance.obstacles import obstacles, require_publishable
from governance.priority_sets import PrioritySetDraft
from governance.proposals import Proposal, ProposalId, Stage
from governance.rolls import BadRollError, Roll, RollEntry, RollId, RollMade, check_roll
from governance.rules import (
    BadTallyError,
    DecisionKind,
    RollLine,
    VotingRule,
    kind_of,
    require_candidates,
    require_honest,
    require_one_home,
)
from governance.vote_events import VoteOpened
from governance.votes import Candidate, SubjectKind, Vote, VoteId, VoteStage
from measures.documents import Document
from measures.errors import ConflictError
from measures.jurisdictions import JURISDICTIONS
from measures.references import Kind, Reference
from registry.assembling import definition_document, facts_for, set_document
from registry.commenting import require_answers
from registry.comparing import require_enough
from registry.proof.sealing import SALT_SIZE, salted_digest
from registry.proposing import parse_content, require_measures, require_no_vote, seen
from registry.reading import read_document
from registry.storage import documents, people, rolls
from registry.storage.transaction import Transaction
from registry.use_cases import an_id, use_case
from registry.voting.windows import Window

LARGEST_ROLL: Final = 200_000


class WrongRuleError(ConflictError):
    """The rule does not decide the kind of question that the vote asks."""

    code = "WRONG_RULE"


class NotVotedOnError(ConflictError):
    """The document is published without a vote."""

    code = "NOT_VOTED_ON"


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
    rule: VotingRule,
    closes_at: datetime,
    zone: str,
    read: str | None = None,
    opens_at: datetime | None = None,
    advisory: bool = False,
) -> VoteId:
    """Freeze the bytes of a proposal and open the vote on them. A change after that is a new draft and a new vote.

    `read` is the digest of the content that the officer read; with it, content that changed meanwhile is refused.
    Ballots are taken from `opens_at` on, or at once. An `advisory` vote is advice, after which the agency decides.

    Raises:
        ChangedSinceReadError: the content is not the one that was read.
        WrongStageError: the proposal is not in its comment window.
        NotVotedOnError: the proposal is one of a rule set, which its publisher answers for.
        CommentWindowOpenError: the comment window was set to last longer.
        UnansweredCommentsError: a comment has no written answer yet.
        NotPublishableError: it is a priority set that could not be published as it stands.
        VersionTooSmallError: what changed since the version before asks for a higher one.
        NothingChangedError: nothing changed since the version before.
        BadDeadlineError: the deadline is not ahead, or the zone is unknown.
        NotPermittedError: the actor opens no votes there, or made the roll.
    """
    proposal = await seen(tx.actor, proposal_id)
    roll = await rolls.get(roll_id)
    policy.may_open_vote(tx.actor, proposal.jurisdiction, roll).require()
    proposal.require_step(Stage.VOTING)
    if kind_of(rule) is not DecisionKind.MOTION:
        raise WrongRuleError(f"The rule {rule.name} does not approve or reject; a proposal needs one that does.")
    proposal.require_read(read)
    proposal.require_comments_over(tx.now)
    await require_answers(proposal_id)
    document = await _document(proposal)
    await require_enough(document)
    sealed = document.seal()
    vote = await _opened(
        tx,
        subject_kind=SubjectKind(proposal.kind.value),
        subject=proposal.target.pinned(sealed.digest),
        jurisdiction=proposal.jurisdiction,
        roll=roll,
        rule=rule,
        window=Window(opens_at, closes_at, zone),
        proposal_id=proposal_id,
        advisory=advisory,
    )
    await tx.record(VoteOpened(vote, sealed))
    return vote.id


@use_case(read=an_id(VoteId))
async def open_label_vote(
    tx: Transaction,
    measure: Reference,
    jurisdiction: str,
    roll_id: RollId,
    rule: VotingRule,
    closes_at: datetime,
    zone: str,
    opens_at: datetime | None = None,
) -> VoteId:
    """Open a vote on whether a measure shows compliance or quality, in one jurisdiction.

    Raises:
        MeasureNotFoundError: the measure version is not published.
        BadDeadlineError, NotPermittedError: as for a vote on a proposal.
    """
    roll = await rolls.get(roll_id)
    policy.may_open_vote(tx.actor, jurisdiction, roll).require()
    if kind_of(rule) is not DecisionKind.LABEL:
        raise WrongRuleError(f"The rule {rule.name} decides no labels; a label needs a rule such as registry_label.")
    require_version(str(measure), Kind.MEASURE)
    digests = await require_measures([measure])
    vote = await _opened(
        tx,
        subject_kind=SubjectKind.LABEL,
        subject=measure.pinned(digests[measure.versioned]),
        jurisdiction=jurisdiction,
        roll=roll,
        rule=rule,
        window=Window(opens_at, closes_at, zone),
    )
    await tx.record(VoteOpened(vote, None))
    return vote.id


@use_case(read=an_id(VoteId))
async def open_outcome_vote(
    tx: Transaction,
    definition: Reference,
    jurisdiction: str,
    roll_id: RollId,
    rule: VotingRule,
    closes_at: datetime,
    zone: str,
    opens_at: datetime | None = None,
) -> VoteId:
    """Open a vote among the outcomes of a published definition of value: rated, chosen, ranked or given points.

    Raises:
        ReferenceNotFoundError: the definition version is not published.
        WrongRuleError: the rule decides no such thing.
        BadCandidatesError: the definition has too few outcomes for the rule.
        BadDeadlineError, NotPermittedError: as for a vote on a proposal.
    """
    roll = await rolls.get(roll_id)
    policy.may_open_vote(tx.actor, jurisdiction, roll).require()
    require_version(str(definition), Kind.VALUE_DEFINITION)
    published = await documents.get(definition)
    document = read_document(published.content)
    assert isinstance(document, DefinitionOfValue)
    if kind_of(rule) in (DecisionKind.MOTION, DecisionKind.LABEL):
        raise WrongRuleError(
            f"The rule {rule.name} decides one question; outcomes need a rule that rates, chooses or ranks, such as "
            "registry_priorities."
        )
    candidates = tuple(Candidate(outcome.id, outcome.statement) for outcome in document.outcomes)
    require_candidates(rule, tuple(candidate.id for candidate in candidates))
    vote = await _opened(
        tx,
        subject_kind=SubjectKind.OUTCOMES,
        subject=published.reference,
        jurisdiction=jurisdiction,
        roll=roll,
        rule=rule,
        window=Window(opens_at, closes_at, zone),
        candidates=candidates,
    )
    await tx.record(VoteOpened(vote, None))
    return vote.id


async def _document(proposal: Proposal) -> Document:
    if proposal.kind is Kind.VALUE_DEFINITION:
        return await definition_document(proposal)
    draft = parse_content(proposal.target, dict(proposal.content))
    if not isinstance(draft, PrioritySetDraft):
        raise NotVotedOnError(f"A {proposal.kind} is a requirement of its state; its publisher publishes it, unvoted.")
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
    rule: VotingRule,
    window: Window,
    proposal_id: ProposalId | None = None,
    candidates: tuple[Candidate, ...] = (),
    advisory: bool = False,
) -> Vote:
    opens_at = window.checked(tx.now)
    if roll.jurisdiction != jurisdiction:
        raise BadRollError(f"This roll was made for {roll.jurisdiction}, and the vote is for {jurisdiction}.")
    require_honest(rule)
    _require_one_home(rule, roll)
    await require_no_vote(subject, jurisdiction, subject_kind)
    assert subject.digest is not None
    vote = Vote(
        id=VoteId(uuid4()),
        subject_kind=subject_kind,
        subject=subject.versioned,
        subject_digest=subject.digest,
        jurisdiction=jurisdiction,
        rule=rule,
        roll_id=roll.id,
        roll_digest=await rolls.digest(roll.id),
        stage=VoteStage.OPEN,
        round=1,
        opens_at=opens_at,
        closes_at=window.closes_at,
        zone=window.zone,
        opened_by=tx.person,
        proposal_id=proposal_id,
        demonstration=tx.store.demonstration,
        candidates=candidates,
        advisory=advisory,
    )
    tx.store.vote_keys.create(vote.id)
    return vote


def _require_one_home(rule: VotingRule, roll: Roll) -> None:
    """See that the rule can count the roll: where organizations count once, each stands in one constituency.

    Raises:
        BadRollError: one stands in two.
    """
    lines = {(entry.constituency.value, entry.organisation, entry.recused) for entry in roll.entries}
    try:
        require_one_home(rule, [RollLine(*line, 1) for line in sorted(lines, key=str)])
    except BadTallyError as refusal:
        raise BadRollError(refusal.message) from None
