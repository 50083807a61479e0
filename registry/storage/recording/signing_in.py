"""Signing in, and messages to people."""

from typing import assert_never

from governance.messages import MessageQueued, MessageSent
from governance.sign_in import CodeIssued, CodeRefused, PasskeyAdded, PasskeyRemoved, SessionEnded, SessionStarted
from registry.events import SignInEvent
from registry.storage import jobs, messages, sign_in
from registry.storage.recording.door import Door


async def store(door: Door, event: SignInEvent) -> str | None:
    """Store that somebody signed in, or was written to."""
    match event:
        case CodeIssued():
            await sign_in.insert_code(event, door.now)
        case CodeRefused():
            await sign_in.refuse_code(event)
        case SessionStarted():
            await sign_in.start_session(event, door.now)
        case SessionEnded():
            await sign_in.end_session(event, door.now)
        case PasskeyAdded():
            await sign_in.insert_passkey(event, door.now)
        case PasskeyRemoved():
            await sign_in.remove_passkey(event)
        case MessageQueued():
            await messages.insert(event)
            await jobs.defer_sending(event.message)
        case MessageSent():
            await messages.finish(event, door.now)
        case _:
            assert_never(event)
    return None
