"""Jobs: what is to be done later, put down in the transaction that gives rise to it, so that both are kept or neither.

procrastinate keeps them in the same database (docs/decisions/0012) and does them; what each task does is told in
`registry/jobs`. A job holds ids and instants, never words, names or addresses.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from governance.deliveries import Delivery, Way
from governance.messages import Message, MessageKind
from governance.votes import Vote
from registry.storage.tables import MessageRow


class Task(StrEnum):
    """What a job asks for. The names are stored, so they stay."""

    APPLY_DUE = "apply_due"
    SEND_MESSAGE = "send_message"
    SEND_NOTICE = "send_notice"
    CALL_WEBHOOK = "call_webhook"


class Queue(StrEnum):
    """Where a job waits. Each queue has a worker of its own, so that a slow mail server never holds a deadline up."""

    TIME = "time"
    MAIL = "mail"
    WEBHOOKS = "webhooks"


QUEUES: Final = {
    Task.APPLY_DUE: Queue.TIME,
    Task.SEND_MESSAGE: Queue.MAIL,
    Task.SEND_NOTICE: Queue.MAIL,
    Task.CALL_WEBHOOK: Queue.WEBHOOKS,
}
BY_WAY: Final = {Way.EMAIL: Task.SEND_NOTICE, Way.WEBHOOK: Task.CALL_WEBHOOK}
"""What carries a notice out, by how the organisation wants to be told."""
FIRST: Final = 10
"""The priority of mail that somebody sits and waits for."""


async def defer(
    task: Task, arguments: Mapping[str, str] | None = None, at: datetime | None = None, priority: int = 0
) -> None:
    """Put a job down, to be done at an instant or as soon as this transaction is committed.

    Takes part in the transaction that is open. A job of higher priority is done first. No lock is offered: with
    procrastinate a job that waits for its day holds up every later one of the same lock.
    """
    await MessageRow.raw(
        "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW("
        "{}::varchar, {}::varchar, {}::integer, NULL, NULL, {}::jsonb, {}::timestamptz"
        ")::procrastinate_job_to_defer_v1])",
        QUEUES[task].value,
        task.value,
        priority,
        json.dumps(dict(arguments or {})),
        at,
    )


async def defer_moving(vote: Vote) -> None:
    """Have a vote moved on when time does it: at its deadline, or at the end of its appeal window."""
    await defer(Task.APPLY_DUE, at=vote.moves_at)


async def defer_sending(message: Message) -> None:
    """Have a message sent once this transaction is committed; a sign-in code goes before everything else."""
    priority = FIRST if message.kind is MessageKind.SIGN_IN_CODE else 0
    await defer(Task.SEND_MESSAGE, {"message_id": str(message.id)}, priority=priority)


async def defer_delivering(deliveries: Iterable[Delivery], at: datetime | None = None) -> None:
    """Have notices carried out, all in one statement for each way: hundreds may be told at once."""
    by_way: dict[Way, list[str]] = {}
    for delivery in deliveries:
        by_way.setdefault(delivery.way, []).append(str(delivery.id))
    for way, ids in by_way.items():
        task = BY_WAY[way]
        await MessageRow.raw(
            "SELECT procrastinate_defer_jobs_v1(ARRAY(SELECT ROW("
            "{}::varchar, {}::varchar, 0, NULL, NULL, jsonb_build_object('delivery_id', id), {}::timestamptz"
            ")::procrastinate_job_to_defer_v1 FROM unnest({}::text[]) AS id))",
            QUEUES[task].value,
            task.value,
            at,
            ids,
        )
