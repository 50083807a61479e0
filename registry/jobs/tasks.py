"""What each job does, told to procrastinate. Tasks that come round by the clock are done once, by whichever process."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.jobs import Job

from governance.messages import MessageId
from registry.jobs.login import Login
from registry.jobs.notices import Courier
from registry.jobs.post import LetterDelayedError, Post
from registry.storage import sign_in
from registry.storage.jobs import Queue, Task
from registry.storage.registries import database_time
from registry.storage.transaction import Store
from registry.voting.timing import apply_due

EVERY_MINUTE: Final = "* * * * *"
EVERY_HOUR: Final = "17 * * * *"
SIGN_IN_KEPT: Final = timedelta(days=1)
"""How long codes, sessions and challenges stay after they have run out. That they were there, the record says."""
FAILED_KEPT: Final = timedelta(days=30)
"""How long a job that failed is kept to be looked at. One that is done is forgotten at once: the record tells of it."""

AFTER_A_FAULT: Final = timedelta(minutes=1)
"""When a letter is taken up again whose sending was cut off: the service was stopped, or the database went away."""


class _Later(BaseRetryStrategy):
    """Try again when the letter says. How often is the post's to decide: it gives a letter up on record."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # noqa: ARG002
        wait = exception.wait if isinstance(exception, LetterDelayedError) else AFTER_A_FAULT
        return RetryDecision(retry_at=datetime.now(UTC) + wait)


def clockwork(post: Post, courier: Courier, login: Login) -> App:
    """The tasks of a registry, on a connection that is yet to be opened."""
    app = App(connector=PsycopgConnector(conninfo=login.conninfo, configure=login.prepare))
    _keep_time(app, post.store)
    _carry_mail(app, post)
    _carry_notices(app, courier)
    _tidy(app, post)
    return app


def _keep_time(app: App, store: Store) -> None:
    @app.periodic(cron=EVERY_MINUTE)  # makes up for a job that was lost
    @app.task(name=Task.APPLY_DUE, queue=Queue.TIME)
    async def move_votes_on(timestamp: int | None = None) -> None:  # noqa: ARG001 - given to what comes round
        await apply_due(store)


def _carry_mail(app: App, post: Post) -> None:
    @app.task(name=Task.SEND_MESSAGE, queue=Queue.MAIL, pass_context=True, retry=_Later())
    async def send_message(context: JobContext, message_id: str) -> None:
        await post.send(MessageId(UUID(message_id)), context.job.attempts)


def _carry_notices(app: App, courier: Courier) -> None:
    # When a try that failed is made again, the courier puts down with it; `_Later` is for what was cut off.
    @app.task(name=Task.SEND_NOTICE, queue=Queue.MAIL, retry=_Later())
    async def send_notice(delivery_id: str) -> None:
        await courier.deliver(UUID(delivery_id))

    @app.task(name=Task.CALL_WEBHOOK, queue=Queue.WEBHOOKS, retry=_Later())
    async def call_webhook(delivery_id: str) -> None:
        await courier.deliver(UUID(delivery_id))


def _tidy(app: App, post: Post) -> None:
    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name="retry_abandoned", queue=Queue.TIME)
    async def retry_abandoned(timestamp: int) -> None:  # noqa: ARG001
        """Take jobs up again whose process was killed in the middle of them."""
        for job in await app.job_manager.get_stalled_jobs():
            await app.job_manager.retry_job(job)

    @app.periodic(cron=EVERY_HOUR)
    @app.task(name="forget", queue=Queue.TIME)
    async def forget(timestamp: int) -> None:  # noqa: ARG001
        await post.give_up_old()
        await sign_in.forget_before(await database_time() - SIGN_IN_KEPT)
        hours = FAILED_KEPT // timedelta(hours=1)
        await app.job_manager.delete_old_jobs(
            nb_hours=hours, include_failed=True, include_cancelled=True, include_aborted=True
        )
