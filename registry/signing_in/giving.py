"""Giving people one-time codes: a roll keeper on paper or by phone, the operator on a command line, a mail on request.

A code is handed out once, as text; what is kept of it is a digest.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from governance import policy
from governance.members import PUBLIC, PersonId, Role
from governance.messages import MessageQueued
from governance.policy import SignInError
from governance.sign_in import (
    LONGEST_CODE,
    LONGEST_OPERATOR_CODE,
    MAILED_CODE_LIFETIME,
    MAILED_CODES_AN_HOUR,
    CodeIssued,
    require_only_a_member,
)
from measures.errors import ConflictError
from registry.admitting import BadLifetimeError
from registry.signing_in.codes import NewCode, SignInCode, new_code
from registry.signing_in.letters import Letters
from registry.signing_in.pace import answering_after
from registry.storage import people
from registry.storage import sign_in as storage
from registry.storage.people import Detail, PersonNotFoundError
from registry.storage.transaction import Store, Transaction
from registry.use_cases import Caller

ANSWERED_AFTER: Final = 0.5
"""Seconds after which whoever asks for a mail is answered: for an unknown address as for a known one."""
AN_HOUR: Final = timedelta(hours=1)


class NoRoleError(ConflictError):
    """The person holds no role, so that a code would let them do nothing."""

    code = "NO_ROLE"


async def issue_code(caller: Caller, person_id: PersonId, days: int) -> str:
    """Give a member a code for so many days, as a roll keeper: see `issue_codes`."""
    return (await issue_codes(caller, [person_id], days))[person_id]


async def issue_codes(caller: Caller, person_ids: Iterable[PersonId], days: int) -> Mapping[PersonId, str]:
    """Give members a code each, for so many days, all of them or none. They are shown once, and let their people vote.

    A request id is not asked for: the answer would have to be kept to be given again.

    Raises:
        SignInError: the caller is nobody.
        WrongRoleError: the caller is not the roll keeper of every jurisdiction in which such a person is a member.
        NotOnlyAMemberError: such a person holds a role besides, or none.
        PersonNotFoundError: there is no such person, or they were erased.
        BadLifetimeError: other than 1 to 90 days.
    """
    if caller.actor.person_id is None:
        raise SignInError("Sign in to give somebody a code.")
    if not timedelta(days=1) <= timedelta(days=days) <= LONGEST_CODE:
        raise BadLifetimeError(f"Such a code counts from 1 to {LONGEST_CODE.days} days.")
    made = await _make(person_ids)
    async with caller.store.write(caller.actor) as tx:
        known = await people.details(made)
        for person_id in made:
            if person_id not in known:
                raise PersonNotFoundError(f"There is no person {person_id}.")
            grants = await people.grants_of(person_id)
            for jurisdiction in sorted({grant.jurisdiction for grant in grants}):
                policy.may_enrol(caller.actor, jurisdiction).require()
            require_only_a_member(grants)
        given = await _record(tx, made, {Role.MEMBER}, tx.now + timedelta(days=days))
    return {person_id: code.written for person_id, code in given.items()}


async def issue_code_as_operator(store: Store, person_id: PersonId, hours: int) -> tuple[str, datetime]:
    """Give a person a code for all the roles that they hold, for so many hours. It is shown once; and until when.

    Raises:
        PersonNotFoundError: there is no such person, or they were erased.
        NoRoleError: the person holds no role.
        BadLifetimeError: other than 1 to 72 hours.
    """
    most = LONGEST_OPERATOR_CODE // AN_HOUR
    if not 1 <= hours <= most:
        raise BadLifetimeError(f"Such a code counts from 1 to {most} hours.")
    made = await _make([person_id])
    async with store.write(PUBLIC) as tx:
        if not await people.details([person_id]):
            raise PersonNotFoundError(f"There is no person {person_id}.")
        scopes = {grant.role for grant in await people.grants_of(person_id)}
        if not scopes:
            raise NoRoleError(
                "This person holds no role; grant them one first, so that the code lets them do something."
            )
        until = tx.now + timedelta(hours=hours)
        given = await _record(tx, made, scopes, until)
    return given[person_id].written, until


async def request_code(store: Store, email: str, letters: Letters) -> None:
    """Send a code to every member with an address, at most three an hour to each. Nobody learns whether there is one.

    The answer comes after the same time whatever becomes of it; an unknown address takes no lock and leaves no trace.
    """
    await answering_after(ANSWERED_AFTER, _send_codes(store, email, letters))


async def _send_codes(store: Store, email: str, letters: Letters) -> None:
    found = {detail.person_id: detail for detail in await people.by_email(email) if await _may_be_sent_one(detail)}
    if not found:
        return
    made = await _make(found)
    async with store.write(PUBLIC) as tx:
        # Asked again now that nobody else writes: requests that come at once are counted one after another.
        due = {person_id: code for person_id, code in made.items() if await _has_few(person_id, tx.now)}
        given = await _record(tx, due, {Role.MEMBER}, tx.now + MAILED_CODE_LIFETIME)
        for person_id, code in given.items():
            await tx.record(MessageQueued(letters.bring(code, found[person_id], tx.now)))


async def _may_be_sent_one(detail: Detail) -> bool:
    actor = await people.acting(detail.person_id, {Role.MEMBER})
    return actor.has(Role.MEMBER) and await _has_few(detail.person_id, datetime.now(UTC))


async def _has_few(person_id: PersonId, now: datetime) -> bool:
    return await storage.codes_since(person_id, now - AN_HOUR) < MAILED_CODES_AN_HOUR


async def _make(person_ids: Iterable[PersonId]) -> dict[PersonId, NewCode]:
    """A code for each person, made before the lock of all writes is asked for, because that is slow on purpose."""
    return {person_id: await asyncio.to_thread(new_code) for person_id in person_ids}


async def _record(
    tx: Transaction, made: Mapping[PersonId, NewCode], scopes: Iterable[Role], until: datetime
) -> dict[PersonId, SignInCode]:
    """Record that people were given codes, and hand out what they were given."""
    given = {}
    for person_id, new in (await _under_free_handles(made)).items():
        event = CodeIssued(new.code.handle, new.digest, new.salt, person_id, frozenset(scopes), until)
        await tx.record(event)
        given[person_id] = new.code
    return given


async def _under_free_handles(made: Mapping[PersonId, NewCode]) -> dict[PersonId, NewCode]:
    """The same codes, none under a handle that another code has."""
    found = dict(made)
    while taken := await _taken(found.values()):
        found = {
            person_id: new.under_another_handle() if new.code.handle in taken else new
            for person_id, new in found.items()
        }
    return found


async def _taken(codes: Iterable[NewCode]) -> set[str]:
    """The handles that are in use already, or twice among these."""
    handles = [new.code.handle for new in codes]
    return await storage.taken(handles) | {handle for handle, times in Counter(handles).items() if times > 1}
