"""Subscriptions: where notices go, and what became of each that was sent."""

from typing import Any
from uuid import UUID

import click

from governance.deliveries import DeliveryId, DeliveryState
from governance.notices import Topic
from governance.policy import organisations_told
from governance.subscriptions import Subscription, SubscriptionId
from registry.cli.parameters import Words
from registry.cli.printing import Answer, moment, note, table
from registry.cli.session import by_person, by_reader, settings
from registry.signing_in import sign_in_key
from registry.storage import subscriptions
from registry.subscribing import (
    end_subscription,
    own_deliveries,
    pause_subscription,
    replay,
    rotate_secret,
    subscribe_by_email,
    subscribe_by_webhook,
    subscription_of,
)
from registry.use_cases import Caller
from registry.webhook_secrets import secret_text

MOST = 200
SUBSCRIPTION = click.argument("subscription_id", metavar="SUBSCRIPTION", type=click.UUID)
TOPICS = click.option("--topic", "topics", multiple=True, type=Words(Topic), help="What to be told of; all if none.")
ORGANISATION = click.option("--organisation", required=True, help="The organization whose notices they are.")


@click.group()
def subscription() -> None:
    """Where notices to your organization go: to your e-mail address, or to a webhook."""


@subscription.command("email")
@ORGANISATION
@TOPICS
@by_person
async def email(caller: Caller, organisation: str, topics: tuple[Topic, ...]) -> Answer:
    """Have notices sent to your own address."""
    made = await subscribe_by_email(caller, organisation, topics)
    return Answer({"subscription": str(made)}, f"Notices to {organisation} go to your address ({made}).")


@subscription.command("webhook")
@click.argument("address", metavar="URL")
@ORGANISATION
@TOPICS
@by_person
async def webhook(caller: Caller, address: str, organisation: str, topics: tuple[Topic, ...]) -> Answer:
    """Have an address called for each notice, and print the secret that its messages are signed with, once."""
    made = await subscribe_by_webhook(caller, organisation, address, topics)
    return await _with_secret(caller, made, "This secret is shown once. Put it into your receiver.")


@subscription.command("rotate")
@SUBSCRIPTION
@by_person
async def rotate(caller: Caller, subscription_id: UUID) -> Answer:
    """Give a webhook another secret. For a day messages are signed with both."""
    done = await rotate_secret(caller, SubscriptionId(subscription_id))
    return await _with_secret(caller, done, "This secret is shown once. The one until now counts for another day.")


@subscription.command("list")
@by_reader
async def listed(caller: Caller) -> Answer:
    """List the subscriptions of your organizations."""
    found = await subscriptions.of(organisations_told(caller.actor))
    rows = [
        (
            one.id,
            one.organisation,
            one.way,
            one.address,
            "paused" if one.paused else "in use",
            ", ".join(sorted(one.topics)),
        )
        for one in found
    ]
    headings = ("subscription", "organization", "way", "address", "state", "topics")
    return Answer([_data(one) for one in found], table(headings, rows))


@subscription.command("pause")
@SUBSCRIPTION
@by_person
async def pause(caller: Caller, subscription_id: UUID) -> Answer:
    """Have nothing sent for now. What happens meanwhile is not sent later; it stands in the list of notices."""
    done = await pause_subscription(caller, SubscriptionId(subscription_id))
    return Answer({"subscription": str(done), "paused": True}, f"Paused {done}.")


@subscription.command("resume")
@SUBSCRIPTION
@by_person
async def resume(caller: Caller, subscription_id: UUID) -> Answer:
    """Take a subscription up again that was paused, by you or because its receiver said that it is gone."""
    done = await pause_subscription(caller, SubscriptionId(subscription_id), paused=False)
    return Answer({"subscription": str(done), "paused": False}, f"Took {done} up again.")


@subscription.command("end")
@SUBSCRIPTION
@by_person
async def end(caller: Caller, subscription_id: UUID) -> Answer:
    """End a subscription, for good."""
    done = await end_subscription(caller, SubscriptionId(subscription_id))
    return Answer({"subscription": str(done), "ended": True}, f"Ended {done}.")


@click.group()
def delivery() -> None:
    """Notices on their way: what arrived, what is tried again, what was given up."""


@delivery.command("list")
@click.option("--state", type=Words(DeliveryState), help="Only those: `dead` was given up after its last try.")
@by_reader
async def deliveries_listed(caller: Caller, state: DeliveryState | None) -> Answer:
    """List the deliveries to your organizations, the one that moved last first."""
    found = await own_deliveries(caller.actor, state, MOST)
    rows = [(one.id, one.way, one.state, one.tries, one.outcome, moment(one.moved_at), one.notice) for one in found]
    data = [
        {
            "delivery": str(one.id),
            "notice": str(one.notice),
            "subscription": str(one.subscription),
            "way": one.way.value,
            "state": one.state.value,
            "tries": one.tries,
            "outcome": one.outcome,
            "moved_at": one.moved_at and one.moved_at.isoformat(),
        }
        for one in found
    ]
    return Answer(data, table(("delivery", "way", "state", "tries", "outcome", "moved", "notice"), rows))


@delivery.command("replay")
@click.argument("delivery_id", metavar="DELIVERY", type=click.UUID)
@by_person
async def replayed(caller: Caller, delivery_id: UUID) -> Answer:
    """Make a delivery again that came to its end. The receiver knows it by the same id."""
    done = await replay(caller, DeliveryId(delivery_id))
    return Answer({"delivery": str(done), "state": "waiting"}, f"The delivery {done} is tried again while serving.")


async def _with_secret(caller: Caller, subscription_id: SubscriptionId, said: str) -> Answer:
    found = await subscription_of(caller.actor, subscription_id)
    secret = secret_text(sign_in_key(settings().data_dir), found)
    note(said)
    return Answer({**_data(found), "secret": secret}, f"{subscription_id}\n{secret}")


def _data(one: Subscription) -> dict[str, Any]:
    return {
        "subscription": str(one.id),
        "organisation": one.organisation,
        "way": one.way.value,
        "address": one.address,
        "topics": sorted(one.topics),
        "paused": one.paused,
    }
