"""The outcomes of a definition of value, with the measures that may show them and the gaps where there is none."""

from collections.abc import Iterator

from governance.definitions import DefinitionOfValue
from registry.exchange.exhibits.content import Block, Code, Line, Small, Table
from registry.exchange.exhibits.facts import ExhibitFacts
from registry.exchange.exhibits.titles import cited
from registry.exchange.words import in_words, sentence_case

GAP = "An open gap: no measure is named that would show this outcome."


def outcome_blocks(facts: ExhibitFacts, document: DefinitionOfValue) -> tuple[Block, ...]:
    """A table of the outcomes."""
    return (
        Table(
            "Outcomes, and the measures that may show them.",
            ("Outcome", "Domain", "Candidate measures"),
            tuple(
                (
                    (outcome.statement,),
                    (sentence_case(in_words(outcome.domain)),),
                    (GAP,) if outcome.is_gap else tuple(_measures(facts, outcome.candidate_measures)),
                )
                for outcome in document.outcomes
            ),
        ),
    )


def _measures(facts: ExhibitFacts, texts: tuple[str, ...]) -> Iterator[Line]:
    for text in texts:
        for line in cited(facts, text):
            yield Small(line.text) if isinstance(line, Code) else line
