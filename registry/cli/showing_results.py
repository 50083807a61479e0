"""What a round came to, as it is shown: outcome, conditions and findings, and the counts that may be shown."""

from collections.abc import Iterator, Mapping
from typing import Any

from governance.disclosure import Figure, Hidden, Published, Row
from governance.result_pages import read
from governance.results import Result
from governance.rules.answer_tables import VOTE
from registry.cli.printing import words

FEWER = "fewer than 11"
WITHHELD = "not shown"


def result_data(result: Result) -> dict[str, Any]:
    """A result as plain data."""
    return {
        "round": result.round,
        "outcome": result.outcome.value,
        "choice": result.choice and result.choice.value,
        "quorum_met": result.quorum_met,
        "conditions": dict(result.conditions),
        "findings": dict(result.findings),
        "publication": dict(result.publication),
        "digest": result.salted_digest,
    }


def result_lines(result: Result) -> Iterator[tuple[str, object]]:
    """A result in names and values."""
    yield "outcome", words(result.outcome)
    yield "choice", result.choice
    yield "quorum", "met" if result.quorum_met else "not met"
    for group, met in result.conditions.items():
        yield f"{group} condition", "not said" if met is None else "met" if met else "not met"
    for name, found in result.findings.items():
        yield words(name), "\n".join(_finding(found))
    pages = {question: read(page) for question, page in result.publication.items()}
    for number, (question, page) in enumerate(pages.items()):
        if number == 0:  # the roll and the turnout are the same for every question
            yield "on the roll", "\n".join(_figures(page.size_of_all, page.sizes))
            yield "ballots", "\n".join(_figures(page.turnout_of_all, page.turnout))
        yield "answers" if question == VOTE else f"answers on {question}", "\n".join(_answers(page))


def _finding(found: Any) -> Iterator[str]:
    if isinstance(found, Mapping):
        for name, said in found.items():
            yield f"{name}: {'no answer' if said is None else words(str(said))}"
    else:
        for place in found:
            yield place if isinstance(place, str) else ", ".join(place)


def _figures(of_all: Figure, groups: Mapping[str, Figure]) -> Iterator[str]:
    yield f"all: {_figure(of_all)}"
    for name, figure in groups.items():
        yield f"{name}: {_figure(figure)}"


def _figure(figure: Figure) -> str:
    if figure.number is None:
        return FEWER if figure.hidden is Hidden.FEWER else WITHHELD
    return str(figure.number)


def _answers(page: Published) -> Iterator[str]:
    yield f"all: {_row(page.answers_of_all)}"
    for name, row in page.answers.items():
        yield f"{name}: {_row(row)}"


def _row(row: Row | None) -> str:
    return WITHHELD if row is None else ", ".join(f"{words(answer)} {people}" for answer, people in row.items())
