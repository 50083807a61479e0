"""Canonical bytes and their digests: RFC 8785 JSON, SHA-256. No model is needed to check what somebody else wrote."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from typing import Any, Final, Protocol, runtime_checkable

import rfc8785

from measures.references import Digest

SMALL: Final = 2**31
"""Whole numbers below this may stand as JSON numbers; every reader holds them exactly."""


@runtime_checkable
class Modelled(Protocol):
    """A pydantic model, known by how it is taken apart."""

    def model_dump(self, *, by_alias: bool) -> dict[str, Any]:
        """The fields under the names that the bytes give them."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """The bytes of a document and their digest."""

    content: bytes
    digest: Digest

    def __repr__(self) -> str:
        return f"Sealed({len(self.content)} bytes, {self.digest})"


def digest_of(content: bytes) -> Digest:
    """SHA-256 of some bytes, as documents write it."""
    return Digest("sha256:" + sha256(content).hexdigest())


def canonical_json(value: object) -> bytes:
    """The one way in which this project writes bytes that are digested (RFC 8785).

    Raises:
        ValueError: the value holds a float, a number that is not small, a null in a list, a key that is no text or
            stands twice, or a type that has no canonical form; or it is nested too deeply.
    """
    try:
        return rfc8785.dumps(plain(value))
    except RecursionError:
        raise ValueError("the value is nested too deeply to have a canonical form") from None


def plain(value: object) -> Any:  # noqa: C901, PLR0911 - one line for each type there is
    """A value as JSON has it: what `canonical_json` writes.

    Raises:
        ValueError: it has no canonical form.
    """
    match value:
        case None | bool():
            return value
        case Enum():
            return plain(value.value)
        case str():
            return unicodedata.normalize("NFC", value)
        case int() if abs(value) < SMALL:
            return value
        case Fraction():
            return str(value)
        case date() if not isinstance(value, datetime):
            return value.isoformat()
        case Mapping():
            return _plain_mapping(value)
        case list() | tuple():
            return [_plain_entry(item) for item in value]
        case set() | frozenset():
            entries = {rfc8785.dumps(plain): plain for plain in map(_plain_entry, value)}
            if len(entries) != len(value):
                raise ValueError("an entry stands twice in a set once its text is in NFC")
            return [entries[key] for key in sorted(entries)]
        case Modelled():
            return plain(value.model_dump(by_alias=True))
        case _:
            raise ValueError(f"{type(value).__name__} {value!r} has no canonical form; write it as text")


def _plain_mapping(value: Mapping[Any, object]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for key, item in value.items():
        name = plain(key)
        if not isinstance(name, str):
            raise ValueError(f"{key!r} is no name of a field; write it as text")  # noqa: TRY004 - one refusal for all
        if name in fields:
            raise ValueError(f"the field {name!r} stands twice once its name is in NFC")
        fields[name] = plain(item)
    return {name: item for name, item in fields.items() if item is not None}


def _plain_entry(item: object) -> Any:
    if item is None:
        raise ValueError("a null stands in a list; leave it out")
    return plain(item)


def instant(at: datetime) -> str:
    """An instant as digested bytes write it: UTC, six digits of a second, Z. The same instant gives the same text.

    Raises:
        ValueError: the time does not say its offset from UTC.
    """
    if at.utcoffset() is None:
        raise ValueError(f"{at!r} does not say its offset from UTC")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
