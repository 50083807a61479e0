"""What is stored of each event, by the part of the record that it goes to. Only the one door calls this."""

from registry.events import BallotEvent, Event, PeopleEvent, SignInEvent, VoteEvent, WrittenEvent
from registry.storage.recording import balloting, people, signing_in, voting, writing
from registry.storage.recording.door import Door

__all__ = ["Door", "store"]


async def store(door: Door, event: Event) -> str | None:
    """Store an event. Hands out the digest that its audit row names, if it has one."""
    if isinstance(event, PeopleEvent):
        return await people.store(door, event)
    if isinstance(event, SignInEvent):
        return await signing_in.store(door, event)
    if isinstance(event, WrittenEvent):
        return await writing.store(door, event)
    if isinstance(event, VoteEvent):
        return await voting.store(door, event)
    assert isinstance(event, BallotEvent)  # narrowed to this: mypy names an event that somebody forgot
    return await balloting.store(door, event)
