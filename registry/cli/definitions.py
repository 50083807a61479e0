"""Definitions of value."""

from pathlib import Path

import click

from measures.references import Kind, Reference
from registry.cli.parameters import FILE, REFERENCE
from registry.cli.printing import Answer
from registry.cli.proposals import drafted
from registry.cli.session import by_person
from registry.use_cases import Caller


@click.group()
def definition() -> None:
    """Definitions of value: what good means for a population in a setting. A vote adopts and publishes them."""


@definition.command("draft")
@click.argument("target", type=REFERENCE)
@click.argument("file", type=FILE)
@click.option("--organisation", required=True, help="The organization that you draft for.")
@by_person
async def draft(caller: Caller, target: Reference, file: Path, organisation: str) -> Answer:
    """Draft a definition of value from a YAML file and print the id of the proposal.

    TARGET is the version that it would be published as, such as value-definition/US-TN/living-well@1.0.0.
    """
    return await drafted(caller, Kind.VALUE_DEFINITION, target, file, organisation)
