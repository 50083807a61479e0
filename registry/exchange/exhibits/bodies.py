"""The body of an exhibit, by the kind of record that it is about."""

from governance.definitions import DefinitionOfValue
from governance.priority_sets import PrioritySet
from measures.jurisdictions import REGISTRY
from measures.measure import MeasureSpecification
from measures.measure_sets import MeasureSetDocument
from registry.contracts.rule_sets import RuleSetDocument
from registry.contracts.rules import Rule
from registry.contracts.terms import TermDocument
from registry.exchange.exhibits.content import (
    Block,
    Code,
    Facts,
    Heading,
    Lines,
    Notice,
    Paragraph,
    Small,
    Table,
    paragraph,
    said,
)
from registry.exchange.exhibits.facts import ExhibitFacts
from registry.exchange.exhibits.outcomes import outcome_blocks
from registry.exchange.exhibits.priority_sets import priority_set_blocks
from registry.exchange.exhibits.sources import source_blocks
from registry.exchange.words import day, in_words, listed, sentence_case, verification_words

NOT_KNOWN = "not known"


def body(facts: ExhibitFacts) -> tuple[Block, ...]:
    """Everything that the subject of an exhibit says.

    Raises:
        ValueError: the subject is of a kind that nothing is written for.
    """
    match facts.subject.document:
        case PrioritySet() as document:
            return priority_set_blocks(facts, document)
        case DefinitionOfValue() as document:
            return _definition(facts, document)
        case MeasureSpecification() as document:
            return _measure(facts, document)
        case MeasureSetDocument() as document:
            return _measure_set(facts, document)
        case RuleSetDocument() as document:
            return _rule_set(facts, document)
        case TermDocument() as document:
            return _term(facts, document)
        case other:
            raise ValueError(f"no page is written for {type(other).__name__}")


def _definition(facts: ExhibitFacts, document: DefinitionOfValue) -> tuple[Block, ...]:
    seed = document.reference.jurisdiction == REGISTRY
    return (
        *([Notice("A starting point for a state's own definition. Nobody has voted on it.")] if seed else []),
        paragraph(document.statement),
        Heading("Outcomes"),
        *outcome_blocks(facts, document),
        Heading("Whose life is meant"),
        Facts(
            tuple(
                (sentence_case(listed(scope.populations)), (f"Settings: {listed(scope.settings)}",))
                for scope in document.scopes
            )
        ),
        *_reading(document),
        *source_blocks(facts, document.sources),
    )


def _reading(document: DefinitionOfValue) -> tuple[Block, ...]:
    return (Heading("Our own reading of the source"), paragraph(document.reading)) if document.reading else ()


def _measure(facts: ExhibitFacts, document: MeasureSpecification) -> tuple[Block, ...]:
    verification, ids = facts.subject.verification, document.identifiers
    rows: list[tuple[str, Lines]] = [
        ("Steward", said(document.steward)),
        ("Steward's own version", said(document.upstream_version)),
        ("Short name", said(document.short_name)),
        ("CMIT number", said(str(ids.cmit or NOT_KNOWN))),
        ("CBE number", said(ids.cbe or NOT_KNOWN)),
        ("CMS code", said(ids.cms_code or NOT_KNOWN)),
        ("Type", said(in_words(document.measure_type))),
        ("Numerator", said(document.numerator)),
        ("Denominator", said(document.denominator)),
        ("Exclusions", said(document.exclusions)),
        ("Exclusions", said(document.exclusions)),
        ("The steward's version", said(document.upstream_version)),
        ("Rates", said("; ".join(document.rates))),
        ("Better is", said("not stated" if document.direction == "null" else in_words(document.direction))),
        ("Data sources", said(listed(document.data_source))),
        ("Settings", said(listed(document.settings))),
        ("Populations", said(listed(document.populations))),
        ("Domain", said(in_words(document.domain))),
        ("Results shown by", said(", ".join(document.stratifiers.required or ()))),
        ("Tested at", said(listed(document.tested_level) if document.tested_level else NOT_KNOWN)),
        ("License", said(document.license_note)),
        ("Status with its steward", said(in_words(facts.subject.status.get("status", "")))),
    ]
    return (
        *([paragraph(f"Verification: {verification_words(verification)}")] if verification else []),
        Heading("Specification, in own words"),
        Facts(tuple((name, lines) for name, lines in rows if lines)),
        *_lineage(document),
        *source_blocks(facts, facts.subject.sources),
    )


def _lineage(document: MeasureSpecification) -> tuple[Block, ...]:
    lineage = document.lineage
    if lineage is None:
        return ()
    verdicts = {True: "yes", False: "no", None: "not stated"}
    rows: tuple[tuple[str, Lines], ...] = (
        ("Modified from", (lineage.modified_from,)),
        ("What was changed", tuple(lineage.changes)),
        ("Results comparable", (verdicts[lineage.comparable],)),
        ("Results trendable", (verdicts[lineage.trendable],)),
    )
    return (Heading("Lineage"), Facts(rows))


def _measure_set(facts: ExhibitFacts, document: MeasureSetDocument) -> tuple[Block, ...]:
    status = str(facts.subject.status.get("status", ""))
    rows: list[tuple[str, Lines]] = [
        ("Steward", said(document.steward)),
        ("The steward's version", said(document.upstream_version)),
        ("Published by the steward", said(str(document.upstream_published or NOT_KNOWN))),
        ("Status with its steward", said(in_words(status))),
    ]
    return (
        *([Notice("Proposed by its steward and not final.")] if status == "proposed" else []),
        Facts(tuple((name, lines) for name, lines in rows if lines)),
        paragraph(
            "This record names a version of the steward's list. Which measures belong to it, and how surely that is "
            "known, is stated with each measure and is not part of these bytes."
        ),
        *source_blocks(facts, facts.subject.sources),
    )


def _rule_set(facts: ExhibitFacts, document: RuleSetDocument) -> tuple[Block, ...]:
    status = facts.subject.status
    rows: list[tuple[str, Lines]] = [
        ("Authority", said(f"{document.authority} ({in_words(document.authority_kind)})")),
        ("Text", said(document.document)),
        ("Binds from", said(day(document.effective.from_))),
        ("Binds until", said(day(document.effective.to))),
        ("Date that decides", said(in_words(document.clock))),
        ("Status", said(sentence_case(in_words(status.get("status", ""))), status.get("date_note"))),
    ]
    if status.get("suspended_from"):
        rows.append(("Suspended from", said(day(status["suspended_from"]))))
    return (
        Facts(tuple((name, lines) for name, lines in rows if lines)),
        Heading("Rules"),
        Table(
            "Each rule in one sentence, with how it is checked and where it was read.",
            ("Rule", "Effect", "Read in"),
            tuple(map(_rule, document.rules)),
        ),
        *source_blocks(facts, facts.subject.sources),
    )


def _rule(rule: Rule) -> tuple[Lines, ...]:
    evaluation = Small("Not evaluable.") if rule.evaluation == "not_evaluable" else None
    return (
        said(rule.statement, Code(rule.id), Small(f"Kind: {in_words(rule.kind)}."), rule.notes and Small(rule.notes)),
        said(in_words(rule.effect), evaluation),
        said(sentence_case(in_words(rule.basis)), rule.locator and Small(rule.locator)),
    )


def _term(facts: ExhibitFacts, document: TermDocument) -> tuple[Block, ...]:
    return (
        Paragraph((document.statement,)),
        Facts(
            (
                ("Kind", (in_words(document.term_kind),)),
                ("Raised by", (listed(document.raised_by),)),
            )
        ),
        *source_blocks(facts, facts.subject.sources),
    )
