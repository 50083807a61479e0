"""Lists of measures that come with the software: state programs, public cases and stewards' measure sets."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NoReturn

from governance import programs
from measures import catalog
from measures.errors import InvalidError, NotFoundError
from measures.references import Kind, Reference
from registry.contracts import arrangements
from registry.contracts.alignment import loading
from registry.contracts.alignment.book import KnownMeasure, MeasureBook
from registry.contracts.alignment.portfolio import Portfolio

PROGRAM: Final = "program/"
ARRANGEMENT: Final = "arrangement/"


class Group(StrEnum):
    """All lists of one kind at once."""

    PROGRAMS = "programs"
    MEASURE_SETS = "measure-sets"
    FEDERAL_SETS = "federal-sets"
    ARRANGEMENTS = "arrangements"


class PortfolioNotFoundError(NotFoundError):
    """There is no program or case of that id."""

    code = "PORTFOLIO_NOT_FOUND"


class NamesNoMeasuresError(InvalidError):
    """What was named is no list of measures."""

    code = "NAMES_NO_MEASURES"


def known_measures() -> MeasureBook:
    """The measures of the packaged catalog, with their proposed labels."""
    return MeasureBook.of(KnownMeasure.of(entry) for entry in catalog.load().measures.values())


def program_or_case(named: str) -> Portfolio:
    """A program (`program/id`) or a public case (`arrangement/id`).

    Raises:
        PortfolioNotFoundError: there is none of that id.
    """
    kind, _, name = named.partition("/")
    program = programs.load().get(name) if named.startswith(PROGRAM) else None
    if program is not None:
        return loading.of_program(program)
    case = arrangements.load().get(name) if named.startswith(ARRANGEMENT) else None
    if case is not None:
        return loading.of_arrangement(case)
    raise PortfolioNotFoundError(f"There is no {kind} {name[:100]!r}; the catalog lists those there are.")


def measure_set(reference: Reference) -> Portfolio | None:
    """A packaged measure set; None where the reference is of something else, or of another version or other bytes."""
    found = catalog.load().sets.get(reference.name.split("/")[1]) if reference.kind is Kind.MEASURE_SET else None
    if found is None or reference.name != f"{found.jurisdiction}/{found.id}":
        return None
    document = found.document(demonstration=False)
    if reference.version not in (None, document.version) or reference.digest not in (None, document.seal().digest):
        return None
    return loading.of_measure_set(document.reference, found.name, found.status, catalog.load().members(found.id))


def group(which: Group) -> list[Portfolio]:
    """All lists of a kind that name any measure, in the order of the catalog."""
    return [each for each in _GROUPS[which]() if each.items]


def names_none(named: str) -> NoReturn:
    """Refuse what lists no measures.

    Raises:
        NamesNoMeasuresError: always.
    """
    raise NamesNoMeasuresError(
        f"{named[:200]} lists no measures; name a priority set, a measure set, program/…, arrangement/… or contract/…."
    )


def _measure_sets() -> list[Portfolio]:
    held = catalog.load().sets.values()
    references = [Reference(Kind.MEASURE_SET, f"{each.jurisdiction}/{each.id}", each.document_version) for each in held]
    return [found for reference in references if (found := measure_set(reference))]


_GROUPS: Final[Mapping[Group, Callable[[], list[Portfolio]]]] = MappingProxyType(
    {
        Group.PROGRAMS: lambda: [loading.of_program(each) for each in programs.load().values()],
        Group.MEASURE_SETS: _measure_sets,
        Group.FEDERAL_SETS: lambda: [each for each in _measure_sets() if each.jurisdictions == ("US",)],
        Group.ARRANGEMENTS: lambda: [loading.of_arrangement(each) for each in arrangements.load().values()],
    }
)
