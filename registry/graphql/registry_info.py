"""What this registry is: demonstration or live, its log's origin and its key."""

from datetime import datetime

import strawberry

from registry.graphql.nouns import said, shows
from registry.graphql.references import CheckpointType
from registry.proof.keys import fingerprint
from registry.proof.notes import Verifier
from registry.storage import log, registries, signing_keys
from registry.storage.log import SignedCheckpoint
from registry.storage.registries import Registry
from registry.storage.signing_keys import KeyInUse


@shows(KeyInUse, name="SigningKey", description="A key that signs for this registry, or signed before.")
class SigningKeyType:
    """A key of the registry."""

    leaf: int = said("The entry of the log that names it: entry 0, or the handover by the key before it.")
    since: datetime = said("Since when it signs.")

    @strawberry.field(description="The key, in the form of signed notes (C2SP).")
    def vkey(self, parent: strawberry.Parent[KeyInUse]) -> str:
        return parent.verifier.vkey

    @strawberry.field(description="Its fingerprint, to be compared over another channel.")
    def fingerprint(self, parent: strawberry.Parent[KeyInUse]) -> str:
        return fingerprint(parent.verifier.public_key)

    @strawberry.field(description="The record whose digest that entry holds: the key itself, or the note both signed.")
    def record(self, parent: strawberry.Parent[KeyInUse]) -> str:
        return parent.record.decode()


@shows(Registry, name="Registry")
class RegistryType:
    """This registry."""

    demonstration: bool = said("Whether it is a demonstration, for ever, so that nothing in it binds anybody.")
    origin: str = said("The name of its log, which is never an address.")
    vkey: str = said("The public key that signs now, in the form of signed notes (C2SP).")
    created_at: datetime = said("When it was founded.")
    mirrored_at: datetime | None = said(
        "When it was first imported, where this is a read-only mirror; null at the registry itself."
    )

    @strawberry.field(description="The fingerprint of its key, to be compared over another channel.")
    def fingerprint(self, parent: strawberry.Parent[Registry]) -> str:
        return fingerprint(Verifier.parse(parent.vkey).public_key)

    @strawberry.field(
        description="Every key that signed, first to last; the last one signs now.", graphql_type=list[SigningKeyType]
    )
    async def keys(self) -> list[KeyInUse]:
        return list(await signing_keys.history())

    @strawberry.field(description="The newest signed state of its log.", graphql_type=CheckpointType | None)
    async def latest_checkpoint(self) -> SignedCheckpoint | None:
        return await log.latest()


@strawberry.type
class RegistryQueries:
    """Queries about this registry."""

    @strawberry.field(description="What this registry is.", graphql_type=RegistryType)
    async def registry(self) -> Registry:
        known = await registries.get()
        assert known is not None
        return known
