"""The catalog: measures, measure sets, sources and the APM framework, as reviewed files.

One file per family of measures, named after it; `measure_sets.yaml`, `sources.yaml` and
`hcplan_apm_framework.yaml` beside them. An underscore keeps those names apart from families. `docs/catalog.md`
explains every field.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from measures.apm import Framework
from measures.documents import Line, Record
from measures.measure import MeasureEntry
from measures.measure_sets import MeasureSet
from measures.record_files import RecordFile, Slug, fixed, in_directory, must_know
from measures.sources import Source
from measures.validation import InvalidFieldError

PACKAGED: Final = Path(__file__).parent
SETS_FILE: Final = "measure_sets.yaml"
SOURCES_FILE: Final = "sources.yaml"
FRAMEWORK_FILE: Final = "hcplan_apm_framework.yaml"


@dataclass(frozen=True)
class Catalog:
    """Everything that the catalog's files hold, by id, checked record by record and against each other."""

    measures: Mapping[str, MeasureEntry]
    sets: Mapping[str, MeasureSet]
    sources: Mapping[str, Source]
    framework: Framework
    families: Mapping[str, str]
    """The title of each family, by its slug."""

    def members(self, set_id: str) -> tuple[MeasureEntry, ...]:
        """The measures that state a membership of a set, in the order of the catalog."""
        return tuple(m for m in self.measures.values() if any(item.set == set_id for item in m.measure_sets))


class _Family(Record):
    family: Slug
    title: Line
    measures: tuple[Any, ...]


class _Sets(Record):
    measure_sets: tuple[Any, ...]


class _Sources(Record):
    sources: tuple[Any, ...]


def load(directory: Path | None = None) -> Catalog:
    """The catalog of a directory; the packaged one, read once, if none is named.

    Raises:
        InvalidError: names the file, the record and the field at fault.
    """
    return _packaged() if directory is None else _read(directory, str(directory))


@cache
def _packaged() -> Catalog:
    return _read(PACKAGED, "measures/catalog")


def _read(directory: Path, shown: str) -> Catalog:
    sources_file = RecordFile(directory, SOURCES_FILE, shown)
    sources = sources_file.records(sources_file.read(_Sources).sources, Source, "source")
    sets_file = RecordFile(directory, SETS_FILE, shown)
    sets = sets_file.records(sets_file.read(_Sets).measure_sets, MeasureSet, "measure set")
    for item in sets.values():
        must_know(item.sources, sources, sets_file.where(item.id), "sources", "source")
    framework_file = RecordFile(directory, FRAMEWORK_FILE, shown)
    framework = framework_file.read(Framework)
    must_know(framework.sources, sources, framework_file.shown, "sources", "source")
    families: dict[str, str] = {}
    measures: dict[str, MeasureEntry] = {}
    for file in in_directory(directory, shown):
        if file.path.name not in (SETS_FILE, SOURCES_FILE, FRAMEWORK_FILE):
            family = _family(file)
            families[family.family] = family.title
            for entry in file.records(family.measures, MeasureEntry, "measure").values():
                _check(entry, family.family, measures, file.where(entry.id))
                _check_names(entry, sets, sources, file.where(entry.id))
                measures[entry.id] = entry
    return Catalog(fixed(measures), fixed(sets), fixed(sources), framework, fixed(families))


def _family(file: RecordFile) -> _Family:
    family = file.read(_Family)
    if family.family != file.path.stem:
        raise InvalidFieldError(f"{file.shown}: field family: {family.family!r} is not the name of the file.")
    return family


def _check(entry: MeasureEntry, family: str, earlier: Mapping[str, MeasureEntry], where: str) -> None:
    if entry.family != family:
        raise InvalidFieldError(f"{where}: field family: {entry.family!r} is not the family of the file.")
    if entry.id in earlier:
        raise InvalidFieldError(f"{where}: field id: the family {earlier[entry.id].family} has a measure of this id.")


def _check_names(
    entry: MeasureEntry, sets: Mapping[str, MeasureSet], sources: Mapping[str, Source], where: str
) -> None:
    must_know((membership.set for membership in entry.measure_sets), sets, where, "measure_sets", "measure set")
    must_know(entry.sources, sources, where, "sources", "source")
    if entry.lineage is not None:
        must_know([entry.lineage.source], sources, where, "lineage.source", "source")
