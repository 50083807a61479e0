"""The file of the signing key, readable by its owner only; and of the next one, beside it until that one signs.

    signing-key.pem                    signs
    signing-key.pem.next               made by a rotation; it signs as soon as the log says so
    signing-key.pem.former-<key id>    signed before; nothing needs it any more

Whatever is killed in between, one of the first two is the key that the log names, and `find` says which.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from measures.errors import ConflictError
from registry.proof.keys import SEED_SIZE, from_pem, private_key, to_pem
from registry.proof.notes import Signer

OTHERS: Final = 0o077


class SigningKeyError(ConflictError):
    """The signing key is missing, readable to others, or of another registry."""

    code = "SIGNING_KEY"


@dataclass(frozen=True, slots=True)
class KeyFile:
    """Where the signing key lies."""

    path: Path

    @property
    def next(self) -> Path:
        """Where the key lies that a rotation hands over to."""
        return self.path.with_name(f"{self.path.name}.next")

    def former(self, key_id: bytes) -> Path:
        """Where a key lies that signed before."""
        return self.path.with_name(f"{self.path.name}.former-{key_id.hex()}")

    def make(self) -> Ed25519PrivateKey:
        """Make the key, whole or not at all; where there is one already (of another process, or brought), take that."""
        return _made(self.path)

    def prepare(self, given: Path | None) -> Ed25519PrivateKey:
        """Lay the next key beside this one: the given one, or the one that lies there already, or a new one.

        Raises:
            SigningKeyError: a key cannot be read, is readable to others, or cannot be written here.
        """
        if given is None:
            return _made(self.next)
        key = read_key(given)
        _write(self.next, key, replace=True)
        return key

    def find(self, origin: str, vkey: str) -> Signer:
        """The signer whose verifier key this is: this key, or the next one where its rotation was just now.

        Raises:
            SigningKeyError: neither is, or the file cannot be read or is readable to others.
        """
        for _ in range(2):  # a rotation may put one in the place of the other while they are read
            for path in (self.path, self.next):
                if path.exists() and (signer := Signer(origin, read_key(path))).verifier.vkey == vkey:
                    return signer
        read_key(self.path)
        raise SigningKeyError(
            f"The key in {self.path} is not the one that signs for this registry. "
            "Put the right key back, or let SIGNING_KEY_FILE name it."
        )

    def settle(self, signer: Signer) -> None:
        """Put the next key in the place of this one, if it is the one that signs now. Done twice, nothing more happens.

        Raises:
            SigningKeyError: the directory cannot be written to.
        """
        if not self.next.exists() or Signer(signer.name, read_key(self.next)).verifier != signer.verifier:
            return
        try:
            if self.path.exists():
                before = Signer(signer.name, read_key(self.path)).verifier
                if before != signer.verifier:
                    with suppress(FileExistsError):
                        os.link(self.path, self.former(before.key_id))
            with suppress(FileNotFoundError):  # another process was quicker
                self.next.replace(self.path)
            _sync(self.path.parent)
        except OSError as error:
            raise _unwritable(self.path.parent, error) from None


def read_key(path: Path) -> Ed25519PrivateKey:
    """The private key in a file.

    Raises:
        SigningKeyError: the file is missing, cannot be read, or can be read by others.
        BadKeyError: it holds something else. What it holds is not quoted.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise SigningKeyError(
            f"The signing key {path} cannot be read: {error}. Put it back from its backup, or let SIGNING_KEY_FILE "
            "name it; without it nothing can be signed, and no other key can take its place."
        ) from None
    if mode & OTHERS:
        raise SigningKeyError(f"The signing key {path} can be read by others; run `chmod 600 {path}`.")
    return from_pem(text)


def _made(path: Path) -> Ed25519PrivateKey:
    if not path.exists():
        _write(path, private_key(os.urandom(SEED_SIZE)), replace=False)
    return read_key(path)


def _write(path: Path, key: Ed25519PrivateKey, *, replace: bool) -> None:
    """Write a key, whole or not at all. Without `replace`, what is there already stays."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(to_pem(key))
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(path)
        else:
            with suppress(FileExistsError):
                os.link(draft, path)
        draft.unlink(missing_ok=True)
        _sync(path.parent)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise _unwritable(path.parent, error) from None


def _sync(directory: Path) -> None:
    """Make what was renamed in a directory survive a loss of power."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(directory: Path, error: OSError) -> SigningKeyError:
    return SigningKeyError(f"The signing key cannot be written in {directory}: {error.strerror}.")
