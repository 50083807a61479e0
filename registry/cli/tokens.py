"""Tokens. The secret is printed once, when a token is issued, and stored nowhere."""

from datetime import UTC, datetime
from uuid import UUID

import click

from governance.members import PersonId, Role
from registry.admitting import issue_token, revoke_token
from registry.cli.parameters import Words
from registry.cli.printing import Answer, moment, note, table
from registry.cli.session import by_operator
from registry.storage import people
from registry.storage.transaction import Store

DAYS = 90
NAME = slice(0, len("sha256:") + 12)
"""The beginning of a token's digest, by which people name it."""


@click.group()
def token() -> None:
    """Tokens that name a person. Put one into VALUE_REGISTRY_TOKEN, or into a file for --token-file."""


@token.command("issue")
@click.option("--person", "person_id", required=True, type=click.UUID, help="Whom the token names.")
@click.option("--scope", "scopes", multiple=True, type=Words(Role), help="A role it lets them use; all if none.")
@click.option("--days", default=DAYS, show_default=True, help="How long it counts, at most 366 days.")
@by_operator
async def issue(store: Store, person_id: UUID, scopes: tuple[Role, ...], days: int) -> Answer:
    """Issue a token and print its secret, once and never again."""
    issued = await issue_token(store, PersonId(person_id), scopes, days)
    kept = next(held for held in await people.tokens(PersonId(person_id)) if held[0] == issued.digest)
    note(f"This secret is shown once. It counts until {moment(kept[3])}; its name is {issued.digest[NAME]}.")
    data = {
        "token": issued.secret,
        "name": issued.digest[NAME],
        "person": str(person_id),
        "scopes": kept[2].split(),
        "expires_at": kept[3].isoformat(),
    }
    return Answer(data, issued.secret)


@token.command("list")
@click.option("--person", "person_id", type=click.UUID, help="Only the tokens of this person.")
@by_operator
async def listed(_: Store, person_id: UUID | None) -> Answer:
    """List the tokens that were not revoked. No secret is stored, so none is shown."""
    found = await people.tokens(PersonId(person_id) if person_id else None)
    now = datetime.now(UTC)
    data = [
        {
            "name": digest[NAME],
            "person": str(holder),
            "scopes": scopes.split(),
            "expires_at": until.isoformat(),
            "expired": until <= now,
        }
        for digest, holder, scopes, until in found
    ]
    rows = [
        (digest[NAME], holder, f"{moment(until)}{' (expired)' if until <= now else ''}", scopes.replace(" ", ", "))
        for digest, holder, scopes, until in found
    ]
    return Answer(data, table(("name", "person", "counts until", "roles"), rows))


@token.command("revoke")
@click.argument("name")
@by_operator
async def revoke(store: Store, name: str) -> Answer:
    """Stop a token from counting. NAME is the beginning of its digest, as `token list` shows it."""
    await revoke_token(store, name)
    return Answer({"name": name, "revoked": True}, f"Revoked the token {name}.")
