"""Finding measures in the catalog, without a database."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import click

from measures import catalog
from measures.apm import ApmCategory
from measures.labels import MeasureLabel
from measures.measure import MeasureEntry
from measures.search import MeasureFilter, MeasureIndex
from measures.vocabularies import DataSource, Domain, Population, Setting
from registry.cli.answering import answering
from registry.cli.parameters import Words
from registry.cli.printing import Answer, count, table

Option = Callable[[Callable[..., Any]], Callable[..., Any]]


def _filter(name: str, field: str, values: type[StrEnum] | None, what: str) -> Option:
    kind = Words(values) if values else None
    return click.option(
        name, field, multiple=True, type=kind, metavar="WORD", help=f"Only this {what}; may be repeated."
    )


@click.command()
@click.argument("search", nargs=-1)
@_filter("--label", "labels", MeasureLabel, "proposed label: compliance or quality")
@_filter("--apm-fit", "apm_fit", ApmCategory, "APM category, such as 3A")
@_filter("--setting", "settings", Setting, "setting")
@_filter("--population", "populations", Population, "population")
@_filter("--domain", "domains", Domain, "domain")
@_filter("--data-source", "data_sources", DataSource, "source of data")
@_filter("--set", "measure_sets", None, "measure set")
@_filter("--family", "families", None, "family")
@answering
def measures(search: tuple[str, ...], **chosen: tuple[Any, ...]) -> Answer:
    """Find measures by words, names or numbers, best first. Labels shown are what the catalog proposes."""
    only = MeasureFilter(**{field: frozenset(values) for field, values in chosen.items()})
    hits = MeasureIndex.of(catalog.load().measures).search(" ".join(search), only)
    found = [hit.measure for hit in hits]
    rows = [(_reference(one), one.classification.label.value, _verified(one), one.title) for one in found]
    text = table(("measure", "proposed label", "verified", "title"), rows, empty="No measure fits.")
    return Answer([_data(one) for one in found], f"{text}\n{count(len(found), 'measure')}." if found else text)


def _reference(one: MeasureEntry) -> str:
    return f"measure/{one.id}@{one.document_version}"


def _verified(one: MeasureEntry) -> str:
    return "yes" if one.is_verified else "no"


def _data(one: MeasureEntry) -> dict[str, Any]:
    return {
        "reference": _reference(one),
        "title": one.title,
        "steward": one.steward,
        "proposed_label": one.classification.label.value,
        "label_rationale": one.classification.rationale,
        "apm_fit": [category.value for category in one.hcplan.categories],
        "apm_fit_rationale": one.hcplan.rationale,
        "domain": one.domain.value,
        "settings": [setting.value for setting in one.settings],
        "populations": [population.value for population in one.populations],
        "data_source": [source.value for source in one.data_source],
        "status": one.status.value,
        "verification": one.verification.value,
        "verified": one.is_verified,
        "sources": list(one.sources),
    }
