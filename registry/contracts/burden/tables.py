"""Burden as rows of text, for a spreadsheet: each measure of each contract, with what it meets elsewhere."""

from collections.abc import Iterator, Sequence
from typing import Final

from registry.contracts.burden.report import Burden

COLUMNS: Final = (
    "measure",
    "title",
    "contract",
    "version",
    "role",
    "weight_numerator",
    "weight_denominator",
    "target",
    "period_from",
    "period_to",
    "data_sources",
    "label",
    "label_standing",
    "contracts_naming_it",
    "versions_named",
    "period_clash",
    "in_adopted_set",
)


def burden_rows(found: Burden) -> Iterator[Sequence[str | int | None]]:
    """A row for each measure of each contract."""
    yield COLUMNS
    naming = {each.measure: len(each.contracts) for each in found.duplicates}
    versions = {each.measure: len(each.versions) for each in found.version_splits}
    clashing = {each.measure for each in found.clashes}
    adopted = found.adoption.adopted.measures if found.adoption else None
    for load in found.contracts:
        for item in load.contract.items:
            known = found.book.by_name.get(item.measure)
            label = known.label if known else None
            yield [
                item.measure,
                found.book.title(item.measure),
                load.contract.key,
                item.version or "",
                item.role,
                # Two numbers, since a spreadsheet makes a day of 1/4.
                item.weight.numerator if item.weight is not None else None,
                item.weight.denominator if item.weight is not None else None,
                item.target or "",
                item.period.starts.isoformat() if item.period else "",
                item.period.ends.isoformat() if item.period else "",
                "; ".join(found.book.data_sources(item.measure)),
                label.label.value if label else "",
                label.standing.value if label else "",
                naming.get(item.measure, 1),
                versions.get(item.measure, 1),
                "yes" if item.measure in clashing else "no",
                "" if adopted is None else "yes" if item.measure in adopted else "no",
            ]
