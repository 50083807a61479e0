"""Challenges for passkeys. Each is signed and dated here, and nothing is kept of one until its answer came back."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

from governance.sign_in import CHALLENGE_LIFETIME
from measures.errors import NotPermittedError
from measures.references import Digest
from registry.signing_in.keys import SignInKey

NONCE_SIZE: Final = 16
TIME_SIZE: Final = 8
SIGNATURE_SIZE: Final = 32


class BadPasskeyError(NotPermittedError):
    """The passkey's answer does not fit. What is wrong with it is not said."""

    code = "BAD_PASSKEY"

    def __init__(self) -> None:
        super().__init__("The passkey did not work. Try again, or sign in with a code.")


class ChallengeExpiredError(NotPermittedError):
    """The passkey's answer came too long after the page was opened."""

    code = "CHALLENGE_EXPIRED"

    def __init__(self) -> None:
        super().__init__("This page was open for too long. Try again.")


class Purpose(StrEnum):
    """What an answer to a challenge is taken for."""

    ADD = "add a passkey"
    SIGN_IN = "sign in with a passkey"


@dataclass(frozen=True, slots=True)
class Challenge:
    """Random bytes, when they expire (milliseconds since 1970), and a signature over both, purpose and person."""

    content: bytes

    @property
    def digest(self) -> Digest:
        """What is kept of it once it was answered, so that it is not answered twice."""
        return Digest("sha256:" + sha256(self.content).hexdigest())

    def require_ours(self, key: SignInKey, purpose: Purpose, now: datetime, person: bytes = b"") -> None:
        """See that we made it, for this purpose and person, and not too long ago.

        Raises:
            BadPasskeyError: we did not.
            ChallengeExpiredError: that was too long ago.
        """
        said, signature = self.content[:-SIGNATURE_SIZE], self.content[-SIGNATURE_SIZE:]
        if not key.has_signed(signature, purpose, said, person):
            raise BadPasskeyError
        if int.from_bytes(said[NONCE_SIZE:]) < _milliseconds(now):
            raise ChallengeExpiredError


def new_challenge(key: SignInKey, purpose: Purpose, now: datetime, person: bytes = b"") -> Challenge:
    """A challenge for one purpose; where it is for somebody who is signed in, for them alone."""
    expires = _milliseconds(now + CHALLENGE_LIFETIME).to_bytes(TIME_SIZE)
    said = secrets.token_bytes(NONCE_SIZE) + expires
    return Challenge(said + key.sign(purpose, said, person))


def _milliseconds(instant: datetime) -> int:
    return int(instant.astimezone(UTC).timestamp() * 1000)
