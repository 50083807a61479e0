"""The public registry as static files, and a read-only mirror made from them."""

import sys
from pathlib import Path
from typing import Final

import click

from registry.app import answers_inside
from registry.cli.answering import answering
from registry.cli.printing import Answer, count, fields, note
from registry.cli.session import by_operator, settings, wait_for
from registry.mirroring import Imported, export_mirror, import_mirror
from registry.proof.keys import fingerprint
from registry.storage.transaction import Store

QUARTERS: Final = 4
DIRECTORY: Final = click.Path(path_type=Path, resolve_path=True)


@click.command()
@click.argument("directory", type=DIRECTORY)
@by_operator
async def export(store: Store, directory: Path) -> Answer:
    """Write the whole public registry into DIRECTORY, as files that any web server can host.

    An earlier export there is brought up to date; whatever happens meanwhile, it stays whole. Drafts, contracts,
    people, rolls and ballots are not in it. docs/mirror.md says what is.
    """
    made = await export_mirror(store, directory, answers_inside(settings(), store), told)
    data = {
        "directory": str(directory),
        "origin": made.origin,
        "checkpoint_size": made.checkpoint_size,
        "files": made.files,
        "bytes": made.bytes,
        "digest": f"sha256:{made.digest}",
    }
    shown = [
        ("export", directory),
        ("of", f"{made.origin}, as of {count(made.checkpoint_size, 'entry', 'entries')} of its log"),
        ("holds", f"{count(made.files, 'file')}, {made.bytes / 1e6:.1f} MB"),
        ("index", f"sha256:{made.digest}"),
        ("check it", f"cd {directory} && sha256sum --check --quiet SHA256SUMS"),
        ("host it", f"{directory / 'hosting' / 'README.txt'}"),
    ]
    return Answer(data, fields(shown))


@click.command("import")
@click.argument("directory", type=DIRECTORY)
@click.option(
    "--trust", multiple=True, help="A verifier key or fingerprint that you got in another way; another is refused."
)
@click.option("--origin-url", "address", help="The address of the registry itself, shown on every page of the mirror.")
@answering
def import_(directory: Path, trust: tuple[str, ...], address: str | None) -> Answer:
    """Make a read-only mirror in DATA_DIR from the export in DIRECTORY, after everything in it was verified.

    Where a mirror is here already it is brought up to date; an export that does not continue it is refused.
    """
    made = wait_for(import_mirror(settings(), directory, trust, address, told))
    if not trust and not made.held:
        note(
            "No key was named with --trust: whether this is the registry's own key the files cannot say. Compare its "
            "fingerprint with one that you got in another way."
        )
    return _imported(made)


def _imported(made: Imported) -> Answer:
    export_, size = made.export, made.export.index.checkpoint.size
    key = fingerprint(export_.signer.public_key)
    data = {
        "origin": export_.index.origin,
        "demonstration": export_.index.demonstration,
        "checkpoint_size": size,
        "added": size - made.held,
        "versions": len(export_.versions),
        "events": len(export_.events),
        "fingerprint": key,
        "digest": f"sha256:{export_.digest}",
    }
    shown = [
        ("mirror", f"of {export_.index.origin}" + ", a demonstration" * export_.index.demonstration),
        ("verified", "every file, the log from its first entry, every version, event, decision, key and exhibit"),
        ("log", f"{count(size, 'entry', 'entries')}, of which {size - made.held} are new here"),
        ("versions", len(export_.versions)),
        ("signed by", key),
        ("serve it", "value-registry serve"),
    ]
    return Answer(data, fields(shown))


def told(what: str, done: int, total: int) -> None:
    """Show on a terminal how far it has come; elsewhere now and then."""
    if sys.stderr.isatty():
        print(f"\r{done} of {total} {what}", end="\n" if done == total else "", file=sys.stderr, flush=True)
    elif done == total or done % max(total // QUARTERS, 1) == 0:
        note(f"{done} of {total} {what}")
