"""Subscriptions. Of a webhook's secret only a salt is kept: the key that it is made with lies outside the database."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from governance.deliveries import Way
from governance.members import PersonId
from governance.notices import Topic
from governance.subscriptions import (
    SALT_SIZE,
    Salts,
    Subscription,
    SubscriptionChanged,
    SubscriptionId,
    SubscriptionMade,
    SubscriptionNotFoundError,
)
from registry.storage.tables import SubscriptionRow

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
INSTANT_SIZE: Final = 8


async def insert(event: SubscriptionMade) -> None:
    """Keep a new subscription."""
    made = event.subscription
    await SubscriptionRow.insert(
        SubscriptionRow(
            id=made.id,
            organisation=made.organisation,
            person=made.person_id,
            channel=made.way,
            address=made.address,
            secret=_packed(made.salts),
            topics=" ".join(sorted(made.topics)),
            paused=made.paused,
            made_at=made.made_at,
        )
    )


async def change(event: SubscriptionChanged) -> None:
    """Keep what became of a subscription. The address and the salts of one that has ended are forgotten."""
    now = event.subscription
    has_ended = now.ended_at is not None
    await SubscriptionRow.update(
        {
            SubscriptionRow.address: None if has_ended else now.address,
            SubscriptionRow.secret: None if has_ended else _packed(now.salts),
            SubscriptionRow.topics: " ".join(sorted(now.topics)),
            SubscriptionRow.paused: now.paused,
            SubscriptionRow.ended_at: now.ended_at,
        }
    ).where(SubscriptionRow.id == now.id)


async def get(subscription_id: UUID) -> Subscription:
    """A subscription by its id.

    Raises:
        SubscriptionNotFoundError: there is none.
    """
    row = await SubscriptionRow.select().where(SubscriptionRow.id == subscription_id).first()
    if row is None:
        raise SubscriptionNotFoundError("There is no such subscription, or it is another organization's.")
    return _subscription(row)


async def of(organisations: Collection[str]) -> list[Subscription]:
    """The subscriptions of some organisations that have not ended, oldest first."""
    rows = await SubscriptionRow.raw(
        "SELECT * FROM subscription WHERE organisation = ANY({}) AND ended_at IS NULL ORDER BY made_at, id",
        sorted(organisations),
    )
    return [_subscription(row) for row in rows]


def _packed(salts: Salts | None) -> bytes | None:
    """The salt; and during a rotation the earlier one and the instant until which it counts, in microseconds."""
    if salts is None:
        return None
    if salts.earlier is None or salts.earlier_until is None:
        return salts.current
    until = (salts.earlier_until - EPOCH) // MICROSECOND
    return salts.current + salts.earlier + until.to_bytes(INSTANT_SIZE)


def _unpacked(packed: bytes | None) -> Salts | None:
    if packed is None:
        return None
    current, earlier, until = packed[:SALT_SIZE], packed[SALT_SIZE : 2 * SALT_SIZE], packed[2 * SALT_SIZE :]
    if not earlier:
        return Salts(current)
    return Salts(current, earlier, EPOCH + int.from_bytes(until) * MICROSECOND)


def _subscription(row: Mapping[str, Any]) -> Subscription:
    return Subscription(
        id=SubscriptionId(row["id"]),
        organisation=row["organisation"],
        person_id=PersonId(row["person"]),
        way=Way(row["channel"]),
        address=row["address"],
        topics=frozenset(map(Topic, row["topics"].split())),
        paused=row["paused"],
        made_at=row["made_at"],
        salts=_unpacked(row["secret"]),
        ended_at=row["ended_at"],
    )
