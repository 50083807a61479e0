"""Notices, subscriptions and deliveries. A notice and the jobs that carry it out are stored together, or neither."""

from typing import assert_never

from governance.deliveries import DeliveryReplayed, DeliveryTried
from governance.notices import NoticeAcknowledged, NoticesMade
from governance.subscriptions import SubscriptionChanged, SubscriptionMade
from registry.events import NoticeEvent
from registry.storage import deliveries, jobs, notices, subscriptions
from registry.storage.recording.door import Door


async def store(door: Door, event: NoticeEvent) -> str | None:
    """Store what organisations are told, and how it reaches them."""
    match event:
        case NoticesMade():
            await notices.insert(event)
            await deliveries.insert(event.deliveries, door.now)
            await jobs.defer_delivering(event.deliveries)
            return event.digest
        case NoticeAcknowledged():
            await notices.insert_acknowledgement(event, door.person, door.now)
        case SubscriptionMade():
            await subscriptions.insert(event)
        case SubscriptionChanged():
            await subscriptions.change(event)
        case DeliveryTried():
            await deliveries.move(event, door.now)
            if event.again_at is not None:
                await jobs.defer_delivering([event.delivery], event.again_at)
        case DeliveryReplayed():
            await deliveries.revive(event, door.now)
            await jobs.defer_delivering([await deliveries.get(event.delivery_id)])
        case _:
            assert_never(event)
    return None
