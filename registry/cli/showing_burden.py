"""Burden in words and tables for people, and as plain data for programs."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from measures.labels import MeasureLabel
from registry.cli.printing import count, fields, table, words
from registry.cli.showing_alignment import NOT_REVIEWED, near_data, near_rows
from registry.contracts.alignment import LabelStanding, percent
from registry.contracts.burden import Burden, LabelShares, PeriodClash, SourceLoad, WhatIf

DECIDED = (LabelStanding.ADOPTED, LabelStanding.ACCEPTED)


def burden_text(found: Burden) -> str:
    """What the contracts ask for together."""
    title = found.book.title
    parts = [
        fields(_about(found)),
        _part(
            "Contracts",
            ("contract", "title", "measures", "in no other", "quality", "compliance", "unlabeled"),
            [
                (
                    load.contract.key,
                    load.contract.title,
                    len(load.contract.items),
                    len(load.alone),
                    load.labels.number(MeasureLabel.QUALITY),
                    load.labels.number(MeasureLabel.COMPLIANCE),
                    load.labels.unlabeled,
                )
                for load in found.contracts
            ],
        ),
        _part(
            "In several contracts",
            ("measure", "title", "contracts"),
            [(each.measure, each.title, len(each.contracts)) for each in found.duplicates],
        ),
        _specifications(found),
        _part("Clashing periods", ("measure", "from", "to", "contracts"), _clash_rows(found.clashes)),
        _sources(found),
        _labels(found.labels),
        _part(
            "Churn by year (years not listed are as the one before)",
            ("year", "measures", "added", "dropped", "changed"),
            [(each.year, each.measures, *map(_few, (each.added, each.dropped, each.changed))) for each in found.years],
        ),
    ]
    if found.undated:
        parts.append("Without a measurement period, so left out of clashes and years: " + ", ".join(found.undated))
    if found.of_unknown_source:
        parts.append("Not in the catalog, so their data sources are not known: " + ", ".join(found.of_unknown_source))
    if found.candidates:
        rows = [(each.one, title(each.one), each.other, title(each.other)) for each in found.candidates]
        parts.append(_part(NOT_REVIEWED, ("measure", "title", "looks like", "title"), rows))
    if found.adoption:
        parts.append(_adoption(found.adoption))
    return "\n\n".join(parts)


def burden_data(found: Burden) -> dict[str, Any]:
    """The same for programs. Shares and efforts are exact fractions as text."""
    return {
        "contracts": [
            {
                "contract": load.contract.key,
                "title": load.contract.title,
                "measures": list(load.contract.measures),
                "in_no_other": list(load.alone),
                "labels": _label_data(load.labels),
            }
            for load in found.contracts
        ],
        "measures": list(found.measures),
        "reports": found.reports,
        "in_several_contracts": [
            {"measure": each.measure, "contracts": list(each.contracts)} for each in found.duplicates
        ],
        "other_versions": [
            {"measure": each.measure, "versions": {version: list(keys) for version, keys in each.versions}}
            for each in found.version_splits
        ],
        "variants": [
            {
                **near_data(each.match),
                "contracts_here": list(each.contracts_here),
                "contracts_there": list(each.contracts_there),
            }
            for each in found.variant_splits
        ],
        "candidates": [
            {"one": each.one, "other": each.other, "signs": list(each.signs), "reviewed": False}
            for each in found.candidates
        ],
        "clashing_periods": [
            {
                "measure": each.measure,
                "periods": [
                    {"from": p.period.starts.isoformat(), "to": p.period.ends.isoformat(), "contracts": [*p.contracts]}
                    for p in each.periods
                ],
            }
            for each in found.clashes
        ],
        "without_period": list(found.undated),
        "data_sources": [_source_data(each) for each in found.sources],
        "effort": found.effort.title if found.effort else None,
        "of_unknown_source": list(found.of_unknown_source),
        "labels": _label_data(found.labels),
        "years": [
            {
                "year": each.year,
                "measures": each.measures,
                "added": list(each.added),
                "dropped": list(each.dropped),
                "changed": list(each.changed),
            }
            for each in found.years
        ],
        "adoption": _adoption_data(found.adoption) if found.adoption else None,
    }


def _about(found: Burden) -> list[tuple[str, object]]:
    return [
        ("contracts", len(found.contracts)),
        ("distinct measures", len(found.measures)),
        ("reports", f"{found.reports}, counting a measure once for each contract"),
        ("in several contracts", len(found.duplicates)),
        ("specifications that differ", len(found.version_splits) + len(found.variant_splits)),
        ("clashing periods", len(found.clashes)),
    ]


def _specifications(found: Burden) -> str:
    versions = [
        (each.measure, each.title, "; ".join(f"{version} in {count(len(keys), 'contract')}" for version, keys in held))
        for each in found.version_splits
        for held in (each.versions,)
    ]
    text = _part("One measure in different versions", ("measure", "title", "versions"), versions)
    if not found.variant_splits:
        return text
    columns = ("measure", "beside", "changed", "comparable", "trendable", "source")
    near = near_rows(each.match for each in found.variant_splits)
    return f"{text}\n\n{_part('Variants beside one another, by a stated lineage', columns, near)}"


def _clash_rows(clashes: Iterable[PeriodClash]) -> list[tuple[object, ...]]:
    return [
        (each.measure, wanted.period.starts, wanted.period.ends, ", ".join(wanted.contracts))
        for each in clashes
        for wanted in each.periods
    ]


def _sources(found: Burden) -> str:
    """The load of each data source; with a judged effort only where a table was given."""
    columns: tuple[str, ...] = ("data source", "measures", "reports")
    rows: list[tuple[object, ...]] = [
        (words(each.data_source), len(each.measures), each.reports) for each in found.sources
    ]
    heading = "Data sources (a measure with two sources counts under both)"
    if found.effort is None:
        return _part(heading, columns, rows)
    judged = [(*row, each.once, each.each_time) for row, each in zip(rows, found.sources, strict=True)]
    said = f"Effort is a judgment: {found.effort.title}, by {found.effort.judged_by}."
    return f"{_part(heading, (*columns, 'effort once', 'effort each time'), judged)}\n{said}"


def _labels(labels: LabelShares) -> str:
    rows = [
        (
            standing.value,
            labels.number(MeasureLabel.QUALITY, standing),
            labels.number(MeasureLabel.COMPLIANCE, standing),
        )
        for standing in LabelStanding
    ]
    said = " ".join(
        [
            _share(labels.quality(*DECIDED), "adopted or accepted"),
            _share(labels.quality(LabelStanding.PROPOSED), "only proposed"),
            f"{count(labels.unlabeled, 'measure')} without a label.",
        ]
    )
    return f"{_part('Labels of the distinct measures', ('standing', 'quality', 'compliance'), rows)}\n{said}"


def _share(quality: Fraction | None, standing: str) -> str:
    if quality is None:
        return f"No label is {standing}."
    return f"Of the labels that are {standing}, {percent(quality)} are quality."


def _adoption(found: WhatIf) -> str:
    about: list[tuple[str, object]] = [
        ("set", "\n".join([found.adopted.title, found.adopted.key, *found.adopted.cautions])),
        ("distinct measures", f"{found.measures_before} now, {found.measures_after} then"),
        ("specifications", f"{found.specifications_before} now, {found.specifications_after} then"),
        ("reports", f"{found.reports_before} now, {found.reports_after} then"),
        ("no longer asked for", ", ".join(found.saved) or "none"),
        ("new", ", ".join(found.new) or "none"),
        ("data sources no longer needed", ", ".join(map(words, found.sources_saved)) or "none"),
        ("data sources new", ", ".join(map(words, found.sources_new)) or "none"),
    ]
    rows = [
        (c.contract, len(c.kept), len(c.other_version), len(c.saved), len(c.new), len(c.near)) for c in found.contracts
    ]
    columns = ("contract", "kept", "in another version", "saved", "new", "new but near")
    assumed = "What if every contract took all of the set and nothing else"
    return f"{assumed}\n{fields(about)}\n\n{table(columns, rows)}"


def _adoption_data(found: WhatIf) -> dict[str, Any]:
    return {
        "set": found.adopted.key,
        "measures": {"before": found.measures_before, "after": found.measures_after},
        "specifications": {"before": found.specifications_before, "after": found.specifications_after},
        "reports": {"before": found.reports_before, "after": found.reports_after},
        "saved": list(found.saved),
        "new": list(found.new),
        "data_sources_saved": list(found.sources_saved),
        "data_sources_new": list(found.sources_new),
        "contracts": [
            {
                "contract": each.contract,
                "kept": list(each.kept),
                "other_version": list(each.other_version),
                "saved": list(each.saved),
                "new": list(each.new),
                "near": [near_data(match) for match in each.near],
            }
            for each in found.contracts
        ],
    }


def _source_data(each: SourceLoad) -> dict[str, Any]:
    return {
        "data_source": each.data_source.value,
        "measures": list(each.measures),
        "reports": each.reports,
        "effort_once": _exact(each.once),
        "effort_each_time": _exact(each.each_time),
    }


def _label_data(labels: LabelShares) -> dict[str, Any]:
    return {
        **{
            standing.value: {label.value: labels.number(label, standing) for label in MeasureLabel}
            for standing in LabelStanding
        },
        "unlabeled": labels.unlabeled,
        "quality_of_decided": _exact(labels.quality(*DECIDED)),
        "quality_of_proposed": _exact(labels.quality(LabelStanding.PROPOSED)),
    }


def _few(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:3])
    return f"{len(names)}: {shown}{', …' if len(names) > 3 else ''}" if names else "0"  # noqa: PLR2004 - as many as fit


def _part(heading: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    return f"{heading}\n{table(columns, rows, 'None.')}"


def _exact(share: Fraction | None) -> str | None:
    return None if share is None else str(share)
