"""The registry's own signing key."""

from measures.canonical import digest_of
from registry.proof.keys import KeyRotated
from registry.proof.leaves import Action
from registry.storage import signing_keys
from registry.storage.recording.door import Door


async def store(door: Door, event: KeyRotated) -> str:
    """Store that one key handed over to the next."""
    digest = digest_of(event.record)
    leaf = door.log(Action.KEY_ROTATED, event.subject, digest)
    await signing_keys.insert(event, door.now, leaf)
    return digest
