"""People, organisations, roles and tokens. A person is a random id; their name lies in a table that can be erased."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from governance.members import (
    Actor,
    Grant,
    OrganisationAdded,
    OrganisationKind,
    PersonAdded,
    PersonDetailChanged,
    PersonId,
    Role,
    RoleGranted,
    RoleRevoked,
    TokenIssued,
)
from measures.errors import ConflictError, NotFoundError
from registry.storage.tables import OrganisationRow, PersonDetailRow, PersonRow, RoleGrantRow, TokenRow


class OrganisationNotFoundError(NotFoundError):
    """There is no organisation of that name."""

    code = "ORGANISATION_NOT_FOUND"


class PersonNotFoundError(NotFoundError):
    """There is no person of that id."""

    code = "PERSON_NOT_FOUND"


class OrganisationExistsError(ConflictError):
    """An organisation of that name is there already."""

    code = "ORGANISATION_EXISTS"


class TokenNotFoundError(NotFoundError):
    """There is no token that begins so, or it was revoked."""

    code = "TOKEN_NOT_FOUND"


@dataclass(frozen=True, slots=True)
class Organisation:
    """A state, plan, provider, council or steward."""

    slug: str
    name: str
    kind: OrganisationKind
    jurisdiction: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the operator knows them."""

    id: PersonId
    name: str
    roles: tuple[str, ...]


async def insert_organisation(event: OrganisationAdded, at: datetime) -> None:
    """Keep a new organisation.

    Raises:
        OrganisationExistsError: the name is taken.
    """
    row = OrganisationRow(
        slug=event.slug, name=event.name, kind=event.kind, jurisdiction=event.jurisdiction, created_at=at
    )
    try:
        await OrganisationRow.insert(row)
    except asyncpg.UniqueViolationError:
        raise OrganisationExistsError(f"There is an organisation {event.slug!r} already.") from None


async def insert_person(event: PersonAdded, at: datetime) -> None:
    """Keep a new person, and their name apart."""
    await PersonRow.insert(PersonRow(id=event.person_id, created_at=at))
    await PersonDetailRow.insert(
        PersonDetailRow(
            person=event.person_id, name=event.name, email=event.email, language=event.language, number=event.number
        )
    )


async def change_detail(event: PersonDetailChanged) -> None:
    """Note how a person is reached now."""
    await PersonDetailRow.update({PersonDetailRow.email: event.email, PersonDetailRow.language: event.language}).where(
        PersonDetailRow.person == event.person_id
    )


async def erase_person(person_id: PersonId) -> None:
    """Forget who a person is; the random id stays, so that records stay whole."""
    await PersonDetailRow.delete().where(PersonDetailRow.person == person_id)


async def insert_grant(event: RoleGranted, at: datetime) -> None:
    """Give a person a role in an organisation."""
    await RoleGrantRow.insert(
        RoleGrantRow(
            id=uuid4(), person=event.person_id, role=event.role, organisation=event.organisation, granted_at=at
        )
    )


async def revoke_grant(event: RoleRevoked, at: datetime) -> None:
    """Take a role in an organisation from a person."""
    await RoleGrantRow.update({RoleGrantRow.revoked_at: at}).where(
        RoleGrantRow.person == event.person_id,
        RoleGrantRow.role == event.role,
        RoleGrantRow.organisation == event.organisation,
        RoleGrantRow.revoked_at.is_null(),
    )


async def insert_token(event: TokenIssued, at: datetime) -> None:
    """Keep the digest of a new token."""
    await TokenRow.insert(
        TokenRow(
            digest=event.digest,
            person=event.person_id,
            scopes=" ".join(event.scopes),
            issued_at=at,
            expires_at=event.expires_at,
        )
    )


async def revoke_token(digest: str, at: datetime) -> None:
    """Stop a token from counting."""
    await TokenRow.update({TokenRow.revoked_at: at}).where(TokenRow.digest == digest)


async def organisation(slug: str) -> Organisation:
    """An organisation by its short name.

    Raises:
        OrganisationNotFoundError: there is none.
    """
    row = await OrganisationRow.select().where(OrganisationRow.slug == slug).first()
    if row is None:
        raise OrganisationNotFoundError(f"There is no organisation {slug!r}.")
    return _organisation(row)


async def organisations(after: str, limit: int) -> list[Organisation]:
    """Organisations in order of their short names, after one of them."""
    rows = (
        await OrganisationRow.select().where(OrganisationRow.slug > after).order_by(OrganisationRow.slug).limit(limit)
    )
    return [_organisation(row) for row in rows]


async def require_person(person_id: PersonId) -> None:
    """See that a person exists.

    Raises:
        PersonNotFoundError: there is none.
    """
    await require_people([person_id])


async def require_people(person_ids: Iterable[PersonId]) -> None:
    """See that people exist.

    Raises:
        PersonNotFoundError: at least one does not.
    """
    wanted = set(person_ids)
    rows = await PersonRow.raw("SELECT id FROM person WHERE id = ANY({})", list(wanted))
    missing = wanted - {PersonId(row["id"]) for row in rows}
    if missing:
        raise PersonNotFoundError(f"There is no person {min(map(str, missing))}.")


async def without_role(person_ids: Iterable[PersonId], role: Role) -> set[PersonId]:
    """Those of some people who hold a role nowhere."""
    wanted = set(person_ids)
    rows = await RoleGrantRow.raw(
        "SELECT DISTINCT person FROM role_grant WHERE role = {} AND revoked_at IS NULL AND person = ANY({})",
        role.value,
        list(wanted),
    )
    return wanted - {PersonId(row["person"]) for row in rows}


async def known(after: UUID, limit: int) -> list[Person]:
    """People whose names were not erased, in the order of their ids, after one of them, with their roles now."""
    rows = await PersonDetailRow.raw(
        "SELECT d.person, d.name, array_agg(g.role || ' in ' || g.organisation ORDER BY g.role, g.organisation) "
        "FILTER (WHERE g.id IS NOT NULL) AS roles FROM person_detail d "
        "LEFT JOIN role_grant g ON g.person = d.person AND g.revoked_at IS NULL "
        "WHERE d.person > {} GROUP BY d.person, d.name ORDER BY d.person LIMIT {}",
        after,
        limit,
    )
    return [Person(PersonId(row["person"]), row["name"], tuple(row["roles"] or ())) for row in rows]


async def grants_of(person_id: PersonId) -> frozenset[Grant]:
    """The roles that a person holds now."""
    rows = await RoleGrantRow.raw(
        "SELECT g.role, o.slug, o.jurisdiction FROM role_grant g JOIN organisation o ON o.slug = g.organisation "
        "WHERE g.person = {} AND g.revoked_at IS NULL",
        person_id,
    )
    return frozenset(Grant(Role(row["role"]), row["slug"], row["jurisdiction"]) for row in rows)


async def actor_of_token(digest: str) -> Actor | None:
    """Whom a token names, with the roles that both the person holds and the token lets them use; none if it is void."""
    rows = await TokenRow.raw(
        "SELECT t.person, t.scopes FROM token t WHERE t.digest = {} AND t.revoked_at IS NULL "
        "AND t.expires_at > clock_timestamp() AND EXISTS (SELECT 1 FROM person_detail d WHERE d.person = t.person)",
        digest,
    )
    if not rows:
        return None
    return await acting(PersonId(rows[0]["person"]), set(rows[0]["scopes"].split()))


async def acting(person_id: PersonId, scopes: Collection[str]) -> Actor:
    """A person as an actor, with the roles that they hold now and that some scopes let them use."""
    held = await grants_of(person_id)
    if any(grant.role is Role.ADMINISTRATOR for grant in held):
        # An administrator holds no other role, whatever the token was narrowed to.
        held = frozenset(grant for grant in held if grant.role is Role.ADMINISTRATOR)
    return Actor(person_id, frozenset(grant for grant in held if grant.role in scopes))


@dataclass(frozen=True, slots=True)
class Detail:
    """What is known of a person, until it is erased."""

    person_id: PersonId
    name: str
    email: str | None
    language: str | None
    number: str | None

    def __repr__(self) -> str:
        return "Detail(…)"


async def details(person_ids: Iterable[PersonId]) -> dict[PersonId, Detail]:
    """What is known of some people; nothing of those who were erased."""
    rows = await PersonDetailRow.raw("SELECT * FROM person_detail WHERE person = ANY({})", list(set(person_ids)))
    return {PersonId(row["person"]): _detail(row) for row in rows}


async def by_email(email: str) -> list[Detail]:
    """The people of an e-mail address, whatever its case. A family may share one."""
    rows = await PersonDetailRow.raw("SELECT * FROM person_detail WHERE lower(email) = lower({}) LIMIT 20", email)
    return [_detail(row) for row in rows]


async def by_numbers(organisation: str, numbers: Iterable[str]) -> dict[str, PersonId]:
    """The people whom an organisation knows under some numbers."""
    rows = await PersonDetailRow.raw(
        "SELECT DISTINCT d.number, d.person FROM person_detail d JOIN role_grant g ON g.person = d.person "
        "WHERE g.organisation = {} AND g.revoked_at IS NULL AND d.number = ANY({})",
        organisation,
        list(numbers),
    )
    return {row["number"]: PersonId(row["person"]) for row in rows}


async def token_digest(beginning: str) -> str:
    """The digest of the one valid token whose digest begins so.

    Raises:
        TokenNotFoundError: there is none, or more than one.
    """
    rows = await TokenRow.raw(
        "SELECT digest FROM token WHERE starts_with(digest, {}) AND revoked_at IS NULL LIMIT 2", beginning
    )
    if len(rows) != 1:
        raise TokenNotFoundError("No valid token is known under that name; see `value-registry token list`.")
    return str(rows[0]["digest"])


async def tokens(person_id: PersonId | None = None) -> list[tuple[str, UUID, str, datetime]]:
    """The tokens that were not revoked: digest, person, scopes, expiry."""
    query = TokenRow.select().where(TokenRow.revoked_at.is_null()).order_by(TokenRow.issued_at)
    if person_id is not None:
        query = query.where(TokenRow.person == person_id)
    return [(row["digest"], row["person"], row["scopes"], row["expires_at"]) for row in await query]


def _organisation(row: dict[str, str]) -> Organisation:
    return Organisation(row["slug"], row["name"], OrganisationKind(row["kind"]), row["jurisdiction"])


def _detail(row: Mapping[str, Any]) -> Detail:
    return Detail(PersonId(row["person"]), row["name"], row["email"], row["language"], row["number"])
