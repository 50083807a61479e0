"""Coming changes: as a list, for calendars and for readers of news; and what a contract would meet at renewal."""

import sys
from uuid import UUID

import click

from measures.references import Reference
from registry.cli.parameters import REFERENCE
from registry.cli.printing import Answer, fields, table, words
from registry.cli.session import by_reader, settings
from registry.contracts.summary import ContractId
from registry.exchange.calendars import CalendarEntry, atom_feed, calendar_file, calendar_name
from registry.renewing import renewal_of
from registry.scheduling import own_changes, public_changes
from registry.storage.registries import database_time
from registry.use_cases import Caller


@click.command()
@click.option("--jurisdiction", help="Only of this one: US, US-TN (a state's code) or registry.")
@click.option("--mine", is_flag=True, help="What concerns the contracts of your organizations, reviews included.")
@click.option("--ics", is_flag=True, help="Write an iCalendar file to stdout.")
@click.option("--atom", is_flag=True, help="Write an Atom feed to stdout.")
@by_reader
async def changes(caller: Caller, jurisdiction: str | None, *, mine: bool, ics: bool, atom: bool) -> Answer:
    """What changes on a day: periods, roles on their paths, rules, events; from a year back to all that is known."""
    if mine and (jurisdiction or atom):
        raise click.UsageError("--mine goes with --ics alone: what is yours is in no feed, and has every jurisdiction.")
    found = await own_changes(caller.actor) if mine else await public_changes(jurisdiction)
    base_url, name = settings().base_url, calendar_name(jurisdiction, is_own=mine)
    if ics:
        sys.stdout.buffer.write(calendar_file(found, name, base_url))
        return Answer(None, "")
    if atom:
        address = f"{base_url}/changes.atom" + (f"?jurisdiction={jurisdiction}" if jurisdiction else "")
        origin, now = caller.store.signer.name, await database_time()
        sys.stdout.buffer.write(atom_feed(found, name, origin, address, now))
        return Answer(None, "")
    rows = [(entry.on, entry.kind, entry.jurisdiction or "", entry.title) for entry in found]
    return Answer([_data(entry) for entry in found], table(("day", "kind", "where", "what"), rows))


@click.command()
@click.argument("contract_id", metavar="CONTRACT", type=click.UUID)
@click.option("--against", type=REFERENCE, help="Another set to hold it against; the newest of its own if none.")
@by_reader
async def renewal(caller: Caller, contract_id: UUID, against: Reference | None) -> Answer:
    """What citing the set of today instead of the signed one would mean for a contract of yours."""
    contract, found = await renewal_of(caller.actor, ContractId(contract_id), against)
    data = {
        "contract": str(contract.id),
        "signed": str(found.signed),
        "current": str(found.current),
        "is_current": found.is_current,
        "points": [
            {"kind": point.kind.value, "measure": point.measure, "sentence": point.sentence} for point in found.points
        ],
        "differences": [change.sentence for change in found.comparison.changes],
    }
    about = [("contract", contract.summary.title), ("signed", found.signed), ("current", found.current)]
    rows = [(words(point.kind), point.sentence) for point in found.points]
    told = table(("to settle", "what"), rows, empty="Nothing would change for this contract.")
    return Answer(data, f"{fields(about)}\n\n{told}")


def _data(entry: CalendarEntry) -> dict[str, object]:
    return {
        "id": str(entry.id),
        "kind": entry.kind.value,
        "on": entry.on.isoformat(),
        "title": entry.title,
        "jurisdiction": entry.jurisdiction,
        "reference": entry.reference,
        "path": entry.path,
        "stated_at": entry.stated_at.isoformat(),
    }
