"""The body of an exhibit about a priority set: its measures, what they serve, and where it departs from its source."""

from collections.abc import Iterator

from governance.advance import Advance
from governance.definitions import DefinitionOfValue
from governance.phases import PhaseStep
from governance.priority_sets import PrioritySet, SetItem, label_shares
from measures.labels import MeasureLabel
from registry.exchange.exhibits.content import (
    Block,
    Code,
    Facts,
    Heading,
    Lines,
    Paragraph,
    Small,
    Table,
    entries,
    said,
)
from registry.exchange.exhibits.facts import ExhibitFacts
from registry.exchange.exhibits.outcomes import outcome_blocks
from registry.exchange.exhibits.sources import source_blocks
from registry.exchange.exhibits.titles import cited
from registry.exchange.words import basis, day, in_words, listed, sentence_case, verification_words

NOT_PUBLISHED = "not published"


def priority_set_blocks(facts: ExhibitFacts, document: PrioritySet) -> tuple[Block, ...]:
    """Everything that a priority set says."""
    return (
        *([Paragraph((document.statement,))] if document.statement else []),
        _scope(document),
        Heading("Set in advance"),
        Paragraph((Advance(facts.subject.published.published_at, document.period.starts).sentence,)),
        Heading("Measures"),
        _items(facts, document),
        Heading("How each label was settled"),
        entries(tuple(map(_decision, document.items)), "There is no measure."),
        Heading("Priority areas"),
        entries(tuple(_areas(document)), "None is stated."),
        Heading("Definitions of value that it serves"),
        *_definitions(facts, document),
        Heading("Where it differs from its source"),
        entries(tuple((each,) for each in document.differences), "No difference is stated."),
        *source_blocks(facts, document.sources),
    )


def _scope(document: PrioritySet) -> Facts:
    shares, scope = label_shares(document.items), document.scope
    rows = [
        ("Program", said(document.programme)),
        ("Agency", said(document.agency)),
        ("Measurement period", said(f"{day(document.period.starts)} to {day(document.period.ends)}")),
        ("Populations", said(listed(scope.populations))),
        ("Settings", said(listed(scope.settings))),
        ("Authority", said(scope.waiver_authority)),
        ("Contract types", said(", ".join(scope.contract_types))),
        (
            "Labels",
            said(
                f"{shares[MeasureLabel.QUALITY]} quality, {shares[MeasureLabel.COMPLIANCE]} compliance, "
                f"of {len(document.items)}"
            ),
        ),
    ]
    return Facts(tuple((name, lines) for name, lines in rows if lines))


def _items(facts: ExhibitFacts, document: PrioritySet) -> Table:
    tiers = {tier.key: tier.name for tier in document.tiers}
    return Table(
        "Each measure is fixed by version and digest. Where the state published no weight or target, that is said.",
        ("Measure", "Role", "Tier", "Weight", "Target", "Label"),
        tuple(
            (
                _measure(facts, item),
                said(in_words(item.role)),
                said(tiers.get(item.tier or "", "none")),
                said(item.weight or NOT_PUBLISHED),
                said(*_aim(item)),
                said(item.label.label.value, Small(basis(item.label.basis))),
            )
            for item in document.items
        ),
    )


def _decision(item: SetItem) -> Lines:
    return (f"{item.title}: {item.label.label.value}, {basis(item.label.basis)}", Code(item.label.decision))


def _measure(facts: ExhibitFacts, item: SetItem) -> Lines:
    version = facts.version(item.measure)
    verified = version.verification if version else None
    return said(
        item.title,
        Code(item.measure.split("#", maxsplit=1)[0]),
        Small(verification_words(verified)) if verified else None,
        Small(f"Specification upstream: {in_words(item.upstream.state)}, because {item.upstream.because}.")
        if item.upstream
        else None,
        Small(item.note) if item.note else None,
        *(Small(step_words(step)) for step in item.phase_path),
        Small(f"Results shown by {', '.join(item.stratification)}.") if item.stratification else None,
    )


def step_words(step: PhaseStep) -> str:
    """A step of a phase path as a sentence."""
    category = f", APM category {step.category}" if step.category else ""
    replaced = f"; replaced by {step.replaced_by}" if step.replaced_by else ""
    return f"From {day(step.starts)}: {in_words(step.role)}{category}{replaced}."


def _aim(item: SetItem) -> Lines:
    aims = said(item.target, Small(f"Benchmark: {item.benchmark}") if item.benchmark else None)
    return aims or (NOT_PUBLISHED,)


def _areas(document: PrioritySet) -> Iterator[Lines]:
    for area in document.areas:
        pointer = area.outcome
        yield said(
            area.statement,
            Small(f"Outcome “{pointer.outcome}” of the definition below.") if pointer else None,
            Code(pointer.definition.split("#", maxsplit=1)[0]) if pointer else None,
        )


def _definitions(facts: ExhibitFacts, document: PrioritySet) -> Iterator[Block]:
    if not document.definitions:
        yield Paragraph(("None is cited.",))
    for text in document.definitions:
        version = facts.version(text)
        title, *rest = cited(facts, text)
        yield Heading(title if isinstance(title, str) else sentence_case(text.split("#", maxsplit=1)[0]), 3)
        if rest:
            yield Paragraph(tuple(rest))
        if version is not None and isinstance(version.document, DefinitionOfValue):
            yield Paragraph((version.document.statement,))
            yield from outcome_blocks(facts, version.document)
