"""People and their roles."""

from typing import Final
from uuid import UUID

import click

from governance.members import PersonId, Role
from registry.admitting import add_person, erase_person, grant_role, revoke_role
from registry.cli.counting import every
from registry.cli.parameters import Words
from registry.cli.printing import Answer, moment, note, table
from registry.cli.session import by_operator
from registry.signing_in import issue_code_as_operator
from registry.storage import people
from registry.storage.transaction import Store

HOURS: Final = 24


@click.group()
def person() -> None:
    """People, under random ids. Records hold the id; the name is kept apart and can be erased."""


@person.command("add")
@click.argument("name")
@by_operator
async def add(store: Store, name: str) -> Answer:
    """Add a person and print their id."""
    person_id = await add_person(store, name)
    return Answer({"person": str(person_id)}, str(person_id))


@person.command("list")
@by_operator
async def list_people(_: Store) -> Answer:
    """List everybody whose name was not erased, with their roles."""
    found = [one async for one in every(people.known)]
    data = [{"person": str(one.id), "name": one.name, "roles": list(one.roles)} for one in found]
    rows = [(str(one.id), one.name, ", ".join(one.roles)) for one in found]
    return Answer({"people": data}, table(("person", "name", "roles"), rows))


@person.command("erase")
@click.argument("person_id", type=click.UUID)
@click.confirmation_option(prompt="This cannot be undone: forget who this person is, for ever?")
@by_operator
async def erase(store: Store, person_id: UUID) -> Answer:
    """Forget who a person is. Their tokens stop counting; records keep the random id."""
    await erase_person(store, PersonId(person_id))
    return Answer({"person": str(person_id), "erased": True}, f"Erased who {person_id} is; the id stays in records.")


@person.command("sign-in-code")
@click.argument("person_id", metavar="PERSON", type=click.UUID)
@click.option("--hours", default=HOURS, show_default=True, help="How long it counts, at most 72 hours.")
@by_operator
async def sign_in_code(store: Store, person_id: UUID, hours: int) -> Answer:
    """Give a person a one-time code for the voting pages, for all their roles. It is printed once and never again."""
    code, until = await issue_code_as_operator(store, PersonId(person_id), hours)
    note(f"This code is shown once and works one time. It counts until {moment(until)}.")
    return Answer({"code": code, "person": str(person_id), "expires_at": until.isoformat()}, code)


@click.group()
def role() -> None:
    """What people may do in an organisation."""


@role.command("grant")
@click.argument("person_id", type=click.UUID)
@click.argument("granted", metavar="ROLE", type=Words(Role))
@click.option("--organisation", required=True, help="The organisation's short name.")
@by_operator
async def grant(store: Store, person_id: UUID, granted: Role, organisation: str) -> Answer:
    """Give a person a role in an organisation, for the jurisdiction of that organisation."""
    await grant_role(store, PersonId(person_id), granted, organisation)
    data = {"person": str(person_id), "role": granted.value, "organisation": organisation}
    return Answer(data, f"Granted {granted.value} in {organisation} to {person_id}.")


@role.command("revoke")
@click.argument("person_id", type=click.UUID)
@click.argument("revoked", metavar="ROLE", type=Words(Role))
@click.option("--organisation", required=True, help="The organisation's short name.")
@by_operator
async def revoke(store: Store, person_id: UUID, revoked: Role, organisation: str) -> Answer:
    """Take a role in an organisation from a person. What they did with it stays on record."""
    await revoke_role(store, PersonId(person_id), revoked, organisation)
    data = {"person": str(person_id), "role": revoked.value, "organisation": organisation, "revoked": True}
    return Answer(data, f"Revoked {revoked.value} in {organisation} from {person_id}.")
