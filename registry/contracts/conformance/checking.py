"""Checking a contract, or a plan, a state, a body, a facility or a set, against one rule set, into a report."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from governance.standing import known
from measures.errors import ConflictError
from registry.contracts.conformance.binding import suspension_ahead
from registry.contracts.conformance.case import Case
from registry.contracts.conformance.circumstances import of_subject
from registry.contracts.conformance.declarations import FactsFile, declarations
from registry.contracts.conformance.facts import CitedRuleSet, ContractFacts, OtherDocumentError, PinnedSet, Waiver
from registry.contracts.conformance.judging import Inquiry
from registry.contracts.conformance.kinds import evaluate, evaluate_declared
from registry.contracts.conformance.remarks import remarks
from registry.contracts.conformance.report import Finding, Report, SetEvent, Shown
from registry.contracts.conformance.verdicts import Verdict, overall
from registry.contracts.rule_words import RuleLevel
from registry.contracts.summary import ContractSummary

CHECKED_HERE = FactsFile()
"""Nothing declared beside a contract."""


class OtherSubjectError(ConflictError):
    """Facts about one subject were handed in for the check of another."""

    code = "OTHER_SUBJECT"


def check(
    summary: ContractSummary,
    pinned: PinnedSet,
    rule_set: CitedRuleSet,
    facts: ContractFacts,
    waivers: Sequence[Waiver],
    as_of: date,
    declared: FactsFile = CHECKED_HERE,
) -> Report:
    """Check a contract summary against a rule set, as of a day.

    Raises:
        OtherDocumentError: the set at hand is not the one that the contract pins.
        OtherSubjectError: the declared facts are about a plan, a state or another subject.
        UnknownFactError, AmbiguousFactError: no rule, or more than one, asks for a declared fact.
    """
    if summary.citation != pinned.reference:
        raise OtherDocumentError(
            f"The contract pins {summary.citation.short}; the set at hand is {pinned.reference.short}. Check against "
            "the version with the digest that the contract pins."
        )
    if declared.subject is not RuleLevel.CONTRACT:
        raise OtherSubjectError(f"The facts are about a {declared.subject.replace('_', ' ')}, not about a contract.")
    case = Case(summary, pinned, rule_set, facts, as_of, declared)
    inquiry = Inquiry(
        rule_set, case.circumstances, case.declarations, lambda rule: evaluate(rule, case), tuple(waivers)
    )
    return _report(
        inquiry,
        tuple(remarks(case)),
        contract=summary.digest(),
        priority_set=str(pinned.reference),
        demonstration=pinned.document.demonstration or rule_set.document.demonstration,
        set_events=tuple(_set_events(case)),
    )


def check_subject(declared: FactsFile, rule_set: CitedRuleSet, as_of: date, waivers: Sequence[Waiver] = ()) -> Report:
    """Check a plan, a state, a body, a facility or a measure set, from what is declared of it.

    Raises:
        OtherSubjectError: the facts are about a contract; a contract is checked with the set that it pins.
        UnknownFactError, AmbiguousFactError: no rule, or more than one, asks for a declared fact.
    """
    if declared.subject is RuleLevel.CONTRACT:
        raise OtherSubjectError("The facts are about a contract; check the contract itself, with the set it pins.")
    now, told = of_subject(declared, as_of), declarations(declared, rule_set.document)
    inquiry = Inquiry(
        rule_set, now, told, lambda rule: evaluate_declared(rule, told.given(rule, as_of)), tuple(waivers)
    )
    return _report(inquiry, (), subject=declared.subject, demonstration=rule_set.document.demonstration, set_events=())


def _report(inquiry: Inquiry, warnings: tuple[str, ...], **about: Any) -> Report:
    rules = inquiry.rules
    ahead = suspension_ahead(rules, inquiry.now)
    warnings = (ahead, *warnings) if ahead else warnings
    judged = [inquiry.judge(rule) for rule in sorted(rules.document.rules, key=lambda rule: rule.id)]
    findings = tuple(each for each in judged if isinstance(each, Finding))
    counts = Counter(finding.verdict for finding in findings)
    return Report(
        as_of=inquiry.now.as_of,
        verdict=overall([*counts, *(Verdict.WARNING for _ in warnings)]),
        counts={verdict: counts[verdict] for verdict in Verdict},
        rule_set=str(rules.reference),
        authority=rules.document.authority,
        authority_kind=rules.document.authority_kind,
        facts=inquiry.declarations.digest(),
        warnings=warnings,
        findings=findings,
        shown=tuple(each for each in judged if isinstance(each, Shown)),
        **about,
    )


def _set_events(case: Case) -> Iterator[SetEvent]:
    for event in known(case.pinned.events, None):
        if event.effective_on <= case.as_of:
            yield SetEvent(event=event.kind, effective_on=event.effective_on, successor=event.successor)
