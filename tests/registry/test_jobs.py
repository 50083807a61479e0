"""Jobs with the real procrastinate on the real database: time moves votes, workers come and go, nothing is lost."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from governance.members import PUBLIC, Role
from governance.messages import Message, MessageId, MessageKind, MessageQueued
from governance.rules import Choice
from governance.sign_in import CodeIssued, SessionStarted
from governance.votes import ProposalClosedError, VoteStage
from registry import voting
from registry.jobs.worker import GRACE
from registry.proof.sealing import salted_digest
from registry.storage import audit, jobs, vote_steps, votes
from tests.post_office import post_office
from tests.registry.work import (
    SENT,
    a_due_vote,
    a_message,
    a_person,
    at_work,
    becomes,
    defer_forgetting,
    fetch,
    forget_jobs,
    sent,
    stage,
)
from tests.support import a_cast, an_open_vote, certified, rule, until_closed


@pytest_asyncio.fixture
async def nothing_waits(store):
    await forget_jobs(store)
    yield
    await forget_jobs(store)


# Jobs belong to the transaction that gives rise to them


async def test_a_job_is_put_down_with_what_gives_rise_to_it_or_not_at_all(store, nothing_waits):
    cast = await a_cast(store)
    vote = await votes.get(await an_open_vote(cast))
    (job,) = await fetch(store, "SELECT task_name, queue_name, scheduled_at, args FROM procrastinate_jobs")
    assert job == {
        "task_name": jobs.Task.APPLY_DUE,
        "queue_name": jobs.Queue.TIME,
        "scheduled_at": vote.closes_at,
        "args": "{}",
    }
    person = await a_person(store)
    with pytest.raises(ZeroDivisionError):
        async with store.write(PUBLIC) as tx:
            message = Message(MessageId(uuid4()), MessageKind.REMINDER, person, "s", "b", tx.now)
            await tx.record(MessageQueued(message))
            1 / 0  # noqa: B018
    assert len(await fetch(store, "SELECT 1 FROM procrastinate_jobs")) == 1
    message_id = await a_message(store, person)
    rows = await fetch(store, "SELECT args, priority FROM procrastinate_jobs WHERE queue_name = $1", jobs.Queue.MAIL)
    assert rows == [{"args": f'{{"message_id": "{message_id}"}}', "priority": jobs.FIRST}]


async def test_no_job_holds_a_name_an_address_or_a_word(store, nothing_waits):
    await a_message(store, await a_person(store))
    shown = str(await fetch(store, "SELECT j.*, e.* FROM procrastinate_jobs j JOIN procrastinate_events e ON true"))
    assert not any(word in shown for word in ("ana@", "Ruiz", "K7-Q2", "Your code"))


# Time


async def test_a_vote_closes_by_itself_as_of_its_deadline(store, nothing_waits):
    vote_id = await a_due_vote(await a_cast(store))
    vote = await votes.get(vote_id)
    async with at_work(store):
        assert await becomes(lambda: stage(vote_id), VoteStage.CLOSED) is VoteStage.CLOSED
    step = (await vote_steps.of_vote(vote_id))[-1]
    assert (step.stage, step.person_id, step.as_of) == (VoteStage.CLOSED, None, vote.closes_at)
    assert vote.closes_at <= step.at < vote.closes_at + timedelta(seconds=4)


async def test_several_workers_close_it_once(store, nothing_waits):
    cast = await a_cast(store)
    due = [await a_due_vote(cast, 1.5) for _ in range(3)]
    async with at_work(store, count=3):
        for vote_id in due:
            assert await becomes(lambda vote_id=vote_id: stage(vote_id), VoteStage.CLOSED) is VoteStage.CLOSED
        await asyncio.sleep(1.5)
    for vote_id in due:
        steps = [step.stage for step in await vote_steps.of_vote(vote_id)]
        assert steps == [VoteStage.OPEN, VoteStage.CLOSED]
    assert await audit.first_break() is None


async def test_an_outcome_takes_effect_by_itself_after_its_appeal_window(store, nothing_waits, settings):
    cast = await a_cast(store)
    vote_id = await a_due_vote(cast, 1.0, rule(appeal_days=1))
    await until_closed(await votes.get(vote_id))
    officer = await cast.caller("officer")
    await voting.close_vote(officer, vote_id)
    await voting.tally_vote(officer, vote_id)
    await certified(cast, vote_id)
    vote = await votes.get(vote_id)
    waiting = await fetch(store, "SELECT scheduled_at FROM procrastinate_jobs WHERE scheduled_at > now()")
    assert {"scheduled_at": vote.appeal_until} in waiting
    owner = await asyncpg.connect(settings.database_url)  # a day passes
    await owner.execute("UPDATE vote SET certified_at = certified_at - interval '1 day' WHERE id = $1", vote_id)
    await owner.execute("UPDATE procrastinate_jobs SET scheduled_at = scheduled_at - interval '1 day'")
    await owner.close()
    async with at_work(store):
        assert await becomes(lambda: stage(vote_id), VoteStage.FINAL) is VoteStage.FINAL
    step = (await vote_steps.of_vote(vote_id))[-1]
    assert (step.person_id, step.as_of) == (None, vote.appeal_until - timedelta(days=1))


async def test_a_lost_job_is_made_up_for_within_a_minute(store, nothing_waits):
    vote_id = await a_due_vote(await a_cast(store), 0.5)
    await until_closed(await votes.get(vote_id))
    await fetch(store, "DELETE FROM procrastinate_jobs")
    await fetch(store, "DELETE FROM procrastinate_periodic_defers")
    async with at_work(store):  # the minute that has just begun is taken up at the start
        assert await becomes(lambda: stage(vote_id), VoteStage.CLOSED) is VoteStage.CLOSED


async def test_a_ballot_after_the_deadline_is_refused_whether_or_not_the_vote_was_closed(store):
    cast = await a_cast(store)
    vote_id = await a_due_vote(cast, 0.5)
    await until_closed(await votes.get(vote_id))
    assert await stage(vote_id) is VoteStage.OPEN
    with pytest.raises(ProposalClosedError):
        await voting.cast_ballot(await cast.caller("voter5"), vote_id, Choice.APPROVE)


# Workers come and go


async def test_jobs_of_a_worker_that_was_killed_are_taken_up_again(store, nothing_waits):
    message_id = await a_message(store, await a_person(store))
    await fetch(store, "UPDATE procrastinate_jobs SET status = 'doing'")
    await fetch(store, "DELETE FROM procrastinate_periodic_defers")
    with post_office() as office:
        async with at_work(store, office):
            assert (await becomes(lambda: sent(store, message_id), SENT))[0]
        assert len(office.letters) == 1


async def test_a_worker_that_loses_its_connections_comes_back(store, nothing_waits, settings):
    vote_id = await a_due_vote(await a_cast(store), 3.0)
    owner = await asyncpg.connect(settings.database_url)
    async with at_work(store):
        await becomes(lambda: _workers(store), len(jobs.Queue))
        cut = await owner.fetch(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND (query LIKE '%procrastinate%' OR query LIKE 'LISTEN%') AND pid <> pg_backend_pid()"
        )
        assert len(cut) >= 2
        assert await becomes(lambda: stage(vote_id), VoteStage.CLOSED, 12) is VoteStage.CLOSED
    await owner.close()


async def _workers(store):
    return len(await fetch(store, "SELECT 1 FROM procrastinate_workers"))


async def test_a_worker_leaves_nothing_behind_and_stops_at_once(store, nothing_waits):
    await fetch(store, "DELETE FROM procrastinate_workers")
    loop = asyncio.get_running_loop()
    async with at_work(store):
        assert await becomes(lambda: _workers(store), len(jobs.Queue)) == len(jobs.Queue)
        began = loop.time()
    assert loop.time() - began < GRACE, "with no job under way the grace of jobs is not waited out"
    assert await _workers(store) == 0


# Housekeeping


async def test_what_has_run_out_is_forgotten_after_a_day_and_nothing_else(store, nothing_waits, settings):
    person = await a_person(store)
    salt = b"0" * 32
    async with store.write(PUBLIC) as tx:
        for number, ends in enumerate((timedelta(hours=1), -timedelta(hours=1), -timedelta(hours=25))):
            digest = salted_digest(salt, f"{person}{number}".encode())
            until = tx.now + ends
            roles = frozenset({Role.MEMBER})
            await tx.record(CodeIssued(f"H{number}{str(person)[:4]}", digest, salt, person, roles, until))
            await tx.record(SessionStarted(digest, person, roles, until, challenge=digest))
    owner = await asyncpg.connect(settings.database_url)
    await owner.execute("UPDATE challenge SET expires_at = now() - interval '25 hours' WHERE digest = $1", digest)
    await owner.close()
    await defer_forgetting(store)
    async with at_work(store):
        assert await becomes(lambda: _digests(store, "challenge", "digest"), 2) == 2
    assert await _digests(store, "session", "digest") == 2
    assert await _digests(store, "sign_in_code", "handle") == 2


async def _digests(store, table, column):
    return len(await fetch(store, f"SELECT {column} FROM {table}"))


async def test_jobs_that_failed_are_kept_for_thirty_days(store, nothing_waits, settings):
    owner = await asyncpg.connect(settings.database_url)
    for days in (29, 31):
        job = await owner.fetchval(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('mail', 'send_message', 'failed') "
            "RETURNING id"
        )
        await owner.execute(
            "INSERT INTO procrastinate_events (job_id, type, at) VALUES ($1, 'failed', now() - $2::interval)",
            job, timedelta(days=days),
        )  # fmt: skip
    await owner.close()
    await defer_forgetting(store)
    async with at_work(store):
        assert await becomes(lambda: _failed(store), 1) == 1


async def _failed(store):
    return len(await fetch(store, "SELECT 1 FROM procrastinate_jobs WHERE status = 'failed'"))
