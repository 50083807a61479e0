"""Resolving: from a reference to the stored bytes, what happened since, and the proof that they were published."""

from base64 import b64encode
from datetime import datetime

import strawberry

from measures.references import Reference
from registry.graphql.documents import DocumentEventType, ReferenceText
from registry.graphql.nouns import said, shows
from registry.resolving import Resolved, resolve
from registry.storage.log import LoggedLeaf, SignedCheckpoint


@shows(SignedCheckpoint, name="Checkpoint")
class CheckpointType:
    """The log's signed state."""

    size: int = said("How many leaves the log had.")
    note: str = said("The signed note (C2SP tlog-checkpoint), to be kept and compared with others.")
    at: datetime = said("When it was signed, as the registry states it.")

    @strawberry.field(description="The root hash, in base64.")
    def root(self, parent: strawberry.Parent[SignedCheckpoint]) -> str:
        return b64encode(parent.root).decode()


@shows(LoggedLeaf, name="LogLeaf")
class LogLeafType:
    """A leaf with the path that proves it."""

    index: int = said("Its place in the log.")

    @strawberry.field(description="The bytes of the leaf, which are canonical JSON.")
    def content(self, parent: strawberry.Parent[LoggedLeaf]) -> str:
        return parent.content.decode()

    @strawberry.field(description="The inclusion proof (RFC 9162), lowest hash first, in base64.")
    def proof(self, parent: strawberry.Parent[LoggedLeaf]) -> list[str]:
        return [b64encode(each).decode() for each in parent.path]


@shows(Resolved, name="ResolvedReference")
class ResolvedType:
    """The stored bytes of a version, and everything it takes to believe them."""

    events: list[DocumentEventType] = said("What happened to this version since, oldest first.")
    leaf: LogLeafType = said("The leaf of its publication, with the proof that the log holds it.")
    checkpoint: CheckpointType = said("The checkpoint that the proof leads to.")

    @strawberry.field(description="The pinned reference: kind, name, version and digest.")
    def reference(self, parent: strawberry.Parent[Resolved]) -> str:
        return str(parent.published.reference)

    @strawberry.field(description="SHA-256 of the bytes.")
    def digest(self, parent: strawberry.Parent[Resolved]) -> str:
        return str(parent.published.reference.digest)

    @strawberry.field(description="The stored bytes, in base64: what the digest is of.", name="bytes")
    def stored_bytes(self, parent: strawberry.Parent[Resolved]) -> str:
        return b64encode(parent.published.content).decode()

    @strawberry.field(description="The same bytes as text: canonical JSON in UTF-8.")
    def text(self, parent: strawberry.Parent[Resolved]) -> str:
        return parent.published.content.decode()

    @strawberry.field(description="When it was published, as the registry states it.")
    def published_at(self, parent: strawberry.Parent[Resolved]) -> datetime:
        return parent.published.published_at

    @strawberry.field(description="Whether it belongs to a demonstration, and so binds nobody.")
    def demonstration(self, parent: strawberry.Parent[Resolved]) -> bool:
        return parent.published.demonstration


@strawberry.type
class ReferenceQueries:
    """Queries about references."""

    @strawberry.field(
        description="The stored bytes that a reference names. A wrong digest is refused, never met half-way; without a "
        "version the newest is given, which is for people: a contract pins.",
        graphql_type=ResolvedType | None,
    )
    async def resolve_reference(self, text: ReferenceText) -> Resolved:
        return await resolve(Reference.parse(text))
