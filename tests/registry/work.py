"""Workers on the registry of a test, and what one asks to see what they did."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import uuid4

from governance.members import PUBLIC, PersonAdded, PersonId
from governance.messages import Message, MessageId, MessageKind, MessageQueued
from governance.rules import Choice
from registry import voting
from registry.config import Settings
from registry.jobs import Courier, Post, Worker
from registry.mailing import MailServer
from registry.signing_in import SignInKey
from registry.storage import jobs, votes
from tests.support import an_open_vote

SOON = 8.0
WEBHOOK_KEY = bytes(range(32))
SENT = (True, False, None, None)
GIVEN_UP = (False, True, None, None)


async def becomes(ask, wanted, within=SOON):
    """Wait until an answer is what it should be; the last answer if it never is."""
    until = asyncio.get_running_loop().time() + within
    while (answer := await ask()) != wanted and asyncio.get_running_loop().time() < until:
        await asyncio.sleep(0.05)
    return answer


async def fetch(store, query, *arguments):
    async with store.engine.pool.acquire() as connection:
        return [dict(row) for row in await connection.fetch(query, *arguments)]


async def forget_jobs(store):
    """No job of an earlier test is left."""
    await fetch(store, "DELETE FROM procrastinate_jobs")


@asynccontextmanager
async def at_work(store, office=None, count=1):
    """So many workers on one registry, and a post office for what they send."""
    server = None
    if office is not None:
        server = MailServer.of(Settings(smtp_url=f"smtp://127.0.0.1:{office.port}", mail_from="votes@agency.example"))
    async with AsyncExitStack() as stack:
        for _ in range(count):
            post = Post(store, server, "https://registry.example")
            courier = Courier(store, server, "https://registry.example", SignInKey(WEBHOOK_KEY))
            worker = await stack.enter_async_context(Worker(post, courier))
            worker.start()
        yield


async def sent(store, message_id):
    (row,) = await fetch(store, "SELECT * FROM message WHERE id = $1", message_id)
    return row["sent_at"] is not None, row["failed_at"] is not None, row["subject"], row["body"]


async def a_person(store, email="ana@example.org", language="en"):
    person = PersonId(uuid4())
    async with store.write(PUBLIC) as tx:
        await tx.record(PersonAdded(person, "Ana Ruiz", email, language))
    return person


async def a_message(store, person, kind=MessageKind.SIGN_IN_CODE):
    async with store.write(PUBLIC) as tx:
        message = Message(MessageId(uuid4()), kind, person, "Your code", "The code is K7-Q2.", tx.now)
        await tx.record(MessageQueued(message))
    return message.id


async def at_once(store):
    """Let jobs that wait for another try be tried now."""
    await fetch(store, "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")


async def a_due_vote(cast, seconds=1.0, voting_rule=None):
    vote_id = await an_open_vote(cast, seconds=seconds, voting_rule=voting_rule)
    await voting.cast_ballot(await cast.caller("voter4"), vote_id, Choice.APPROVE)
    return vote_id


async def stage(vote_id):
    return (await votes.get(vote_id)).stage


async def ended(store, *message_ids):
    """How many of some messages were sent and how many given up, once their words are erased."""
    states = [await sent(store, each) for each in message_ids]
    return Counter(was_sent for was_sent, _, _, body in states if body is None)


async def defer_forgetting(store):
    async with store.engine.transaction():
        await jobs.defer(jobs.Task.APPLY_DUE)
    await fetch(
        store, "UPDATE procrastinate_jobs SET task_name = 'forget', args = '{\"timestamp\": 0}' WHERE status = 'todo'"
    )
