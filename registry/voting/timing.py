"""What time does by itself: a round closes at its deadline, and an outcome takes effect after its appeal window.

What was due while no server ran is made up for, as of the instant at which it was due. No ballot counts after the
deadline meanwhile: the deadline is held against the clock in the transaction that stores the ballot.
"""

from datetime import datetime

import structlog

from governance.members import PUBLIC
from governance.votes import VoteId, VoteStage
from measures.errors import Refusal
from registry.storage import votes
from registry.storage.registries import database_time
from registry.storage.transaction import Store
from registry.voting.appealing import AppealWindowError, finalise
from registry.voting.closing import close

log = structlog.get_logger()


async def apply_due(store: Store) -> list[VoteId]:
    """Move on every vote that is due, each in a transaction of its own. Several processes may do so at once."""
    moved: list[VoteId] = []
    for vote in await votes.due(await database_time()):
        try:
            if await _move_on(store, vote.id):
                moved.append(vote.id)
        except AppealWindowError:
            continue  # an appeal waits for its decision; the outcome takes effect after that
        except Refusal as refusal:
            log.warning("vote_not_moved", vote=str(vote.id), code=refusal.code)
    return moved


async def _move_on(store: Store, vote_id: VoteId) -> bool:
    async with store.write(PUBLIC) as tx:
        vote = await votes.get(vote_id)  # again, now that the lock is held
        if not _is_due(vote.moves_at, tx.now):
            return False
        if vote.stage is VoteStage.OPEN:
            await close(tx, vote, None)
        else:
            await finalise(tx, vote, None)
    return True


def _is_due(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now
