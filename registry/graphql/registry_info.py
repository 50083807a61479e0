"""What this registry is: demonstration or live, its log's origin and its key."""

from datetime import datetime

import strawberry

from registry.graphql.nouns import said, shows
from registry.graphql.references import CheckpointType
from registry.proof.keys import fingerprint
from registry.proof.notes import Verifier
from registry.storage import log, registries
from registry.storage.log import SignedCheckpoint
from registry.storage.registries import Registry


@shows(Registry, name="Registry")
class RegistryType:
    """This registry."""

    demonstration: bool = said("Whether it is a demonstration, for ever, so that nothing in it binds anybody.")
    origin: str = said("The name of its log, which is never an address.")
    vkey: str = said("Its public key, in the form of signed notes (C2SP).")
    created_at: datetime = said("When it was founded.")

    @strawberry.field(description="The fingerprint of its key, to be compared over another channel.")
    def fingerprint(self, parent: strawberry.Parent[Registry]) -> str:
        return fingerprint(Verifier.parse(parent.vkey).public_key)

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
