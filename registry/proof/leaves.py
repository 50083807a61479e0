"""What the log holds: one small, closed record for everything that happened in public.

A leaf is canonical JSON `{v, action, reference, digest, at}` (docs/proof.md). It holds no personal data and no free
text: a leaf can never be taken back. What is said at length lives in the bytes that `digest` names; anything secret
enters as a salted digest (sealing.py).
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from measures.canonical import canonical_json, instant
from measures.errors import InvalidError
from measures.references import DIGEST, VERSION, Digest, Kind
from registry.proof import tree

V: Final = 1
LARGEST_LEAF: Final = 1024
"""Far below the 64 KiB that C2SP's tlog-tiles gives an entry."""


class BadLeafError(InvalidError):
    """The bytes are not a leaf of the log."""

    code = "BAD_LEAF"


class Action(StrEnum):
    """What happened. The names are stored for ever; one may be added, none renamed or taken out."""

    KEY_INTRODUCED = "key_introduced"
    KEY_ROTATED = "key_rotated"
    DOCUMENT_PUBLISHED = "document_published"
    TRANSLATION_PUBLISHED = "translation_published"
    SUPERSEDED = "superseded"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    WITHDRAWN = "withdrawn"
    ERRATUM = "erratum"
    MEASURE_SUPPRESSED = "measure_suppressed"
    PERIOD_TRUNCATED = "period_truncated"
    VOTE_OPENED = "vote_opened"
    VOTE_CLOSED = "vote_closed"
    VOTE_CERTIFIED = "vote_certified"
    VOTE_CANCELLED = "vote_cancelled"
    ROLL_CHALLENGED = "roll_challenged"
    APPEAL_DECIDED = "appeal_decided"
    DEFINITION_ADOPTED = "definition_adopted"
    LABEL_DECIDED = "label_decided"
    LABEL_DISPUTED = "label_disputed"
    ADVICE_DECIDED = "advice_decided"


EVENTS: Final = frozenset(
    {
        Action.SUPERSEDED,
        Action.SUSPENDED,
        Action.RESUMED,
        Action.WITHDRAWN,
        Action.ERRATUM,
        Action.MEASURE_SUPPRESSED,
        Action.PERIOD_TRUNCATED,
    }
)
"""What can happen to a published version. The leaf's reference is that version; its digest is the event record's."""

SUBJECTS: Final = frozenset({*Kind, "key", "vote", "label-decision", "translation"})
"""What a leaf can be about: the first step of its reference."""

_REFERENCE = re.compile(rf"(?P<subject>[a-z-]{{1,40}})(?:/[A-Za-z0-9-]{{1,100}}){{1,3}}(?:@{VERSION})?")
_DIGEST = re.compile(DIGEST)
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_FIELDS = ("v", "action", "reference", "digest", "at")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One thing that happened: to what, with which bytes, and when, as the registry states it.

    Raises:
        BadLeafError: a field holds what no leaf may hold.
    """

    action: Action
    reference: str
    """A version of a document without its digest, or `vote/<uuid>`, `key/<key id>`, `label-decision/US-TN/<uuid>`."""
    digest: Digest
    at: str
    """A UTC instant with microseconds: see `measures.documents.instant`."""
    v: int = V

    def __post_init__(self) -> None:
        if type(self.v) is not int or self.v != V:
            raise BadLeafError(f"This program reads leaves of form {V}, and the leaf says {_shown(self.v)}.")
        if not isinstance(self.action, Action):
            raise BadLeafError(f"{_shown(self.action)} is not an action that the log records.")
        _require_text(self.reference, _REFERENCE, "a reference that a leaf can hold, such as vote/<uuid>")
        if self.reference.split("/")[0] not in SUBJECTS:
            raise BadLeafError(f"A leaf is about one of {', '.join(sorted(SUBJECTS))}, not {_shown(self.reference)}.")
        _require_text(self.digest, _DIGEST, "a digest, sha256: and 64 digits")
        _require_text(self.at, _AT, "an instant, such as 2027-01-01T00:00:00.000000Z")
        moment(self.at)

    def content(self) -> bytes:
        """The bytes that are hashed into the log."""
        return canonical_json({name: getattr(self, name) for name in _FIELDS})

    def hash(self) -> bytes:
        """The hash that stands in the tree."""
        return tree.leaf_hash(self.content())

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Read a leaf; what `content` would not write in exactly these bytes is refused.

        Raises:
            BadLeafError: the bytes are not a leaf.
        """
        if len(content) > LARGEST_LEAF:
            raise BadLeafError(f"A leaf has at most {LARGEST_LEAF} bytes; this has {len(content)}.")
        try:
            fields = json.loads(content.decode("ascii"))
        except (ValueError, RecursionError):
            raise BadLeafError("The leaf is not JSON in plain ASCII.") from None
        if not isinstance(fields, dict) or set(fields) != set(_FIELDS):
            raise BadLeafError(f"A leaf has the fields {', '.join(_FIELDS)} and no others.")
        if not isinstance(fields["action"], str) or fields["action"] not in set(Action):
            raise BadLeafError(f"{_shown(fields['action'])} is not an action that the log records.")
        leaf = cls(**{**fields, "action": Action(fields["action"])})
        if leaf.content() != content:
            raise BadLeafError(
                "The leaf is not written canonically (RFC 8785): its bytes are not the ones it stands for."
            )
        return leaf


def moment(text: str) -> datetime:
    """The instant that a leaf states.

    Raises:
        BadLeafError: the text is no instant of the calendar.
    """
    try:
        at = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z")
    except ValueError:
        at = None
    if at is None or at.utcoffset() != timedelta(0) or instant(at) != text:
        raise BadLeafError(f"{_shown(text)} is not an instant, such as 2027-01-01T00:00:00.000000Z.")
    return at


def _require_text(value: object, pattern: re.Pattern[str], wanted: str) -> None:
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise BadLeafError(f"{_shown(value)} is not {wanted}.")


def _shown(value: object) -> str:
    return repr(value)[:100]
