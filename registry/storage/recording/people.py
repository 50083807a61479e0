"""Organisations, people, roles and tokens."""

from typing import assert_never

from governance.members import (
    OrganisationAdded,
    PersonAdded,
    PersonDetailChanged,
    PersonErased,
    RoleGranted,
    RoleRevoked,
    TokenIssued,
    TokenRevoked,
)
from registry.events import PeopleEvent
from registry.storage import appeals, people, proposals, sign_in, texts, waivers
from registry.storage.recording.door import Door


async def store(door: Door, event: PeopleEvent) -> str | None:
    """Store what happened to people."""
    now = door.now
    match event:
        case OrganisationAdded():
            await people.insert_organisation(event, now)
        case PersonAdded():
            await people.insert_person(event, now)
        case PersonDetailChanged():
            await people.change_detail(event)
        case PersonErased():
            await people.erase_person(event.person_id)
            await sign_in.forget_person(event.person_id)
            written = [*await proposals.texts_of(event.person_id), *await appeals.texts_of(event.person_id)]
            written += await waivers.texts_of(event.person_id)
            for text in written:
                await texts.erase(text)
        case RoleGranted():
            await people.insert_grant(event, now)
        case RoleRevoked():
            await people.revoke_grant(event, now)
        case TokenIssued():
            await people.insert_token(event, now)
        case TokenRevoked():
            await people.revoke_token(event.digest, now)
        case _:
            assert_never(event)
    return None
