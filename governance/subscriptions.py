"""Subscriptions: where an organisation wants to be told, by e-mail to one of its people or by a webhook."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Final, NewType, Self
from uuid import UUID

from governance.deliveries import Way
from governance.members import PersonId
from governance.notices import Topic
from measures.errors import ConflictError, NotFoundError

SubscriptionId = NewType("SubscriptionId", UUID)
SALT_SIZE: Final = 32
MOST_SUBSCRIPTIONS: Final = 20
"""Subscriptions of one organisation that are open at a time: each of them is called for each notice."""
OLD_SECRET_COUNTS: Final = timedelta(days=1)
"""How long after a rotation messages are signed with the earlier secret as well."""


class SubscriptionNotFoundError(NotFoundError):
    """There is no such subscription, or it is another organisation's."""

    code = "SUBSCRIPTION_NOT_FOUND"


class SubscriptionEndedError(ConflictError):
    """The subscription has ended."""

    code = "SUBSCRIPTION_ENDED"


class TooManySubscriptionsError(ConflictError):
    """The organisation has as many open subscriptions as it may have."""

    code = "TOO_MANY_SUBSCRIPTIONS"


@dataclass(frozen=True, slots=True)
class Salts:
    """What the secret of a webhook is made from, together with a key that lies outside the database."""

    current: bytes = field(repr=False)
    earlier: bytes | None = field(default=None, repr=False)
    earlier_until: datetime | None = None

    def that_count(self, at: datetime) -> tuple[bytes, ...]:
        """The salts of the secrets that sign at an instant, the newest first."""
        if self.earlier is not None and self.earlier_until is not None and at < self.earlier_until:
            return (self.current, self.earlier)
        return (self.current,)

    def rotated(self, fresh: bytes, at: datetime) -> "Salts":
        """A new secret; the one until now counts for a while beside it."""
        return Salts(fresh, self.current, at + OLD_SECRET_COUNTS)


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where an organisation wants to be told, and of what. No topics means all of them."""

    id: SubscriptionId
    organisation: str
    person_id: PersonId
    """Whom e-mail goes to, and who answers for a webhook."""
    way: Way
    address: str | None
    """Of a webhook. That of a person is looked up when a letter is sent."""
    topics: frozenset[Topic]
    paused: bool
    made_at: datetime
    salts: Salts | None = None
    ended_at: datetime | None = None

    def wants(self, topic: Topic) -> bool:
        """Whether a notice on this topic goes out over it."""
        return self.ended_at is None and not self.paused and (not self.topics or topic in self.topics)

    def require_open(self) -> Self:
        """See that it has not ended.

        Raises:
            SubscriptionEndedError: it has.
        """
        if self.ended_at is not None:
            raise SubscriptionEndedError("This subscription has ended; make a new one.")
        return self


@dataclass(frozen=True, slots=True)
class SubscriptionMade:
    """An organisation wants to be told."""

    action: ClassVar[str] = "subscription_made"
    subscription: Subscription

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"subscription/{self.subscription.id}"


@dataclass(frozen=True, slots=True)
class SubscriptionChanged:
    """A subscription was paused, taken up again, given another secret, or ended."""

    action: ClassVar[str] = "subscription_changed"
    subscription: Subscription

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"subscription/{self.subscription.id}"
