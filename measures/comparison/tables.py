"""What a difference in each field of a record comes to: one table for each kind of record, as data.

docs/versions.md prints every table with its reasons; a test holds the page and the tables against each other, and
another sees that no field of any document is forgotten.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from measures.comparison.change import Aspect, Bump
from measures.comparison.values import same_version, same_words, shown, step_between, version_shown
from measures.documents import Record

NAMED_APART: Final[Mapping[str, str]] = {
    "name": "two versions of one document have one name",
    "version": "it is what the comparison asks for",
    "demonstration": "a registry is a demonstration or live for ever, so both sides agree",
}
"""Fields of every document that are not compared, and why."""


def _as_it_is(value: object) -> object:
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One field: what it is called, and the least rise of the version that a difference in it asks for."""

    field: str
    noun: str
    aspect: Aspect
    bump: Bump
    why: str
    gained: Bump | None = None
    """Where something is told that was not told before, or a list only gained entries; `bump` if none is given."""
    order: Bump = Bump.PATCH
    """Where a list holds the same entries in another order."""
    told: Callable[[Any], object] = _as_it_is
    """The value that counts; None for one that says nothing."""
    show: Callable[[Any], str] = shown
    alike: Callable[[Any, Any], bool] = same_words
    """Whether two unequal values say the same. They are a matter of wording then."""
    weigh: Callable[[Any, Any], Bump] | None = None
    """The rise by what both values are, where it is not always the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """One field that holds a record of its own, compared by its own table; one that is absent says nothing."""

    field: str
    table: "Table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """A list whose entries have names of their own. They are matched by name, never by their place in the list."""

    field: str
    noun: str
    """What one entry is."""
    aspect: Aspect
    key: Callable[[Any], str]
    name: Callable[[Any], str]
    """What an entry is called, without what it is."""
    each: "Table | Part"
    """How two entries of one name are compared: field by field, or as a whole."""
    added: Bump
    removed: Bump
    why: str
    optional: Callable[[Any], bool] | None = None
    """Which entries ask nothing of anybody; adding one of those is minor."""
    order: Bump = Bump.PATCH
    is_ordered: bool = True

    def words(self, entry: object) -> str:
        """What an entry is and what it is called."""
        return f"{self.noun} {self.name(entry)}"

    @property
    def plural(self) -> str:
        """What the entries are."""
        return f"{self.noun}s"


@dataclass(frozen=True, slots=True)
class Table:
    """What is compared in a kind of record, in the order in which a reader should hear it, and what is not and why."""

    of: type[Record]
    parts: tuple[Part | Inside | Entries, ...]
    exempt: Mapping[str, str] = field(default_factory=dict)

    def written(self, name: str) -> str:
        """How the document itself writes the name of a field."""
        stated = self.of.model_fields.get(name)
        return (stated.alias if stated else None) or name


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table as the docs print it."""

    path: str
    aspect: Aspect
    asks: str
    why: str


def rows(table: Table, path: str = "") -> Iterator[Row]:
    """Every line of a table and of the tables inside it."""
    for part in table.parts:
        at = f"{path}{table.written(part.field)}"
        match part:
            case Part():
                yield Row(at, part.aspect, _asks(part), part.why)
            case Inside():
                yield from rows(part.table, f"{at}.")
            case Entries():
                yield Row(at, part.aspect, _asks_of_entries(part), part.why)
                if isinstance(part.each, Part):
                    yield Row(f"{at}.*", part.each.aspect, _asks(part.each), part.each.why)
                else:
                    yield from rows(part.each, f"{at}.*.")


def _asks(part: Part) -> str:
    if part.weigh is step_between:
        return "as the cited version moved"
    asked = part.bump.name.lower()
    return asked if part.gained in (None, part.bump) else f"{asked}; {part.gained.name.lower()} where it is new"


def _asks_of_entries(part: Entries) -> str:
    added, removed = part.added.name.lower(), part.removed.name.lower()
    optional = ", minor if optional" if part.optional else ""
    order = f"; other order {part.order.name.lower()}" if part.is_ordered else ""
    return f"added {added}{optional}; removed {removed}{order}"


def cited_version(noun: str, aspect: Aspect, why: str, field_name: str = "version", bump: Bump | None = None) -> Part:
    """A citation of another document: it moved as far as its own number did, unless a `bump` is given."""
    return Part(
        field=field_name,
        noun=noun,
        aspect=aspect,
        bump=bump or Bump.MAJOR,
        why=why,
        show=version_shown,
        alike=same_version,
        weigh=None if bump else step_between,
    )
