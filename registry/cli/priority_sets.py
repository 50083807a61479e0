"""Priority sets: drafting and publishing."""

from pathlib import Path
from uuid import UUID

import click

from governance.priority_sets import PrioritySet
from governance.proposals import ProposalId
from measures.references import Kind, Reference
from registry.cli.parameters import FILE, REFERENCE
from registry.cli.printing import Answer, table, words
from registry.cli.proposals import drafted
from registry.cli.session import by_operator, by_person
from registry.publishing import publish_priority_set
from registry.reading import read_document
from registry.resolving import Resolved, resolve
from registry.storage import documents
from registry.storage.transaction import Store
from registry.use_cases import Caller


@click.group("priority-set")
def priority_set() -> None:
    """Priority sets: a state's chosen measures for a period, which contracts cite and nobody can rewrite."""


@priority_set.command("draft")
@click.argument("target", type=REFERENCE)
@click.argument("file", type=FILE)
@click.option("--organisation", required=True, help="The organization that you draft for.")
@by_person
async def draft(caller: Caller, target: Reference, file: Path, organisation: str) -> Answer:
    """Draft a priority set from a YAML file and print the id of the proposal.

    TARGET is the version that it would be published as, such as priority-set/US-TN/quiltss-nf@1.0.0.
    """
    return await drafted(caller, Kind.PRIORITY_SET, target, file, organisation)


@priority_set.command("publish")
@click.argument("proposal", type=click.UUID)
@click.option(
    "--read", help="The content digest that `proposal show` printed when you read it; a later change is refused."
)
@by_person
async def publish(caller: Caller, proposal: UUID, read: str | None) -> Answer:
    """Publish a priority set and print the reference that contracts cite. Whoever wrote some of it cannot."""
    reference = await publish_priority_set(caller, ProposalId(proposal), read)
    return Answer({"reference": str(reference), "digest": reference.digest}, str(reference))


@priority_set.command("list")
@click.option("--jurisdiction", help="Only of this jurisdiction, such as US-TN.")
@by_operator
async def listed(_: Store, jurisdiction: str | None) -> Answer:
    """List the newest version of every priority set, with its period and how it stands today."""
    newest = await documents.newest(Kind.PRIORITY_SET)
    found = [
        await resolve(published.reference)
        for published in newest
        if jurisdiction in (None, published.reference.jurisdiction)
    ]
    rows = [_row(each) for each in found]
    data = [dict(zip(("reference", "title", "from", "to", "state"), row, strict=True)) for row in rows]
    return Answer(data, table(("priority set", "title", "from", "to", "stands"), rows))


def _row(found: Resolved) -> tuple[str, str, str, str, str]:
    document = read_document(found.published.content)
    assert isinstance(document, PrioritySet)
    period, state = document.period, found.standing.state
    return str(found.published.reference.versioned), document.title, str(period.starts), str(period.ends), words(state)
