"""Resolving: from a reference to the stored bytes, what happened since, and the proof that they were published."""

from base64 import b64encode
from datetime import date, datetime
from typing import Annotated

import strawberry

from governance.standing import Standing, StandingState, Suppression
from measures.references import Reference
from registry.graphql.documents import DocumentEventType, ReferenceText
from registry.graphql.nouns import said, shows
from registry.resolving import AsOf, Resolved, UnreadableTimeError, resolve
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


@shows(Suppression, name="Suppression")
class SuppressionType:
    """A measure whose results do not count from a day on."""

    measure: str = said("The measure, by kind, name and version.")
    since: date = said("The day from which its results do not count.")


@shows(Standing, name="Standing")
class StandingType:
    """How a version stands on a day, as far as was known at an instant."""

    on: date = said("The day that was asked about.")
    known_at: datetime | None = said("Up to when events were recorded that count; null for all there are.")
    state: StandingState = said("What weighs most on the version.")
    since: date | None = said("The day from which that holds; null for a version in force.")
    successor: str | None = said("The pinned reference of the version that took its place, whatever the state.")
    suppressed: list[SuppressionType] = said("Measures whose results do not count.")
    period_ends: date | None = said("The last day of the measurement period, where it was cut short.")
    sentences: list[str] = said("The same for people.")
    coming: list[DocumentEventType] = said("What is recorded and takes effect on a later day.")


@shows(Resolved, name="ResolvedReference")
class ResolvedType:
    """The stored bytes of a version, and everything it takes to believe them."""

    events: list[DocumentEventType] = said("What happened to this version since, oldest first.")
    leaf: LogLeafType = said("The leaf of its publication, with the proof that the log holds it.")
    checkpoint: CheckpointType = said("The checkpoint that the proof leads to.")
    standing: StandingType = said("How the version stands on the day asked about.")

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
        "version the newest is given, which is for people: a contract pins. With a day and without a version: the "
        "newest whose period holds that day.",
        graphql_type=ResolvedType | None,
    )
    async def resolve_reference(
        self,
        text: ReferenceText,
        on: Annotated[date | None, strawberry.argument(description="The day asked about; null for today.")] = None,
        known_at: Annotated[
            datetime | None,
            strawberry.argument(description="Only what was on record at this instant counts; null for all there is."),
        ] = None,
    ) -> Resolved:
        if known_at is not None and known_at.tzinfo is None:
            raise UnreadableTimeError("knownAt does not say its offset from UTC; write 2026-03-01T00:00:00Z.")
        return await resolve(Reference.parse(text), AsOf(on, known_at))
