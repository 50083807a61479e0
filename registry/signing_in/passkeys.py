"""Passkeys of people: added by somebody who is signed in, used to sign in, and removed."""

from datetime import UTC, datetime

from governance.members import Actor, PersonId
from governance.policy import SignInError
from governance.sign_in import (
    MOST_PASSKEYS,
    SESSION_LIFETIME,
    PasskeyAdded,
    PasskeyRemoved,
    SessionStarted,
)
from measures.errors import ConflictError, NotFoundError
from registry.signing_in.challenges import BadPasskeyError
from registry.signing_in.pace import refusing_after
from registry.signing_in.relying_party import RelyingParty
from registry.signing_in.sessions import REFUSED_AFTER, NewSession, new_session
from registry.storage import people
from registry.storage import sign_in as storage
from registry.storage.transaction import Store
from registry.use_cases import Caller


class PasskeyNotFoundError(NotFoundError):
    """You have no such passkey."""

    code = "PASSKEY_NOT_FOUND"


class TooManyPasskeysError(ConflictError):
    """One person has at most ten passkeys."""

    code = "TOO_MANY_PASSKEYS"


async def options_to_add_passkey(caller: Caller, site: RelyingParty) -> str:
    """What the browser of somebody who is signed in is asked in order to make a passkey, as JSON.

    Raises:
        SignInError: the caller is nobody.
    """
    person_id = _person(caller)
    known = await people.details([person_id])
    if person_id not in known:
        raise SignInError("Sign in to add a passkey.")
    held = await storage.passkeys(person_id)
    return site.options_to_add(person_id, known[person_id].name, held, datetime.now(UTC))


async def add_passkey(caller: Caller, site: RelyingParty, answer: str) -> None:
    """Keep the passkey that a browser's answer brings, for the roles that the caller is signed in with.

    Raises:
        SignInError: the caller is nobody.
        BadPasskeyError: the answer does not fit.
        ChallengeExpiredError: it came too late.
        ChallengeUsedError, PasskeyExistsError: it came before.
        TooManyPasskeysError: the caller has ten already.
    """
    person_id = _person(caller)
    new = site.added(answer, person_id, datetime.now(UTC))
    scopes = frozenset(grant.role for grant in caller.actor.grants)
    async with caller.store.write(caller.actor) as tx:
        if len(await storage.passkeys(person_id)) >= MOST_PASSKEYS:
            raise TooManyPasskeysError(f"You have {MOST_PASSKEYS} passkeys. Remove one to add another.")
        await tx.record(
            PasskeyAdded(new.id, new.public_key, new.sign_count, person_id, scopes, challenge=new.challenge.digest)
        )


async def remove_passkey(caller: Caller, passkey_id: str) -> None:
    """Forget a passkey of the caller's.

    Raises:
        SignInError: the caller is nobody.
        PasskeyNotFoundError: they have no such passkey.
    """
    person_id = _person(caller)
    async with caller.store.write(caller.actor) as tx:
        kept = await storage.passkey(passkey_id)
        if kept is None or kept.person_id != person_id:
            raise PasskeyNotFoundError("You have no such passkey. It may be removed already.")
        await tx.record(PasskeyRemoved(passkey_id, person_id))


async def sign_in_with_passkey(store: Store, site: RelyingParty, answer: str) -> NewSession:
    """Start a session with a passkey, for the roles that it was added with.

    Raises:
        BadPasskeyError: no passkey that is known here signed the answer.
        ChallengeExpiredError: it came too late.
        ChallengeUsedError: it came before.
    """
    async with refusing_after(REFUSED_AFTER):
        asserted = site.asserted(answer, datetime.now(UTC))
        kept = await storage.passkey(asserted.passkey_id)
        if kept is None:
            raise BadPasskeyError
        site.sign_count(asserted, kept)  # before the lock of all writes, so that a stranger does not take it
        async with store.write(Actor(kept.person_id)) as tx:
            kept = await storage.passkey(asserted.passkey_id)  # again: it may be removed, or used, by now
            if kept is None or not await people.details([kept.person_id]):
                raise BadPasskeyError
            session = new_session(kept.person_id, tx.now + SESSION_LIFETIME)
            await tx.record(
                SessionStarted(
                    session.digest,
                    kept.person_id,
                    kept.scopes,
                    session.expires_at,
                    passkey=kept.id,
                    sign_count=site.sign_count(asserted, kept),
                    challenge=asserted.challenge.digest,
                )
            )
    return session


def _person(caller: Caller) -> PersonId:
    if caller.actor.person_id is None:
        raise SignInError("Sign in to use passkeys.")
    return caller.actor.person_id
