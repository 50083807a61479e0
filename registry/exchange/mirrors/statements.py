"""What is public and in no entry of the log: what was said about a version on a day, and what people wrote.

The log commits to neither, or only by a salted digest, because it may change or be erased. The signature of the index
stands for it: docs/mirror.md says what that means.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from measures.canonical import canonical_json, instant
from measures.dated_records import DatedKind, DatedRecord
from measures.errors import InvalidError
from measures.references import Reference
from registry.exchange.mirrors.members import BadExportError
from registry.proof.leaves import moment

SCHEMA: Final = "statements/1"
TEXTS_SCHEMA: Final = "texts/1"
_FIELDS = {"id", "kind", "recorded_at", "content"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that was said about a version."""

    id: UUID
    record: DatedRecord
    recorded_at: datetime


def statements_content(reference: Reference, statements: Iterable[Statement]) -> bytes:
    """What was said about a version, oldest first, as canonical JSON. The reference is pinned."""
    ordered = sorted(statements, key=lambda each: (each.recorded_at, each.record.kind, str(each.id)))
    return canonical_json(
        {
            "schema": SCHEMA,
            "reference": str(reference),
            "records": [
                {
                    "id": str(each.id),
                    "kind": each.record.kind.value,
                    "recorded_at": instant(each.recorded_at),
                    "content": each.record.content,
                }
                for each in ordered
            ],
        }
    )


def read_statements(content: bytes, reference: Reference) -> tuple[Statement, ...]:
    """Read what `statements_content` wrote about this version.

    Raises:
        BadExportError: the bytes are not that.
    """
    try:
        said = json.loads(content)
        found = tuple(map(_statement, said["records"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, InvalidError):
        raise _unreadable(reference.versioned) from None
    if statements_content(reference, found) != content:
        raise _unreadable(reference.versioned)
    return found


def texts_content(texts: Mapping[int, str]) -> bytes:
    """What people wrote about entries of the log, by the number of the entry."""
    said = [{"leaf": leaf, "text": texts[leaf]} for leaf in sorted(texts)]
    return canonical_json({"schema": TEXTS_SCHEMA, "texts": said})


def read_texts(content: bytes, may_have_one: Sequence[int]) -> dict[int, str]:
    """Read what `texts_content` wrote; only entries that hold the digest of a text may have one.

    Raises:
        BadExportError: the bytes are not that, or an entry has a text that it cannot have.
    """
    try:
        found = {each["leaf"]: each["text"] for each in json.loads(content)["texts"]}
        is_whole = texts_content(found) == content
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise _unreadable("the entries of the log") from None
    if not is_whole or not set(found) <= set(may_have_one) or not all(isinstance(text, str) for text in found.values()):
        raise _unreadable("the entries of the log")
    return found


def _statement(said: dict[str, Any]) -> Statement:
    if set(said) != _FIELDS or not isinstance(said["content"], dict):
        raise KeyError
    at = moment(said["recorded_at"])
    return Statement(UUID(said["id"]), DatedRecord(DatedKind(said["kind"]), said["content"]), at)


def _unreadable(about: str) -> BadExportError:
    return BadExportError(f"What was said about {about} cannot be read.")
