"""From a reference to the published bytes."""

import sys
from datetime import date, datetime
from typing import Any

import click

from governance.publication import DocumentEvent
from measures.references import Reference
from registry.cli.parameters import DAY, INSTANT, REFERENCE
from registry.cli.printing import Answer, fields, moment, words
from registry.cli.session import by_operator
from registry.resolving import AsOf
from registry.resolving import resolve as resolved_of
from registry.storage.transaction import Store


@click.command()
@click.argument("reference", type=REFERENCE)
@click.option("--bytes", "only_bytes", is_flag=True, help="Write the stored bytes to stdout, and nothing else.")
@click.option("--on", type=DAY, help="How it stands on this day; today if none is named.")
@click.option("--known-at", type=INSTANT, help="Only what was on record at this instant counts.")
@by_operator
async def resolve(
    _: Store, reference: Reference, on: date | None, known_at: datetime | None, *, only_bytes: bool
) -> Answer:
    """Resolve a reference: its digest, when it was published, how it stands, and what happened since.

    Without a version the newest is found, or with --on the one whose period holds that day. A wrong digest is refused;
    the nearest match is never given.
    """
    found = await resolved_of(reference, AsOf(on, _with_offset(known_at)))
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
        "state": found.standing.state.value,
        "standing": list(found.standing.sentences),
        "events": [_event(event) for event in found.events],
    }
    shown = [
        ("reference", published.reference),
        ("digest", published.reference.digest),
        ("published", moment(published.published_at)),
        ("entry", f"{published.leaf} of the log, which has {found.checkpoint.size}"),
        ("demonstration", "yes: no state published it, and nobody should rely on it" * published.demonstration),
        ("standing", "\n".join(found.standing.sentences)),
        ("events", "\n".join(map(_sentence, found.events)) or "none"),
    ]
    return Answer(data, fields(shown))


def _with_offset(known_at: datetime | None) -> datetime | None:
    if known_at is not None and known_at.tzinfo is None:
        raise click.UsageError("--known-at needs its offset from UTC, such as 2026-03-01T00:00:00Z.")
    return known_at


def _event(event: DocumentEvent) -> dict[str, Any]:
    return {
        "event": event.kind.value,
        "effective_on": event.effective_on.isoformat(),
        "recorded_at": event.recorded_at and event.recorded_at.isoformat(),
        "successor": event.successor,
        "measure": event.measure,
        "ends": event.ends and event.ends.isoformat(),
        "note": event.note,
    }


def _sentence(event: DocumentEvent) -> str:
    by = f" by {event.successor}" if event.successor else f" of {event.measure}" if event.measure else ""
    by += f" to {event.ends}" if event.ends else ""
    said = f": {event.note}" if event.note else ""
    return f"{words(event.kind)}{by} on {event.effective_on}{said}"
