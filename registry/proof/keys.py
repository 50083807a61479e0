"""The key that signs for a registry: its file, its fingerprint, and how one key hands over to the next."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import ClassVar, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from measures.canonical import canonical_json
from registry.proof.encoding import base64_text, from_base64
from registry.proof.notes import BadKeyError, BadSignatureError, Signer, Verifier, open_note, parse, sign

SEED_SIZE: Final = 32
HISTORY: Final = "value-registry/keys/1"
LARGEST_HISTORY: Final = 2**20
ROTATION: Final = "value-registry/key-rotation/1"
_ROTATION_LINES = 3


def private_key(seed: bytes) -> Ed25519PrivateKey:
    """The private key of 32 random bytes, which are handed in: nothing here draws random numbers.

    Raises:
        BadKeyError: there are not 32 bytes.
    """
    if len(seed) != SEED_SIZE:
        raise BadKeyError(f"A private key is made from {SEED_SIZE} random bytes, not {len(seed)}.")
    return Ed25519PrivateKey.from_private_bytes(seed)


def to_pem(key: Ed25519PrivateKey) -> str:
    """The private key as PEM PKCS#8 text, the form that openssl reads. It is a secret."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


def from_pem(text: str) -> Ed25519PrivateKey:
    """Read a private key.

    Raises:
        BadKeyError: the text is not an unencrypted Ed25519 private key. It never quotes the text.
    """
    try:
        key = load_pem_private_key(text.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise BadKeyError("This is not an unencrypted private key in PEM form (PKCS#8).") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKeyError("This is a private key of another kind; the registry signs with Ed25519.")
    return key


def fingerprint(public_key: bytes) -> str:
    """What people compare, by telephone or on paper: `SHA256:` and the SHA-256 of the 32 key bytes in hex."""
    return "SHA256:" + sha256(public_key).hexdigest()


def key_reference(verifier: Verifier) -> str:
    """How a leaf names a key: `key/` and the eight digits of its key id."""
    return f"key/{verifier.key_id.hex()}"


def introduction(verifier: Verifier) -> bytes:
    """The bytes whose digest leaf 0 holds: the key as one line of text."""
    return f"{verifier.vkey}\n".encode()


def introduced(record: bytes) -> Verifier:
    """The key that entry 0 of a log names, from the bytes of `introduction`.

    Raises:
        BadKeyError: the bytes are not those of a key.
    """
    try:
        verifier = Verifier.parse(record.decode().removesuffix("\n"))
    except UnicodeDecodeError:
        raise BadKeyError("The key that entry 0 names cannot be read.") from None
    if introduction(verifier) != record:
        raise BadKeyError("The key that entry 0 names cannot be read.")
    return verifier


def handover(old: Signer, new: Signer) -> bytes:
    """The bytes whose digest a rotation leaf holds: a note naming both keys that both have signed.

    The old key vouches for the new one, and the new one shows that somebody holds it.
    """
    return sign(f"{ROTATION}\n{old.verifier.vkey}\n{new.verifier.vkey}\n", [old, new]).encode()


def open_handover(note: bytes) -> tuple[Verifier, Verifier]:
    """The old and the new key of a rotation, both signatures verified. Whether to trust the old key is the reader's.

    Raises:
        BadNoteError: this is not a signed note.
        BadKeyError: this is not a rotation from one key to another.
        BadSignatureError: one of the two keys did not sign.
    """
    text, _ = parse(note)
    lines = text.split("\n")
    if len(lines) != _ROTATION_LINES + 1 or lines[0] != ROTATION:
        raise BadKeyError(f"A rotation of keys begins with {ROTATION} and names two keys.")
    old, new = Verifier.parse(lines[1]), Verifier.parse(lines[2])
    if len(open_note(note, [old, new]).verified) != len({old, new}) or old == new:
        raise BadSignatureError("A rotation of keys is signed by the old key and by the new one.")
    return old, new


@dataclass(frozen=True, slots=True)
class KeyRotated:
    """One key handed over to the next."""

    action: ClassVar[str] = "key_rotated"
    verifier: Verifier
    """The new key."""
    record: bytes
    """The note of `handover`."""

    @property
    def subject(self) -> str:
        """What the log and the audit trail file this under."""
        return key_reference(self.verifier)


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """What one step of a registry's history of keys rests on: a leaf of the log, and the bytes that it names."""

    leaf: int
    record: bytes


def keys_document(records: Iterable[KeyRecord]) -> bytes:
    """The history of a registry's keys as the file `keys` beside its checkpoint, for those who watch the log."""
    steps = [{"leaf": step.leaf, "record": base64_text(step.record)} for step in records]
    return canonical_json({"schema": HISTORY, "keys": steps})


def read_keys_document(content: bytes) -> tuple[KeyRecord, ...]:
    """Read what `keys_document` wrote. `proof.succession` says whether the steps hold.

    Raises:
        BadKeyError: the bytes are not a history of keys.
    """
    try:
        fields = json.loads(content)
        found = [(step["leaf"], from_base64(step["record"])) for step in fields["keys"]]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadKeyError("The history of the registry's keys cannot be read.") from None
    steps = tuple(KeyRecord(leaf, record) for leaf, record in found if type(leaf) is int and record is not None)
    if len(steps) != len(found) or not _in_order(steps) or keys_document(steps) != content:
        raise BadKeyError("The history of the registry's keys cannot be read.")
    return steps


def _in_order(steps: Sequence[KeyRecord]) -> bool:
    leaves = [step.leaf for step in steps]
    return leaves[:1] == [0] and all(before < after for before, after in pairwise(leaves))
