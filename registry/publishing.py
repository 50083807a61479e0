"""Publishing a priority set, and recording what happens to a published version later."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from governance import policy
from governance.document_events import NOTHING_SAID, Said, require_complete, require_new, require_order
from governance.members import Actor
from governance.obstacles import Facts, Obstacle, fit_notes, obstacles, require_publishable
from governance.priority_sets import PrioritySetDraft
from governance.proposals import Proposal, ProposalId, Stage
from governance.publication import DocumentEvent, DocumentEventRecorded, EventKind
from measures.comparison import Bump, Comparison
from measures.comparison.rising import too_small
from measures.errors import ConflictError
from measures.references import BadReferenceError, Kind, Reference
from registry import noticing
from registry.adopting import publish, require_adopted
from registry.assembling import facts_for, set_document
from registry.commenting import require_answers
from registry.comparing import compare_with_draft
from registry.proposing import parse_content, require_no_vote, require_text, seen
from registry.reading import read_document
from registry.storage import documents, proposals, texts
from registry.storage.transaction import Transaction
from registry.use_cases import use_case


class NotAPrioritySetError(ConflictError):
    """The proposal is not one of a priority set."""

    code = "NOT_A_PRIORITY_SET"


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a draft can be published: every reason against it, and what to keep in mind."""

    obstacles: tuple[Obstacle, ...]
    notes: tuple[Obstacle, ...]


@use_case(read=Reference.parse)
async def publish_priority_set(tx: Transaction, proposal_id: ProposalId, read: str | None = None) -> Reference:
    """Publish a priority set. Nobody can rewrite it from then on; contracts may cite it.

    `read` is the digest of the content that the publisher read; with it, content that changed meanwhile is refused.

    Raises:
        ChangedSinceReadError: the content is not the one that was read.
        NotPublishableError: with every reason why it cannot be published yet.
        UnansweredCommentsError: a comment has no written answer yet.
        SecondPersonError: the actor wrote some of it.
        FrozenBytesError: the frozen bytes are not the ones that were adopted.
        VoteUnderWayError: a vote on the same set is not over yet.
        WrongStageError: it is a draft still, a vote on it is under way, or it has ended.
        VersionTooSmallError, NothingChangedError: the number is too small for what changed, or nothing changed.
    """
    proposal = await seen(tx.actor, proposal_id)
    policy.may_publish(tx.actor, proposal).require()
    proposal.require_stage(Stage.COMMENT, Stage.APPROVED)
    proposal.require_read(read)
    draft, facts = await _judged(proposal)
    await require_no_vote(proposal.target, proposal.jurisdiction)
    if proposal.stage is Stage.APPROVED:  # voted digest = published digest
        await require_adopted(proposal)
        assert proposal.frozen is not None
        return await publish(tx, proposal.target, proposal.frozen, proposal_id)
    proposal.require_comments_over(tx.now)
    await require_answers(proposal_id)
    require_publishable(obstacles(draft, facts))
    document = await set_document(proposal, draft, facts)
    return await publish(tx, proposal.target, document.seal(), proposal_id)


async def readiness(actor: Actor, proposal_id: ProposalId) -> Readiness:
    """Every reason why a draft of a priority set cannot be published yet, for those who may see the draft.

    Raises:
        ProposalNotFoundError: there is none, or it may not be seen.
        NotAPrioritySetError: the proposal is of another kind.
    """
    proposal = await seen(actor, proposal_id)
    draft, facts = await _judged(proposal)
    comparison = await compare_with_draft(draft, proposal.target)
    found = (*await _of_its_stage(proposal), *obstacles(draft, facts), *_too_small(comparison))
    return Readiness(found, (*_least_version(comparison), *fit_notes(draft.items, facts)))


def _too_small(comparison: Comparison | None) -> list[Obstacle]:
    """That the version of a draft is not high enough for what it changes."""
    if comparison is None or comparison.rises_enough:
        return []
    return [Obstacle("VERSION_TOO_SMALL", too_small(comparison))]


def _least_version(comparison: Comparison | None) -> list[Obstacle]:
    """The version that a draft asks for as it stands, for whoever still writes on it."""
    if comparison is None:
        return []
    if comparison.least is Bump.NONE:
        said = f"As far as it is written, the draft says what {comparison.before.versioned} says."
        return [Obstacle("NOTHING_CHANGED", said)]
    said = (
        f"Compared with {comparison.before.versioned} the draft asks for {comparison.least_version} or higher: "
        f"{len(comparison.changes)} difference(s), of which the first: {comparison.changes[0].sentence}"
    )
    return [Obstacle("LEAST_VERSION", said)]


async def _of_its_stage(proposal: Proposal) -> list[Obstacle]:
    """What a proposal has to go through besides being well made."""
    found = []
    if proposal.stage is Stage.DRAFT:
        found.append(Obstacle("STILL_A_DRAFT", "Nobody has seen it yet; open its comment window first."))
    if unanswered := [said for said in await proposals.comments(proposal.id) if said.disposition is None]:
        found.append(Obstacle("UNANSWERED_COMMENTS", f"{len(unanswered)} comment(s) have no written answer yet."))
    return found


@use_case(read=Reference.parse)
async def record_event(
    tx: Transaction, reference: Reference, kind: EventKind, effective_on: date, said: Said = NOTHING_SAID
) -> Reference:
    """Append an event to a published version. The version itself never changes.

    Raises:
        ReferenceNotFoundError, DigestMismatchError: the reference names no published bytes.
        EventOutOfOrderError: it would resume what is not suspended, or is recorded by publishing.
        EventIncompleteError: it does not say what an event of its kind has to say.
        NotPermittedError: the actor does not answer for that jurisdiction.
    """
    if not reference.is_pinned:
        raise BadReferenceError("Name the version with its digest; an event is about exact bytes.")
    policy.may_record_event(tx.actor, reference.jurisdiction or "registry").require()
    published = await documents.get(reference)
    earlier = await documents.events(reference)
    require_order(kind, effective_on, earlier)
    said = require_complete(kind, read_document(published.content), effective_on, said)
    require_new(kind, said, earlier)
    written = texts.written(require_text(said.note, "note")) if said.note else None
    event = DocumentEvent(uuid4(), published.reference, kind, effective_on, measure=said.measure, ends=said.ends)
    if written is not None:
        event = replace(event, note=written.body, note_digest=written.digest)
    await tx.record(DocumentEventRecorded(event, written))
    await noticing.about_event(tx, event)
    return published.reference


async def _judged(proposal: Proposal) -> tuple[PrioritySetDraft, Facts]:
    if proposal.kind is not Kind.PRIORITY_SET:
        raise NotAPrioritySetError(f"{proposal.target.versioned} is a {proposal.kind}, not a priority set.")
    draft = parse_content(proposal.target, dict(proposal.content))
    assert isinstance(draft, PrioritySetDraft)
    return draft, await facts_for(draft, proposal.jurisdiction)
