"""Notices on their way: each delivery is tried, and what came of it is noted with the next try, in one transaction.

A try that is cut off by the end of the process is made again with the same id: a receiver may get a message twice, and
none is lost.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final
from uuid import UUID

import structlog

from governance import policy
from governance.deliveries import Delivery, DeliveryState, Result, Way, tried
from governance.members import PUBLIC, Actor
from governance.notices import Notice
from governance.subscriptions import Subscription, SubscriptionChanged
from measures.documents import canonical_json, instant
from registry.jobs.webhooks import Call, call
from registry.mailing import BadLetterError, Letter, MailServer
from registry.mailing import Delivery as Handed
from registry.signing_in import SignInKey
from registry.storage import deliveries, notices, people, subscriptions
from registry.storage.registries import database_time
from registry.storage.transaction import Store
from registry.webhook_secrets import secret_of

log = structlog.get_logger()
HANDED: Final[Mapping[Handed, Result]] = {
    Handed.DELIVERED: Result.ARRIVED,
    Handed.DELAYED: Result.FAILED,
    Handed.REFUSED: Result.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Courier:
    """Carries the notices of a registry out."""

    store: Store
    server: MailServer | None
    base_url: str
    key: SignInKey

    async def deliver(self, delivery_id: UUID) -> None:
        """Try one delivery that waits, and note what came of it. One that came to its end stays as it is."""
        delivery = await deliveries.get(delivery_id)
        if delivery.state is not DeliveryState.WAITING:
            return
        subscription = await subscriptions.get(delivery.subscription)
        notice = await notices.get(delivery.notice)
        result, outcome = await self._try(delivery, subscription, notice)
        moved = tried(delivery, result, outcome, await database_time(), jitter)
        async with self.store.write(PUBLIC) as tx:
            await tx.record(moved)
            if result is Result.GONE and not subscription.paused:
                await tx.record(SubscriptionChanged(replace(subscription, paused=True)))
        if moved.delivery.state is DeliveryState.DEAD:
            log.warning("notice_given_up", delivery=str(delivery.id), way=delivery.way, reason=outcome)

    async def _try(self, delivery: Delivery, subscription: Subscription, notice: Notice) -> tuple[Result, str]:
        if subscription.ended_at is not None or subscription.paused:
            return Result.REFUSED, "subscription paused" if subscription.paused else "subscription ended"
        if delivery.way is Way.EMAIL:
            return await self._write(delivery, subscription, notice)
        at = await database_time()
        assert subscription.salts is not None
        assert subscription.address is not None
        message = Call(
            id=f"msg_{delivery.id.hex}",
            address=subscription.address,
            body=payload(notice, self.base_url),
            secrets=[secret_of(self.key, subscription, salt) for salt in subscription.salts.that_count(at)],
            may_stay_here=self.store.demonstration,
        )
        return await call(message, at)

    async def _write(self, delivery: Delivery, subscription: Subscription, notice: Notice) -> tuple[Result, str]:
        if self.server is None:
            return Result.REFUSED, "no mail server"
        actor = Actor(subscription.person_id, await people.grants_of(subscription.person_id))
        reader = (await people.details([subscription.person_id])).get(subscription.person_id)
        if reader is None or not reader.email or not policy.may_see_notice(actor, subscription.organisation):
            return Result.REFUSED, "no reader"
        try:
            letter = Letter(delivery.id, reader.email, SUBJECT, body_of(notice, reader.name, self.base_url), "en")
        except BadLetterError as error:
            return Result.REFUSED, error.code
        outcome = await self.server.send(letter)
        return HANDED[outcome.delivery], outcome.reason or "taken"


SUBJECT: Final = "A change to something that your contracts rely on"
"""The line that is seen before a mail is opened, perhaps by others: it names neither state nor set nor party."""


def body_of(notice: Notice, name: str, base_url: str) -> str:
    """The letter: what happened, how many contracts it concerns, what to do, where to read on. It names no party."""
    content, number = notice.content, len(notice.content.contracts)
    concerned = "1 contract of your organization" if number == 1 else f"{number} contracts of your organization"
    parts = ["This is a demonstration. Nothing in it is real."] if content.demonstration else []
    parts += [f"Hello {name}:", content.sentence, f"It concerns {concerned}."]
    if content.differences:
        parts.append("\n".join(("What differs:", *(f"- {each}" for each in content.differences))))
    parts += [
        f"What to do: {content.to_do}",
        f"Read and acknowledge it here:\n{base_url}/notices/{notice.id}",
        f"You get this because you asked for it. To end it, open this page:\n{base_url}/notices#subscriptions",
    ]
    return "\n\n".join(parts)


def payload(notice: Notice, base_url: str) -> bytes:
    """What a webhook is sent: what happened to what, and where to read on. No party, no contract, no text."""
    content = notice.content
    return canonical_json(
        {
            "type": f"notice.{content.topic}",
            "timestamp": instant(notice.made_at),
            "data": {
                "notice": str(notice.id),
                "reference": content.about,
                "event": content.topic,
                "effective_on": content.effective_on,
                "successor": content.successor,
                "url": f"{base_url}/notices/{notice.id}",
                "demonstration": content.demonstration or None,
            },
        }
    )


def jitter() -> Fraction:
    """A number from -1 to 1, so that receivers that were away are not all called at one moment."""
    return Fraction(secrets.randbelow(2001) - 1000, 1000)
