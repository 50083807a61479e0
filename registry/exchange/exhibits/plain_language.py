"""The plain-language twin of an exhibit: the same record in short sentences, for members and families.

Nothing is said here that the record does not say. In another language only what somebody translated is said, with who
reviewed it; the rest stays in English.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from governance.definitions import DefinitionOfValue
from governance.phases import ItemRole
from governance.priority_sets import PrioritySet, SetItem
from governance.publication import EventKind
from measures.labels import MeasureLabel
from measures.measure import MeasureSpecification
from measures.measure_sets import MeasureSetDocument
from registry.contracts.rule_sets import RuleSetDocument
from registry.contracts.terms import TermDocument
from registry.exchange.exhibits.content import (
    Block,
    Code,
    Entries,
    Heading,
    Notice,
    Paragraph,
    Part,
    Small,
    paragraph,
    said,
)
from registry.exchange.exhibits.facts import ExhibitFacts, Translated
from registry.exchange.exhibits.titles import title_of
from registry.exchange.words import day

ROLES: Final[Mapping[ItemRole, str]] = {
    ItemRole.THRESHOLD: "It is a gate: it must be met before anything else counts.",
    ItemRole.REPORTING: "The result must be reported. No payment depends on it.",
    ItemRole.PERFORMANCE: "Payment depends on the result.",
    ItemRole.MONITORING: "The state watches it. No payment depends on it.",
    ItemRole.DEVELOPMENTAL: "It is being tried out. No payment depends on it.",
}
LABELS: Final[Mapping[MeasureLabel, str]] = {
    MeasureLabel.COMPLIANCE: "It shows whether a rule was kept.",
    MeasureLabel.QUALITY: "It shows what a person's life or care is like.",
}
EVENTS: Final[Mapping[EventKind, str]] = {
    EventKind.SUPERSEDED: "A newer version took its place",
    EventKind.SUSPENDED: "It was suspended",
    EventKind.RESUMED: "It was taken up again",
    EventKind.WITHDRAWN: "It was withdrawn",
    EventKind.ERRATUM: "A mistake in it was reported",
    EventKind.MEASURE_SUPPRESSED: "The results of one measure do not count",
    EventKind.PERIOD_TRUNCATED: "The period was cut short",
}
DIRECTIONS: Final = {"higher": "A higher number is better.", "lower": "A lower number is better."}


def plain_language_parts(facts: ExhibitFacts) -> tuple[Part, ...]:
    """The twin in English, and one part for each language that somebody translated the subject or its values into."""
    english = Part("en", "In plain language", tuple(_english(facts)))
    return (english, *_translated_parts(facts))


def _english(facts: ExhibitFacts) -> Iterator[Block]:
    document = facts.subject.document
    yield Heading(title_of(document))
    match document:
        case PrioritySet():
            yield from _priority_set(facts, document)
        case DefinitionOfValue():
            yield from _definition(document)
        case MeasureSpecification():
            yield from _measure(document)
        case RuleSetDocument():
            yield paragraph(f"{document.authority} set these rules for contracts:")
            yield Entries(tuple((rule.statement,) for rule in document.rules))
        case TermDocument():
            yield paragraph(f"“{document.term}” in a contract: {document.statement}")
        case MeasureSetDocument():
            yield paragraph(
                f"This is a list of measures kept by {document.steward}, in its version {document.upstream_version}."
            )
    yield from _status(facts)


def _status(facts: ExhibitFacts) -> Iterator[Block]:
    if facts.subject.status.get("status") == "proposed":
        yield Notice("It is only proposed. It is not final.")
    if not facts.events:
        yield paragraph("Up to the time of this exhibit, nothing has happened to it since it was published.")
        return
    yield paragraph("Since it was published:")
    yield Entries(tuple((f"{EVENTS[event.kind]}, from {day(event.effective_on)}.",) for event in facts.events))


def _priority_set(facts: ExhibitFacts, document: PrioritySet) -> Iterator[Block]:
    if document.statement:
        yield Paragraph((document.statement,))
    yield paragraph(
        f"{document.agency} chose these measures for {document.programme}. "
        f"They are for {day(document.period.starts)} to {day(document.period.ends)}."
    )
    yield Heading("What matters", 3)
    for text in document.definitions:
        version = facts.version(text)
        if version is not None and isinstance(version.document, DefinitionOfValue):
            yield from _definition(version.document)
    if not document.definitions:
        yield Entries(tuple((area.statement,) for area in document.areas) or (("Nothing is stated.",),))
    yield Heading("What is measured", 3)
    yield Entries(tuple(said(item.title, *_about(item)) for item in document.items))


def _about(item: SetItem) -> Iterator[Small]:
    yield Small(ROLES[item.role])
    yield Small(LABELS[item.label.label])
    for step in item.phase_path:
        yield Small(f"From {day(step.starts)}: {ROLES[step.role]}")


def _definition(document: DefinitionOfValue) -> Iterator[Block]:
    yield Paragraph((document.statement,))
    yield Entries(
        tuple(
            said(outcome.statement, Small("Nobody has named a measure for this yet.") if outcome.is_gap else None)
            for outcome in document.outcomes
        )
    )


def _measure(document: MeasureSpecification) -> Iterator[Block]:
    yield paragraph(f"What is counted: {document.numerator}")
    yield paragraph(f"Among whom: {document.denominator}")
    if document.exclusions:
        yield paragraph(f"Who or what is left out: {document.exclusions}")
    if sentence := DIRECTIONS.get(document.direction.value):
        yield Paragraph((sentence,))


def _translated_parts(facts: ExhibitFacts) -> Iterator[Part]:
    by_language: dict[str, list[Translated]] = {}
    for translated in (each for several in facts.translations.values() for each in several):
        by_language.setdefault(translated.translation.language, []).append(translated)
    for language, several in sorted(by_language.items()):
        words = TRANSLATED[language]
        ordered = sorted(several, key=lambda each: each.leaf)
        yield Part(language, words.title, tuple(block for each in ordered for block in words.blocks(each)))


class Spanish:
    """The words around a translation into Spanish."""

    title = "En lenguaje sencillo (español)"

    @staticmethod
    def blocks(translated: Translated) -> Iterator[Block]:
        """A translation, and where it comes from."""
        translation = translated.translation
        yield Heading(translation.title)
        yield Paragraph((translation.statement,))
        if translation.outcomes:
            yield Entries(tuple((outcome.statement,) for outcome in translation.outcomes))
        drafted = " Una máquina hizo el primer borrador." if translation.machine_drafted else ""
        yield Paragraph(
            (
                Small(f"Traducción revisada por: {translation.reviewed_by}.{drafted}"),
                Small("Huella digital de la traducción en el registro público:"),
                Code(translated.digest),
                Small("Si la traducción y el texto en inglés difieren, vale el texto en inglés que se publicó."),
            )
        )


TRANSLATED: Final = {"es": Spanish}
