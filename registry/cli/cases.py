"""Public cases: published arrangements in the fields of a contract, read from the packaged files."""

import click

from measures.apm import ApmCategory
from measures.errors import NotFoundError
from registry.cli.answering import answering
from registry.cli.parameters import Words
from registry.cli.printing import Answer, fields, table, words
from registry.cli.showing_contracts import path_and_streams
from registry.contracts import cases as library
from registry.contracts.cases import PublicCase


class CaseNotFoundError(NotFoundError):
    """There is no public case of that id."""

    code = "CASE_NOT_FOUND"


@click.group()
def cases() -> None:
    """Public cases: published arrangements, with real parties, as their source names them."""


@cases.command("list")
@click.option("--state", help="Only of this state, such as US-TN.")
@click.option("--category", type=Words(ApmCategory), help="Only with a stage in this APM category.")
@answering
def listed(state: str | None, category: ApmCategory | None) -> Answer:
    """List the cases."""
    found = [
        case
        for case in library.load().values()
        if (state is None or state in case.jurisdictions)
        and (category is None or any(category in step.categories for step in case.wording.path or ()))
    ]
    rows = [
        (case.id, ", ".join(case.jurisdictions), ", ".join(case.wording.categories), case.wording.title)
        for case in found
    ]
    return Answer([_data(case) for case in found], table(("case", "states", "categories", "title"), rows))


@cases.command("show")
@click.argument("case_id", metavar="CASE")
@answering
def show(case_id: str) -> Answer:
    """Show a case: what its source states, what was read into it, and what it leaves open."""
    case = library.load().get(case_id)
    if case is None:
        raise CaseNotFoundError(f"There is no public case {case_id!r}; `value-registry cases list` names them all.")
    uses = [
        (use.measure, words(use.stated_role), words(use.role or ""), use.stage, words(use.basis)) for use in case.uses
    ]
    inferred = [(each.field, words(each.basis), each.words) for each in case.bases]
    parts = [
        fields(_about(case)),
        path_and_streams(case.wording),
        table(("measure", "word of the case", "role", "stage", "basis"), uses, "No measure is named."),
        table(("not stated by the case", "basis", "which part"), inferred) if inferred else "",
    ]
    return Answer(_data(case), "\n\n".join(part for part in parts if part))


def _about(case: PublicCase) -> list[tuple[str, object]]:
    wording = case.wording
    return [
        ("case", case.id),
        ("title", wording.title),
        ("source", f"{case.source}, {case.box}"),
        ("payer", wording.payer),
        ("providers", "; ".join(wording.providers)),
        ("states", ", ".join(case.jurisdictions)),
        ("populations", ", ".join(map(words, wording.populations or ()))),
        ("settings", ", ".join(map(words, wording.settings or ()))),
        ("cohort", wording.cohort),
        ("services", "; ".join(wording.services or ())),
        ("benchmark", wording.benchmark),
        ("reporting", wording.reporting),
        ("called", "; ".join(case.model_words)),
        ("categories", ", ".join(wording.categories)),
        ("could be argued", "\n".join(f"{', '.join(each.categories)}: {each.because}" for each in case.argued)),
        ("measure sets", ", ".join(case.measure_sets)),
        ("outcomes named", "\n".join(case.outcomes_named)),
        ("results reported", "\n".join(result.says for result in case.results)),
        ("not told", "; ".join(case.not_told)),
    ]


def _data(case: PublicCase) -> dict[str, object]:
    return case.model_dump(mode="json", by_alias=True, exclude_none=True)
