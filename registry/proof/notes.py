"""Signed notes: a text and the Ed25519 signatures under it, as https://c2sp.org/signed-note writes them.

    <text, one or more lines>
    <empty line>
    — <key name> <base64(4-byte key id || 64-byte signature)>

Reading follows golang.org/x/mod/sumdb/note, and is stricter in one place: base64 must be the one canonical spelling,
so that no byte of a note can be changed without the note being refused or its signature failing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from measures.errors import InvalidError
from registry.proof.encoding import base64_text, from_base64

ED25519: Final = b"\x01"
KEY_ID_SIZE: Final = 4
PUBLIC_KEY_SIZE: Final = 32
MOST_SIGNATURES: Final = 100
LARGEST_NOTE: Final = 8 * 1024 * 1024
_DASH: Final = "— "


class BadNoteError(InvalidError):
    """The text is not a signed note."""

    code = "BAD_NOTE"


class BadSignatureError(InvalidError):
    """A note names a known key, and the signature is not that key's over this text; or no known key signed it."""

    code = "BAD_SIGNATURE"


class BadKeyError(InvalidError):
    """The text is not a public or private key that this program can use."""

    code = "BAD_KEY"


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key and the name under which it signs.

    Raises:
        BadKeyError: the name or the key cannot stand in a note.
    """

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        if not is_key_name(self.name):
            raise BadKeyError(f"{self.name[:100]!r} is not a key name: no spaces, no '+', not empty.")
        if len(self.public_key) != PUBLIC_KEY_SIZE:
            raise BadKeyError(f"An Ed25519 public key has {PUBLIC_KEY_SIZE} bytes, not {len(self.public_key)}.")

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Read a verifier key, `<name>+<key id in hex>+<base64(0x01 || public key)>`.

        Raises:
            BadKeyError: the text is not a verifier key, or its key id is not the one of its key.
        """
        name, _, rest = vkey.partition("+")
        _, _, encoded = rest.partition("+")
        key = from_base64(encoded)
        if key is None or key[:1] != ED25519:
            raise BadKeyError(f"{vkey[:200]!r} is not an Ed25519 verifier key: name+key id+base64.")
        verifier = cls(name, key[1:])
        if verifier.vkey != vkey:
            raise BadKeyError(f"{vkey[:200]!r} was changed or mistyped: its key id belongs to another name or key.")
        return verifier

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256 over name, newline, 0x01 and key (C2SP signed-note, "Signatures")."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public_key).digest()[:KEY_ID_SIZE]

    @property
    def vkey(self) -> str:
        """The key as one line of text, to be handed to those who verify."""
        return f"{self.name}+{self.key_id.hex()}+{base64_text(ED25519 + self.public_key)}"

    def accepts(self, text: str, signature: bytes) -> bool:
        """Whether the signature is this key's over exactly this text (RFC 8032)."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line of a note."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """The line as it stands in the note, without its newline."""
        return f"{_DASH}{self.name} {base64_text(self.key_id + self.value)}"


class Signer:
    """A private key and the name under which it signs."""

    def __init__(self, name: str, private_key: Ed25519PrivateKey) -> None:
        self._private_key = private_key
        self.verifier = Verifier(name, private_key.public_key().public_bytes_raw())

    @property
    def name(self) -> str:
        """The key name."""
        return self.verifier.name

    def signature(self, text: str) -> Signature:
        """This key's signature over a text."""
        return Signature(self.name, self.verifier.key_id, self._private_key.sign(text.encode()))

    def sign(self, text: str) -> str:
        """The text as a note that this key signed."""
        return sign(text, [self])

    def __repr__(self) -> str:
        return f"Signer({self.verifier.vkey})"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, and whose signatures under it were verified; `unknown` ones were not looked at and prove nothing."""

    text: str
    verified: tuple[Signature, ...]
    unknown: tuple[Signature, ...] = ()


def sign(text: str, signers: Iterable[Signer]) -> str:
    """A text as a note that each of the signers signed.

    Raises:
        BadNoteError: the text is empty, does not end with a newline or holds a control character.
    """
    if not text.endswith("\n") or not is_plain(text):
        raise BadNoteError("A text that is signed has lines that end with a newline, and no control characters.")
    lines = [signer.signature(text).line for signer in signers]
    if not lines:
        raise BadNoteError("A note has at least one signature.")
    return text + "\n" + "".join(f"{line}\n" for line in lines)


def open_note(note: str | bytes, verifiers: Iterable[Verifier]) -> Note:
    """Read a note and verify the signatures of the keys that are known.

    Raises:
        BadNoteError: this is not a signed note.
        BadSignatureError: the signature of a known key is wrong, or no known key signed.
    """
    text, signatures = parse(note)
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    verified: dict[tuple[str, bytes], Signature] = {}
    unknown: dict[Signature, None] = {}
    for signature in signatures:
        key = (signature.name, signature.key_id)
        if key not in known:
            unknown[signature] = None
        elif key not in verified:  # as in Go, the first signature of a key decides
            if not known[key].accepts(text, signature.value):
                raise BadSignatureError(
                    f"The signature of {signature.name} ({signature.key_id.hex()}) does not fit: "
                    "the text was changed, or another key signed it."
                )
            verified[key] = signature
    if not verified:
        names = ", ".join(f"{signature.name} ({signature.key_id.hex()})" for signature in signatures)
        raise BadSignatureError(f"No known key signed this note; it is signed by {names[:300]}.")
    return Note(text, tuple(verified.values()), tuple(unknown))


def parse(note: str | bytes) -> tuple[str, Sequence[Signature]]:
    """Take a note apart without verifying anything.

    Raises:
        BadNoteError: this is not a signed note.
    """
    if len(note) > LARGEST_NOTE:
        raise BadNoteError(f"A note has at most {LARGEST_NOTE} bytes.")
    try:
        whole = note.decode() if isinstance(note, bytes) else note
    except UnicodeDecodeError:
        raise BadNoteError("The note is not UTF-8 text.") from None
    body, blank, tail = whole.rpartition("\n\n")
    if not is_plain(whole) or not blank or not tail.endswith("\n"):
        raise BadNoteError("A note is a text, an empty line and signature lines; this is not, or was cut off.")
    lines = tail[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise BadNoteError(f"A note has at most {MOST_SIGNATURES} signatures.")
    return body + "\n", [_signature(line) for line in lines]


def is_key_name(name: str) -> bool:
    """Whether a key can have this name: not empty, no Unicode spaces, no plus, no control characters."""
    return bool(name) and "+" not in name and is_plain(name) and not any(char.isspace() for char in name)


def _signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    raw = from_base64(encoded)
    if not line.startswith(_DASH) or not space or not is_key_name(name) or raw is None or len(raw) <= KEY_ID_SIZE:
        raise BadNoteError(f"{line[:100]!r} is not a signature line: em dash, key name, base64.")
    return Signature(name, raw[:KEY_ID_SIZE], raw[KEY_ID_SIZE:])


def is_plain(text: str) -> bool:
    """Whether a note can hold the text: no ASCII control character but newline, and nothing that UTF-8 cannot write."""
    return not any((char < " " and char != "\n") or "\ud800" <= char <= "\udfff" for char in text)
