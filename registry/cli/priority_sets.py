"""Priority sets: drafting and publishing."""

from pathlib import Path
from uuid import UUID

import click

from governance.proposals import ProposalId
from measures.references import Kind, Reference
from registry.cli.parameters import FILE, REFERENCE
from registry.cli.printing import Answer
from registry.cli.proposals import drafted
from registry.cli.session import by_person
from registry.publishing import publish_priority_set
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
