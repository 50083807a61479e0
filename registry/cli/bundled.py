"""What a bundle holds, once it was found to be intact: its subject, what it cites, and what happened to it since."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from governance.publication import DocumentEvent, EventKind
from measures.documents import Document, digest_of
from measures.errors import InvalidError
from measures.references import Reference
from registry.cli.files import read_bytes
from registry.proof import archive, contents, history
from registry.proof.leaves import EVENTS
from registry.proof.report import SignedBy
from registry.proof.verify import verify_bundle
from registry.reading import read_document


class BundleNotIntactError(InvalidError):
    """A bundle was changed since it was signed, so nothing that it says counts."""

    code = "BUNDLE_NOT_INTACT"


@dataclass(frozen=True, slots=True)
class Bundled:
    """The content of an intact bundle."""

    reference: Reference
    """The subject, pinned."""
    document: Document
    cited: Mapping[str, Document]
    """Every document in the bundle, by kind, name and version."""
    published_at: datetime | None
    events: tuple[DocumentEvent, ...]
    signed_by: SignedBy | None


def read_bundle(path: Path) -> Bundled:
    """Check a bundle and read it.

    Raises:
        BundleNotIntactError: a check failed.
        BadBundleError, BundleTruncatedError: it cannot be read as a bundle.
    """
    data = read_bytes(path, archive.LARGEST_BUNDLE)
    report = verify_bundle(data)
    if not report.intact or report.reference is None:
        first = report.failures[0].sentence
        raise BundleNotIntactError(f"{path} is not intact: {first} See `value-registry verify {path}`.")
    members = archive.unpack(data)
    cited = {key: read_document(content) for key, content in contents.documents_in(members).items()}
    return Bundled(
        reference=report.reference,
        document=cited[report.reference.versioned],
        cited=cited,
        published_at=datetime.fromisoformat(report.published_at) if report.published_at else None,
        events=tuple(_events(members, report.reference)),
        signed_by=report.signed_by,
    )


def _events(members: Mapping[str, bytes], subject: Reference) -> Iterator[DocumentEvent]:
    """The events of the subject that the log states, each with the record that its leaf names by digest."""
    for entry in history.entries_in(members):
        leaf, record = entry.leaf(), entry.record
        if leaf.action not in EVENTS or leaf.reference != subject.versioned or record is None:
            continue
        if digest_of(record) != leaf.digest:
            continue
        said = json.loads(record)
        yield DocumentEvent(
            id=UUID(said["id"]),
            reference=subject,
            kind=EventKind(said["event"]),
            effective_on=date.fromisoformat(said["effective_on"]),
            recorded_at=datetime.fromisoformat(leaf.at),
            note_digest=said.get("note_digest"),
            successor=said.get("successor"),
            leaf=entry.index,
            measure=said.get("measure"),
            ends=date.fromisoformat(said["ends"]) if "ends" in said else None,
        )
