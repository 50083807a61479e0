"""Subscriptions: where notices to an organization go; and deliveries, which say what became of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import strawberry

from governance.deliveries import Delivery, DeliveryId, DeliveryState, Way
from governance.notices import Topic
from governance.policy import organisations_told
from governance.subscriptions import Subscription, SubscriptionId
from registry import subscribing
from registry.graphql.connections import First, require_size, uuid_of
from registry.graphql.context import Info
from registry.graphql.errors import result
from registry.graphql.inputs import RequestId
from registry.graphql.nouns import said, shows
from registry.storage import deliveries, subscriptions
from registry.webhook_secrets import secret_text

Organisation = Annotated[str, strawberry.argument(description="Your organization, by short name.")]
Topics = Annotated[list[Topic] | None, strawberry.argument(description="What to be told of; everything if none.")]
SubscriptionIdText = Annotated[strawberry.ID, strawberry.argument(description="The id of the subscription.")]


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A webhook with its secret, shown once."""

    subscription: Subscription
    secret: str


@shows(Subscription, name="NoticeSubscription")
class SubscriptionType:
    """A subscription."""

    id: strawberry.ID = said("The id of the subscription.")
    organisation: str = said("The organization whose notices go out over it, by short name.")
    way: Way = said("How.")
    address: str | None = said("The address of a webhook. E-mail goes to the person who subscribed.")
    paused: bool = said("Whether nothing is sent for now: by you, or because the receiver said that it is gone.")
    made_at: datetime = said("Since when.")
    ended_at: datetime | None = said("When it ended.")

    @strawberry.field(description="What it is about; everything if none.")
    def topics(self, parent: strawberry.Parent[Subscription]) -> list[Topic]:
        return sorted(parent.topics)


@shows(NewSecret, name="WebhookWithSecret")
class NewSecretType:
    """A webhook and its secret."""

    subscription: SubscriptionType = said("The webhook.")
    secret: str = said("What its messages are signed with (whsec_…). It is not shown again.")


@shows(Delivery, name="NoticeDelivery")
class DeliveryType:
    """A delivery."""

    id: strawberry.ID = said("The id of the delivery.")
    notice: strawberry.ID = said("The notice that is on its way.")
    subscription: strawberry.ID = said("The subscription that it goes out over.")
    way: Way = said("How.")
    state: DeliveryState = said("How far it came.")
    tries: int = said("How often it was tried.")
    outcome: str | None = said("What the last try came to: a status, or the name of an error.")
    moved_at: datetime | None = said("When it was tried last.")


SubscribeByEmailResult = result("SubscribeByEmailResult", SubscriptionType)
SubscribeByWebhookResult = result("SubscribeByWebhookResult", NewSecretType)
RotateWebhookSecretResult = result("RotateWebhookSecretResult", NewSecretType)
PauseSubscriptionResult = result("PauseSubscriptionResult", SubscriptionType)
EndSubscriptionResult = result("EndSubscriptionResult", SubscriptionType)
ReplayDeliveryResult = result("ReplayDeliveryResult", DeliveryType)


@strawberry.type
class SubscriptionQueries:
    """Queries about subscriptions."""

    @strawberry.field(
        description="Where notices to your own organizations go; empty for everybody else.",
        graphql_type=list[SubscriptionType],
    )
    async def notice_subscriptions(self, info: Info) -> list[Subscription]:
        return await subscriptions.of(organisations_told(info.context.actor))

    @strawberry.field(
        description="Notices on their way to your own organizations, the one that moved last first.",
        graphql_type=list[DeliveryType],
    )
    async def notice_deliveries(
        self,
        info: Info,
        state: Annotated[
            DeliveryState | None, strawberry.argument(description="Only those; DEAD was given up after its last try.")
        ] = None,
        first: First = 20,
    ) -> list[Delivery]:
        return await subscribing.own_deliveries(info.context.actor, state, require_size(first))


@strawberry.type
class SubscriptionMutations:
    """Mutations about subscriptions."""

    @strawberry.mutation(
        graphql_type=SubscribeByEmailResult, description="Have notices to your organization sent to your own address."
    )
    async def subscribe_by_email(
        self, info: Info, organisation: Organisation, topics: Topics = None, request_id: RequestId = None
    ) -> Subscription:
        caller = info.context.caller(request_id)
        return await subscriptions.get(await subscribing.subscribe_by_email(caller, organisation, topics or ()))

    @strawberry.mutation(
        graphql_type=SubscribeByWebhookResult, description="Have an address called for each notice, signed."
    )
    async def subscribe_by_webhook(
        self,
        info: Info,
        organisation: Organisation,
        address: Annotated[str, strawberry.argument(description="An https address of the public internet.")],
        topics: Topics = None,
        request_id: RequestId = None,
    ) -> NewSecret:
        caller = info.context.caller(request_id)
        made = await subscribing.subscribe_by_webhook(caller, organisation, address, topics or ())
        return await _with_secret(info, made)

    @strawberry.mutation(
        graphql_type=RotateWebhookSecretResult,
        description="Give a webhook another secret. For a day messages are signed with both.",
    )
    async def rotate_webhook_secret(
        self,
        info: Info,
        id: SubscriptionIdText,  # noqa: A002 - the field's own name
        request_id: RequestId = None,
    ) -> NewSecret:
        caller = info.context.caller(request_id)
        return await _with_secret(info, await subscribing.rotate_secret(caller, SubscriptionId(uuid_of(id))))

    @strawberry.mutation(
        graphql_type=PauseSubscriptionResult,
        description="Have nothing sent over a subscription for now, or take it up again.",
    )
    async def pause_subscription(
        self,
        info: Info,
        id: SubscriptionIdText,  # noqa: A002 - the field's own name
        paused: Annotated[bool, strawberry.argument(description="False takes it up again.")] = True,
        request_id: RequestId = None,
    ) -> Subscription:
        caller = info.context.caller(request_id)
        done = await subscribing.pause_subscription(caller, SubscriptionId(uuid_of(id)), paused=paused)
        return await subscriptions.get(done)

    @strawberry.mutation(graphql_type=EndSubscriptionResult, description="End a subscription, for good.")
    async def end_subscription(
        self,
        info: Info,
        id: SubscriptionIdText,  # noqa: A002 - the field's own name
        request_id: RequestId = None,
    ) -> Subscription:
        caller = info.context.caller(request_id)
        return await subscriptions.get(await subscribing.end_subscription(caller, SubscriptionId(uuid_of(id))))

    @strawberry.mutation(
        graphql_type=ReplayDeliveryResult,
        description="Make a delivery again that came to its end. The receiver knows it by the same id.",
    )
    async def replay_delivery(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The id of the delivery.")],  # noqa: A002 - its name
        request_id: RequestId = None,
    ) -> Delivery:
        caller = info.context.caller(request_id)
        return await deliveries.get(await subscribing.replay(caller, DeliveryId(uuid_of(id))))


async def _with_secret(info: Info, subscription_id: SubscriptionId) -> NewSecret:
    found = await subscribing.subscription_of(info.context.actor, subscription_id)
    secret = secret_text(info.context.sign_in_key(), found)
    assert secret is not None
    return NewSecret(found, secret)
