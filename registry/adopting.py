"""What a final vote brings about: a definition is published, a label is decided, a priority set is approved.

Voted digest = adopted digest = published digest: the frozen bytes are published as they are.
"""

from dataclasses import replace
from uuid import uuid4

from governance.label_decisions import LabelBasis, LabelDecided, LabelDecision
from governance.proposals import ProposalDrafted, ProposalId, ProposalMoved, Stage
from governance.publication import DocumentEvent, DocumentEventRecorded, DocumentPublished, EventKind
from governance.rules import Outcome
from governance.votes import Result, SubjectKind, Vote, VoteMoved, VoteStage
from measures.documents import Sealed
from measures.errors import ConflictError
from measures.labels import MeasureLabel
from measures.references import Reference
from registry.proposing import require_higher
from registry.storage import documents, proposals
from registry.storage.transaction import Transaction


class FrozenBytesError(ConflictError):
    """What would be published is not what was voted on."""

    code = "FROZEN_BYTES_CHANGED"


async def make_final(tx: Transaction, vote: Vote, result: Result) -> None:
    """Let the outcome of a certified vote take effect."""
    await tx.record(VoteMoved(vote.id, VoteStage.FINAL, tx.person))
    if result.outcome is not Outcome.ADOPTED:
        await give_back(tx, vote, Stage.NOT_ADOPTED)
    elif vote.subject_kind is SubjectKind.LABEL:
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
    """
    await require_higher(reference)
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
    return reference.pinned(sealed.digest)


async def _publish_definition(tx: Transaction, vote: Vote) -> None:
    assert vote.proposal_id is not None
    proposal = await proposals.get(vote.proposal_id)
    if proposal.frozen is None or proposal.frozen.digest != vote.subject_digest:
        raise FrozenBytesError("The frozen bytes are not the ones that were voted on; call an auditor.")
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
