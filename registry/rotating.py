"""Replacing the signing key: the old key hands over to the new one, on record in the log, and signs no more.

Three steps, each of which may be the last before a crash: the next key lies beside the old one as a file; the handover
and a checkpoint that both keys sign are committed; the next key takes the place of the old one. After the first the old
key signs, after the second the new one: whoever opens the registry looks at the log to see which (`KeyFile.find`).
"""

from pathlib import Path

from governance.members import PUBLIC
from measures.errors import ConflictError
from registry.key_file import KeyFile, read_key
from registry.proof.keys import KeyRotated, handover
from registry.proof.notes import Signer
from registry.storage import signing_keys
from registry.storage.signing_keys import KeyInUse
from registry.storage.transaction import Store


class KeyUsedBeforeError(ConflictError):
    """A key that signs or signed for this registry cannot be handed over to."""

    code = "KEY_USED_BEFORE"


async def rotate_key(store: Store, file: KeyFile, given: Path | None = None) -> tuple[KeyInUse, ...]:
    """Hand over from the key that signs to the given one, or to a new one. Hands out every key, the newest last.

    Raises:
        SigningKeyError: a key file cannot be read or written, or can be read by others.
        BadKeyError: the given file holds no Ed25519 private key.
        KeyUsedBeforeError: the key signed for this registry before, or another process rotated at the same time.
    """
    async with store.write(PUBLIC) as tx:
        # Under the lock of the log: another rotation must neither take the next key's place before this one is on
        # record, nor find it there and put its own over it, or the key that the log names would be nowhere any more.
        file.settle(tx.signer)
        if given is not None:
            await _require_new(Signer(tx.signer.name, read_key(given)))
        new = Signer(tx.signer.name, file.prepare(given))
        await _require_new(new)
        await tx.record(KeyRotated(new.verifier, handover(tx.signer, new)))
        tx.hand_over(new)
    async with store.write(PUBLIC) as tx:
        file.settle(tx.signer)
    return await signing_keys.history()


async def _require_new(signer: Signer) -> None:
    if signer.verifier in {key.verifier for key in await signing_keys.history()}:
        raise KeyUsedBeforeError(
            "This key signs or signed for this registry already, or another process has just handed over to it. "
            "Nothing was stored; `value-registry key list` shows the keys."
        )
