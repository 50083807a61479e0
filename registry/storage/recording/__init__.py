"""What is stored of each event, by the part of the record that it goes to. Only the one door calls this."""

from registry.events import (
    BallotEvent,
    ConformanceEvent,
    Event,
    NoticeEvent,
    PeopleEvent,
    SignInEvent,
    VoteEvent,
    WrittenEvent,
)
from registry.proof.keys import KeyRotated
from registry.storage.recording import balloting, contracting, keys, noticing, people, signing_in, voting, writing
from registry.storage.recording.door import Door

__all__ = ["Door", "store"]


async def store(door: Door, event: Event) -> str | None:  # noqa: PLR0911 - one for each part of the record
    """Store an event. Hands out the digest that its audit row names, if it has one."""
    if isinstance(event, KeyRotated):
        return await keys.store(door, event)
    if isinstance(event, PeopleEvent):
        return await people.store(door, event)
    if isinstance(event, SignInEvent):
        return await signing_in.store(door, event)
    if isinstance(event, WrittenEvent):
        return await writing.store(door, event)
    if isinstance(event, NoticeEvent):
        return await noticing.store(door, event)
    if isinstance(event, ConformanceEvent):
        return await contracting.store(door, event)
    if isinstance(event, VoteEvent):
        return await voting.store(door, event)
    assert isinstance(event, BallotEvent)  # narrowed to this: mypy names an event that somebody forgot
    return await balloting.store(door, event)
