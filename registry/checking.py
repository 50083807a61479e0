"""Checking recorded contracts against a rule set, with everything that the registry knows of their measures.

What contracts share is read once: the rule set, each set that they pin, what is said about their measures.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from governance import policy
from governance.members import Actor, Constituency
from governance.priority_sets import PrioritySet
from governance.rules import Outcome
from measures.apm import ApmCategory, ApmFit
from measures.dated_records import DatedKind
from measures.errors import InvalidError
from measures.labels import MeasureLabel
from measures.references import Kind, Reference
from measures.vocabularies import Domain, MeasureStatus
from registry.contracts.conformance import (
    CitedRuleSet,
    ContractFacts,
    FactsFile,
    LabelFact,
    PinnedSet,
    Report,
    RuleSetStanding,
    Waiver,
    check,
    check_subject,
)
from registry.contracts.rule_sets import RuleSetDocument
from registry.contracts.summary import Contract, ContractId, ContractNotFoundError
from registry.contracts.waivers import GrantedWaiver
from registry.reading import read_document
from registry.storage import contracts, documents, labels, log, results, rolls, votes, waivers
from registry.storage.documents import DatedStatement
from registry.storage.labels import that_counts

NOTHING_DECLARED: Final = FactsFile()


class NotARuleSetError(InvalidError):
    """The reference names another kind of document."""

    code = "NOT_A_RULE_SET"


async def check_contract(
    contract: Contract,
    rule_set: Reference,
    given: Sequence[Waiver] = (),
    declared: FactsFile = NOTHING_DECLARED,
) -> Report:
    """Check a contract against a rule set as of today. Whether the contract may be seen was asked before.

    Raises:
        ReferenceNotFoundError, DigestMismatchError: the rule set or the pinned set is not published with those bytes.
        NotARuleSetError: the reference names another kind of document.
        UnknownFactError, AmbiguousFactError, OtherSubjectError: a declared fact is not one that the rules ask for.
    """
    (report,) = await check_contracts([contract], rule_set, given, declared)
    return report


async def contracts_of(actor: Actor, wanted: Sequence[ContractId]) -> list[Contract]:
    """Contracts that the actor may see, in the order of their ids here.

    Raises:
        ContractNotFoundError: one of them does not exist, or may not be seen: the same answer.
    """
    found = await contracts.many(wanted)
    for each in wanted:
        if each not in found or not policy.may_see_contract(actor, found[each].organisation):
            raise ContractNotFoundError(f"There is no contract {each}, or you may not see it.")
    return [found[each] for each in wanted]


async def check_contracts(
    asked: Sequence[Contract],
    rule_set: Reference,
    given: Sequence[Waiver] = (),
    declared: FactsFile = NOTHING_DECLARED,
) -> list[Report]:
    """Check several contracts against one rule set as of today, in their order. Waivers that a state granted count.

    Raises:
        ReferenceNotFoundError, DigestMismatchError, NotARuleSetError: as for one contract.
    """
    rules = await cited_rule_set(rule_set)
    pinned = {text: await pinned_set(Reference.parse(text)) for text in {one.summary.cites for one in asked}}
    facts = await _facts(asked, pinned)
    granted = await waivers.of_contracts([one.id for one in asked])
    today = await _today()
    reports = []
    for one in asked:
        as_of = max(today, one.recorded_at.date())
        of_state = [each.as_waiver() for each in granted[one.id] if _counts(each.rule_set, rules) and each.holds(as_of)]
        of_set = facts[pinned[one.summary.cites].reference.jurisdiction or ""]
        given_here = [*of_state, *given]
        reports.append(check(one.summary, pinned[one.summary.cites], rules, of_set, given_here, as_of, declared))
    return reports


async def check_declared(declared: FactsFile, rule_set: Reference) -> Report:
    """Check a plan, a state, a body, a facility or a measure set as of today, from what is declared of it.

    Raises:
        ReferenceNotFoundError, DigestMismatchError, NotARuleSetError: as for a contract.
        UnknownFactError, AmbiguousFactError, OtherSubjectError: a declared fact is not one that the rules ask for.
    """
    return check_subject(declared, await cited_rule_set(rule_set), await _today())


def _counts(waived: str, rules: CitedRuleSet) -> bool:
    return waived == rules.reference.versioned


async def _today() -> date:
    checkpoint = await log.latest()
    assert checkpoint is not None
    return checkpoint.at.date()


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


async def _facts(asked: Sequence[Contract], pinned: Mapping[str, PinnedSet]) -> dict[str, ContractFacts]:
    """What is known of the measures at hand, by the jurisdiction of the pinned set."""
    named = {item.measure for one in asked for item in one.summary.items}
    named |= {item.measure for each in pinned.values() for item in each.document.items}
    references = list({reference.versioned: reference for reference in map(Reference.parse, named)}.values())
    published = await documents.many(reference.versioned for reference in references)
    said = await documents.statements(published)
    decisions = await labels.for_measures(references)
    domains = {key: _domain(there.content) for key, there in published.items()}
    common = ContractFacts(
        fits={key: fit_of(statements) for key, statements in said.items()},
        statuses={key: status_of(statements) for key, statements in said.items()},
        domains={key: domain for key, domain in domains.items() if domain is not None},
        member_voted=await _voted(text for each in pinned.values() for text in each.document.definitions),
    )
    by_jurisdiction = {}
    for place in {each.reference.jurisdiction or "" for each in pinned.values()}:
        counted = {ref.versioned: _label(ref, place, decisions, said.get(ref.versioned, {})) for ref in references}
        known = {key: fact for key, fact in counted.items() if fact is not None}
        by_jurisdiction[place] = replace(common, labels=known)
    return by_jurisdiction


def _domain(content: bytes) -> Domain | None:
    # One field of many; the whole record was validated when it was published.
    domain = json.loads(content).get("domain")
    return Domain(domain) if domain else None


def _label(
    reference: Reference,
    place: str,
    decisions: Iterable[labels.KeptDecision],
    statements: Mapping[DatedKind, DatedStatement],
) -> LabelFact | None:
    kept = that_counts(decisions, reference, place)
    if kept is not None:
        return LabelFact(kept.decision.label, decided=True)
    proposal = statements.get(DatedKind.LABEL_PROPOSAL)
    return None if proposal is None else LabelFact(MeasureLabel(str(proposal.record.content["label"])), decided=False)


async def _voted(definitions: Iterable[str]) -> dict[str, bool]:
    """Whether a final vote adopted the exact bytes of each definition, with members on its roll."""
    found = {}
    for reference in {Reference.parse(text) for text in definitions}:
        vote = await votes.on_bytes(reference)
        result = await results.get(vote.id) if vote else None
        adopted = vote is not None and result is not None and result.outcome is Outcome.ADOPTED
        members = False
        if vote is not None and adopted:
            entries = await rolls.voters(vote.id, vote.roll_id)
            members = any(entry.constituency is Constituency.MEMBER for entry in entries)
        found[reference.versioned] = members
    return found


def fit_of(statements: Mapping[DatedKind, DatedStatement]) -> ApmFit:
    """The APM fit that dated records state."""
    content = statements[DatedKind.APM_FIT].record.content
    categories = content["categories"]
    assert isinstance(categories, list)
    return ApmFit(categories=tuple(ApmCategory(code) for code in categories), rationale=str(content["rationale"]))


def status_of(statements: Mapping[DatedKind, DatedStatement]) -> MeasureStatus:
    """The status that dated records state."""
    return MeasureStatus(str(statements[DatedKind.STATUS].record.content["status"]))


async def waivers_of(contract: ContractId) -> list[GrantedWaiver]:
    """The waivers of a contract, oldest first. Whether the contract may be seen was asked before."""
    return (await waivers.of_contracts([contract]))[contract]
