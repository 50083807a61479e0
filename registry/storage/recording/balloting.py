"""Ballots: who voted, and what lies in the box. No row that stays holds a choice."""

from typing import assert_never

from governance.ballots import BallotCast, BallotEntered, BallotWithdrawn, EntryDropped
from registry.events import BallotEvent
from registry.storage import ballots
from registry.storage.recording.door import Door


async def store(door: Door, event: BallotEvent) -> str | None:
    """Store what happened to a ballot."""
    match event:
        case BallotCast():
            await ballots.put(event, door.now)
        case BallotWithdrawn():
            await ballots.take_out(event, door.now)
        case BallotEntered():
            await ballots.enter(event, door.person, door.now)
        case EntryDropped():
            await ballots.drop_entry(event.entry)
        case _:
            assert_never(event)
    return None
