"""Whether a rule set binds, and whether a rule is about a contract or another subject (rule sets, readings 1, 3)."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from governance.phases import ItemRole
from registry.contracts.conformance.circumstances import Circumstances
from registry.contracts.conformance.facts import CitedRuleSet
from registry.contracts.conformance.verdicts import Answer, Verdict, not_applicable, not_evaluable
from registry.contracts.rule_words import RuleClock, RuleEffect, RuleLevel
from registry.contracts.rules import Rule

TIES_PAYMENT: Final = "contract ties payment to quality measures"
"""The one condition of a rule that a contract summary answers by itself."""
CLOCK_FIELD: Final = {
    RuleClock.SIGNATURE: "signed_on",
    RuleClock.MEASUREMENT_PERIOD_START: "measurement_period",
    RuleClock.RATING_PERIOD: "rating_period",
    RuleClock.AS_OF: "as_of",
}


def binding(rules: CitedRuleSet, now: Circumstances) -> Answer | None:
    """Why the set does not bind, or why that is not known; none if it binds."""
    effective, standing = rules.document.effective, rules.standing
    clock = rules.document.clock
    day, words = now.day(clock), clock.replace("_", " ")
    if day is None:
        if effective.from_ is None and effective.to is None and standing.suspended_from is None:
            return None  # open on both ends: every date lies within
        return not_evaluable(
            f"Whether the rule set binds {now.noun} depends on its {words}, which is not given; state that date.",
            _field(CLOCK_FIELD[clock], now),
        )
    shown = f"the {words} of {now.noun} is {day}"
    if effective.from_ and day < effective.from_:
        return not_applicable(f"The rule set binds from {effective.from_}, and {shown}.")
    if effective.to and day > effective.to:
        return not_applicable(f"The rule set bound until {effective.to}, and {shown}.")
    if is_suspended(rules, day):
        until = f" to {standing.suspended_to}" if standing.suspended_to else ""
        return not_applicable(f"The program is suspended from {standing.suspended_from}{until}, and {shown}.")
    return None


def _field(name: str, now: Circumstances) -> str:
    """How a field is named that would settle it: that of the contract, or of the facts about another subject."""
    return name if now.level is RuleLevel.CONTRACT else f"facts.{name}"


def is_suspended(rules: CitedRuleSet, day: date) -> bool:
    """Whether the programme of the rule set is suspended on a day; both days of the suspension belong to it."""
    standing = rules.standing
    if standing.suspended_from is None or day < standing.suspended_from:
        return False
    return standing.suspended_to is None or day <= standing.suspended_to


def suspension_ahead(rules: CitedRuleSet, now: Circumstances) -> str | None:
    """A warning when the set stays binding and the programme is suspended within the measurement period."""
    standing, day, period = rules.standing, now.day(rules.document.clock), now.period
    starts = standing.suspended_from
    if starts is None or day is None or period is None or day >= starts or binding(rules, now) is not None:
        return None
    ends_before = standing.suspended_to is not None and standing.suspended_to < period.starts
    if starts > period.ends or ends_before:
        return None
    until = f" to {standing.suspended_to}" if standing.suspended_to else ""
    return (
        f"The program of this rule set is suspended from {starts}{until}, inside the measurement period "
        f"{period.starts} to {period.ends}. The {now.noun.removeprefix('this ')} stays bound; ask the state what holds "
        "meanwhile."
    )


def about_this(rule: Rule, clock: RuleClock, now: Circumstances) -> Answer | None:
    """Why a rule is not about a contract or subject, or why that is not known; none if it is about it.

    A condition that surely does not hold answers before one that is not known.
    """
    answers = [answer for condition in _CONDITIONS for answer in condition(rule, now)]
    answers += _years(rule, clock, now)
    sure = (answer for answer in answers if answer.verdict is Verdict.NOT_APPLICABLE)
    return next(sure, answers[0] if answers else None)


def _level(rule: Rule, now: Circumstances) -> Iterator[Answer]:
    asked = rule.applies_to.level
    if asked is not now.level:
        single = "a single contract" if now.level is RuleLevel.CONTRACT else now.noun
        yield not_applicable(f"The rule binds a {asked.replace('_', ' ')}; {single} neither keeps nor breaks it.")
    elif rule.effect is RuleEffect.TARGET and now.level is RuleLevel.CONTRACT:
        yield not_applicable("The rule is a goal of a plan or a state; a single contract neither meets nor misses it.")


def _words(rule: Rule, now: Circumstances) -> Iterator[Answer]:
    asked = rule.applies_to
    for name, wanted, known, scope in (
        ("products", asked.products, now.products, None),
        ("contract_levels", asked.contract_levels, now.contract_levels, None),
        ("contract_types", asked.contract_types, now.contract_types, now.scope_types),
        ("settings", asked.settings, now.settings, now.scope_settings),
    ):
        if wanted is not None:
            yield from _overlap(name, frozenset(map(str, wanted)), known, scope, now)


def _overlap(
    name: str, wanted: frozenset[str], known: frozenset[str] | None, scope: frozenset[str] | None, now: Circumstances
) -> Iterator[Answer]:
    """A contract's own words decide by any match; the scope of its set only when it lies wholly inside or outside."""
    noun = name.replace("_", " ")
    only = f"The rule is for {noun} {', '.join(sorted(wanted))}"
    if known is not None:
        if not known & wanted:
            yield not_applicable(f"{only}; {now.noun} is for {', '.join(sorted(known)) or 'none'}.")
    elif scope is not None and not scope & wanted:
        yield not_applicable(f"{only}; the pinned set is for {', '.join(sorted(scope))}.")
    elif scope is None or not scope <= wanted:
        yield not_evaluable(f"{only}; the {noun} of {now.noun} are not given. State them.", _own_field(name, now))


def _own_field(name: str, now: Circumstances) -> str:
    return _field({"contract_levels": "contract_level"}.get(name, name), now)


def _exempt(rule: Rule, now: Circumstances) -> Iterator[Answer]:
    exempt = frozenset(rule.applies_to.exempt or ())
    if not exempt:
        return
    known = [words for words in (now.products, now.contract_types) if words is not None]
    if hit := sorted(exempt & frozenset().union(*known)):
        yield not_applicable(f"The rule leaves out {', '.join(hit)}.")
    elif len(known) < 2:  # noqa: PLR2004 - products and contract types
        yield not_evaluable(
            f"The rule leaves out {', '.join(sorted(exempt))}; whether {now.noun} is one is not given. State its "
            "products and contract types.",
            _field("products" if now.products is None else "contract_types", now),
        )


def _years(rule: Rule, clock: RuleClock, now: Circumstances) -> Iterator[Answer]:
    years, day = rule.applies_to.years, now.day(clock)
    if years is None or (years.from_ is None and years.to is None):
        return
    span = f"{years.from_ or 'any year'} to {years.to or 'any year'}"
    if day is None:
        field = _field(CLOCK_FIELD[clock], now)
        yield not_evaluable(f"The rule is for the years {span}; the year of {now.noun} is not given.", field)
    elif (years.from_ and day.year < int(years.from_)) or (years.to and day.year > int(years.to)):
        yield not_applicable(f"The rule is for the years {span}; {now.noun} is of {day.year}.")


def _condition(rule: Rule, now: Circumstances) -> Iterator[Answer]:
    condition = rule.applies_to.condition
    if condition is None:
        return
    holds = now.conditions.get(condition)
    if holds is None and condition == TIES_PAYMENT and now.level is RuleLevel.CONTRACT:
        # Whether a gate alone ties payment is not said, so only a measure that is paid on settles it for sure.
        holds = True if ItemRole.PERFORMANCE in now.roles else None if ItemRole.THRESHOLD in now.roles else False
    if holds is None:
        yield not_evaluable(
            f"The rule holds on the condition that {condition}; whether it does is not given. State it.",
            "facts.conditions",
        )
    elif not holds:
        yield not_applicable(f"The rule holds on the condition that {condition}; here it does not.")


_CONDITIONS: Final[tuple[Callable[[Rule, Circumstances], Iterator[Answer]], ...]] = (
    _level,
    _words,
    _exempt,
    _condition,
)
