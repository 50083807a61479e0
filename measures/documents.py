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
from datetime import date, datetime
from fractions import Fraction
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

from measures.canonical import SMALL, Sealed, canonical_json, digest_of, instant, plain
from measures.references import DIGEST, VERSION, Kind, Reference

__all__ = ["SMALL", "Sealed", "canonical_json", "digest_of", "instant"]
"""Whoever has documents has their bytes; `measures.canonical` alone is for those who check bytes without any model."""

TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that change the direction of text: with them a contract could read otherwise than its bytes say."""
LARGEST_DOCUMENT: Final = 4 * 1024 * 1024


T = TypeVar("T")


def _sorted_unique(items: tuple[Any, ...]) -> tuple[Any, ...]:
    seen = {rfc8785.dumps(plain(item)): item for item in items}
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
    LATER: ClassVar[tuple[str, ...]] = ()
    """Later schemas that this model reads too: what SCHEMA has, and fields that came after it."""

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
        content = canonical_json({"schema": self.written_as(), "kind": self.KIND, **fields})
        return Sealed(content, digest_of(content))

    def written_as(self) -> str:
        """The schema that the bytes say: the earliest that has every field that is there, so that old digests stay."""
        return self.SCHEMA

    @classmethod
    def from_content(cls, content: Mapping[str, object]) -> Self:
        """Read the parsed bytes of a document of one of these schemas back into a value.

        Raises:
            ValueError: they are of another schema, or break the one that they say.
        """
        schema = content.get("schema")
        if schema not in (cls.SCHEMA, *cls.LATER) or content.get("kind") != cls.KIND:
            raise ValueError(f"{schema!r} of a {content.get('kind')!r} is not {cls.SCHEMA!r}")
        document = cls.model_validate({key: value for key, value in content.items() if key not in ("schema", "kind")})
        if document.written_as() != schema:
            raise ValueError(f"{schema!r} does not have every field that is there, or is later than it need be")
        return document

    @model_validator(mode="after")
    def _names_itself(self) -> Self:
        _ = self.reference  # raises for a name that no reference can carry
        return self
