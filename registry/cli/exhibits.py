"""Making the exhibit of a published version: one zip file that proves itself."""

from pathlib import Path

import click

from measures.references import Reference
from registry.cli.parameters import FILE, REFERENCE
from registry.cli.printing import Answer
from registry.cli.session import by_operator, settings
from registry.exporting import exhibit_of, save
from registry.storage.transaction import Store


@click.command()
@click.argument("reference", type=REFERENCE)
@click.option("--to", "directory", type=FILE, help="The directory to write to; DATA_DIR/exports if none is named.")
@click.option("--checkpoint", type=click.IntRange(min=1), help="As of this size of the log; by default as of now.")
@by_operator
async def exhibit(store: Store, reference: Reference, directory: Path | None, checkpoint: int | None) -> Answer:
    """Make the exhibit of a version: the record, all that it cites, its pages, and the proof. Prints its path.

    The same version as of the same checkpoint gives the same bytes.
    """
    made = await exhibit_of(store, reference, checkpoint)
    path = save(made, directory or settings().exports_dir)
    data = {
        "exhibit": str(path),
        "reference": str(made.reference),
        "checkpoint_size": made.checkpoint_size,
        "digest": made.digest,
        "bytes": made.size,
    }
    return Answer(data, str(path))
