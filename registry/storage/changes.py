"""What coming changes are read from: which versions something happened to, and the waivers of some contracts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from registry.storage.tables import DocumentEventRow, WaiverRow


@dataclass(frozen=True, slots=True)
class WaiverDay:
    """The last day of a waiver that was not taken back."""

    id: UUID
    contract: UUID
    rule: str
    until: date
    granted_at: datetime


async def keys_with_events(since: date, jurisdiction: str | None = None) -> list[str]:
    """The versions to which something happens on or after a day.

    Of one jurisdiction they are its own and those that its documents cite.
    """
    rows = await DocumentEventRow.raw(
        "SELECT DISTINCT e.document FROM document_event e WHERE e.effective_on >= {} AND ({}::varchar IS NULL "
        "OR (split_part(e.document, '/', 1) <> 'measure' AND split_part(e.document, '/', 2) = {}) "
        "OR EXISTS (SELECT 1 FROM citation c WHERE c.cited = e.document AND split_part(c.citing, '/', 1) <> 'measure' "
        "AND split_part(c.citing, '/', 2) = {})) ORDER BY e.document",
        since.isoformat(),
        jurisdiction,
        jurisdiction,
        jurisdiction,
    )
    return [row["document"] for row in rows]


async def named_by(contracts: Collection[UUID]) -> list[str]:
    """The versions that some contracts name, and what those cite."""
    rows = await DocumentEventRow.raw(
        "SELECT cited FROM contract_citation WHERE contract = ANY({}) "
        "UNION SELECT s.cited FROM citation s JOIN contract_citation k ON k.cited = s.citing "
        "WHERE k.contract = ANY({})",
        list(contracts),
        list(contracts),
    )
    return [row["cited"] for row in rows]


async def waivers_of(contracts: Collection[UUID]) -> list[WaiverDay]:
    """The waivers of some contracts that were not taken back."""
    rows = await WaiverRow.raw(
        "SELECT w.* FROM waiver w LEFT JOIN waiver_end e ON e.waiver = w.id "
        "WHERE w.contract = ANY({}) AND e.waiver IS NULL ORDER BY w.id",
        list(contracts),
    )
    return [
        WaiverDay(row["id"], row["contract"], row["rule"], date.fromisoformat(row["until"]), row["granted_at"])
        for row in rows
    ]
