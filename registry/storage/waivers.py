"""Waivers, and how they ended. Both stay; the words of their reasons can be erased."""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from governance.members import PersonId
from registry.contracts.summary import ContractId
from registry.contracts.waivers import (
    GrantedWaiver,
    WaiverEnded,
    WaiverEndedError,
    WaiverGranted,
    WaiverId,
    WaiverNotFoundError,
)
from registry.storage.tables import WaiverEndRow, WaiverRow

_SELECT: Final = (
    "SELECT w.id, w.contract, w.rule_set, w.rule, w.organisation, o.name AS organisation_name, w.until, w.granted_at, "
    "t.body AS reason, e.ended_at, x.body AS end_reason FROM waiver w JOIN organisation o ON o.slug = w.organisation "
    "JOIN written_text t ON t.id = w.reason LEFT JOIN waiver_end e ON e.waiver = w.id "
    "LEFT JOIN written_text x ON x.id = e.reason "
)


async def insert(event: WaiverGranted, by: PersonId, at: datetime) -> None:
    """Keep a waiver; its reason is kept before."""
    await WaiverRow.insert(
        WaiverRow(
            id=event.id,
            contract=event.contract,
            rule_set=event.rule_set,
            rule=event.rule,
            organisation=event.organisation,
            granted_by=by,
            reason=event.reason.id,
            until=event.until.isoformat(),
            granted_at=at,
        )
    )


async def end(event: WaiverEnded, by: PersonId, at: datetime) -> None:
    """Keep that a waiver ended.

    Raises:
        WaiverEndedError: it ended before.
    """
    if await WaiverEndRow.exists().where(WaiverEndRow.waiver == event.id):
        raise WaiverEndedError("This waiver was ended before; nothing changed.")
    await WaiverEndRow.insert(WaiverEndRow(waiver=event.id, ended_by=by, reason=event.reason.id, ended_at=at))


async def get(waiver: WaiverId) -> GrantedWaiver:
    """A waiver by its id.

    Raises:
        WaiverNotFoundError: there is none.
    """
    rows = await WaiverRow.raw(_SELECT + "WHERE w.id = {}", waiver)
    if not rows:
        raise WaiverNotFoundError("There is no such waiver, or you may not see it.")
    return _waiver(rows[0])


async def of_contracts(contracts: list[ContractId]) -> dict[ContractId, list[GrantedWaiver]]:
    """The waivers of some contracts, oldest first, those that ended among them."""
    rows = await WaiverRow.raw(_SELECT + "WHERE w.contract = ANY({}) ORDER BY w.granted_at, w.id", contracts)
    found: dict[ContractId, list[GrantedWaiver]] = {contract: [] for contract in contracts}
    for row in rows:
        found[ContractId(row["contract"])].append(_waiver(row))
    return found


async def of_organisations(organisations: frozenset[str]) -> list[GrantedWaiver]:
    """The waivers that some organisations granted, oldest first."""
    rows = await WaiverRow.raw(
        _SELECT + "WHERE w.organisation = ANY({}) ORDER BY w.granted_at, w.id", sorted(organisations)
    )
    return [_waiver(row) for row in rows]


async def texts_of(person_id: PersonId) -> list[UUID]:
    """The reasons that a person wrote, for erasing."""
    rows = await WaiverRow.raw(
        "SELECT reason FROM waiver WHERE granted_by = {} UNION ALL SELECT reason FROM waiver_end WHERE ended_by = {}",
        person_id,
        person_id,
    )
    return [row["reason"] for row in rows]


def _waiver(row: dict[str, Any]) -> GrantedWaiver:
    return GrantedWaiver(
        id=WaiverId(row["id"]),
        contract=ContractId(row["contract"]),
        rule_set=row["rule_set"],
        rule=row["rule"],
        organisation=row["organisation"],
        organisation_name=row["organisation_name"],
        until=date.fromisoformat(row["until"]),
        reason=row["reason"],
        granted_at=row["granted_at"],
        ended_at=row["ended_at"],
        end_reason=row["end_reason"],
    )
