"""Checking a recorded contract against a rule set, with everything that the registry knows of its measures."""

from collections.abc import Iterable, Mapping, Sequence

from governance.priority_sets import PrioritySet
from measures.apm import ApmCategory, ApmFit
from measures.dated_records import DatedKind
from measures.errors import InvalidError
from measures.labels import MeasureLabel
from measures.measure import MeasureSpecification
from measures.references import Kind, Reference
from measures.vocabularies import MeasureStatus
from registry.contracts.conformance import (
    CitedRuleSet,
    ContractFacts,
    LabelFact,
    PinnedSet,
    Report,
    RuleSetStanding,
    Waiver,
    check,
)
from registry.contracts.rule_sets import RuleSetDocument
from registry.contracts.summary import Contract
from registry.reading import read_document
from registry.storage import documents, labels, log
from registry.storage.documents import DatedStatement
from registry.storage.labels import that_counts


class NotARuleSetError(InvalidError):
    """The reference names another kind of document."""

    code = "NOT_A_RULE_SET"


async def check_contract(contract: Contract, rule_set: Reference, waivers: Sequence[Waiver] = ()) -> Report:
    """Check a contract against a rule set as of today. Whether the contract may be seen was asked before.

    Raises:
        ReferenceNotFoundError, DigestMismatchError: the rule set or the pinned set is not published with those bytes.
        NotARuleSetError: the reference names another kind of document.
    """
    pinned = await pinned_set(contract.summary.citation)
    rules = await cited_rule_set(rule_set)
    measures = {item.measure for item in contract.summary.items} | {item.measure for item in pinned.document.items}
    facts = await _facts((Reference.parse(text) for text in measures), pinned.reference.jurisdiction or "")
    checkpoint = await log.latest()
    assert checkpoint is not None
    as_of = max(checkpoint.at, contract.recorded_at).date()
    return check(contract.summary, pinned, rules, facts, waivers, as_of)


async def pinned_set(reference: Reference) -> PinnedSet:
    """The priority set that a contract pins, as published, with its events."""
    published = await documents.get(reference)
    document = read_document(published.content)
    assert isinstance(document, PrioritySet)
    events = await documents.events(published.reference)
    return PinnedSet(published.reference, document, published.published_at, events)


async def cited_rule_set(reference: Reference) -> CitedRuleSet:
    """A published rule set with its standing today.

    Raises:
        NotARuleSetError: the reference names another kind of document.
    """
    if reference.kind is not Kind.RULE_SET:
        raise NotARuleSetError(f"{reference} names no rule set; write rule-set/US-NY/vbp-2026@1.0.0.")
    published = await documents.get(reference)
    document = read_document(published.content)
    assert isinstance(document, RuleSetDocument)
    said = await documents.statements([published.reference.versioned])
    standing = RuleSetStanding.of(said[published.reference.versioned][DatedKind.STATUS].record.content)
    return CitedRuleSet(published.reference, document, standing)


async def _facts(measures: Iterable[Reference], jurisdiction: str) -> ContractFacts:
    references = list(measures)
    published = await documents.many(reference.versioned for reference in references)
    said = await documents.statements(published)
    decisions = await labels.for_measures(references)
    counted: dict[str, LabelFact] = {}
    for reference in references:
        kept = that_counts(decisions, reference, jurisdiction)
        if kept is not None:
            counted[reference.versioned] = LabelFact(kept.decision.label, decided=True)
        elif (proposal := said[reference.versioned].get(DatedKind.LABEL_PROPOSAL)) is not None:
            counted[reference.versioned] = LabelFact(MeasureLabel(str(proposal.record.content["label"])), decided=False)
    specified = {key: read_document(there.content) for key, there in published.items()}
    return ContractFacts(
        labels=counted,
        fits={key: fit_of(statements) for key, statements in said.items()},
        statuses={key: status_of(statements) for key, statements in said.items()},
        domains={key: each.domain for key, each in specified.items() if isinstance(each, MeasureSpecification)},
    )


def fit_of(statements: Mapping[DatedKind, DatedStatement]) -> ApmFit:
    """The APM fit that dated records state."""
    content = statements[DatedKind.APM_FIT].record.content
    categories = content["categories"]
    assert isinstance(categories, list)
    return ApmFit(categories=tuple(ApmCategory(code) for code in categories), rationale=str(content["rationale"]))


def status_of(statements: Mapping[DatedKind, DatedStatement]) -> MeasureStatus:
    """The status that dated records state."""
    return MeasureStatus(str(statements[DatedKind.STATUS].record.content["status"]))
