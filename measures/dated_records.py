"""Dated records: what is said about a document beside its bytes, and may change while the document may not.

A contract pins a document; a label proposal, a verification or a status that changes later must not touch it. Each
dated record points to the reference and digest of its document, carries the day on which it was made, and the newest
of a kind holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel


class DatedKind(StrEnum):
    """What a dated record is about."""

    LABEL_PROPOSAL = "label_proposal"
    APM_FIT = "apm_fit"
    VERIFICATION = "verification"
    STATUS = "status"
    MEMBERSHIP = "membership"
    ASSURANCE_1915C = "assurance_1915c"
    LINKS = "links"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class DatedRecord:
    """One statement about a document. Empty content says that the catalog states nothing, or no longer does."""

    kind: DatedKind
    content: dict[str, object]


def dated_record(kind: DatedKind, content: Mapping[str, object] | BaseModel) -> DatedRecord:
    """A record of plain values, without the fields that are null."""
    fields = content.model_dump(mode="json", by_alias=True) if isinstance(content, BaseModel) else content
    return DatedRecord(kind, {key: value for key, value in fields.items() if value is not None})
