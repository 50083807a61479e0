"""What a final vote brings about: a definition is published, a label is decided, a priority set is approved.

Voted digest = adopted digest = published digest: the frozen bytes are published as they are.
"""

from dataclasses import replace
from uuid import uuid4

from governance.label_decisions import LabelBasis, LabelDecided, LabelDecision
from governance.members import PersonId
from governance.proposals import Proposal, ProposalDrafted, ProposalId, ProposalMoved, Stage
from governance.publication import DocumentEvent, DocumentEventRecorded, DocumentPublished, EventKind
from governance.results import Result
from governance.rules import Outcome
from governance.vote_events import VoteMoved
from governance.votes import SubjectKind, Vote, VoteStage
from measures.documents import Sealed
from measures.errors import ConflictError
from measures.labels import MeasureLabel
from measures.references import Reference
from registry import noticing
from registry.comparing import require_enough
from registry.proposing import require_higher
from registry.reading import read_document
from registry.storage import appeals, documents, proposals, results, votes
from registry.storage.transaction import Transaction


class FrozenBytesError(ConflictError):
    """What would be published is not what was voted on."""

    code = "FROZEN_BYTES_CHANGED"


async def require_frozen(vote: Vote) -> None:
    """See that the frozen bytes are the ones that were voted on.

    Raises:
        FrozenBytesError: they are not.
    """
    if vote.proposal_id is None:
        return
    frozen = (await proposals.get(vote.proposal_id)).frozen
    if frozen is None or frozen.digest != vote.subject_digest:
        raise FrozenBytesError("The frozen bytes are not the ones that were voted on; call an auditor.")


async def require_adopted(proposal: Proposal) -> None:
    """See that a final vote adopted the frozen bytes of a proposal.

    Raises:
        FrozenBytesError: none did.
    """
    frozen = proposal.frozen
    vote = await votes.on_bytes(proposal.target.pinned(frozen.digest)) if frozen else None
    if vote is None or not await _adopted(vote):
        raise FrozenBytesError("The frozen bytes are not the ones that were adopted; call an auditor.")


async def _adopted(vote: Vote) -> bool:
    if vote.advisory:
        decision = await appeals.agency_decision(vote.id)
        return decision is not None and decision.adopts
    result = await results.get(vote.id)
    return result is not None and result.outcome is Outcome.ADOPTED


async def make_final(tx: Transaction, vote: Vote, result: Result, by: PersonId | None) -> None:
    """Let the outcome of a certified vote take effect; after advice it is the agency that decides.

    Raises:
        FrozenBytesError: the frozen bytes are not the ones that were voted on.
    """
    if result.outcome is Outcome.ADOPTED:
        await require_frozen(vote)
    await tx.record(VoteMoved(vote.id, vote.round, VoteStage.FINAL, by, as_of=vote.appeal_until))
    if not vote.advisory:
        await take_effect(tx, vote, result, adopts=result.outcome is Outcome.ADOPTED)


async def take_effect(tx: Transaction, vote: Vote, result: Result, *, adopts: bool) -> None:
    """Bring about what was decided: a definition published, a label decided, a set approved; or a draft given back.

    Raises:
        FrozenBytesError: the frozen bytes are not the ones that were voted on.
    """
    if not adopts:
        await give_back(tx, vote, Stage.NOT_ADOPTED)
        return
    await require_frozen(vote)
    if vote.subject_kind is SubjectKind.LABEL:
        await _decide_label(tx, vote, result)
    elif vote.subject_kind is SubjectKind.VALUE_DEFINITION:
        await _publish_definition(tx, vote)
    elif vote.proposal_id is not None:
        await tx.record(ProposalMoved(vote.proposal_id, Stage.APPROVED))


async def give_back(tx: Transaction, vote: Vote, stage: Stage) -> None:
    """End the proposal of a vote that adopted nothing, and give its content back as a new draft."""
    if vote.proposal_id is None:
        return
    proposal = await proposals.get(vote.proposal_id)
    await tx.record(ProposalMoved(proposal.id, stage))
    again = replace(
        proposal,
        id=ProposalId(uuid4()),
        stage=Stage.DRAFT,
        created_at=tx.now,
        changed_at=tx.now,
        frozen=None,
        follows=proposal.id,
    )
    await tx.record(ProposalDrafted(again))


async def publish(tx: Transaction, reference: Reference, sealed: Sealed, proposal_id: ProposalId) -> Reference:
    """Publish frozen bytes, and note on the version before that it is superseded.

    Raises:
        VersionTooLowError: a higher version was published since the draft was made.
        VersionTooSmallError: what changed since the version before asks for a higher one.
        NothingChangedError: nothing changed since the version before.
    """
    await require_higher(reference)
    await require_enough(read_document(sealed.content))
    before = await documents.find(Reference(reference.kind, reference.name))
    await tx.record(DocumentPublished(reference, sealed, demonstration=tx.store.demonstration, proposal_id=proposal_id))
    if before is not None:
        event = DocumentEvent(
            id=uuid4(),
            reference=before.reference,
            kind=EventKind.SUPERSEDED,
            effective_on=tx.now.date(),
            successor=str(reference.pinned(sealed.digest)),
        )
        await tx.record(DocumentEventRecorded(event))
        await noticing.about_publication(tx, reference, event)
    return reference.pinned(sealed.digest)


async def _publish_definition(tx: Transaction, vote: Vote) -> None:
    assert vote.proposal_id is not None
    proposal = await proposals.get(vote.proposal_id)
    assert proposal.frozen is not None
    await publish(tx, proposal.target, proposal.frozen, proposal.id)


async def _decide_label(tx: Transaction, vote: Vote, result: Result) -> None:
    assert result.choice is not None
    decision = LabelDecision(
        id=uuid4(),
        jurisdiction=vote.jurisdiction,
        measure=f"{vote.subject}#{vote.subject_digest}",
        label=MeasureLabel(result.choice.value),
        basis=LabelBasis.VOTE,
        vote=vote.id,
        result_digest=result.salted_digest,
        demonstration=tx.store.demonstration,
    )
    await tx.record(LabelDecided(decision, decision.seal()))
    await noticing.about_label(tx, decision)
