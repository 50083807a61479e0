"""Judging one rule: the questions in their order, then the waiver.

The order is that of docs/catalog.md, "Rule sets": does the set bind (1); is it proposed (2); is the rule about this
contract (3); is it only shown (10); is something not known (2) or not given (3); then evaluate; then look for a waiver
(7). Numbers are those of the readings there.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from registry.contracts.conformance.binding import about_this, binding
from registry.contracts.conformance.circumstances import Circumstances
from registry.contracts.conformance.declarations import ONLY_SHOWN, Declarations
from registry.contracts.conformance.facts import CitedRuleSet, Waiver
from registry.contracts.conformance.report import Finding, Shown
from registry.contracts.conformance.verdicts import Answer, Verdict, graded, not_evaluable
from registry.contracts.rule_words import RuleBasis, RuleEvaluation, RuleSetStatus
from registry.contracts.rules import Rule


@dataclass(frozen=True)
class Inquiry:
    """One rule set asked about one contract or subject on one day."""

    rules: CitedRuleSet
    now: Circumstances
    declarations: Declarations
    evaluate: Callable[[Rule], Answer]
    waivers: tuple[Waiver, ...] = ()

    @cached_property
    def bound(self) -> Answer | None:
        """Why the set does not bind, or why that is not known; none if it binds."""
        return binding(self.rules, self.now)

    def judge(self, rule: Rule) -> Finding | Shown:
        """The verdict on a rule, or the rule itself where it is only shown."""
        answer = self._before_evaluation(rule)
        if answer is None and rule.effect in ONLY_SHOWN:
            return Shown.model_construct(**self._note(rule))
        declared = False
        if answer is None and (answer := self._not_known(rule)) is None:
            answer = self.evaluate(rule)
            declared = rule.id in self.declarations.records
        verdict = graded(answer, rule.effect)
        note = self._note(rule, declared=declared)
        waiver = holding(rule, self.waivers, self.now) if verdict is Verdict.FAIL else None
        if waiver is None:
            return _finding(**note, verdict=verdict, sentence=answer.sentence, field=answer.field)
        sentence = f"{answer.sentence} {waiver.SAID} {waiver.who} through {waiver.until}: {waiver.why}"
        waived = {"waived_by": waiver.who, "waived_until": waiver.until}
        return _finding(**note, verdict=Verdict.WAIVED, sentence=sentence, **waived)

    def _before_evaluation(self, rule: Rule) -> Answer | None:
        """The first sure answer of readings 1, 2 and 3. What is not known is no answer yet; it waits for its turn."""
        if self.bound is not None and self.bound.verdict is Verdict.NOT_APPLICABLE:
            return self.bound
        if self.rules.standing.status is RuleSetStatus.PROPOSED:
            return not_evaluable(
                "The rule set is only proposed and binds nobody; check again when it is in force.", "rule_set.status"
            )
        about = about_this(rule, self.rules.document.clock, self.now)
        return about if about is not None and about.verdict is Verdict.NOT_APPLICABLE else None

    def _not_known(self, rule: Rule) -> Answer | None:
        if self.bound is not None:
            return self.bound
        if (about := about_this(rule, self.rules.document.clock, self.now)) is not None:
            return about
        if rule.basis is RuleBasis.BACKGROUND:
            return not_evaluable(
                "Nobody has read the source of this rule; read it before anyone relies on it.", "rule.basis"
            )
        if rule.evaluation is RuleEvaluation.NOT_EVALUABLE:
            return not_evaluable("What was read of this rule is not enough to evaluate it.", "rule.evaluation")
        return None

    def _note(self, rule: Rule, *, declared: bool = False) -> dict[str, Any]:
        cautions = [*_cautions(rule, self.rules)]
        if declared:
            day = self.declarations.records[rule.id].day
            cautions.append(f"Rests on a fact declared as of {day}, which nobody here has seen proof of.")
        return {
            "rule": rule.id,
            "kind": rule.kind,
            "effect": rule.effect,
            "statement": rule.statement,
            "basis": rule.basis,
            "cautions": tuple(cautions),
            "source": rule.source,
            "locator": rule.locator,
        }


def _finding(**fields: Any) -> Finding:
    # Every text in it was validated when rule, contract and waiver were read; to do it again is a quarter of a check.
    return Finding.model_construct(**fields)


def holding(rule: Rule, waivers: Iterable[Waiver], now: Circumstances) -> Waiver | None:
    """The waiver that lasts longest, of those that still count; the order in which they are given plays no part."""
    still = [waiver for waiver in waivers if waiver.rule == rule.id and waiver.holds(now.as_of)]
    return max(still, key=lambda waiver: (waiver.until, waiver.who, waiver.why), default=None)


def _cautions(rule: Rule, rules: CitedRuleSet) -> Iterator[str]:
    if rules.standing.status is RuleSetStatus.UNKNOWN:
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
