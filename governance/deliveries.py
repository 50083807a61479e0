"""Deliveries: one notice on its way over one subscription, until it arrived or was tried for the last time.

The waits are the ones that Standard Webhooks recommends, each made longer or shorter by up to a tenth, so that a
receiver that was away is not called by everybody at the same moment.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, Final, NewType
from uuid import UUID

from measures.errors import ConflictError, NotFoundError

DeliveryId = NewType("DeliveryId", UUID)


class DeliveryNotFoundError(NotFoundError):
    """There is no such delivery, or it is another organisation's."""

    code = "DELIVERY_NOT_FOUND"


class DeliveryUnderWayError(ConflictError):
    """The delivery has not come to an end, so it cannot be started again."""

    code = "DELIVERY_UNDER_WAY"


class Way(StrEnum):
    """How an organisation is told."""

    EMAIL = "email"
    WEBHOOK = "webhook"


class DeliveryState(StrEnum):
    """How far a delivery came."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


class Result(StrEnum):
    """What one try came to."""

    ARRIVED = "arrived"
    FAILED = "failed"
    """It may work later."""
    REFUSED = "refused"
    """It never will: nobody is there, or nobody wants it."""
    GONE = "gone"
    """The receiver asks for nothing more (HTTP 410): the subscription is paused."""


WAITS: Final[Mapping[Way, tuple[timedelta, ...]]] = {
    Way.WEBHOOK: (
        timedelta(seconds=5),
        timedelta(minutes=5),
        timedelta(minutes=30),
        *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
    ),
    Way.EMAIL: (
        timedelta(seconds=30),
        timedelta(minutes=5),
        timedelta(minutes=30),
        *(timedelta(hours=hours) for hours in (2, 5, 10)),
    ),
}
"""How long each further try is waited for. After the last of them there is one more try, and then none."""
JITTER: Final = Fraction(1, 10)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notice on its way. Its id is what a receiver knows the message by, however often it comes."""

    id: DeliveryId
    notice: UUID
    subscription: UUID
    way: Way
    state: DeliveryState = DeliveryState.WAITING
    tries: int = 0
    outcome: str | None = None
    """What the last try came to: a status or the name of an error, never words of the other side."""
    moved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeliveryTried:
    """A try was made; what it came to, and when the next one is due."""

    action: ClassVar[str] = "delivery_tried"
    delivery: Delivery
    again_at: datetime | None = None

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"delivery/{self.delivery.id}"


@dataclass(frozen=True, slots=True)
class DeliveryReplayed:
    """Somebody had a delivery made again that had come to its end."""

    action: ClassVar[str] = "delivery_replayed"
    delivery_id: DeliveryId
    way: Way

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"delivery/{self.delivery_id}"


def wait_after(way: Way, tries: int, jitter: Callable[[], Fraction]) -> timedelta | None:
    """How long to wait after so many tries that failed; none where that was the last.

    `jitter` gives a number from -1 to 1.
    """
    waits = WAITS[way]
    if not 1 <= tries <= len(waits):
        return None
    wait = waits[tries - 1]
    return wait + timedelta(microseconds=int(wait // timedelta(microseconds=1) * JITTER * jitter()))


def tried(
    delivery: Delivery, result: Result, outcome: str, at: datetime, jitter: Callable[[], Fraction]
) -> DeliveryTried:
    """What a try makes of a delivery."""
    tries = delivery.tries + 1
    wait = wait_after(delivery.way, tries, jitter) if result is Result.FAILED else None
    if result is Result.ARRIVED:
        state = DeliveryState.DELIVERED
    else:
        state = DeliveryState.DEAD if wait is None else DeliveryState.WAITING
    moved = Delivery(delivery.id, delivery.notice, delivery.subscription, delivery.way, state, tries, outcome, at)
    return DeliveryTried(moved, at + wait if wait is not None else None)
