"""Rolls: who may vote, made from a file."""

import csv
from io import StringIO
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import click

from governance.members import Constituency, PersonId
from governance.rolls import BadRollError, RollEntry
from registry.cli.files import read_text
from registry.cli.parameters import FILE
from registry.cli.printing import Answer
from registry.cli.session import by_person
from registry.cli.yaml_files import read_yaml_file
from registry.use_cases import Caller
from registry.voting import make_roll

COLUMNS: Final = ("person", "constituency", "organisation", "recused")
NEEDED: Final = frozenset(COLUMNS[:2])
BEYOND: Final = "beyond the columns"
YES_NO: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}


@click.group()
def roll() -> None:
    """Rolls: who may vote and for whom each speaks. A roll does not change once it is made."""


@roll.command("make")
@click.argument("file", type=FILE)
@click.option("--jurisdiction", required=True, help="The jurisdiction of the vote, such as US-TN.")
@by_person
async def make(caller: Caller, file: Path, jurisdiction: str) -> Answer:
    """Make a roll from a CSV or YAML file and print its id.

    Columns (or fields): person, an id; constituency; organisation and recused, which may be left out.
    """
    entries = read_roll(file)
    roll_id = await make_roll(caller, jurisdiction, entries)
    recused = sum(entry.recused for entry in entries)
    data = {"roll": str(roll_id), "jurisdiction": jurisdiction, "people": len(entries), "recused": recused}
    return Answer(data, str(roll_id))


def read_roll(file: Path) -> tuple[RollEntry, ...]:
    """The entries of a roll, each checked.

    Raises:
        BadRollError: an entry is not well formed; the sentence says which.
    """
    rows = _csv_rows(file) if file.suffix.lower() == ".csv" else _yaml_rows(file)
    return tuple(_entry(row, f"{file}, {where}") for where, row in rows)


def _csv_rows(file: Path) -> list[tuple[str, dict[str, Any]]]:
    reader = csv.DictReader(
        StringIO(read_text(file), newline=""), restkey=BEYOND, restval="", skipinitialspace=True, strict=True
    )
    try:
        _require_columns(set(reader.fieldnames or ()), f"{file}, line 1")
        rows = [(f"line {reader.line_num}", dict(row)) for row in reader]
    except csv.Error as error:
        raise BadRollError(f"{file}, line {reader.line_num + 1}: {error}.") from None
    for where, row in rows:
        if BEYOND in row:
            raise BadRollError(f"{file}, {where}: there are more cells than columns.")
    return [(where, {name: value.strip() for name, value in row.items()}) for where, row in rows]


def _yaml_rows(file: Path) -> list[tuple[str, dict[str, Any]]]:
    content = read_yaml_file(file)
    if not isinstance(content, list) or not all(isinstance(row, dict) for row in content):
        raise BadRollError(f"{file} holds no list of people; write `- person: …` and `constituency: …` for each.")
    rows = [(f"entry {number}", dict(row)) for number, row in enumerate(content, start=1)]
    for where, row in rows:
        _require_columns(set(row), f"{file}, {where}")
    return rows


def _require_columns(named: set[str], where: str) -> None:
    if missing := sorted(NEEDED - named):
        raise BadRollError(f"{where}: {' and '.join(missing)} missing; the columns are {', '.join(COLUMNS)}.")
    if stray := sorted(map(str, named - set(COLUMNS))):
        raise BadRollError(f"{where}: {', '.join(stray)} unknown; the columns are {', '.join(COLUMNS)}.")


def _entry(row: dict[str, Any], where: str) -> RollEntry:
    try:
        person = UUID(str(row["person"]))
    except ValueError:
        raise BadRollError(f"{where}: {row['person']!r} is not the id of a person.") from None
    constituency, recused = str(row["constituency"]), str(row.get("recused") or "").lower()
    if constituency not in set(Constituency):
        raise BadRollError(f"{where}: {constituency!r} is no constituency; they are {', '.join(Constituency)}.")
    if recused not in YES_NO:
        raise BadRollError(f"{where}: recused is {recused!r}; write yes or no.")
    return RollEntry(PersonId(person), Constituency(constituency), row.get("organisation") or None, YES_NO[recused])
