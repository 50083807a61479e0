"""One-time codes: how they are made, written and read. `K3M9T-2QWXZ-7HNPA`: five signs to find it by, ten to prove it.

The signs are those of Crockford's base 32: no I, L, O or U, so that what is copied by hand from paper is read as it
was meant, whatever was typed for it. Ten signs are 50 random bits. What is kept of them is made slow to guess
(scrypt, RFC 7914), for whoever might get hold of a copy of the database.
"""

import secrets
import unicodedata
from dataclasses import dataclass, field
from hashlib import scrypt
from hmac import compare_digest
from typing import Final

from governance.sign_in import KeptCode
from measures.errors import InvalidError

SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MEANT: Final = str.maketrans("OILU", "011V")
"""Letters that no code has, and what stands on the paper where they are typed."""
BETWEEN: Final = frozenset({"Pd", "Pc", "Po", "Zs", "Cc", "Cf"})
"""Kinds of signs that may stand between groups: dashes, points, spaces, and what is not seen."""
HANDLE_LENGTH: Final = 5
SECRET_LENGTH: Final = 10
LENGTH: Final = HANDLE_LENGTH + SECRET_LENGTH
SALT_SIZE: Final = 16
COST: Final = 2**12
"""scrypt's N with r = 8: 4 MB and some milliseconds for each try."""
LONGEST_TYPED: Final = 200
NO_SALT: Final = bytes(SALT_SIZE)


class CodeFormError(InvalidError):
    """What was typed has not the form of a code, which is no secret."""

    code = "CODE_FORM"

    def __init__(self, length: int, strange: str | None = None) -> None:
        self.length = length
        """How many signs were typed."""
        self.strange = strange
        """A sign among them that no code has."""
        super().__init__(f"A code has {LENGTH} letters and numbers. " + _typed(length, strange))


def _typed(length: int, strange: str | None) -> str:
    return f"You typed {strange}." if strange else f"You typed {length}."


@dataclass(frozen=True, slots=True)
class SignInCode:
    """A code in its two halves."""

    handle: str = field(repr=False)
    secret: str = field(repr=False)

    @property
    def written(self) -> str:
        """As people see it: three groups of five."""
        signs = self.handle + self.secret
        return "-".join(signs[start : start + 5] for start in range(0, LENGTH, 5))

    def digest(self, salt: bytes) -> str:
        """What is kept of the secret half. Takes some milliseconds on purpose."""
        return "scrypt:" + scrypt(self.secret.encode(), salt=salt, n=COST, r=8, p=1, dklen=32).hex()

    def is_kept_as(self, kept: KeptCode | None) -> bool:
        """Whether this is a code that is kept. The answer for one that is unknown takes as long."""
        digest = self.digest(kept.salt if kept else NO_SALT)
        return compare_digest(digest, kept.digest if kept else digest[::-1]) and kept is not None


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code that nobody was given yet, with what will be kept of it."""

    code: SignInCode
    salt: bytes = field(repr=False)
    digest: str = field(repr=False)

    def under_another_handle(self) -> "NewCode":
        """The same secret half, to be found by another first half."""
        return NewCode(SignInCode(_random(HANDLE_LENGTH), self.code.secret), self.salt, self.digest)


def new_code() -> NewCode:
    """A random code. Takes as long as its digest."""
    code, salt = SignInCode(_random(HANDLE_LENGTH), _random(SECRET_LENGTH)), secrets.token_bytes(SALT_SIZE)
    return NewCode(code, salt, code.digest(salt))


def read_code(text: str) -> SignInCode:
    """A code as somebody typed or pasted it: in any case, with spaces or dashes anywhere, an O for a 0.

    Raises:
        CodeFormError: other than 15 signs, or one that no code has.
    """
    wide = unicodedata.normalize("NFKC", text[:LONGEST_TYPED]).upper()
    signs = "".join(sign for sign in wide if unicodedata.category(sign) not in BETWEEN).translate(MEANT)
    strange = next((sign for sign in signs if sign not in SIGNS), None)
    if strange is not None or len(signs) != LENGTH:
        raise CodeFormError(len(signs), strange)
    return SignInCode(signs[:HANDLE_LENGTH], signs[HANDLE_LENGTH:])


def _random(length: int) -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(length))
