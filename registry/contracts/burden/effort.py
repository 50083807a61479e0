"""Effort by data source: how many measures and reports each source of data has to serve.

Counts are facts. How heavy one source is beside another is a judgment, so it is asked for expressly and read from a
table that gives a reason for every figure; nobody's hours are invented.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import AfterValidator, model_validator
from pydantic_core import PydanticCustomError

from measures.documents import Exact, Line, Ordered, Record, Text, fraction
from measures.record_files import RecordFile
from measures.validation import parse, read_yaml
from measures.vocabularies import DataSource
from registry.contracts.alignment.book import MeasureBook
from registry.contracts.alignment.portfolio import Portfolio
from registry.contracts.burden.duplicates import holders

FILE: Final = "effort.yaml"


def _not_negative(text: str) -> str:
    if fraction(text) < 0:
        raise PydanticCustomError("effort", "an effort is zero or more")
    return text


class SourceEffort(Record):
    """How heavy it is to serve one measure from a source of data, beside the others, and why."""

    data_source: DataSource
    effort: Annotated[Exact, AfterValidator(_not_negative)]
    reason: Text


class EffortTable(Record):
    """A judgment of how heavy the sources of data are. It holds one figure for every source there is."""

    title: Line
    judged_by: Line
    sources: Ordered[SourceEffort]

    @model_validator(mode="after")
    def _judges_every_source_once(self) -> Self:
        named = [each.data_source for each in self.sources]
        missing = sorted(set(DataSource) - set(named))
        if missing or len(named) != len(set(named)):
            raise PydanticCustomError(
                "effort", "each data source stands once; missing: {missing}", {"missing": ", ".join(missing) or "none"}
            )
        return self

    def of(self, source: DataSource) -> Fraction:
        """The effort of one measure from a source."""
        return next(fraction(each.effort) for each in self.sources if each.data_source is source)


@dataclass(frozen=True, slots=True)
class SourceLoad:
    """What one source of data has to serve."""

    data_source: DataSource
    measures: tuple[str, ...]
    """The distinct measures that need it. A measure with two sources counts under both."""
    reports: int
    """The same over all contracts: a measure of three contracts is reported three times."""
    once: Fraction | None
    """The judged effort where each measure is produced once; None where no table was given."""
    each_time: Fraction | None
    """The judged effort where each contract is served for itself."""


@cache
def judged() -> EffortTable:
    """The packaged table: the project's judgment, to be replaced by one's own."""
    return RecordFile(Path(__file__).parent, FILE, "registry/contracts/burden").read(EffortTable)


def read_effort(text: str, where: str) -> EffortTable:
    """A table of one's own, from YAML.

    Raises:
        InvalidError: names `where` and the field: a source is missing or stands twice, or a figure is no exact number.
    """
    return parse(EffortTable, read_yaml(text, where), where)


def by_source(contracts: Sequence[Portfolio], book: MeasureBook, table: EffortTable | None = None) -> list[SourceLoad]:
    """The load of each source of data that any measure needs: the heaviest number of reports first."""
    held = holders(contracts)
    loads = []
    for source in DataSource:
        names = tuple(sorted(name for name in held if source in book.data_sources(name)))
        reports = sum(len(held[name]) for name in names)
        effort = None if table is None else table.of(source)
        if names:
            once, each_time = (None, None) if effort is None else (effort * len(names), effort * reports)
            loads.append(SourceLoad(source, names, reports, once, each_time))
    return sorted(loads, key=lambda load: (-load.reports, load.data_source))


def of_unknown_source(names: Iterable[str], book: MeasureBook) -> tuple[str, ...]:
    """The measures of which the catalog does not know where their data come from."""
    return tuple(sorted(name for name in names if not book.data_sources(name)))
