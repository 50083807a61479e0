"""Finding measures: those of the registry that is here, or the packaged catalog where there is none."""

from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from typing import Any

import click

from measures import catalog
from measures.apm import ApmCategory
from measures.catalog import Catalog
from measures.labels import MeasureLabel
from measures.measure import VERIFICATION_MEANS, MeasureEntry
from measures.measure_sets import Membership
from measures.search import MeasureFilter, MeasureIndex
from measures.vocabularies import DataSource, Domain, Population, Setting
from registry import searching
from registry.cli.answering import answering
from registry.cli.parameters import Words
from registry.cli.printing import Answer, count, fields, note, table
from registry.cli.session import is_registry_here, settings, wait_for
from registry.founding import NotFoundedError, open_registry

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
@click.option("--full", is_flag=True, help="Everything that is known of each measure, with its sources and licence.")
@answering
def measures(search: tuple[str, ...], *, full: bool, **chosen: tuple[Any, ...]) -> Answer:
    """Find measures by words, names or numbers, best first. Labels shown are what the catalog proposes.

    Searched is what the registry here has published; where there is none, the catalog that comes with this program.
    """
    only = MeasureFilter(**{field: frozenset(values) for field, values in chosen.items()})
    hits = _index().search(" ".join(search), only)
    found = [hit.measure for hit in hits]
    if full and found:
        return Answer([_data(one) for one in found], "\n\n".join(map(_sheet, found)))
    rows = [(one.reference.versioned, one.classification.label.value, _verified(one), one.title) for one in found]
    text = table(("measure", "proposed label", "verified", "title"), rows, empty="No measure fits.")
    return Answer([_data(one) for one in found], f"{text}\n{count(len(found), 'measure')}." if found else text)


def _index() -> MeasureIndex:
    if is_registry_here():
        with suppress(NotFoundedError):
            return wait_for(_published())
    note("There is no registry here; this is the catalog that comes with the program.")
    return MeasureIndex.of(catalog.load().measures)


async def _published() -> MeasureIndex:
    async with open_registry(settings()):
        published = await searching.published_measures()
    if not published.by_id:
        note("This registry has published no measures; `value-registry catalog load` publishes the catalog.")
    return published.index


def _verified(one: MeasureEntry) -> str:
    return "yes" if one.is_verified else "no"


def _sheet(one: MeasureEntry) -> str:
    known = catalog.load()
    sources = [known.sources[each].document if each in known.sources else each for each in one.sources]
    members = [_membership(held, known) for held in one.measure_sets]
    label = one.classification
    return fields(
        (
            ("measure", one.reference.versioned),
            ("title", one.title),
            ("steward", one.steward),
            ("numerator", one.numerator),
            ("denominator", one.denominator),
            ("data from", ", ".join(one.data_source)),
            ("proposed label", f"{label.label}, proposed by the catalog and no decision: {label.rationale}"),
            ("fit for APM categories", f"{', '.join(one.hcplan.categories) or 'none'}: {one.hcplan.rationale}"),
            ("status", one.status),
            ("verification", VERIFICATION_MEANS[one.verification]),
            ("sources", "; ".join(sources)),
            ("measure sets", "; ".join(members)),
            ("licence", one.license_note),
            ("notes", one.notes),
        )
    )


def _membership(held: Membership, known: Catalog) -> str:
    there = known.sets.get(held.set)
    standing = f", a set that is {there.status}" if there else ""
    return f"{held.set} ({held.requirement}, {held.basis}{standing})"


def _data(one: MeasureEntry) -> dict[str, Any]:
    return {
        "reference": one.reference.versioned,
        "title": one.title,
        "steward": one.steward,
        "proposed_label": one.classification.label.value,
        "label_rationale": one.classification.rationale,
        "apm_fit": [category.value for category in one.hcplan.categories],
        "apm_fit_rationale": one.hcplan.rationale,
        "domain": one.domain.value,
        "settings": [setting.value for setting in one.settings],
        "populations": [population.value for population in one.populations],
        "numerator": one.numerator,
        "denominator": one.denominator,
        "data_source": [source.value for source in one.data_source],
        "status": one.status.value,
        "verification": one.verification.value,
        "verification_means": VERIFICATION_MEANS[one.verification],
        "verified": one.is_verified,
        "sources": list(one.sources),
        "measure_sets": [held.model_dump(mode="json") for held in one.measure_sets],
        "license_note": one.license_note,
        "notes": one.notes,
    }
