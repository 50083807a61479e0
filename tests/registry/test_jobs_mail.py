"""Mail by jobs: what is sent, tried again and given up, with a real mail server; words never outlive their sending."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import asyncpg
import pytest
import pytest_asyncio

from governance.messages import MessageKind
from governance.votes import VoteStage
from registry.jobs.post import TRIES, next_wait
from registry.storage import jobs, messages
from tests.post_office import post_office
from tests.registry.work import (
    GIVEN_UP,
    SENT,
    a_due_vote,
    a_message,
    a_person,
    at_once,
    at_work,
    becomes,
    defer_forgetting,
    ended,
    fetch,
    forget_jobs,
    sent,
    stage,
)
from tests.support import a_cast


@pytest_asyncio.fixture
async def nothing_waits(store):
    await forget_jobs(store)
    yield
    await forget_jobs(store)


async def test_a_message_is_sent_and_its_words_are_erased(store, nothing_waits):
    message_id = await a_message(store, await a_person(store))
    with post_office() as office:
        async with at_work(store, office):
            assert await becomes(lambda: sent(store, message_id), SENT) == SENT
        assert [(mail["To"], mail["Subject"]) for mail in office.letters] == [("ana@example.org", "Your code")]
        assert office.letters[0]["Message-ID"] == f"<{message_id}@agency.example>"
    assert await messages.waiting(message_id) is None
    assert await fetch(store, "SELECT 1 FROM procrastinate_jobs WHERE queue_name = $1", jobs.Queue.MAIL) == []


async def test_the_address_is_the_one_of_the_moment_of_sending(store, nothing_waits):
    person = await a_person(store)
    message_id = await a_message(store, person)
    await fetch(store, "UPDATE person_detail SET email = 'new@example.org' WHERE person = $1", person)
    with post_office() as office:
        async with at_work(store, office):
            await becomes(lambda: sent(store, message_id), SENT)
        assert [mail["To"] for mail in office.letters] == ["new@example.org"]


async def test_what_fails_for_now_is_tried_again_and_what_fails_for_good_is_given_up(store, nothing_waits):
    first, second = [await a_message(store, await a_person(store, f"{name}@example.org")) for name in ("one", "two")]
    with post_office() as office:
        office.answers["RCPT"] = ["451 later"] * 2
        async with at_work(store, office):
            assert await becomes(lambda: _tries(store), [1, 1]) == [1, 1]
            (next_try,) = await fetch(
                store, "SELECT min(scheduled_at) AS at FROM procrastinate_jobs WHERE attempts = 1"
            )
            assert next_try["at"] > datetime.now(UTC) + timedelta(seconds=20)
            assert [(await sent(store, each))[3] for each in (first, second)] == ["The code is K7-Q2."] * 2
            office.answers["RCPT"] = ["550 nobody of that name"]
            await at_once(store)
            assert await becomes(lambda: ended(store, first, second), {True: 1, False: 1}) == {True: 1, False: 1}
        assert len(office.letters) == 1


async def _tries(store):
    rows = await fetch(store, "SELECT attempts FROM procrastinate_jobs WHERE queue_name = 'mail' AND status = 'todo'")
    return [row["attempts"] for row in rows]


async def test_after_its_last_try_a_letter_is_given_up_on_record(store, nothing_waits, capsys):
    message_id = await a_message(store, await a_person(store))
    tries = TRIES[MessageKind.SIGN_IN_CODE]
    with post_office() as office:
        office.answers["DATA"] = ["451 later"] * tries
        async with at_work(store, office):
            for number in range(1, tries):
                assert await becomes(lambda: _tries(store), [number]) == [number]
                await at_once(store)
            assert await becomes(lambda: sent(store, message_id), GIVEN_UP) == GIVEN_UP
        assert office.answers["DATA"] == []
        assert office.letters == []
    assert (await audit_of(store, message_id))[-1]["action"] == "message_sent"
    told = capsys.readouterr().out
    assert "letter_given_up" in told
    assert "ana@" not in told


async def audit_of(store, message_id):
    return await fetch(
        store,
        "SELECT a.action FROM audit a JOIN message m ON a.subject = 'person/' || m.person WHERE m.id = $1 "
        "ORDER BY a.seq",
        message_id,
    )


def test_a_letter_waits_longer_after_each_try():
    waits = [next_wait(MessageKind.REMINDER, tries) for tries in range(1, TRIES[MessageKind.REMINDER] + 1)]
    assert waits[-1] is None
    assert [later / earlier for earlier, later in pairwise(waits[:-1])] == [2] * (len(waits) - 2)
    assert timedelta(hours=4) < sum(waits[:-1], timedelta()) < timedelta(hours=5)


@pytest.mark.parametrize("reason", ["no address", "not an address", "erased", "no mail server"])
async def test_a_letter_that_can_reach_nobody_is_given_up_and_its_words_are_erased(store, nothing_waits, reason):
    person = await a_person(store, {"no address": None, "not an address": "ana@"}.get(reason, "ana@example.org"))
    message_id = await a_message(store, person)
    if reason == "erased":
        await fetch(store, "DELETE FROM person_detail WHERE person = $1", person)
    with post_office() as office:
        async with at_work(store, None if reason == "no mail server" else office):
            assert await becomes(lambda: sent(store, message_id), GIVEN_UP) == GIVEN_UP
        assert office.letters == []


async def test_a_slow_mail_server_keeps_no_vote_from_closing(store, nothing_waits, monkeypatch):
    for number in range(6):
        await a_message(store, await a_person(store, f"slow{number}@example.org"))
    vote_id = await a_due_vote(await a_cast(store), 1.0)

    async def say_nothing(reader, writer):
        await reader.read()  # until the other side gives up
        writer.close()
        await writer.wait_closed()

    listener = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    monkeypatch.setattr("registry.jobs.worker.GRACE", 0.2)

    class Silent:
        pass

    silent = Silent()
    silent.port = port
    async with at_work(store, silent):
        assert await becomes(lambda: stage(vote_id), VoteStage.CLOSED, 4) is VoteStage.CLOSED
    listener.close()
    await listener.wait_closed()


async def test_two_workers_send_each_letter_once(store, nothing_waits):
    queued = [await a_message(store, await a_person(store, f"p{number}@example.org")) for number in range(20)]
    with post_office() as office:
        async with at_work(store, office, count=2):
            assert await becomes(lambda: ended(store, *queued), {True: 20}, 20) == {True: 20}
        assert sorted(mail["To"] for mail in office.letters) == sorted(f"p{number}@example.org" for number in range(20))


async def test_no_words_wait_longer_than_a_day_even_if_their_job_is_lost(store, nothing_waits, settings):
    old, new = [await a_message(store, await a_person(store)) for _ in range(2)]
    await forget_jobs(store)
    owner = await asyncpg.connect(settings.database_url)
    await owner.execute("UPDATE message SET made_at = made_at - interval '25 hours' WHERE id = $1", old)
    await owner.close()
    await defer_forgetting(store)
    async with at_work(store):
        assert await becomes(lambda: sent(store, old), GIVEN_UP) == GIVEN_UP
    assert (await sent(store, new))[3] is not None
