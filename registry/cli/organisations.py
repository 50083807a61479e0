"""Organizations."""

import click

from governance.members import OrganisationKind
from registry.admitting import add_organisation
from registry.cli.counting import all_organisations
from registry.cli.parameters import Words
from registry.cli.printing import Answer, table
from registry.cli.session import by_operator
from registry.storage.transaction import Store


@click.group()
def organisation() -> None:
    """States, plans, providers, councils and stewards."""


@organisation.command("add")
@click.argument("slug")
@click.argument("name")
@click.option("--kind", required=True, type=Words(OrganisationKind), help="What it is in the field.")
@click.option("--jurisdiction", required=True, help="US, a state such as US-TN, or registry.")
@by_operator
async def add(store: Store, slug: str, name: str, kind: OrganisationKind, jurisdiction: str) -> Answer:
    """Add an organization under a short name, such as tenncare."""
    await add_organisation(store, slug, name, kind, jurisdiction)
    data = {"organisation": slug, "name": name, "kind": kind.value, "jurisdiction": jurisdiction}
    return Answer(data, f"Added the organization {slug}.")


@organisation.command("list")
@by_operator
async def listed(_: Store) -> Answer:
    """List the organizations."""
    found = await all_organisations()
    data = [
        {"organisation": one.slug, "name": one.name, "kind": one.kind.value, "jurisdiction": one.jurisdiction}
        for one in found
    ]
    rows = [(one.slug, one.kind.value, one.jurisdiction, one.name) for one in found]
    return Answer(data, table(("organization", "kind", "jurisdiction", "name"), rows))
