"""The audit trail, for auditors only."""

from datetime import datetime
from typing import Annotated, Final

import strawberry

from governance import policy
from governance.ballots import BallotCast, BallotWithdrawn
from registry.graphql.connections import After, BadCursorError, Connection, First, Page, key_of, keyset_page
from registry.graphql.context import Info
from registry.graphql.nouns import said, shows
from registry.storage import audit
from registry.storage.audit import AuditEntry

NEVER_LISTED: Final = frozenset({BallotCast.action, BallotWithdrawn.action})
"""Who took part in a vote, and when, is shown to nobody here: a list of them would be a partial result."""


@shows(AuditEntry, name="AuditEntry", description="Who did what and when. Entries about ballots are not listed.")
class AuditEntryType:
    """A row of the trail."""

    at: datetime = said("When.")
    person: strawberry.ID | None = said("The random id of the person; none: the operator, or the registry itself.")
    action: str = said("What was done.")
    subject: str = said("To what.")
    digest: str | None = said("The digest of what was recorded, if it has one.")
    hash: str = said("The hash of this row over all rows before it.")


def _sequence(after: str | None) -> int:
    held = 0 if after is None else key_of("audit", after)
    if isinstance(held, bool) or not isinstance(held, int) or not 0 <= held < 2**62:
        raise BadCursorError("This cursor was not handed out by this list.")
    return held


@strawberry.type
class LogQueries:
    """Queries about the audit trail."""

    @strawberry.field(
        description="The audit trail, oldest first; for auditors of the registry itself only.",
        graphql_type=Connection[AuditEntryType] | None,
    )
    async def audit_entries(
        self,
        info: Info,
        subject: Annotated[
            str | None, strawberry.argument(description="Only about this, such as vote/… or measure/family/slug@1.0.0.")
        ] = None,
        first: First = 20,
        after: After = None,
    ) -> Page[AuditEntry]:
        policy.may_read_audit(info.context.actor).require()

        async def read(start: object, limit: int) -> list[AuditEntry]:
            assert isinstance(start, int)
            return await audit.page(start, limit, subject, NEVER_LISTED)

        return await keyset_page(
            read, _sequence(after), first, "audit", lambda entry: entry.seq, is_continued=after is not None
        )
