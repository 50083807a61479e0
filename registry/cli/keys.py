"""The registry's signing key: which keys signed, and handing over to the next."""

from pathlib import Path
from typing import Any

import click

from registry.cli.printing import Answer, count, moment, note, table
from registry.cli.session import by_operator, settings
from registry.key_file import KeyFile
from registry.proof.keys import fingerprint
from registry.rotating import rotate_key
from registry.storage import signing_keys
from registry.storage.signing_keys import KeyInUse
from registry.storage.transaction import Store


@click.group()
def key() -> None:
    """The key that signs for this registry, and those that signed before it."""


@key.command("list")
@by_operator
async def list_keys(store: Store) -> Answer:  # noqa: ARG001 - it is opened, so that the tables can be read
    """Show every key that signed, the newest last, with its fingerprint and the entry of the log that names it."""
    keys = await signing_keys.history()
    return Answer(keys_data(keys), keys_table(keys))


@key.command("rotate")
@click.option(
    "--new-key",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A private key (PEM, Ed25519) to hand over to; without it a new one is made.",
)
@by_operator
async def rotate(store: Store, new_key: Path | None) -> Answer:
    """Replace the signing key. The old key signs the handover; everything that it signed before still verifies.

    Services that are running read the new key from the same file; one that cannot refuses to write until it is
    restarted with the new key. There is no way back to a key that signed before.
    """
    file = KeyFile(settings().signing_key_path)
    keys = await rotate_key(store, file, new_key)
    old, new = keys[-2].verifier, keys[-1].verifier
    note(f"Tell everybody who knows the old fingerprint: {fingerprint(new.public_key)} signs from now on.")
    note(f"The old key lies in {file.former(old.key_id)} now. Nothing needs it: let nobody read it, or destroy it.")
    return Answer(keys_data(keys), keys_table(keys))


def keys_data(keys: tuple[KeyInUse, ...]) -> list[dict[str, Any]]:
    """Keys for programs."""
    return [
        {
            "vkey": key.verifier.vkey,
            "fingerprint": fingerprint(key.verifier.public_key),
            "leaf": key.leaf,
            "since": key.since.isoformat(),
            "signs": key is keys[-1],
        }
        for key in keys
    ]


def keys_table(keys: tuple[KeyInUse, ...]) -> str:
    """Keys for people."""
    rows = [
        (
            fingerprint(key.verifier.public_key),
            "signs now" if key is keys[-1] else "signed before",
            moment(key.since),
            key.leaf,
        )
        for key in keys
    ]
    shown = table(["fingerprint", "", "since", "entry of the log"], rows)
    return f"{shown}\n{count(len(keys), 'key')}; the verifier key now is {keys[-1].verifier.vkey}"
