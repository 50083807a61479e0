"""Letting people and programs in: organisations, people, roles, tokens. The operator does this on the command line."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import uuid4

from governance.members import (
    PUBLIC,
    OrganisationAdded,
    OrganisationKind,
    PersonAdded,
    PersonErased,
    PersonId,
    Role,
    RoleGranted,
    RoleRevoked,
    TokenIssued,
    TokenRevoked,
)
from measures.documents import Line
from measures.errors import InvalidError
from measures.jurisdictions import JURISDICTIONS
from registry.identity import TOKEN_BYTES, TOKEN_PREFIX, digest_of_token
from registry.storage import people
from registry.storage.transaction import Store

LONGEST_NAME: Final = 200
LONGEST_TOKEN_DAYS: Final = 366
SHORTEST_BEGINNING: Final = 8


class BadOrganisationError(InvalidError):
    """The organisation's short name, name or jurisdiction cannot be used."""

    code = "BAD_ORGANISATION"


class BadNameError(InvalidError):
    """A person's name is empty or too long."""

    code = "BAD_NAME"


class BadLifetimeError(InvalidError):
    """A token lives from one day to a year."""

    code = "BAD_LIFETIME"


class ScopeNotHeldError(InvalidError):
    """A token can only let its person do what they may do."""

    code = "SCOPE_NOT_HELD"


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token as it is shown once, and never again."""

    secret: str
    digest: str

    def __repr__(self) -> str:
        return "NewToken(…)"


async def add_organisation(store: Store, slug: str, name: Line, kind: OrganisationKind, jurisdiction: str) -> str:
    """Add an organisation.

    Raises:
        BadOrganisationError: the short name is not lower-case words and dashes, or there is no such jurisdiction.
        OrganisationExistsError: the short name is taken.
    """
    if not slug.replace("-", "").isalnum() or not slug.isascii() or slug != slug.lower() or len(slug) > 100:  # noqa: PLR2004
        raise BadOrganisationError(f"{slug!r} is no short name; write lower-case words and dashes, such as 'tenncare'.")
    if jurisdiction not in JURISDICTIONS:
        raise BadOrganisationError(f"{jurisdiction!r} is not a jurisdiction; write US, US-TN or registry.")
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadOrganisationError(f"An organisation's name has 1 to {LONGEST_NAME} characters.")
    async with store.write(PUBLIC) as tx:
        await tx.record(OrganisationAdded(slug, name, kind, jurisdiction))
    return slug


async def add_person(store: Store, name: str) -> PersonId:
    """Add a person under a random id. The name is kept apart and can be erased.

    Raises:
        BadNameError: the name is empty or too long.
    """
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise BadNameError(f"A name has 1 to {LONGEST_NAME} characters.")
    person_id = PersonId(uuid4())
    async with store.write(PUBLIC) as tx:
        await tx.record(PersonAdded(person_id, name.strip()))
    return person_id


async def erase_person(store: Store, person_id: PersonId) -> None:
    """Forget who a person is and the words of their comments. Their tokens stop counting; records keep the random id.

    Raises:
        PersonNotFoundError: there is no such person.
    """
    async with store.write(PUBLIC) as tx:
        await people.require_person(person_id)
        await tx.record(PersonErased(person_id))


async def grant_role(store: Store, person_id: PersonId, role: Role, organisation: str) -> None:
    """Give a person a role in an organisation, for the jurisdiction of that organisation.

    Raises:
        PersonNotFoundError: there is no such person.
        OrganisationNotFoundError: there is no such organisation.
    """
    async with store.write(PUBLIC) as tx:
        await people.require_person(person_id)
        await people.organisation(organisation)
        await tx.record(RoleGranted(person_id, role, organisation))


async def revoke_role(store: Store, person_id: PersonId, role: Role, organisation: str) -> None:
    """Take a role in an organisation from a person. What they did with it stays on record.

    Raises:
        PersonNotFoundError: there is no such person.
        ScopeNotHeldError: they do not hold that role there.
    """
    async with store.write(PUBLIC) as tx:
        await people.require_person(person_id)
        if not any(g.role is role and g.organisation == organisation for g in await people.grants_of(person_id)):
            raise ScopeNotHeldError(f"This person does not hold the role {role} in {organisation!r}.")
        await tx.record(RoleRevoked(person_id, role, organisation))


async def issue_token(store: Store, person_id: PersonId, scopes: tuple[Role, ...], days: int) -> NewToken:
    """Give a person a token that lets them use some of their roles. It is shown once; its digest is kept.

    Raises:
        PersonNotFoundError: there is no such person.
        ScopeNotHeldError: the person does not hold a role that the token should carry.
        BadLifetimeError: the number of days is not between 1 and 366.
    """
    if not 1 <= days <= LONGEST_TOKEN_DAYS:
        raise BadLifetimeError(f"A token lives from 1 to {LONGEST_TOKEN_DAYS} days.")
    secret = TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    digest = digest_of_token(secret)
    async with store.write(PUBLIC) as tx:
        await people.require_person(person_id)
        held = {grant.role for grant in await people.grants_of(person_id)}
        scopes = scopes or tuple(sorted(held))
        if missing := [scope for scope in scopes if scope not in held]:
            raise ScopeNotHeldError(f"This person does not hold the role {missing[0]}; grant it first.")
        await tx.record(TokenIssued(person_id, digest, scopes, tx.now + timedelta(days=days)))
    return NewToken(secret, digest)


async def revoke_token(store: Store, beginning: str) -> None:
    """Stop a token from counting.

    Raises:
        TokenNotFoundError: no valid token is known under that beginning of its digest, which has at least 8 digits.
    """
    if len(beginning) < len("sha256:") + SHORTEST_BEGINNING:
        raise people.TokenNotFoundError("Name a token by at least 8 digits of its digest; see `token list`.")
    async with store.write(PUBLIC) as tx:
        await tx.record(TokenRevoked(await people.token_digest(beginning)))
