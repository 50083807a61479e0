"""From a reference to the published bytes, and their exhibit bundles."""

import sys
from pathlib import Path
from typing import Any

import click

from governance.publication import DocumentEvent
from measures.references import Reference
from registry.cli.parameters import FILE, REFERENCE
from registry.cli.printing import Answer, fields, moment, words
from registry.cli.session import by_operator, settings
from registry.exporting import export_bundle
from registry.resolving import resolve as resolved_of
from registry.storage import documents
from registry.storage.transaction import Store


@click.command()
@click.argument("reference", type=REFERENCE)
@click.option("--bytes", "only_bytes", is_flag=True, help="Write the stored bytes to stdout, and nothing else.")
@by_operator
async def resolve(_: Store, reference: Reference, *, only_bytes: bool) -> Answer:
    """Resolve a reference: its digest, when it was published, and what happened since.

    Without a version the newest is found. A wrong digest is refused; the nearest match is never given.
    """
    found = await resolved_of(reference)
    if only_bytes:
        sys.stdout.buffer.write(found.published.content)
        return Answer(None, "")
    published = found.published
    data = {
        "reference": str(published.reference),
        "digest": published.reference.digest,
        "published_at": published.published_at.isoformat(),
        "leaf": published.leaf,
        "demonstration": published.demonstration,
        "size": len(published.content),
        "events": [_event(event) for event in found.events],
    }
    shown = [
        ("reference", published.reference),
        ("digest", published.reference.digest),
        ("published", moment(published.published_at)),
        ("entry", f"{published.leaf} of the log, which has {found.checkpoint.size}"),
        ("demonstration", "yes: no state published it, and nobody should rely on it" * published.demonstration),
        ("events", "\n".join(map(_sentence, found.events)) or "none"),
    ]
    return Answer(data, fields(shown))


def _event(event: DocumentEvent) -> dict[str, Any]:
    return {
        "event": event.kind.value,
        "effective_on": event.effective_on.isoformat(),
        "recorded_at": event.recorded_at and event.recorded_at.isoformat(),
        "successor": event.successor,
        "note": event.note,
    }


def _sentence(event: DocumentEvent) -> str:
    by = f" by {event.successor}" if event.successor else ""
    said = f": {event.note}" if event.note else ""
    return f"{words(event.kind)}{by} on {event.effective_on}{said}"


@click.group()
def export() -> None:
    """Write what others can keep and check without this registry."""


@export.command("bundle")
@click.argument("reference", type=REFERENCE)
@click.option("--to", "directory", type=FILE, help="The directory to write to; DATA_DIR/exports if none is named.")
@by_operator
async def bundle(store: Store, reference: Reference, directory: Path | None) -> Answer:
    """Write the exhibit bundle of a version: the document, all that it cites, and the proof. Prints its path."""
    subject = (await documents.get(reference)).reference
    path = await export_bundle(store, subject, directory or settings().exports_dir)
    return Answer({"bundle": str(path), "reference": str(subject)}, str(path))
