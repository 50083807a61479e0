"""Who subscribes to notices, and the letters that they get."""

import pytest
import pytest_asyncio

from governance.deliveries import DeliveryState
from governance.members import PersonId, Role, RoleRevoked
from governance.notices import Topic
from governance.subscriptions import MOST_SUBSCRIPTIONS, SubscriptionNotFoundError, TooManySubscriptionsError
from registry import subscribing
from tests.post_office import post_office
from tests.registry.telling import a_manager, state, told, tries_of, with_nothing_waiting
from tests.registry.work import at_once, at_work, becomes, forget_jobs


@pytest_asyncio.fixture
async def nothing_waits(store):
    await with_nothing_waiting(store)
    yield
    await forget_jobs(store)


# Who subscribes


async def test_an_organisation_has_only_so_many_subscriptions(store, nothing_waits):
    caller, slug = await a_manager(store)
    for _ in range(MOST_SUBSCRIPTIONS):
        await subscribing.subscribe_by_email(caller, slug)
    with pytest.raises(TooManySubscriptionsError):
        await subscribing.subscribe_by_email(caller, slug)


async def test_a_subscription_is_its_organisations_own(store, nothing_waits):
    caller, slug = await a_manager(store)
    stranger, _ = await a_manager(store)
    subscription = await subscribing.subscribe_by_email(caller, slug, [Topic.WITHDRAWN])
    assert (await told(caller, slug))[1] == ()  # suspended is not what it asked for
    for act in (subscribing.end_subscription, subscribing.pause_subscription, subscribing.rotate_secret):
        with pytest.raises(SubscriptionNotFoundError):
            await act(stranger, subscription)


# Mail


async def test_a_letter_says_what_happened_and_names_no_party(store, nothing_waits):
    caller, slug = await a_manager(store)
    await subscribing.subscribe_by_email(caller, slug)
    notice, (delivery,) = await told(caller, slug, contracts=3)
    with post_office() as office:
        async with at_work(store, office):
            assert await becomes(lambda: state(delivery), DeliveryState.DELIVERED) == DeliveryState.DELIVERED
        (letter,) = office.letters
    text = letter.get_content()
    assert letter["To"] == "manager@plan.example"
    assert letter["Subject"] == "A change to something that your contracts rely on"
    for said in ("is suspended from 2027-01-01", "3 contracts", "Ask the publisher.", f"/notices/{notice.id}"):
        assert said in text
    assert slug not in text
    assert not any(contract in text for contract in notice.content.contracts)


@pytest.mark.parametrize("reason", ["no address", "no role", "no mail server"])
async def test_a_letter_that_may_reach_nobody_is_given_up(store, nothing_waits, reason):
    caller, slug = await a_manager(store, None if reason == "no address" else "manager@plan.example")
    await subscribing.subscribe_by_email(caller, slug)
    _, (delivery,) = await told(caller, slug)
    if reason == "no role":
        async with store.write(caller.actor) as tx:
            await tx.record(RoleRevoked(PersonId(caller.actor.person_id), Role.CONTRACT_MANAGER, slug))
    with post_office() as office:
        async with at_work(store, None if reason == "no mail server" else office):
            assert await becomes(lambda: state(delivery), DeliveryState.DEAD) == DeliveryState.DEAD
        assert office.letters == []


async def test_a_busy_mail_server_is_tried_again(store, nothing_waits):
    caller, slug = await a_manager(store)
    await subscribing.subscribe_by_email(caller, slug)
    _, (delivery,) = await told(caller, slug)
    with post_office() as office:
        office.answers["RCPT"] = ["451 later"]
        async with at_work(store, office):
            assert await becomes(lambda: tries_of(delivery), 1) == 1
            await at_once(store)
            assert await becomes(lambda: state(delivery), DeliveryState.DELIVERED) == DeliveryState.DELIVERED
        assert len(office.letters) == 1
