"""From a credential to the person behind it: authentication, and nothing else. Policy says what they may do."""

from hashlib import sha256
from typing import Final

from governance.members import PUBLIC, Actor
from measures.errors import NotPermittedError
from registry.storage import people

TOKEN_PREFIX: Final = "vr_"  # noqa: S105 - how tokens begin, so that scanners find lost ones
TOKEN_BYTES: Final = 32
LONGEST_TOKEN: Final = 200


class BadTokenError(NotPermittedError):
    """The token is unknown, expired or revoked."""

    code = "BAD_TOKEN"


def digest_of_token(secret: str) -> str:
    """What is kept of a token. It has 256 random bits, so a plain digest cannot be turned back."""
    return "sha256:" + sha256(secret.encode()).hexdigest()


async def actor_of(token: str | None) -> Actor:
    """The actor that a token names; the public where there is none.

    Raises:
        BadTokenError: the token is unknown, expired or revoked.
    """
    if token is None:
        return PUBLIC
    actor = None
    if token.startswith(TOKEN_PREFIX) and len(token) <= LONGEST_TOKEN:
        actor = await people.actor_of_token(digest_of_token(token))
    if actor is None:
        raise BadTokenError("This token is unknown, expired or revoked; ask the operator for a new one.")
    return actor
