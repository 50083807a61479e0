"""Webhooks of notices: signed, tried again, given up, made again, and never lost."""

import asyncio
import base64
import hmac
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
import pytest_asyncio
from standardwebhooks import Webhook

from governance.deliveries import WAITS, DeliveryState, DeliveryUnderWayError, Way
from registry import subscribing
from registry.storage import deliveries, subscriptions
from tests.receiver import receiver
from tests.registry.telling import ABOUT, a_manager, secret, state, subscribed, told, tries_of, with_nothing_waiting
from tests.registry.work import at_once, at_work, becomes, fetch, forget_jobs

ROOT = Path(__file__).parents[2]


@pytest_asyncio.fixture
async def nothing_waits(store):
    await with_nothing_waiting(store)
    yield
    await forget_jobs(store)


# What arrives


async def test_a_webhook_gets_a_signed_message_that_names_no_party(store, nothing_waits):
    with receiver() as there:
        caller, slug, subscription = await subscribed(store, there.port)
        notice, (delivery,) = await told(caller, slug)
        async with at_work(store):
            assert await becomes(lambda: state(delivery), DeliveryState.DELIVERED) == DeliveryState.DELIVERED
        (got,) = there.calls
    assert got.headers[":request"] == "POST /hook?of=us HTTP/1.1"
    assert got.headers["host"] == f"localhost:{there.port}"
    assert Webhook(await secret(subscription)).verify(got.body, got.headers) == got.json
    assert got.json == {
        "type": "notice.suspended",
        "timestamp": got.json["timestamp"],
        "data": {
            "notice": str(notice.id),
            "reference": ABOUT,
            "event": "suspended",
            "effective_on": "2027-01-01",
            "url": f"https://registry.example/notices/{notice.id}",
            "demonstration": True,
        },
    }
    assert slug not in got.body.decode()
    assert not any(contract in got.body.decode() for contract in notice.content.contracts)


async def test_the_signature_is_the_one_of_the_specification(store, nothing_waits):
    with receiver() as there:
        caller, slug, subscription = await subscribed(store, there.port)
        _, (delivery,) = await told(caller, slug)
        async with at_work(store):
            await becomes(lambda: state(delivery), DeliveryState.DELIVERED)
        (got,) = there.calls
    key = base64.b64decode((await secret(subscription)).removeprefix("whsec_"), validate=True)
    assert 24 <= len(key) <= 64
    said = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    expected = base64.b64encode(hmac.digest(key, said, sha256)).decode()
    assert got.headers["webhook-signature"] == f"v1,{expected}"
    assert abs(int(got.headers["webhook-timestamp"]) - datetime.now(UTC).timestamp()) < 60


async def test_no_secret_lies_in_the_database(store, nothing_waits):
    _, _, subscription = await subscribed(store, 1)
    (row,) = await fetch(store, "SELECT * FROM subscription WHERE id = $1", subscription)
    key = base64.b64decode((await secret(subscription)).removeprefix("whsec_"))
    assert key not in bytes(row["secret"])
    assert bytes(row["secret"]) not in key
    assert repr(await subscriptions.get(subscription)).find(str(bytes(row["secret"]))) == -1


# Tried again, given up, made again


async def test_what_fails_is_tried_again_under_the_same_id_and_a_fresh_signature(store, nothing_waits):
    with receiver() as there:
        there.answers += ["500 Oh", "503 Later"]
        caller, slug, subscription = await subscribed(store, there.port)
        _, (delivery,) = await told(caller, slug)
        async with at_work(store):
            for tries in (1, 2):
                assert await becomes(lambda: tries_of(delivery), tries) == tries
                (job,) = await fetch(store, "SELECT scheduled_at FROM procrastinate_jobs WHERE queue_name = 'webhooks'")
                wait = job["scheduled_at"] - (await deliveries.get(delivery.id)).moved_at
                planned = WAITS[Way.WEBHOOK][tries - 1]
                assert planned * 0.9 <= wait <= planned * 1.1 + timedelta(seconds=1)
                await at_once(store)
            assert await becomes(lambda: state(delivery), DeliveryState.DELIVERED) == DeliveryState.DELIVERED
    assert len({got.headers["webhook-id"] for got in there.calls}) == 1
    assert len(there.calls) == 3
    for got in there.calls:
        Webhook(await secret(subscription)).verify(got.body, got.headers)


async def test_after_its_last_try_a_message_is_dead_and_can_be_made_again_under_its_id(store, nothing_waits, capsys):
    tries = len(WAITS[Way.WEBHOOK]) + 1
    with receiver() as there:
        there.answers += ["500 Oh"] * tries
        caller, slug, _ = await subscribed(store, there.port)
        _, (delivery,) = await told(caller, slug)
        async with at_work(store):
            for number in range(1, tries):
                assert await becomes(lambda: tries_of(delivery), number) == number
                await at_once(store)
            assert await becomes(lambda: state(delivery), DeliveryState.DEAD) == DeliveryState.DEAD
            assert [each.id for each in await subscribing.own_deliveries(caller.actor, DeliveryState.DEAD, 10)] == [
                delivery.id
            ]
            stranger, _ = await a_manager(store)
            with pytest.raises(subscribing.DeliveryNotFoundError):
                await subscribing.replay(stranger, delivery.id)
            await subscribing.replay(caller, delivery.id)
            assert await becomes(lambda: state(delivery), DeliveryState.DELIVERED) == DeliveryState.DELIVERED
    assert len(there.calls) == tries + 1
    assert len({got.headers["webhook-id"] for got in there.calls}) == 1
    assert "notice_given_up" in capsys.readouterr().out


async def test_what_still_waits_cannot_be_made_again(store, nothing_waits):
    caller, slug, _ = await subscribed(store, 1)
    _, (delivery,) = await told(caller, slug)
    with pytest.raises(DeliveryUnderWayError):
        await subscribing.replay(caller, delivery.id)


async def test_a_receiver_that_is_gone_is_called_no_more_until_it_is_taken_up_again(store, nothing_waits):
    with receiver() as there:
        there.answers += ["410 Gone"]
        caller, slug, subscription = await subscribed(store, there.port)
        _, (delivery,) = await told(caller, slug)
        async with at_work(store):
            assert await becomes(lambda: state(delivery), DeliveryState.DEAD) == DeliveryState.DEAD
        assert (await subscriptions.get(subscription)).paused
        assert await told(caller, slug) is not None
        assert (await told(caller, slug))[1] == ()
        await subscribing.pause_subscription(caller, subscription, paused=False)
        assert len((await told(caller, slug))[1]) == 1


async def test_what_waits_for_a_subscription_that_ended_is_not_sent(store, nothing_waits):
    with receiver() as there:
        caller, slug, subscription = await subscribed(store, there.port)
        _, (delivery,) = await told(caller, slug)
        await subscribing.end_subscription(caller, subscription)
        async with at_work(store):
            assert await becomes(lambda: state(delivery), DeliveryState.DEAD) == DeliveryState.DEAD
        assert there.calls == []
    (row,) = await fetch(store, "SELECT address, secret FROM subscription WHERE id = $1", subscription)
    assert (row["address"], row["secret"]) == (None, None)


async def test_while_a_secret_is_rotated_both_sign(store, nothing_waits):
    with receiver() as there:
        caller, slug, subscription = await subscribed(store, there.port)
        old = await secret(subscription)
        await subscribing.rotate_secret(caller, subscription)
        new = await secret(subscription)
        _, (delivery,) = await told(caller, slug)
        async with at_work(store):
            await becomes(lambda: state(delivery), DeliveryState.DELIVERED)
        (got,) = there.calls
    assert old != new
    assert len(got.headers["webhook-signature"].split(" ")) == 2
    for each in (old, new):
        Webhook(each).verify(got.body, got.headers)
    salts = (await subscriptions.get(subscription)).salts
    assert len(salts.that_count(datetime.now(UTC) + timedelta(hours=23))) == 2
    assert len(salts.that_count(datetime.now(UTC) + timedelta(hours=25))) == 1


async def test_a_message_outlives_the_process_that_was_sending_it(store, settings, nothing_waits):
    with receiver() as there:
        there.silent = True
        caller, slug, _ = await subscribed(store, there.port)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.registry.webhook_process", str(settings.data_dir), settings.database_url,
            cwd=ROOT,
        )  # fmt: skip
        _, (delivery,) = await told(caller, slug)  # committed before anything is sent
        assert await becomes(lambda: _number(there), 1, 20) == 1
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()
        assert await state(delivery) == DeliveryState.WAITING
        there.silent = False
        await fetch(store, "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        await fetch(store, "DELETE FROM procrastinate_periodic_defers")
        async with at_work(store):
            assert await becomes(lambda: state(delivery), DeliveryState.DELIVERED, 20) == DeliveryState.DELIVERED
    first, second = there.calls
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


async def _number(there):
    return len(there.calls)
