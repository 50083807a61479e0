"""How a contract names one published version of a document.

    reference    = kind "/" name [ "@" version [ "#" digest ] ]
    kind         = "measure" / "measure-set" / "value-definition" / "priority-set" / "rule-set" / "term"
    name         = family "/" slug              for a measure
                 / jurisdiction "/" slug        for everything else
    jurisdiction = "US" / "US-" 2ALPHA / "registry"
    version      = MAJOR "." MINOR "." PATCH    (no leading zeros, no pre-release)
    digest       = "sha256:" 64HEXDIG           (lower case)

One parser, one printer: `Reference.parse(text)` and `str(reference)` are inverse to each other.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NewType, Self

from measures.errors import InvalidError
from measures.jurisdictions import JURISDICTIONS

Digest = NewType("Digest", str)
"""`sha256:` and 64 lower-case hexadecimal digits."""

SLUG = r"[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?"
VERSION = r"(?:0|[1-9][0-9]{0,5})(?:\.(?:0|[1-9][0-9]{0,5})){2}"
DIGEST = r"sha256:[0-9a-f]{64}"
_REFERENCE = re.compile(
    rf"(?P<kind>[a-z-]+)/(?P<owner>[A-Za-z0-9-]+)/(?P<slug>{SLUG})(?:@(?P<version>{VERSION})(?:\#(?P<digest>{DIGEST}))?)?"
)
LONGEST_REFERENCE = 400
DIGITS: Final = 64
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-@.#:")
"""What a reference is made of, in this order: letters, digits, and what divides its parts."""
_CONTROLS: Final = {"\n": "a line end", "\r": "a carriage return", "\t": "a tab", "\0": "a NUL", " ": "a space"}
"""Names for what Unicode leaves without a plain one."""


class BadReferenceError(InvalidError):
    """The text does not name a document."""

    code = "BAD_REFERENCE"


class Kind(StrEnum):
    """The kinds of document that a contract can cite."""

    MEASURE = "measure"
    MEASURE_SET = "measure-set"
    VALUE_DEFINITION = "value-definition"
    PRIORITY_SET = "priority-set"
    RULE_SET = "rule-set"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Reference:
    """A document, or one version of it, or one version with the digest of its bytes."""

    kind: Kind
    name: str
    version: str | None = None
    digest: Digest | None = None

    def __post_init__(self) -> None:
        text = str(self)
        match = _REFERENCE.fullmatch(text)
        # A name that carries a version, or a version of no characters, prints as a reference that is another one.
        if match is None or (match["version"], match["digest"]) != (self.version, self.digest):
            raise BadReferenceError(_explain(text))
        _check_owner(self.kind, match["owner"])

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a reference.

        Raises:
            BadReferenceError: the text is not a reference by the grammar above.
        """
        match = _REFERENCE.fullmatch(text) if len(text) <= LONGEST_REFERENCE else None
        if match is None:
            raise BadReferenceError(_explain(text))
        try:
            kind = Kind(match["kind"])
        except ValueError:
            known = ", ".join(Kind)
            raise BadReferenceError(f"{match['kind']!r} is not a kind of document; the kinds are {known}.") from None
        digest = match["digest"]
        return cls(kind, f"{match['owner']}/{match['slug']}", match["version"], Digest(digest) if digest else None)

    @property
    def is_pinned(self) -> bool:
        """Whether the reference names exact bytes: a version and its digest."""
        return self.digest is not None

    @property
    def jurisdiction(self) -> str | None:
        """The jurisdiction that the document belongs to; none for a measure."""
        return None if self.kind is Kind.MEASURE else self.name.split("/")[0]

    @property
    def versioned(self) -> str:
        """Kind, name and version without the digest: the key of a published document."""
        return f"{self.kind}/{self.name}@{self.version}" if self.version else f"{self.kind}/{self.name}"

    @property
    def short(self) -> str:
        """A form for people: the version and the first eight digits of the digest."""
        return f"{self.versioned} ({self.digest[7:15]}…)" if self.digest else self.versioned

    @property
    def path(self) -> str:
        """The address below that of a registry; the digest goes into the query, for a `#` never reaches a server."""
        return f"/{self.versioned}?digest={self.digest}" if self.digest else f"/{self.versioned}"

    def canonical(self, base: str) -> str:
        """The canonical of FHIR below the address of a registry: the version behind a `|`, and no digest."""
        return f"{base.rstrip('/')}/{self.kind}/{self.name}" + (f"|{self.version}" if self.version else "")

    def pinned(self, digest: Digest) -> Self:
        """The same version with the digest of its bytes."""
        return replace(self, digest=digest)

    def __str__(self) -> str:
        return f"{self.versioned}#{self.digest}" if self.digest else self.versioned


def _check_owner(kind: Kind, owner: str) -> None:
    if kind is Kind.MEASURE:
        if re.fullmatch(SLUG, owner) is None:
            raise BadReferenceError(f"{owner!r} is not a family of measures; a family is lower-case words and dashes.")
    elif owner not in JURISDICTIONS:
        raise BadReferenceError(f"{owner!r} is not a jurisdiction; write US, US-TN (a state's code) or registry.")


def _explain(text: str) -> str:
    """What is wrong with a text, as far as it can be told, and what to write instead."""
    shown = text if len(text) <= 100 else text[:100] + "…"  # noqa: PLR2004 - enough of it to recognise
    why = next(filter(None, (fault(text) for fault in _FAULTS)), "")
    return (
        f"{shown!r} is not a reference{why}; write kind/jurisdiction/slug@version#sha256:digest, "
        "for example priority-set/US-TN/quiltss-nf@1.0.0#sha256:… (a measure is measure/family/slug@version)."
    )


def _is_long(text: str) -> str:
    return f": it has {len(text)} characters, and none has more than {LONGEST_REFERENCE}" * (
        len(text) > LONGEST_REFERENCE
    )


def _has_an_odd_character(text: str) -> str:
    """A letter that only looks like one of ours, or one that is not seen at all."""
    at, odd = next(((at, letter) for at, letter in enumerate(text, 1) if letter not in _LETTERS), (0, ""))
    if not odd:
        return ""
    name = _CONTROLS.get(odd) or unicodedata.name(odd, "a character without a name")
    where = "behind its end" if at == len(text) else f"in place {at}"
    return f": {where} stands U+{ord(odd):04X}, {name}, and references are plain ASCII"


def _has_an_odd_digest(text: str) -> str:
    before, mark, digest = text.partition("#")
    if not mark:
        return ""
    algorithm, colon, digits = digest.partition(":")
    if "@" not in before:
        return ": a digest goes with a version, as in …@1.0.0#sha256:…"
    if not colon or algorithm.lower() != "sha256":
        named = f"not {algorithm!r}" if colon else "and its name stands before the digits"
        return f": the only digest is sha256, {named}"
    if digest != digest.lower():
        return ": a digest is written in lower case"
    if len(digits) != DIGITS:
        return f": the digest has {len(digits)} digits, and SHA-256 has {DIGITS}"
    return ""


def _has_a_wrong_case(text: str) -> str:
    kind, *rest = text.partition("#")[0].split("/")
    slug = rest[-1] if rest else ""
    return ": kind and slug are written in lower case" * (kind != kind.lower() or slug != slug.lower())


_FAULTS: Final = (_is_long, _has_an_odd_character, _has_an_odd_digest, _has_a_wrong_case)
