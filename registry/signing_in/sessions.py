"""Signing in with a code or with an access token, who is signed in, and signing out.

A session's secret lies in a cookie; its digest is kept. Signing in ends no other session.
"""

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from governance.members import PUBLIC, Actor, PersonId, Role
from governance.sign_in import (
    SESSION_LIFETIME,
    BadCodeError,
    KeptCode,
    SessionEnded,
    SessionStarted,
    SignInLockedError,
)
from measures.references import Digest
from registry.identity import TOKEN_PREFIX, BadTokenError, actor_of, digest_of_token
from registry.signing_in.codes import SignInCode, read_code
from registry.signing_in.keys import SignInKey
from registry.signing_in.pace import refusing_after
from registry.storage import people
from registry.storage import sign_in as storage
from registry.storage.transaction import Store

SECRET_BYTES: Final = 32
LONGEST_SECRET: Final = 100
REFUSED_AFTER: Final = 0.25
"""Seconds after which a code is refused, whether there is one that begins so or not."""


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session as its browser gets it, once."""

    secret: str = field(repr=False)
    person_id: PersonId
    expires_at: datetime

    @property
    def digest(self) -> Digest:
        """What is kept of its secret."""
        return digest_of_session(self.secret)


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser that nobody is signed in with, known by a random cookie; and the key of the sign-in.

    A code leads from one browser to one session only: who presses the button twice, as people with a tremor do, is
    signed in once, and not told that the code was used. Nobody can compute the session who lacks cookie, code or key.
    """

    key: SignInKey
    cookie: str = field(repr=False)

    def session_of(self, code: SignInCode) -> str:
        """The secret of the session that a code leads to here."""
        return self.key.sign("session", self.cookie.encode(), code.handle.encode(), code.secret.encode()).hex()


def digest_of_session(secret: str) -> Digest:
    """What is kept of a session. Its secret has 256 random bits, so a plain digest cannot be turned back."""
    return Digest(digest_of_token(secret))


async def sign_in_with_code(store: Store, text: str, browser: Browser | None = None) -> NewSession:
    """Start a session with a one-time code, which is then used up. The roles are those of the code.

    Raises:
        CodeFormError: the text has not the form of a code.
        BadCodeError: no code that counts is this one.
        CodeUsedError, CodeExpiredError: the code is right, and counts no more.
        SignInLockedError: there were too many wrong tries at the codes of the same person.
    """
    asked = read_code(text)
    async with refusing_after(REFUSED_AFTER):
        kept = await storage.code(asked.handle)
        if not await asyncio.to_thread(asked.is_kept_as, kept):
            await _count_wrong_try(store, kept)
            raise BadCodeError
        assert kept is not None  # nothing is right about a code that is not kept
        return await _use_code(store, kept.person_id, asked, browser)


async def sign_in_with_token(store: Store, token: str) -> NewSession:
    """Start a session with an access token, for the roles of the token, and for no longer than it counts.

    Raises:
        BadTokenError: the token is unknown, expired or revoked.
    """
    actor = await actor_of(token)
    assert actor.person_id is not None  # a token names a person
    digest = digest_of_token(token)
    async with store.write(actor) as tx:
        held = next((each for each in await people.tokens(actor.person_id) if each[0] == digest), None)
        if held is None:
            raise BadTokenError("This token was revoked just now; ask the operator for a new one.")
        roles = frozenset(Role(scope) for scope in held[2].split())
        session = new_session(actor.person_id, min(tx.now + SESSION_LIFETIME, held[3]))
        await tx.record(SessionStarted(session.digest, actor.person_id, roles, session.expires_at))
    return session


def is_token(text: str) -> bool:
    """Whether a text that was typed where a code goes is an access token."""
    return text.strip().startswith(TOKEN_PREFIX)


def new_session(person_id: PersonId, expires_at: datetime, secret: str | None = None) -> NewSession:
    """A session, with a fresh random secret unless one is given."""
    return NewSession(secret or secrets.token_urlsafe(SECRET_BYTES), person_id, expires_at)


async def actor_of_session(secret: str) -> Actor | None:
    """Whom a session names, with the roles that they hold and that it lets them use; none if it is over or unknown."""
    if not 0 < len(secret) <= LONGEST_SECRET:
        return None
    return await storage.actor_of_session(digest_of_session(secret))


async def sign_out(store: Store, secret: str) -> None:
    """End a session. Ending one that is over or unknown is no error."""
    actor = await actor_of_session(secret)
    if actor is None or actor.person_id is None:
        return
    async with store.write(actor) as tx:
        await tx.record(SessionEnded(digest_of_session(secret), actor.person_id))


async def _count_wrong_try(store: Store, kept: KeptCode | None) -> None:
    """Count a try against the person whose code it was; a code that counts no more cannot lock anybody out."""
    if kept is None or not _counts(kept, datetime.now(UTC)):
        return
    async with store.write(PUBLIC) as tx:  # nobody knows who it was
        kept = await storage.code(kept.handle)
        if kept is None or not _counts(kept, tx.now):
            return
        refused = kept.wrong_try(tx.now)
        await tx.record(refused)
    if refused.locked_until is not None:
        raise SignInLockedError


def _counts(kept: KeptCode, now: datetime) -> bool:
    """Whether a wrong try at a code counts. Asked before the lock of all writes too, so that guessing does not take it.

    Raises:
        SignInLockedError: there were too many already.
    """
    kept.require_unlocked(now)
    return kept.is_live(now)


async def _use_code(store: Store, person_id: PersonId, asked: SignInCode, browser: Browser | None) -> NewSession:
    async with store.write(Actor(person_id)) as tx:
        kept = await storage.code(asked.handle)  # again, now that nobody else can use or lock it
        if kept is None or not await people.details([person_id]):
            raise BadCodeError
        kept.require_unlocked(tx.now)
        session = new_session(person_id, tx.now + SESSION_LIFETIME, browser.session_of(asked) if browser else None)
        begun = await storage.session(session.digest)
        if begun is not None and begun.is_given_again(tx.now):
            return session
        kept.require_live(tx.now)
        event = SessionStarted(session.digest, person_id, kept.scopes, session.expires_at, code=kept.handle)
        await tx.record(event)
    return session
