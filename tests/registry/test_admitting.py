from uuid import uuid4

import asyncpg
import pytest

from governance.members import PUBLIC, OrganisationKind, Role
from registry import admitting
from registry.admitting import BadLifetimeError, BadNameError, BadOrganisationError, ScopeNotHeldError
from registry.identity import BadTokenError, actor_of
from registry.storage import people
from registry.storage.people import (
    OrganisationExistsError,
    OrganisationNotFoundError,
    PersonNotFoundError,
    TokenNotFoundError,
)
from tests.support import a_cast, a_name


async def test_a_token_names_its_person_and_carries_no_more_than_its_scopes(store):
    cast = await a_cast(store)
    person = cast.people["everyman"]
    token = await admitting.issue_token(store, person, (Role.STATE_DRAFTER,), 1)
    actor = await actor_of(token.secret)
    assert actor.person_id == person
    assert {grant.role for grant in actor.grants} == {Role.STATE_DRAFTER}
    assert await actor_of(None) == PUBLIC


async def test_no_table_holds_the_secret(store):
    cast = await a_cast(store)
    secret = await cast.token("officer")
    async with store.engine.pool.acquire() as connection:
        for row in await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
            rows = await connection.fetch(f'SELECT * FROM "{row["tablename"]}"')
            assert not any(secret in str(dict(each)) for each in rows), row["tablename"]
    assert secret not in repr(await admitting.issue_token(store, cast.people["officer"], (), 1))


@pytest.mark.parametrize("token", ["", "x", "vr_", "vr_" + "a" * 43, "vr_" + "a" * 10_000, "vr_\x00"])
async def test_a_token_that_is_not_known_is_refused(store, token):
    with pytest.raises(BadTokenError):
        await actor_of(token)


async def test_a_revoked_token_stops_counting(store):
    cast = await a_cast(store)
    token = await admitting.issue_token(store, cast.people["officer"], (), 1)
    await admitting.revoke_token(store, token.digest[:20])
    with pytest.raises(BadTokenError):
        await actor_of(token.secret)
    with pytest.raises(TokenNotFoundError):
        await admitting.revoke_token(store, token.digest[:20])


async def test_an_expired_token_is_refused(store, settings):
    cast = await a_cast(store)
    token = await admitting.issue_token(store, cast.people["officer"], (), 1)
    owner = await asyncpg.connect(settings.database_url)
    await owner.execute("UPDATE token SET expires_at = clock_timestamp() WHERE digest = $1", token.digest)
    await owner.close()
    with pytest.raises(BadTokenError):
        await actor_of(token.secret)


async def test_erasing_a_person_takes_the_name_and_the_tokens_and_leaves_the_id(store):
    cast = await a_cast(store)
    person, secret = cast.people["officer"], await cast.token("officer")
    await admitting.erase_person(store, person)
    with pytest.raises(BadTokenError):
        await actor_of(secret)
    await people.require_person(person)
    async with store.engine.pool.acquire() as connection:
        assert await connection.fetchval("SELECT count(*) FROM person_detail WHERE person = $1", person) == 0


async def test_what_cannot_be_admitted_is_refused(store):
    cast = await a_cast(store)
    person = cast.people["officer"]
    with pytest.raises(ScopeNotHeldError):
        await admitting.issue_token(store, person, (Role.ADMINISTRATOR,), 1)
    for days in (0, 367):
        with pytest.raises(BadLifetimeError):
            await admitting.issue_token(store, person, (), days)
    with pytest.raises(BadNameError):
        await admitting.add_person(store, "  ")
    with pytest.raises(OrganisationNotFoundError):
        await admitting.grant_role(store, person, Role.MEMBER, "nobody")
    with pytest.raises(PersonNotFoundError):
        await admitting.erase_person(store, uuid4())
    with pytest.raises(OrganisationExistsError):
        await admitting.add_organisation(store, cast.agency, "Again", OrganisationKind.STATE, "US-TN")


@pytest.mark.parametrize("slug", ["", "Upper", "a b", "a/b", "ä", "x" * 101])
async def test_a_bad_short_name_is_refused(store, slug):
    with pytest.raises(BadOrganisationError):
        await admitting.add_organisation(store, slug, "x", OrganisationKind.PLAN, "US-TN")
    with pytest.raises(BadOrganisationError):
        await admitting.add_organisation(store, a_name(), "x", OrganisationKind.PLAN, "US-ZZ")
