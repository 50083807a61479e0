"""What happens to a published version later. The version itself never changes."""

from datetime import date

import click

from governance.document_events import Said
from governance.publication import EventKind
from measures.references import Reference
from registry.cli.files import text_of
from registry.cli.parameters import DAY, REFERENCE, Words
from registry.cli.printing import Answer, words
from registry.cli.session import by_person
from registry.publishing import record_event
from registry.use_cases import Caller


@click.group()
def event() -> None:
    """What happens to a published version later: suspended, withdrawn, erratum."""


@event.command("record")
@click.argument("reference", type=REFERENCE)
@click.argument("kind", type=Words(EventKind))
@click.option("--effective-on", required=True, type=DAY, help="The day from which it holds, such as 2027-01-01.")
@click.option("--note", help="What people should know about it; - is standard input. An erratum needs one.")
@click.option("--measure", help="With measure_suppressed: the measure of the set whose results do not count.")
@click.option("--ends", type=DAY, help="With period_truncated: the last day of the period that remains.")
@by_person
async def record(
    caller: Caller,
    reference: Reference,
    kind: EventKind,
    effective_on: date,
    note: str | None,
    measure: str | None,
    ends: date | None,
) -> Answer:
    """Append an event to a published version, named with its digest."""
    said = Said(text_of(note) if note else None, measure, ends)
    about = await record_event(caller, reference, kind, effective_on, said)
    data = {"reference": str(about), "event": kind.value, "effective_on": effective_on.isoformat()}
    return Answer(data, f"{about.versioned}: {words(kind)} on {effective_on}.")
