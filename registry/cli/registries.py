"""What this registry is: founding it, saying what is here, bringing its tables up to date."""

from typing import Any

import click

from registry.cli.answering import answering
from registry.cli.printing import Answer, count, fields, moment, note
from registry.cli.session import by_operator, settings, wait_for
from registry.founding import AlreadyFoundedError, Founding, founding, open_registry
from registry.proof.encoding import base64_text
from registry.proof.keys import fingerprint
from registry.storage import log, migrating, registries, signing_keys
from registry.storage.database import open_database
from registry.storage.transaction import Store


@click.command()
@click.option("--live", is_flag=True, help="An empty live registry; the demonstration is refused on it.")
@click.option("--demonstration", is_flag=True, help="An empty demonstration.")
@click.option("--origin", help="The name of its log, for ever: a name without spaces that stays when hosts change.")
@answering
def init(*, live: bool, demonstration: bool, origin: str | None) -> Answer:
    """Found an empty registry, live or demonstration. What it is stays for ever.

    Refused where there is a registry already. `catalog load` is the next step.
    """
    if live == demonstration:
        raise click.UsageError("Say either --live or --demonstration; what a registry is stays for ever.")
    return wait_for(_found(founding(demonstration=demonstration, origin=origin)))


async def _found(decided: Founding) -> Answer:
    there = AlreadyFoundedError("There is a registry here already; `value-registry status` says which.")
    # The database stays open in between, so that an embedded server is started once.
    async with open_database(settings()):
        if await registries.get() is not None:
            raise there
        async with open_registry(settings(), decided) as store:
            if (store.signer.name, store.demonstration) != (decided.origin, decided.demonstration):
                raise there  # another process was quicker
            note("Next: `value-registry catalog load`. Keep a copy of the signing key where only you can read it.")
            data = {**_about(store), "signing_key": str(settings().signing_key_path)}
    return Answer(data, fields((name.replace("_", " "), value) for name, value in data.items()))


def _about(store: Store) -> dict[str, Any]:
    verifier = store.signer.verifier
    return {
        "registry": ("demonstration" if store.demonstration else "live") + ", a read-only mirror" * bool(store.mirror),
        "origin": store.signer.name,
        "vkey": verifier.vkey,
        "fingerprint": fingerprint(verifier.public_key),
    }


@click.command()
@by_operator
async def status(store: Store) -> Answer:
    """Say what is here: live or demonstration, origin, key and fingerprint, counts, latest checkpoint, migrations."""
    return await status_of(store)


async def status_of(store: Store) -> Answer:
    """The status of an open registry."""
    known, checkpoint = await registries.get(), await log.latest()
    assert known is not None
    assert checkpoint is not None
    counted = await registries.counts()
    former = [fingerprint(key.verifier.public_key) for key in (await signing_keys.history())[-2::-1]]
    data = {
        **_about(store),
        "former_fingerprints": former,
        "founded_at": known.created_at.isoformat(),
        "counts": counted,
        "checkpoint": {
            "size": checkpoint.size,
            "root": base64_text(checkpoint.root),
            "at": checkpoint.at.isoformat(),
            "note": checkpoint.note,
        },
        "migrations": {"newest": migrating.newest(), "up_to_date": True},
        "data_dir": str(settings().data_dir),
    }
    entries = count(checkpoint.size, "entry", "entries")
    shown = [
        *_about(store).items(),
        ("signed before", "\n".join(former)),
        ("founded", moment(known.created_at)),
        *((name.replace("_", " "), number) for name, number in counted.items()),
        (
            "checkpoint",
            f"{entries} at {moment(checkpoint.at)}, root {base64_text(checkpoint.root)}",
        ),
        ("migrations", f"up to date ({migrating.newest()})"),
        ("data", settings().data_dir),
    ]
    return Answer(data, fields(shown))


@click.command()
@answering
def migrate() -> Answer:
    """Bring the tables up to date. Every command that opens the registry does this too; nothing is done twice."""
    return wait_for(_migrate())


async def _migrate() -> Answer:
    async with open_database(settings()):
        newest = migrating.newest()
    return Answer({"newest": newest, "up_to_date": True}, f"The tables are up to date ({newest}).")
