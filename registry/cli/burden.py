"""Burden: what several contracts ask for together. Files are weighed offline and never leave this machine."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import click

from registry.cli.alignment import write
from registry.cli.answering import answering
from registry.cli.files import UnreadableFileError, read_text
from registry.cli.parameters import FILE
from registry.cli.portfolios import Gathered, book_of, contract_file, from_files
from registry.cli.printing import Answer
from registry.cli.showing_burden import burden_data, burden_text
from registry.contracts.alignment import Comparer, packaged
from registry.contracts.burden import Burden, EffortTable, judged, read_effort, weigh_burden
from registry.contracts.burden.tables import burden_rows
from registry.exchange.comma_separated import comma_separated

JUDGED = "judged"


@click.command()
@click.argument("contracts", metavar="CONTRACT", nargs=-1, required=True)
@click.option("--adopt", help="What if every contract took this set: a bundle, a document, program/ID or a reference.")
@click.option("--effort", help="Weigh data sources: a YAML file of your own, or `judged` for the packaged judgment.")
@click.option("--csv", "measures_file", type=FILE, help="Write each measure of each contract to this CSV file.")
@answering
def burden(contracts: Sequence[str], adopt: str | None, effort: str | None, measures_file: Path | None) -> Answer:
    """Weigh contracts together: measures, duplicates, clashing periods, data sources, labels, churn.

    A contract is a summary in a YAML file, or the id of one that is recorded here and that you may see. With files
    alone, and a set to adopt that is a file too, no database and no connection is opened.
    """
    table = _effort(effort)
    is_file = [Path(each).is_file() for each in contracts]
    if any(is_file) and not all(is_file):
        missing = next(each for each, here in zip(contracts, is_file, strict=True) if not here)
        raise UnreadableFileError(f"{missing} is no file that is here; name files, or ids of recorded contracts.")
    found = _of_files(contracts, adopt, table) if all(is_file) else _recorded(contracts, adopt, table)
    if measures_file is not None:
        write(measures_file, comma_separated(burden_rows(found)))
    return Answer(burden_data(found), burden_text(found))


def _effort(text: str | None) -> EffortTable | None:
    if text is None:
        return None
    return judged() if text == JUDGED else read_effort(read_text(Path(text)), text)


def _of_files(contracts: Sequence[str], adopt: str | None, table: EffortTable | None) -> Burden:
    held = [contract_file(Path(each)) for each in contracts]
    book, taken = packaged.known_measures(), from_files(adopt) if adopt else None
    if adopt and taken is None:
        from registry.cli.portfolios_here import from_registry  # noqa: PLC0415 - it knows the database

        (found,), book = from_registry([adopt])
        taken = Gathered(found)
    known = book_of([taken] if taken else [], book)
    return weigh_burden(held, Comparer.of(known), taken.portfolio if taken else None, table)


def _recorded(contracts: Sequence[str], adopt: str | None, table: EffortTable | None) -> Burden:
    from registry.cli.burden_here import burden_here  # noqa: PLC0415 - it knows the database

    return burden_here([_id(each) for each in contracts], adopt, table)


def _id(text: str) -> UUID:
    try:
        return UUID(text.removeprefix("contract/"))
    except ValueError:
        raise UnreadableFileError(f"{text} is no file that is here, and no id of a contract.") from None
