"""Alignment: which measures lists share, offline on files, or with what the registry that is here has published."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import click

from registry.cli.answering import answering
from registry.cli.files import UnreadableFileError
from registry.cli.parameters import FILE, Words
from registry.cli.portfolios import Gathered, book_of, from_files
from registry.cli.printing import Answer, note
from registry.cli.showing_alignment import many_data, many_text, pair_data, pair_text
from registry.contracts.alignment import (
    Comparer,
    Matrix,
    MeasureBook,
    Portfolio,
    heat_map,
    matrix,
    near_factor,
    packaged,
)
from registry.contracts.alignment.packaged import Group
from registry.contracts.alignment.tables import matrix_rows, measure_rows, pair_rows
from registry.exchange.comma_separated import comma_separated

TITLE = "Agreement of measures"


@click.command()
@click.argument("named", metavar="FILE_OR_REFERENCE", nargs=-1)
@click.option("--all", "groups", multiple=True, type=Words(Group), help="Every packaged list of a kind.")
@click.option("--near", default="1/2", show_default=True, help="How far a near-match counts, from 0 to 1.")
@click.option("--csv", "matrix_file", type=FILE, help="Write the matrix to this file.")
@click.option("--pairs", "pairs_file", type=FILE, help="Write each pair with its exact counts to this CSV file.")
@click.option("--measures", "measures_file", type=FILE, help="Write who names which measure to this CSV file.")
@click.option("--svg", "picture_file", type=FILE, help="Write the matrix as a picture to this file.")
@click.option("--title", default=TITLE, show_default=True, help="The title of the picture.")
@answering
def alignment(
    named: Sequence[str],
    groups: Sequence[Group],
    near: str,
    matrix_file: Path | None,
    pairs_file: Path | None,
    measures_file: Path | None,
    picture_file: Path | None,
    title: str,
) -> Answer:
    """Show which measures lists share, by count and by weight, and which are near by a reviewed lineage.

    A list is a contract summary (YAML), an exhibit bundle, a document of a mirror, program/ID, arrangement/ID, a
    measure set, or a published priority set. Two lists are shown measure by measure, more as a matrix. Files and what
    is packaged are compared offline; a published set needs the registry that is here.
    """
    factor = near_factor(near)
    held, book = gather(named, groups)
    made = matrix(held, book, factor)
    for path, rows in (
        (matrix_file, matrix_rows(made)),
        (pairs_file, pair_rows(made)),
        (measures_file, measure_rows(held, book)),
    ):
        if path is not None:
            write(path, comma_separated(rows))
    if picture_file is not None:
        write(picture_file, heat_map(made, title).encode())
    return _answer(made, book, factor)


def gather(named: Sequence[str], groups: Sequence[Group]) -> tuple[list[Portfolio], MeasureBook]:
    """The lists in the order in which they are named, those of a kind behind them, and what is known of measures."""
    read: dict[str, Gathered | None] = {each: from_files(each) for each in named}
    book = packaged.known_measures()
    needed = [each for each, found in read.items() if found is None]
    if needed:
        from registry.cli.portfolios_here import from_registry  # noqa: PLC0415 - it knows the database

        found, book = from_registry(needed)
        read |= {each: Gathered(there) for each, there in zip(needed, found, strict=True)}
    gathered = [read[each] for each in named]
    held = [each.portfolio for each in gathered if each] + [each for which in groups for each in packaged.group(which)]
    return held, book_of([each for each in gathered if each], book)


def _answer(made: Matrix, book: MeasureBook, factor: Fraction) -> Answer:
    if len(made.portfolios) == 2:  # noqa: PLR2004 - a pair is shown measure by measure
        pair = Comparer.of(book).compare(*made.portfolios, factor)
        return Answer(pair_data(pair), pair_text(pair, book))
    return Answer(many_data(made, book), many_text(made, book))


def write(path: Path, content: bytes) -> None:
    """Write a file that was asked for, and say so beside the answer.

    Raises:
        UnreadableFileError: it cannot be written there.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be written: {error.strerror}.") from None
    note(f"Written: {path}")
