"""A state's own rule set: drafted from a file, shown for comment as every proposal, published by a second person."""

from pathlib import Path
from uuid import UUID

import click

from governance.proposals import ProposalId
from measures.references import Kind, Reference
from registry.cli.parameters import FILE, REFERENCE
from registry.cli.printing import Answer
from registry.cli.proposals import drafted
from registry.cli.session import by_person
from registry.regulating import publish_rule_set
from registry.use_cases import Caller


@click.command("draft")
@click.argument("target", type=REFERENCE)
@click.argument("file", type=FILE)
@click.option("--organisation", required=True, help="The organization that you draft for.")
@by_person
async def draft(caller: Caller, target: Reference, file: Path, organisation: str) -> Answer:
    """Draft a rule set from a YAML file and print the id of the proposal.

    TARGET is the version that it would be published as, such as rule-set/US-TN/choices-vbp@1.0.0.
    """
    return await drafted(caller, Kind.RULE_SET, target, file, organisation)


@click.command("publish")
@click.argument("proposal", type=click.UUID)
@click.option(
    "--read", help="The content digest that `proposal show` printed when you read it; a later change is refused."
)
@by_person
async def publish(caller: Caller, proposal: UUID, read: str | None) -> Answer:
    """Publish a rule set after its comment window and print its reference. Whoever wrote some of it cannot."""
    reference = await publish_rule_set(caller, ProposalId(proposal), read)
    return Answer({"reference": str(reference), "digest": reference.digest}, str(reference))
