"""Checking one contract against one rule set: the questions in their order, then the waiver, then the report.

The order is that of docs/catalog.md, "Rule sets": does the set bind (1); is it proposed (2); is the rule about this
contract (3); is it only shown (10); is something not known (2) or not given (3); then evaluate; then look for a waiver
(7). Numbers are those of the readings there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from governance.publication import DocumentEvent, EventKind
from measures.vocabularies import MeasureStatus
from registry.contracts.conformance.binding import about_this_contract, binding, suspension_ahead
from registry.contracts.conformance.case import Case
from registry.contracts.conformance.facts import (
    CitedRuleSet,
    ContractFacts,
    OtherDocumentError,
    PinnedSet,
    Waiver,
)
from registry.contracts.conformance.kinds import evaluate
from registry.contracts.conformance.report import Finding, Report, SetEvent, Shown
from registry.contracts.conformance.verdicts import Answer, Verdict, graded, not_evaluable, overall
from registry.contracts.rule_words import RuleBasis, RuleEffect, RuleEvaluation, RuleSetStatus
from registry.contracts.rules import Rule
from registry.contracts.summary import ContractSummary

ONLY_SHOWN: Final = frozenset({RuleEffect.DEFINITION, RuleEffect.INFORMATION})
NOT_GIVEN: Final[Mapping[RuleEvaluation, tuple[str, str]]] = MappingProxyType(
    {
        RuleEvaluation.ATTESTATION: ("Somebody has to attest this, and no attestation is given.", "attestation"),
        RuleEvaluation.EXTERNAL_DATA: (
            "This needs data from outside the contract, and none are given.",
            "external_data",
        ),
        RuleEvaluation.NOT_EVALUABLE: ("What was read of this rule is not enough to evaluate it.", "rule.evaluation"),
    }
)
"""What is missing for rules that a contract summary alone cannot answer, and the field that would settle them."""


def check(
    summary: ContractSummary,
    pinned: PinnedSet,
    rule_set: CitedRuleSet,
    facts: ContractFacts,
    waivers: Sequence[Waiver],
    as_of: date,
) -> Report:
    """Check a contract summary against a rule set, as of a day.

    Raises:
        OtherDocumentError: the set at hand is not the one that the contract pins.
    """
    if summary.citation != pinned.reference:
        raise OtherDocumentError(
            f"The contract pins {summary.citation.short}; the set at hand is {pinned.reference.short}. Check against "
            "the version with the digest that the contract pins."
        )
    case = Case(summary, pinned, rule_set, facts, as_of)
    bound = binding(case)
    judged = [_judge(rule, case, bound, waivers) for rule in sorted(rule_set.document.rules, key=lambda rule: rule.id)]
    findings = tuple(each for each in judged if isinstance(each, Finding))
    warnings = tuple(_warnings(case))
    counts = Counter(finding.verdict for finding in findings)
    verdicts = [*counts, *(Verdict.WARNING for _ in warnings)]
    return Report(
        as_of=as_of,
        verdict=overall(verdicts),
        counts={verdict: counts[verdict] for verdict in Verdict},
        contract=summary.digest(),
        priority_set=str(pinned.reference),
        rule_set=str(rule_set.reference),
        authority=rule_set.document.authority,
        authority_kind=rule_set.document.authority_kind,
        demonstration=pinned.document.demonstration or rule_set.document.demonstration,
        warnings=warnings,
        findings=findings,
        shown=tuple(each for each in judged if isinstance(each, Shown)),
        set_events=tuple(_set_events(case)),
    )


def _judge(rule: Rule, case: Case, bound: Answer | None, waivers: Iterable[Waiver]) -> Finding | Shown:
    answer = _before_evaluation(rule, case, bound)
    if answer is None and rule.effect in ONLY_SHOWN:
        return Shown(**_note(rule, case))
    answer = answer or _not_known(rule, case, bound) or evaluate(rule, case)
    verdict = graded(answer, rule.effect)
    waiver = _waiver(rule, waivers, case.as_of) if verdict is Verdict.FAIL else None
    if waiver is None:
        return Finding(**_note(rule, case), verdict=verdict, sentence=answer.sentence, field=answer.field)
    sentence = f"{answer.sentence} Waived by {waiver.who} through {waiver.until}: {waiver.why}"
    return Finding(
        **_note(rule, case),
        verdict=Verdict.WAIVED,
        sentence=sentence,
        waived_by=waiver.who,
        waived_until=waiver.until,
    )


def _before_evaluation(rule: Rule, case: Case, bound: Answer | None) -> Answer | None:
    """The first sure answer of readings 1, 2 and 3. What is not known is no answer yet; it waits for its turn."""
    if bound is not None and bound.verdict is Verdict.NOT_APPLICABLE:
        return bound
    if case.rule_set.standing.status is RuleSetStatus.PROPOSED:
        return not_evaluable(
            "The rule set is only proposed and binds nobody; check again when it is in force.", "rule_set.status"
        )
    about = about_this_contract(rule, case)
    return about if about is not None and about.verdict is Verdict.NOT_APPLICABLE else None


def _not_known(rule: Rule, case: Case, bound: Answer | None) -> Answer | None:
    if bound is not None:
        return bound
    if (about := about_this_contract(rule, case)) is not None:
        return about
    if rule.basis is RuleBasis.BACKGROUND:
        return not_evaluable(
            "Nobody has read the source of this rule; read it before anyone relies on it.", "rule.basis"
        )
    not_given = NOT_GIVEN.get(rule.evaluation)
    return not_evaluable(*not_given) if not_given else None


def _waiver(rule: Rule, waivers: Iterable[Waiver], day: date) -> Waiver | None:
    """The waiver that lasts longest, of those that still count; the order in which they are given plays no part."""
    holding = [waiver for waiver in waivers if waiver.rule == rule.id and waiver.holds(day)]
    return max(holding, key=lambda waiver: (waiver.until, waiver.who, waiver.why), default=None)


def _note(rule: Rule, case: Case) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "kind": rule.kind,
        "effect": rule.effect,
        "statement": rule.statement,
        "basis": rule.basis,
        "cautions": tuple(_cautions(rule, case)),
        "source": rule.source,
        "locator": rule.locator,
    }


def _cautions(rule: Rule, case: Case) -> Iterator[str]:
    if case.rule_set.standing.status is RuleSetStatus.UNKNOWN:
        yield "Nothing that was read says that this rule set still binds."
    match rule.basis:
        case RuleBasis.SECONDARY:
            yield "Second hand: others tell of this rule; the state's own text was not read."
        case RuleBasis.BACKGROUND:
            yield "General knowledge: no source of this rule was read."
        case RuleBasis.DESIGN:
            yield "A default of this registry, not law."
        case RuleBasis.STATED:
            return


def _past_events(case: Case) -> list[DocumentEvent]:
    past = [event for event in case.pinned.events if event.effective_on <= case.as_of]
    return sorted(past, key=lambda event: (event.effective_on, str(event.recorded_at or ""), str(event.id)))


def _set_events(case: Case) -> Iterator[SetEvent]:
    for event in _past_events(case):
        yield SetEvent(event=event.kind, effective_on=event.effective_on, successor=event.successor)


def _warnings(case: Case) -> Iterator[str]:
    if ahead := suspension_ahead(case):
        yield ahead
    # Withdrawn is for ever; of a suspension and its end the later one holds.
    stops = [event for event in _past_events(case) if event.kind in (EventKind.SUSPENDED, EventKind.RESUMED)]
    withdrawn = next((event for event in _past_events(case) if event.kind is EventKind.WITHDRAWN), None)
    if withdrawn:
        yield f"The pinned set was withdrawn on {withdrawn.effective_on}; ask its publisher what takes its place."
    elif stops and stops[-1].kind is EventKind.SUSPENDED:
        yield f"The pinned set is suspended since {stops[-1].effective_on}; ask its publisher when it resumes."
    for each in case.chosen:
        if case.facts.statuses.get(each.versioned) is MeasureStatus.RETIRED:
            yield f"{each.name} was retired by its steward; agree on what replaces it."
