"""What an exhibit is made of: published versions, what happened to them, and up to which checkpoint that is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from governance.publication import DocumentEvent, Published
from governance.translations import Translation
from measures.dated_records import DatedKind
from measures.documents import Document
from measures.references import Digest, Reference
from measures.sources import Source
from measures.vocabularies import Verification


@dataclass(frozen=True, slots=True)
class Version:
    """A published version with the value of its bytes."""

    published: Published
    document: Document
    statements: Mapping[DatedKind, Mapping[str, Any]] = field(default_factory=dict)
    """What was said about it by the checkpoint beside its bytes: verification, status, sources (dated records)."""

    @property
    def verification(self) -> Verification | None:
        """How the facts of a measure were verified."""
        value = self.statements.get(DatedKind.VERIFICATION, {}).get("verification")
        return Verification(value) if value else None

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the sources that stand in a dated record."""
        return tuple(self.statements.get(DatedKind.VERIFICATION, {}).get("sources", ()))

    @property
    def status(self) -> Mapping[str, Any]:
        """How it stood with its steward or its authority."""
        return self.statements.get(DatedKind.STATUS, {})

    @property
    def reference(self) -> Reference:
        """The version with its digest."""
        return self.published.reference


@dataclass(frozen=True, slots=True)
class Asserted:
    """The log as it stood when the exhibit says what it says."""

    origin: str
    fingerprint: str
    """Of the key that signed the checkpoint."""
    size: int
    root: str
    """In base64, as the checkpoint writes it."""
    at: datetime
    """As the registry states it."""


@dataclass(frozen=True, slots=True)
class Translated:
    """A translation of a version's content, with the digest under which the log knows it."""

    translation: Translation
    digest: Digest
    leaf: int


@dataclass(frozen=True, slots=True)
class ExhibitFacts:
    """What the pages of an exhibit are made of."""

    subject: Version
    cited: Mapping[str, Version]
    """Every other version in the bundle, by kind, name and version."""
    events: Sequence[DocumentEvent]
    """Of the subject, up to the checkpoint, without what somebody wrote beside them: that can be erased."""
    checkpoint: Asserted
    sources: Mapping[str, Source] = field(default_factory=dict)
    translations: Mapping[str, Sequence[Translated]] = field(default_factory=dict)
    """By the version that was translated."""

    def version(self, text: str) -> Version | None:
        """The version that a reference in the subject names, if it is in the bundle."""
        key = text.split("#", maxsplit=1)[0]
        return self.subject if key == self.subject.reference.versioned else self.cited.get(key)
