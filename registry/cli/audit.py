"""The audit trail."""

import click

from registry.cli.printing import Answer, count
from registry.cli.session import by_operator
from registry.storage import audit as trail
from registry.storage.transaction import Store


@click.group()
def audit() -> None:
    """Check the audit trail: who did what and when, each row chained to the one before it."""


@audit.command("check")
@by_operator
async def check(_: Store) -> Answer:
    """Recompute the chain of the audit trail; exit code 1 if it is broken."""
    broken, (rows, head) = await trail.first_break(), await trail.head()
    data = {"whole": broken is None, "rows": rows, "head": head, "first_break": broken}
    if broken is not None:
        return Answer(
            data, f"The audit trail is broken: row {broken} does not follow from the one before.", passed=False
        )
    return Answer(data, f"The audit trail is whole: {count(rows, 'row')}, the last with the hash {head}.")
