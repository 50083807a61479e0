"""Labels of measures: accepting what the catalog proposes. A vote is the other way (`vote open-label`)."""

import click

from measures.references import Reference
from registry.cli.files import text_of
from registry.cli.parameters import REFERENCE
from registry.cli.printing import Answer, count
from registry.cli.session import by_person
from registry.labelling import accept_labels
from registry.use_cases import Caller


@click.group()
def label() -> None:
    """Labels: whether a measure shows compliance or quality. The catalog proposes; people decide."""


@label.command("accept")
@click.argument("jurisdiction")
@click.argument("measures", metavar="MEASURE...", nargs=-1, required=True, type=REFERENCE)
@click.option("--reason", required=True, help="Why; it is kept. - is standard input.")
@by_person
async def accept(caller: Caller, jurisdiction: str, measures: tuple[Reference, ...], reason: str) -> Answer:
    """Accept the labels that the catalog proposes for some measures, in one jurisdiction."""
    decided = await accept_labels(caller, jurisdiction, measures, text_of(reason))
    names = [f"label-decision/{jurisdiction}/{decision}" for decision in decided]
    data = {"jurisdiction": jurisdiction, "decisions": names}
    return Answer(data, "\n".join([f"Accepted {count(len(names), 'label')} in {jurisdiction}.", *names]))
