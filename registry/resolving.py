"""From a reference to the stored bytes, what happened since, and the proof that they were published."""

from dataclasses import dataclass

from governance.publication import DocumentEvent, Published
from measures.references import Reference
from registry.storage import documents, log
from registry.storage.log import LoggedLeaf, SignedCheckpoint


@dataclass(frozen=True, slots=True)
class Resolved:
    """A published version with its events and the proof of its publication."""

    published: Published
    events: list[DocumentEvent]
    leaf: LoggedLeaf
    checkpoint: SignedCheckpoint


async def resolve(reference: Reference) -> Resolved:
    """The stored bytes that a reference names. Without a version: the newest, for people; contracts pin.

    Raises:
        ReferenceNotFoundError: nothing is published under it.
        DigestMismatchError: the version has other bytes.
    """
    published = await documents.get(reference)
    checkpoint = await log.latest()
    assert checkpoint is not None
    proven = await log.proven([published.leaf], checkpoint.size)
    return Resolved(published, await documents.events(published.reference), proven[published.leaf], checkpoint)
