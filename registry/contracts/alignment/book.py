"""What is known of measures when lists of them are set side by side: names, numbers, data sources, lineage, label."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Self

from measures.labels import MeasureLabel
from measures.measure import Identifiers, Lineage, MeasureEntry, MeasureSpecification
from measures.vocabularies import DataSource


class LabelStanding(StrEnum):
    """How a label came to stand. A proposal of the catalog is never shown as adopted."""

    ADOPTED = "adopted"
    ACCEPTED = "accepted"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class HeldLabel:
    """A label and how it came to stand."""

    label: MeasureLabel
    standing: LabelStanding


@dataclass(frozen=True, slots=True)
class KnownMeasure:
    """A measure as far as comparing needs it, in the version that the catalog has now."""

    name: str
    """`family/slug`."""
    version: str
    title: str
    family: str
    steward: str
    identifiers: Identifiers
    data_sources: tuple[DataSource, ...]
    label: HeldLabel | None = None
    """None where nobody labeled it."""
    lineage: Lineage | None = None
    """None until a source states one."""

    @classmethod
    def of(cls, entry: MeasureEntry, label: HeldLabel | None = None) -> Self:
        """A measure of the catalog, with the label that was decided for it or else the one that is proposed."""
        return cls(
            name=entry.id,
            version=entry.document_version,
            title=entry.title,
            family=entry.family,
            steward=entry.steward,
            identifiers=entry.identifiers,
            data_sources=entry.data_source,
            label=label or HeldLabel(entry.classification.label, LabelStanding.PROPOSED),
            lineage=entry.lineage,
        )

    @classmethod
    def of_specification(cls, specification: MeasureSpecification, label: HeldLabel | None = None) -> Self:
        """A measure as its document specifies it, with a label where one is known from elsewhere."""
        return cls(
            name=specification.name,
            version=specification.version,
            title=specification.title,
            family=specification.family,
            steward=specification.steward,
            identifiers=specification.identifiers,
            data_sources=specification.data_source,
            label=label,
            lineage=specification.lineage,
        )


@dataclass(frozen=True, slots=True)
class MeasureBook:
    """The known measures by name. A name that it lacks is compared by name alone."""

    by_name: Mapping[str, KnownMeasure]

    @classmethod
    def of(cls, measures: Iterable[KnownMeasure]) -> Self:
        """A book of measures, by their names."""
        return cls(MappingProxyType({each.name: each for each in measures}))

    def title(self, name: str) -> str:
        """The title of a measure; its name where nothing is known of it."""
        known = self.by_name.get(name)
        return known.title if known else name

    def data_sources(self, name: str) -> tuple[DataSource, ...]:
        """Where its data come from; nothing where that is not known."""
        known = self.by_name.get(name)
        return known.data_sources if known else ()
