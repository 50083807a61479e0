"""The sources that a record rests on."""

from collections.abc import Iterable

from registry.exchange.exhibits.content import Block, Heading, Lines, Link, Small, entries
from registry.exchange.exhibits.facts import ExhibitFacts
from registry.exchange.words import day, in_words


def source_blocks(facts: ExhibitFacts, ids: Iterable[str]) -> tuple[Block, ...]:
    """A heading and the sources, each with the day on which it was read and how strong it is."""
    return (Heading("Sources"), entries(tuple(_source(facts, each) for each in ids), "None is stated."))


def _source(facts: ExhibitFacts, source_id: str) -> Lines:
    known = facts.sources.get(source_id)
    if known is None:
        return (source_id,)
    return (Link(known.document, known.url), Small(f"Read {day(known.accessed)}; {in_words(known.evidence)}."))
