"""Comparing two published versions, and what is about to be published with the version before it."""

from dataclasses import replace

from governance.members import Actor
from governance.proposals import ProposalId
from governance.publication import EventKind, Published
from measures.comparison import Comparison
from measures.comparison.rising import require_rise
from measures.documents import Document, Record
from measures.references import Reference
from registry.contracts.comparison import compare_documents, compare_draft
from registry.proposing import parse_content, seen
from registry.reading import read_document
from registry.storage import documents


async def compare(before: Reference, after: Reference) -> Comparison:
    """What differs between two published versions. Without a version the newest is meant.

    Raises:
        ReferenceNotFoundError, DigestMismatchError: one of them names no published bytes.
        OtherThingError: they are no versions of one document, and no measures either.
    """
    old, new = await documents.get(before), await documents.get(after)
    return replace(against(old, read_document(new.content)), after=new.reference)


def against(before: Published, document: Document) -> Comparison:
    """What a document changes in a published version."""
    return replace(compare_documents(read_document(before.content), document), before=before.reference)


async def compare_proposal(actor: Actor, proposal_id: ProposalId) -> Comparison | None:
    """What a proposal would change in the version before it, as far as it is written; nothing for a first version.

    Raises:
        ProposalNotFoundError: there is none, or the actor may not see it.
    """
    proposal = await seen(actor, proposal_id)
    return await compare_with_draft(parse_content(proposal.target, dict(proposal.content)), proposal.target)


async def compare_with_draft(draft: Record, target: Reference) -> Comparison | None:
    """What the content of a draft would change in the version before it; nothing for a first version."""
    before = await documents.before(target)
    if before is None:
        return None
    return replace(compare_draft(read_document(before.content), draft, target), before=before.reference)


async def require_enough(document: Document) -> None:
    """See that the version of what is about to be fixed for ever is high enough for what it changes.

    It is held against the published version with the next lower number, withdrawn or not: whoever relied on that one
    reads the next number.

    Raises:
        VersionTooSmallError: with each change that asks for more.
        NothingChangedError: it says what the version before it says, which was not withdrawn.
    """
    before = await documents.before(document.reference)
    if before is not None:
        require_rise(against(before, document), may_repeat=await _was_withdrawn(before.reference))


async def _was_withdrawn(reference: Reference) -> bool:
    return any(event.kind is EventKind.WITHDRAWN for event in await documents.events(reference))
