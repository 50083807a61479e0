"""One-time codes, sessions and passkeys. Of each secret only a digest is kept."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import asyncpg

from governance.members import Actor, PersonId, Role
from governance.sign_in import (
    CHALLENGE_LIFETIME,
    CodeIssued,
    CodeRefused,
    KeptCode,
    KeptSession,
    Passkey,
    PasskeyAdded,
    PasskeyRemoved,
    SessionEnded,
    SessionStarted,
)
from measures.errors import ConflictError
from measures.references import Digest
from registry.storage import people
from registry.storage.tables import ChallengeRow, PasskeyRow, SessionRow, SignInCodeRow


class ChallengeUsedError(ConflictError):
    """A passkey's answer was sent twice."""

    code = "CHALLENGE_USED"


class PasskeyExistsError(ConflictError):
    """The passkey was added before."""

    code = "PASSKEY_EXISTS"


async def insert_code(event: CodeIssued, at: datetime) -> None:
    """Keep a new code."""
    await SignInCodeRow.insert(
        SignInCodeRow(
            handle=event.handle,
            digest=event.digest,
            salt=event.salt,
            person=event.person_id,
            scopes=" ".join(sorted(event.scopes)),
            issued_at=at,
            expires_at=event.expires_at,
        )
    )


async def refuse_code(event: CodeRefused) -> None:
    """Count a wrong try at every code of the person, and lock them all for a while where it was one too many."""
    values: dict[Any, Any] = {SignInCodeRow.tries: SignInCodeRow.tries + 1}
    if event.locked_until is not None:
        values = {SignInCodeRow.tries: 0, SignInCodeRow.locked_until: event.locked_until}
    await SignInCodeRow.update(values).where(SignInCodeRow.person == event.person_id)


async def code(handle: str) -> KeptCode | None:
    """A code by the half by which it is found. Tries and lock are those of the person, whichever code they were at."""
    rows = await SignInCodeRow.raw(
        "SELECT c.*, a.most_tries, a.last_lock FROM sign_in_code c, LATERAL ("
        "SELECT max(o.tries) AS most_tries, max(o.locked_until) AS last_lock FROM sign_in_code o "
        "WHERE o.person = c.person) a WHERE c.handle = {}",
        handle,
    )
    return _code(rows[0]) if rows else None


async def taken(handles: Collection[str]) -> set[str]:
    """Those of some handles that codes have already."""
    rows = await SignInCodeRow.raw("SELECT handle FROM sign_in_code WHERE handle = ANY({})", list(handles))
    return {row["handle"] for row in rows}


async def codes_since(person_id: PersonId, since: datetime) -> int:
    """How many codes a person was given since an instant."""
    return int(await SignInCodeRow.count().where(SignInCodeRow.person == person_id, SignInCodeRow.issued_at >= since))


async def start_session(event: SessionStarted, at: datetime) -> None:
    """Keep a new session; the code that it was started with is used up, a challenge is taken only once.

    After a right code the wrong tries before it count no more.

    Raises:
        ChallengeUsedError: the passkey's answer was sent before.
    """
    await SessionRow.insert(
        SessionRow(
            digest=event.digest,
            person=event.person_id,
            scopes=" ".join(sorted(event.scopes)),
            started_at=at,
            expires_at=event.expires_at,
        )
    )
    if event.code is not None:
        await SignInCodeRow.update({SignInCodeRow.used_at: at}).where(SignInCodeRow.handle == event.code)
        await SignInCodeRow.update({SignInCodeRow.tries: 0}).where(SignInCodeRow.person == event.person_id)
    if event.challenge is not None:
        await _use_challenge(event.challenge, at)
    if event.passkey is not None:
        await PasskeyRow.update({PasskeyRow.sign_count: event.sign_count}).where(PasskeyRow.id == event.passkey)


async def end_session(event: SessionEnded, at: datetime) -> None:
    """Let a session count no more."""
    await SessionRow.update({SessionRow.ended_at: at}).where(SessionRow.digest == event.digest)


async def session(digest: Digest) -> KeptSession | None:
    """A session, also one that is over."""
    row = await SessionRow.select().where(SessionRow.digest == digest).first()
    if row is None:
        return None
    return KeptSession(PersonId(row["person"]), row["started_at"], row["expires_at"], row["ended_at"])


async def actor_of_session(digest: str) -> Actor | None:
    """Whom a session names, with the roles that the person holds and the session lets them use; none if it is over."""
    rows = await SessionRow.raw(
        "SELECT s.person, s.scopes FROM session s WHERE s.digest = {} AND s.ended_at IS NULL "
        "AND s.expires_at > clock_timestamp() AND EXISTS (SELECT 1 FROM person_detail d WHERE d.person = s.person)",
        digest,
    )
    if not rows:
        return None
    return await people.acting(PersonId(rows[0]["person"]), set(rows[0]["scopes"].split()))


async def insert_passkey(event: PasskeyAdded, at: datetime) -> None:
    """Keep a new passkey.

    Raises:
        ChallengeUsedError: the passkey's answer was sent before.
        PasskeyExistsError: it is there already.
    """
    await _use_challenge(event.challenge, at)
    try:
        await PasskeyRow.insert(
            PasskeyRow(
                id=event.passkey,
                person=event.person_id,
                public_key=event.public_key,
                sign_count=event.sign_count,
                scopes=" ".join(sorted(event.scopes)),
                added_at=at,
            )
        )
    except asyncpg.UniqueViolationError:
        raise PasskeyExistsError("This passkey was added before; there is nothing more to do.") from None


async def remove_passkey(event: PasskeyRemoved) -> None:
    """Forget a passkey."""
    await PasskeyRow.delete().where(PasskeyRow.id == event.passkey, PasskeyRow.person == event.person_id)


async def passkey(passkey_id: str) -> Passkey | None:
    """A passkey by the id of its credential."""
    row = await PasskeyRow.select().where(PasskeyRow.id == passkey_id).first()
    return None if row is None else _passkey(row)


async def passkeys(person_id: PersonId) -> list[Passkey]:
    """The passkeys of a person, oldest first."""
    rows = await PasskeyRow.select().where(PasskeyRow.person == person_id).order_by(PasskeyRow.added_at)
    return [_passkey(row) for row in rows]


async def forget_person(person_id: PersonId) -> None:
    """Delete everything by which a person could sign in."""
    for table in (SignInCodeRow, SessionRow, PasskeyRow):
        await table.delete().where(table.person == person_id)


async def forget_before(instant: datetime) -> None:
    """Delete what has counted no more since an instant: codes, sessions and challenges that had expired by then."""
    for table in (SignInCodeRow, SessionRow, ChallengeRow):
        await table.delete().where(table.expires_at < instant)


async def _use_challenge(digest: Digest, at: datetime) -> None:
    try:
        await ChallengeRow.insert(ChallengeRow(digest=digest, expires_at=at + CHALLENGE_LIFETIME))
    except asyncpg.UniqueViolationError:
        raise ChallengeUsedError("This was sent before; start again.") from None


def _roles(text: str) -> frozenset[Role]:
    return frozenset(Role(role) for role in text.split())


def _code(row: Mapping[str, Any]) -> KeptCode:
    return KeptCode(
        handle=row["handle"],
        digest=row["digest"],
        salt=bytes(row["salt"]),
        person_id=PersonId(row["person"]),
        scopes=_roles(row["scopes"]),
        expires_at=row["expires_at"],
        used_at=row["used_at"],
        tries=row["most_tries"],
        locked_until=row["last_lock"],
    )


def _passkey(row: Mapping[str, Any]) -> Passkey:
    return Passkey(
        id=row["id"],
        person_id=PersonId(row["person"]),
        public_key=bytes(row["public_key"]),
        sign_count=row["sign_count"],
        scopes=_roles(row["scopes"]),
        added_at=row["added_at"],
    )
