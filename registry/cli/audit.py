"""The audit trail."""

import click

from registry.auditing import audit_registry
from registry.cli.printing import Answer, count
from registry.cli.session import by_operator
from registry.storage.transaction import Store


@click.group()
def audit() -> None:
    """Check the audit trail: who did what and when, each row chained to the one before it."""


@audit.command("check")
@by_operator
async def check(store: Store) -> Answer:
    """Recompute the trail, the log and its signature, and every document against the log; exit code 1 if broken."""
    found = await audit_registry(store)
    data = {
        "whole": not found.problems,
        "rows": found.rows,
        "head": found.head,
        "first_break": found.first_break,
        "log_entries": found.leaves,
        "documents": found.documents,
        "problems": list(found.problems),
    }
    if found.problems:
        return Answer(data, "\n".join(found.problems), passed=False)
    told = f"{count(found.rows, 'row')}, the last with the hash {found.head}"
    logged = f"{count(found.leaves, 'entry', 'entries')} as signed, {count(found.documents, 'document')} as logged"
    return Answer(data, f"The audit trail is whole: {told}. The log is whole: {logged}.")
