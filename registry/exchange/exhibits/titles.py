"""What a document is called, and what kind of record it is, in words."""

from governance.definitions import DefinitionOfValue
from governance.priority_sets import PrioritySet
from measures.documents import Document
from measures.measure import MeasureSpecification
from measures.measure_sets import MeasureSetDocument
from registry.contracts.rule_sets import RuleSetDocument
from registry.contracts.terms import TermDocument
from registry.exchange.exhibits.content import Code, Lines
from registry.exchange.exhibits.facts import ExhibitFacts
from registry.exchange.words import place, sentence_case


def title_of(document: Document) -> str:
    """What a document is called."""
    match document:
        case PrioritySet() | DefinitionOfValue() | MeasureSpecification() | MeasureSetDocument():
            return document.title
        case RuleSetDocument():
            return document.programme
        case TermDocument():
            return document.term
        case _:
            return str(document.reference)


def kind_of(document: Document) -> str:
    """What sort of record it is, whose, and which version."""
    reference = document.reference
    kind = sentence_case(reference.kind.replace("-", " "))
    owner = f"family {document.family}" if isinstance(document, MeasureSpecification) else ""
    where = owner or place(reference.jurisdiction or "registry")
    return f"{kind} · {where} · version {reference.version}"


def cited(facts: ExhibitFacts, text: str) -> Lines:
    """The title of a version that a document names, and its reference without the digest."""
    version = facts.version(text)
    key = Code(text.split("#", maxsplit=1)[0])
    return (key,) if version is None else (title_of(version.document), key)
