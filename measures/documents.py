"""Documents: values that are published, their canonical bytes and their digests.

A document is serialised once, when it is sealed; from then on the stored bytes are the document. The bytes are
RFC 8785 canonical JSON and the digest is SHA-256 over them. What the bytes may hold is fixed for ever:

* nulls are left out, and so is `demonstration` unless it is true;
* text is Unicode NFC;
* a list is either a set (`Unique[...]`: sorted, no repeats) or ordered (`Ordered[...]`), and its type says which;
* numbers are text (`"2/3"`, `"0.25"`) except small whole numbers; a float is refused.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from typing import Annotated, Any, ClassVar, Final, Self, TypeVar

import rfc8785
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from measures.references import DIGEST, VERSION, Digest, Kind, Reference

TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that change the direction of text: with them a contract could read otherwise than its bytes say."""
SMALL: Final = 2**31
"""Whole numbers below this may stand as JSON numbers; every reader holds them exactly."""
LARGEST_DOCUMENT: Final = 4 * 1024 * 1024


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
        return rfc8785.dumps(_plain(value))
    except RecursionError:
        raise ValueError("the value is nested too deeply to have a canonical form") from None


def _plain(value: object) -> Any:  # noqa: C901, PLR0911 - one line for each type there is
    match value:
        case None | bool():
            return value
        case Enum():
            return _plain(value.value)
        case str():
            return unicodedata.normalize("NFC", value)
        case int() if abs(value) < SMALL:
            return value
        case Fraction():
            return str(value)
        case date() if not isinstance(value, datetime):
            return value.isoformat()
        case BaseModel():
            return _plain(value.model_dump(by_alias=True))
        case Mapping():
            return _plain_mapping(value)
        case list() | tuple():
            return [_plain_entry(item) for item in value]
        case set() | frozenset():
            entries = {rfc8785.dumps(plain): plain for plain in map(_plain_entry, value)}
            if len(entries) != len(value):
                raise ValueError("an entry stands twice in a set once its text is in NFC")
            return [entries[key] for key in sorted(entries)]
        case _:
            raise ValueError(f"{type(value).__name__} {value!r} has no canonical form; write it as text")


def _plain_mapping(value: Mapping[Any, object]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for key, item in value.items():
        name = _plain(key)
        if not isinstance(name, str):
            raise ValueError(f"{key!r} is no name of a field; write it as text")  # noqa: TRY004 - one refusal for all
        if name in fields:
            raise ValueError(f"the field {name!r} stands twice once its name is in NFC")
        fields[name] = _plain(item)
    return {name: item for name, item in fields.items() if item is not None}


def _plain_entry(item: object) -> Any:
    if item is None:
        raise ValueError("a null stands in a list; leave it out")
    return _plain(item)


T = TypeVar("T")


def _sorted_unique(items: tuple[Any, ...]) -> tuple[Any, ...]:
    seen = {rfc8785.dumps(_plain(item)): item for item in items}
    if len(seen) != len(items):
        raise PydanticCustomError("repeated", "the same entry stands twice; each may stand once")
    return tuple(seen[key] for key in sorted(seen))


Unique = Annotated[tuple[T, ...], AfterValidator(_sorted_unique)]
"""A list without order: kept sorted by canonical form, and an entry that repeats is refused."""
Ordered = Annotated[tuple[T, ...], Field(description="ordered")]
"""A list whose order carries meaning."""


def _exact(value: object) -> object:
    if isinstance(value, bool | float | int):
        raise PydanticCustomError(
            "inexact_number",
            "{number} is a bare number; shares, weights and targets are exact, so write it as text, "
            "for example '1/4' or '0.25'",
            {"number": str(value)},
        )
    return value


def fraction(text: str) -> Fraction:
    """The exact value of a number written as text."""
    return Fraction(text)


def _nonzero_denominator(text: str) -> str:
    if "/" in text and int(text.split("/")[1]) == 0:
        raise PydanticCustomError("zero_denominator", "a fraction over zero has no value")
    return text


Exact = Annotated[
    str,
    BeforeValidator(_exact),
    StringConstraints(pattern=r"^-?[0-9]{1,18}(\.[0-9]{1,18}|/[0-9]{1,18})?$"),
    AfterValidator(_nonzero_denominator),
]
"""An exact number as text: a decimal ('0.25'), a fraction ('1/4') or a whole number ('25')."""


def instant(at: datetime) -> str:
    """An instant as digested bytes write it: UTC, six digits of a second, Z. The same instant gives the same text.

    Raises:
        ValueError: the time does not say its offset from UTC.
    """
    if at.utcoffset() is None:
        raise ValueError(f"{at!r} does not say its offset from UTC")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _quoted_version(value: object) -> object:
    if isinstance(value, float | int):
        raise PydanticCustomError(
            "unquoted_version",
            "{version} was read as a number; a version is text, so put it in quotes, for example '1.10.0'",
            {"version": str(value)},
        )
    return value


Version = Annotated[str, BeforeValidator(_quoted_version), StringConstraints(pattern=f"^{VERSION}$")]
"""MAJOR.MINOR.PATCH of one of our documents."""
UpstreamVersion = Annotated[str, BeforeValidator(_quoted_version), StringConstraints(min_length=1, max_length=100)]
"""A steward's own label of a version ("2024 ed.", "MY2026"), which need not be semantic."""
DigestText = Annotated[str, StringConstraints(pattern=f"^{DIGEST}$")]


def _on_one_line(text: str) -> str:
    if not text.splitlines() == [text]:
        raise PydanticCustomError("line", "the text has a line end in it; write it on one line")
    return text


Line = Annotated[
    str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True), AfterValidator(_on_one_line)
]
"""A short text on one line, up to 500 characters."""
Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=True)]
"""A text of up to 20,000 characters."""


def iso_date(value: object) -> object:
    """Refuse what is not a full date written as text (YYYY-MM-DD); nothing is guessed."""
    if isinstance(value, str):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
        if day is not None and day.isoformat() == value:  # '20270101' and the week date '2027-W01-1' are dates too
            return day
    elif isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise PydanticCustomError("date", "{value} is not a date; write '2027-01-01'", {"value": repr(value)})


Day = Annotated[date, BeforeValidator(iso_date)]
"""A calendar day."""


class Record(BaseModel):
    """A frozen value, closed to stray fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _in_nfc(cls, data: Any) -> Any:
        return clean_text(data)


def clean_text(value: Any) -> Any:
    """Text in NFC, without control characters (line ends and tabs may stay) or broken surrogates.

    The line end of forms and of Windows is written as the one of everybody else, so that it makes no other digest.
    """
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value).replace("\r\n", "\n")
        if any(
            (c < " " and c not in "\n\t") or "\x7f" <= c <= "\x9f" or "\ud800" <= c <= "\udfff" or c in TURNING
            for c in text
        ):
            raise PydanticCustomError("control_character", "the text holds a control character; take it out")
        return text
    if isinstance(value, list | tuple | set | frozenset):
        return [clean_text(item) for item in value]
    if isinstance(value, dict):
        fields = {clean_text(key): clean_text(item) for key, item in value.items()}
        if len(fields) != len(value):
            raise PydanticCustomError("repeated", "two fields have the same name once it is in Unicode NFC")
        return fields
    return value


class Document(Record):
    """A value that can be published: once sealed it does not change.

    It never holds its own status, the time of its publication, who acted, decisions about itself, or an address.
    """

    KIND: ClassVar[Kind]
    SCHEMA: ClassVar[str]
    """`<kind>/<n>`. Readers for every n stay for ever; a new field makes n + 1."""

    name: str
    version: Version = "1.0.0"
    demonstration: StrictBool = False

    @property
    def reference(self) -> Reference:
        """Kind, name and version, without the digest."""
        return Reference(self.KIND, self.name, self.version)

    def seal(self) -> Sealed:
        """The canonical bytes and their digest, made here and nowhere else."""
        fields = self.model_dump(by_alias=True)
        if not self.demonstration:
            del fields["demonstration"]
        content = canonical_json({"schema": self.SCHEMA, "kind": self.KIND, **fields})
        return Sealed(content, digest_of(content))

    @classmethod
    def from_content(cls, content: Mapping[str, object]) -> Self:
        """Read the parsed bytes of a document of this schema back into a value.

        Raises:
            ValueError: they are of another schema, or break this one.
        """
        if (content.get("schema"), content.get("kind")) != (cls.SCHEMA, cls.KIND):
            raise ValueError(f"{content.get('schema')!r} of a {content.get('kind')!r} is not {cls.SCHEMA!r}")
        fields = {key: value for key, value in content.items() if key not in ("schema", "kind")}
        return cls.model_validate(fields)

    @model_validator(mode="after")
    def _names_itself(self) -> Self:
        _ = self.reference  # raises for a name that no reference can carry
        return self
