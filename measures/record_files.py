"""Files of records: YAML that people review, read into values that are checked field by field.

A refusal names the file, the record and the field, so that whoever edits a file knows where to look.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from measures.references import SLUG
from measures.validation import InvalidFieldError, parse, read_yaml

R = TypeVar("R", bound=BaseModel)
F = TypeVar("F", bound=BaseModel)
K = TypeVar("K")
V = TypeVar("V")

_WORDS: Final = "[a-z0-9]+(?:-[a-z0-9]+)*"
LONGEST_SLUG: Final = 100
Slug = Annotated[str, StringConstraints(pattern=f"^{_WORDS}$", max_length=LONGEST_SLUG)]
"""The id of a record: lower-case words and single dashes."""
SlashedId = Annotated[str, StringConstraints(pattern=f"^{_WORDS}/{_WORDS}$", max_length=2 * LONGEST_SLUG)]
"""An id in two parts, such as a measure's `family/name`."""
MeasureId = Annotated[str, StringConstraints(pattern=f"^{SLUG}/{SLUG}$")]
"""The id of a measure, as references carry it."""


def _year_or_day(value: object) -> object:
    if isinstance(value, int | float):
        # A bare 2024 reads as a number, and 2024-10 as text: without quotes half of the dates would change type.
        raise PydanticCustomError("date", "{value} was read as a number; put the date in quotes", {"value": str(value)})
    return value


PartialDate = Annotated[
    str, BeforeValidator(_year_or_day), StringConstraints(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?$")
]
"""A date as exact as its source states it: '2017', '2017-10' or '2017-10-01'."""


class RecordFile:
    """One YAML file of a directory, and the name that refusals use for it."""

    def __init__(self, directory: Path, name: str, shown_directory: str | None = None) -> None:
        self.path = directory / name
        self.shown = f"{shown_directory or directory}/{name}"

    def read(self, model: type[F]) -> F:
        """The whole file as one value.

        Raises:
            InvalidError: the file is missing, is not YAML, or breaks the model.
        """
        return parse(model, self._content(), self.shown)

    def _content(self) -> Any:
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise InvalidFieldError(f"{self.shown}: there is no such file.") from None
        except UnicodeDecodeError as error:
            raise InvalidFieldError(f"{self.shown}: the file is not UTF-8 text: {error.reason}.") from None
        return read_yaml(text, self.shown)

    def where(self, record: str) -> str:
        """How a refusal names a record of this file."""
        return f"{self.shown}, {record}"

    def records(self, rows: Iterable[Any], model: type[R], noun: str = "record") -> dict[str, R]:
        """The rows of a list as values by id, in the order of the file.

        Raises:
            InvalidError: a row breaks the model, or an id stands twice.
        """
        found: dict[str, R] = {}
        for position, row in enumerate(rows, start=1):
            stated = row.get("id") if isinstance(row, Mapping) else None
            record = parse(model, row, self.where(stated if isinstance(stated, str) else f"{noun} {position}"))
            key: str = getattr(record, "id")  # noqa: B009 - every model read from a list has an id
            if key in found:
                raise InvalidFieldError(f"{self.where(key)}: field id: the id stands twice; give each {noun} its own.")
            found[key] = record
        return found


def in_directory(directory: Path, shown_directory: str | None = None, pattern: str = "*.yaml") -> list[RecordFile]:
    """The files of a directory, by name.

    Raises:
        InvalidError: there is none.
    """
    names = sorted(path.name for path in directory.glob(pattern))
    if not names:
        raise InvalidFieldError(f"{shown_directory or directory}: there is no file {pattern} in this directory.")
    return [RecordFile(directory, name, shown_directory) for name in names]


def must_know(names: Iterable[str], known: Iterable[str], where: str, field: str, noun: str) -> None:
    """Refuse a name that no record carries.

    Raises:
        InvalidFieldError: names the record, the field and the name.
    """
    there = known if isinstance(known, Mapping | set | frozenset) else set(known)
    for name in names:
        if name not in there:
            raise InvalidFieldError(f"{where}: field {field}: there is no {noun} {name!r}.")


def fixed(records: Mapping[K, V]) -> Mapping[K, V]:
    """The same records in a mapping that cannot be changed."""
    return MappingProxyType(dict(records))
