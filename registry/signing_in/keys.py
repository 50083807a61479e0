"""The key of this server's sign-in: what it hands to a browser and must know again, it signs and does not keep."""

import hmac
import os
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from measures.errors import ConflictError

KEY_SIZE: Final = 32
FILE_NAME: Final = "sign-in-key"
"""In the data directory, beside the keys of votes. Whoever loses it signs nobody out; forms must be sent again."""


class SignInKeyError(ConflictError):
    """The key of the sign-in cannot be made or read, is damaged, or is readable to others."""

    code = "SIGN_IN_KEY"


@dataclass(frozen=True, slots=True)
class SignInKey:
    """A key that signs under a purpose, so that what was signed for one use passes for no other."""

    secret: bytes = field(repr=False)

    def sign(self, purpose: str, *parts: bytes) -> bytes:
        """HMAC-SHA-256 over a purpose and some parts, each with its length, so that no two lists of parts are alike."""
        said = b"".join(len(part).to_bytes(4) + part for part in (purpose.encode(), *parts))
        return hmac.digest(self.secret, said, sha256)

    def has_signed(self, signature: bytes, purpose: str, *parts: bytes) -> bool:
        """Whether a signature is ours. Takes as long for a wrong one."""
        return hmac.compare_digest(signature, self.sign(purpose, *parts))


@cache
def sign_in_key(data_dir: Path) -> SignInKey:
    """The key of a data directory, made where there is none. Read once in a process.

    Raises:
        SignInKeyError: it cannot be made or read, is damaged, or others can read it.
    """
    path = data_dir / FILE_NAME
    try:
        if not path.exists():
            _make(path)
        return _read(path)
    except OSError as error:
        raise SignInKeyError(f"The key of the sign-in {path} cannot be made or read: {error.strerror}.") from None


def _make(path: Path) -> None:
    """Make the key, whole or not at all; where another process was quicker, its key stays."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(KEY_SIZE))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _read(path: Path) -> SignInKey:
    if path.stat().st_mode & 0o077:
        raise SignInKeyError(f"The key of the sign-in {path} can be read by others; run `chmod 600 {path}`.")
    secret = path.read_bytes()
    if len(secret) != KEY_SIZE:
        raise SignInKeyError(f"The key of the sign-in {path} is damaged; delete it, and a new one is made.")
    return SignInKey(secret)
