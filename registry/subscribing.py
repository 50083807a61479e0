"""Subscriptions: where an organisation wants to be told, and starting deliveries again that came to their end."""

import os
from collections.abc import Collection
from dataclasses import replace
from uuid import uuid4

from governance import policy
from governance.deliveries import (
    Delivery,
    DeliveryId,
    DeliveryNotFoundError,
    DeliveryReplayed,
    DeliveryState,
    DeliveryUnderWayError,
    Way,
)
from governance.members import Actor
from governance.notices import Topic
from governance.subscriptions import (
    MOST_SUBSCRIPTIONS,
    SALT_SIZE,
    Salts,
    Subscription,
    SubscriptionChanged,
    SubscriptionId,
    SubscriptionMade,
    SubscriptionNotFoundError,
    TooManySubscriptionsError,
)
from governance.webhook_addresses import require_webhook_address
from registry.storage import deliveries, people, subscriptions
from registry.storage.transaction import Transaction
from registry.use_cases import an_id, use_case


@use_case(read=an_id(SubscriptionId))
async def subscribe_by_email(tx: Transaction, organisation: str, topics: Collection[Topic] = ()) -> SubscriptionId:
    """Have notices to an organisation sent to one's own address. No topics means all of them.

    Raises:
        NotPermittedError: the actor manages no contracts of the organisation.
        TooManySubscriptionsError: it has as many as it may.
    """
    return await _subscribe(tx, organisation, Way.EMAIL, None, topics)


@use_case(read=an_id(SubscriptionId))
async def subscribe_by_webhook(
    tx: Transaction, organisation: str, address: str, topics: Collection[Topic] = ()
) -> SubscriptionId:
    """Have an address called for each notice to an organisation. No topics means all of them.

    Raises:
        NotPermittedError: the actor manages no contracts of the organisation.
        BadWebhookAddressError: the address cannot be called.
        TooManySubscriptionsError: it has as many as it may.
    """
    checked = require_webhook_address(address, demonstration=tx.store.demonstration)
    return await _subscribe(tx, organisation, Way.WEBHOOK, checked, topics)


async def _subscribe(
    tx: Transaction, organisation: str, way: Way, address: str | None, topics: Collection[Topic]
) -> SubscriptionId:
    policy.may_answer_notices(tx.actor, organisation).require()
    await people.organisation(organisation)
    if len(await subscriptions.of([organisation])) >= MOST_SUBSCRIPTIONS:
        raise TooManySubscriptionsError(
            f"{organisation} has {MOST_SUBSCRIPTIONS} subscriptions; end one that is not needed."
        )
    salts = Salts(os.urandom(SALT_SIZE)) if way is Way.WEBHOOK else None
    subscription_id = SubscriptionId(uuid4())
    made = Subscription(subscription_id, organisation, tx.person, way, address, frozenset(topics), False, tx.now, salts)
    await tx.record(SubscriptionMade(made))
    return subscription_id


@use_case(read=an_id(SubscriptionId))
async def end_subscription(tx: Transaction, subscription_id: SubscriptionId) -> SubscriptionId:
    """End a subscription, for good. What it waits for is not sent any more.

    Raises:
        SubscriptionNotFoundError: there is none, or it is another organisation's.
        SubscriptionEndedError: it has ended.
    """
    found = await _own(tx, subscription_id)
    await tx.record(SubscriptionChanged(replace(found, ended_at=tx.now)))
    return found.id


@use_case(read=an_id(SubscriptionId))
async def pause_subscription(tx: Transaction, subscription_id: SubscriptionId, paused: bool = True) -> SubscriptionId:
    """Have nothing sent over a subscription for now, or take it up again. Notices of the pause are not sent later.

    Raises:
        SubscriptionNotFoundError, SubscriptionEndedError: as for ending it.
    """
    found = await _own(tx, subscription_id)
    await tx.record(SubscriptionChanged(replace(found, paused=paused)))
    return found.id


@use_case(read=an_id(SubscriptionId))
async def rotate_secret(tx: Transaction, subscription_id: SubscriptionId) -> SubscriptionId:
    """Give a webhook another secret. For a day every message is signed with both, so that nothing is missed.

    Raises:
        SubscriptionNotFoundError, SubscriptionEndedError: as for ending it; also where it is no webhook.
    """
    found = await _own(tx, subscription_id)
    if found.salts is None:
        raise SubscriptionNotFoundError("This subscription goes by e-mail; it has no secret.")
    rotated = found.salts.rotated(os.urandom(SALT_SIZE), tx.now)
    await tx.record(SubscriptionChanged(replace(found, salts=rotated)))
    return found.id


@use_case(read=an_id(DeliveryId))
async def replay(tx: Transaction, delivery_id: DeliveryId) -> DeliveryId:
    """Make a delivery again that came to its end. It keeps its id, so that a receiver knows it again.

    Raises:
        DeliveryNotFoundError: there is none, or it is another organisation's.
        DeliveryUnderWayError: it has not come to its end.
        SubscriptionEndedError: its subscription has ended.
    """
    delivery = await deliveries.get(delivery_id)
    subscription = await subscriptions.get(delivery.subscription)
    if not policy.may_see_notice(tx.actor, subscription.organisation):
        raise DeliveryNotFoundError("There is no such delivery, or it is another organization's.")
    policy.may_answer_notices(tx.actor, subscription.organisation).require()
    subscription.require_open()
    if delivery.state is DeliveryState.WAITING:
        raise DeliveryUnderWayError("This delivery is still being tried; it can be made again once it came to its end.")
    await tx.record(DeliveryReplayed(delivery.id, delivery.way))
    return delivery.id


async def subscription_of(actor: Actor, subscription_id: SubscriptionId) -> Subscription:
    """A subscription that the actor may see.

    Raises:
        SubscriptionNotFoundError: there is none, or it is another organisation's.
    """
    found = await subscriptions.get(subscription_id)
    if not policy.may_see_notice(actor, found.organisation):
        raise SubscriptionNotFoundError("There is no such subscription, or it is another organization's.")
    return found


async def own_deliveries(actor: Actor, state: DeliveryState | None, limit: int) -> list[Delivery]:
    """The deliveries to the actor's organisations, the one that moved last first."""
    return await deliveries.newest(policy.organisations_told(actor), state, limit)


async def _own(tx: Transaction, subscription_id: SubscriptionId) -> Subscription:
    found = await subscription_of(tx.actor, subscription_id)
    policy.may_answer_notices(tx.actor, found.organisation).require()
    return found.require_open()
