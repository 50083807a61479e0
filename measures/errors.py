"""The four refusals that everyone shares; anything else that is raised is a bug.

A subclass adds a stable `code`; the message is a sentence that a person can act on.
`docs/errors.md` lists every code.
"""

from typing import ClassVar


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a failure of the program
    """The registry's answer is no, for a reason that the caller can act on."""

    code: ClassVar[str] = "REFUSED"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFoundError(Refusal):
    """What was asked for does not exist, or may not be seen by the one who asks."""

    code = "NOT_FOUND"


class NotPermittedError(Refusal):
    """The one who asks may see the thing, but may not do this to it."""

    code = "NOT_PERMITTED"


class ConflictError(Refusal):
    """The request contradicts what is already on record."""

    code = "CONFLICT"


class InvalidError(Refusal):
    """The request itself is not well formed."""

    code = "INVALID"
