"""Putting something secret on record without showing it: the digest of a random salt and the bytes."""

from hashlib import sha256
from typing import Final

from measures.errors import InvalidError
from measures.references import Digest

SALT_SIZE: Final = 32


class BadSaltError(InvalidError):
    """A salt has 32 bytes; a shorter one could be guessed."""

    code = "BAD_SALT"


def salted_digest(salt: bytes, content: bytes) -> Digest:
    """SHA-256 over a 32-byte random salt and then the bytes; who is not shown the salt learns nothing from it.

    Without the salt a roll of few members, or a small tally, could be found by trying every possibility.

    Raises:
        BadSaltError: the salt does not have 32 bytes.
    """
    if len(salt) != SALT_SIZE:
        raise BadSaltError(f"A salt has {SALT_SIZE} bytes, not {len(salt)}.")
    return Digest("sha256:" + sha256(salt + content).hexdigest())
