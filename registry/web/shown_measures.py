"""Measures as pages show them: the record, and who decided on its label."""

from collections.abc import Sequence
from dataclasses import dataclass

from measures.measure import MeasureEntry
from measures.references import Reference
from registry.storage import labels
from registry.storage.labels import KeptDecision


@dataclass(frozen=True, slots=True)
class ShownMeasure:
    """A measure on a page, with the decisions on its label that cover its version."""

    entry: MeasureEntry
    decisions: tuple[KeptDecision, ...]


async def shown(entries: Sequence[MeasureEntry]) -> list[ShownMeasure]:
    """Measures in the same order, each with the decisions as they are now."""
    decided: dict[str, list[KeptDecision]] = {entry.id: [] for entry in entries}
    for kept in await labels.for_measures(entry.reference for entry in entries):
        decided[Reference.parse(kept.decision.measure).name].append(kept)
    return [
        ShownMeasure(entry, tuple(kept for kept in decided[entry.id] if kept.decision.covers(entry.reference)))
        for entry in entries
    ]
