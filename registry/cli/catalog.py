"""The catalog: loading it into the registry, and checking its files without one."""

from pathlib import Path

import click

from governance import programs, seed_definitions
from measures import catalog as measured
from registry.cataloguing import load_catalog
from registry.cli.answering import answering
from registry.cli.printing import Answer, fields, words
from registry.cli.session import by_operator
from registry.contracts import arrangements, framework_steps, rule_sets, terms
from registry.storage.transaction import Store

DIRECTORY = click.option(
    "--dir",
    "directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Measures, measure sets and sources of this directory instead of the packaged ones.",
)


@click.group()
def catalog() -> None:
    """Load or check the catalog: measures, measure sets, rule sets, terms and seed definitions of value."""


@catalog.command("load")
@DIRECTORY
@by_operator
async def load(store: Store, directory: Path | None) -> Answer:
    """Register every record of the catalog. Loading again changes nothing.

    A record that changed under a version that is published is refused; give it a higher document_version.
    """
    loaded = await load_catalog(store, directory)
    data = {"published": loaded.published, "redated": loaded.redated, "unchanged": loaded.unchanged}
    return Answer(
        data,
        f"{loaded.published} records published, {loaded.redated} with new dated records, {loaded.unchanged} unchanged.",
    )


@catalog.command("check")
@DIRECTORY
@answering
def check(directory: Path | None) -> Answer:
    """Validate the files of the catalog, without a database."""
    counted = _counted(directory)
    text = fields((words(name), number) for name, number in counted.items())
    return Answer(counted, f"{text}\nEvery record is well formed, and every name that is used is known.")


def _counted(directory: Path | None) -> dict[str, int]:
    read = measured.load(directory)
    counted = {"measures": len(read.measures), "measure_sets": len(read.sets), "sources": len(read.sources)}
    if directory is not None:
        return counted
    return counted | {
        "state_programs": len(programs.load()),
        "seed_definitions": len(seed_definitions.load()),
        "arrangements": len(arrangements.load()),
        "rule_sets": len(rule_sets.load().sets),
        "terms": len(terms.load()),
        "framework_steps": len(framework_steps.load().steps),
    }
