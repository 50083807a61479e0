"""What the service does by itself: votes move on in time, letters are sent, what ran out is forgotten.

procrastinate is the clock and the outbox (docs/decisions/0012). `tasks` says what each job does, `worker` keeps doing
them, `post` sends the letters that `letters` writes, `notices` carries notices out by mail and over `webhooks`, `login`
lets procrastinate into the database as the serving role.
"""

from registry.jobs.notices import Courier
from registry.jobs.post import Post
from registry.jobs.worker import Worker

__all__ = ["Courier", "Post", "Worker"]
