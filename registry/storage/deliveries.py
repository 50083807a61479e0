"""Deliveries: the outbox of notices. A row waits from the transaction that made its notice until it came to an end."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from governance.deliveries import (
    Delivery,
    DeliveryId,
    DeliveryNotFoundError,
    DeliveryReplayed,
    DeliveryState,
    DeliveryTried,
    Way,
)
from registry.storage.slices import in_slices
from registry.storage.tables import DeliveryRow

_DELIVERY = "SELECT d.*, s.channel FROM delivery d JOIN subscription s ON s.id = d.subscription "


async def insert(deliveries: Iterable[Delivery], at: datetime) -> None:
    """Keep deliveries that wait."""
    rows = [
        DeliveryRow(
            id=each.id,
            notice=each.notice,
            subscription=each.subscription,
            state=each.state,
            tries=each.tries,
            made_at=at,
            moved_at=at,
        )
        for each in deliveries
    ]
    for some in in_slices(rows):
        await DeliveryRow.insert(*some)


async def move(event: DeliveryTried, at: datetime) -> None:
    """Keep what a try came to."""
    now = event.delivery
    await DeliveryRow.update(
        {
            DeliveryRow.state: now.state,
            DeliveryRow.tries: now.tries,
            DeliveryRow.outcome: now.outcome,
            DeliveryRow.moved_at: at,
        }
    ).where(DeliveryRow.id == now.id)


async def revive(event: DeliveryReplayed, at: datetime) -> None:
    """Let a delivery that came to its end wait once more."""
    await DeliveryRow.update(
        {
            DeliveryRow.state: DeliveryState.WAITING,
            DeliveryRow.tries: 0,
            DeliveryRow.outcome: None,
            DeliveryRow.moved_at: at,
        }
    ).where(DeliveryRow.id == event.delivery_id)


async def get(delivery_id: UUID) -> Delivery:
    """A delivery by its id.

    Raises:
        DeliveryNotFoundError: there is none.
    """
    rows = await DeliveryRow.raw(_DELIVERY + "WHERE d.id = {}", delivery_id)
    if not rows:
        raise DeliveryNotFoundError("There is no such delivery, or it is another organization's.")
    return _delivery(rows[0])


async def newest(organisations: Collection[str], state: DeliveryState | None, limit: int) -> list[Delivery]:
    """The deliveries to some organisations, of one state or of all, the one that moved last first."""
    rows = await DeliveryRow.raw(
        _DELIVERY + "WHERE s.organisation = ANY({}) AND ({}::varchar IS NULL OR d.state = {}::varchar) "
        "ORDER BY d.moved_at DESC, d.id LIMIT {}",
        sorted(organisations),
        state,
        state,
        limit,
    )
    return [_delivery(row) for row in rows]


async def of_notices(notice_ids: Collection[UUID]) -> dict[UUID, list[Delivery]]:
    """The deliveries of some notices, by notice."""
    rows = await DeliveryRow.raw(_DELIVERY + "WHERE d.notice = ANY({}) ORDER BY d.made_at, d.id", list(notice_ids))
    found: dict[UUID, list[Delivery]] = {}
    for row in rows:
        found.setdefault(row["notice"], []).append(_delivery(row))
    return found


def _delivery(row: Mapping[str, Any]) -> Delivery:
    return Delivery(
        id=DeliveryId(row["id"]),
        notice=row["notice"],
        subscription=row["subscription"],
        way=Way(row["channel"]),
        state=DeliveryState(row["state"]),
        tries=row["tries"],
        outcome=row["outcome"],
        moved_at=row["moved_at"],
    )
