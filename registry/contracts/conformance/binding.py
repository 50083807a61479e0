"""Whether a rule set binds a contract, and whether a rule of it is about this contract (rule sets, reading 1 and 3)."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from governance.phases import ItemRole
from registry.contracts.conformance.case import Case, roles_ever
from registry.contracts.conformance.verdicts import Answer, Verdict, not_applicable, not_evaluable
from registry.contracts.rule_words import RuleClock, RuleEffect, RuleLevel
from registry.contracts.rules import Rule

TIES_PAYMENT: Final = "contract ties payment to quality measures"
"""The one condition of a rule that a contract summary answers by itself."""
CLOCK_FIELD: Final = {
    RuleClock.SIGNATURE: "signed_on",
    RuleClock.MEASUREMENT_PERIOD_START: "measurement_period",
    RuleClock.RATING_PERIOD: "facts.rating_period",
    RuleClock.AS_OF: "as_of",
}


def clock_day(case: Case) -> date | None:
    """The date of the contract that decides whether the set binds it; none where it is not known."""
    match case.rule_set.document.clock:
        case RuleClock.SIGNATURE:
            return case.summary.signed_on
        case RuleClock.MEASUREMENT_PERIOD_START:
            return case.period.starts
        case RuleClock.RATING_PERIOD:
            return case.facts.rating_period.starts if case.facts.rating_period else None
        case RuleClock.AS_OF:
            return case.as_of


def binding(case: Case) -> Answer | None:
    """Why the set does not bind the contract, or why that is not known; none if it binds."""
    effective, standing = case.rule_set.document.effective, case.rule_set.standing
    clock, day = case.rule_set.document.clock, clock_day(case)
    if day is None:
        if effective.from_ is None and effective.to is None and standing.suspended_from is None:
            return None  # open on both ends: every date lies within
        return not_evaluable(
            f"Whether the rule set binds this contract depends on its {clock.replace('_', ' ')}, which is not given; "
            "state that date.",
            CLOCK_FIELD[clock],
        )
    shown = f"the {clock.replace('_', ' ')} of this contract is {day}"
    if effective.from_ and day < effective.from_:
        return not_applicable(f"The rule set binds from {effective.from_}, and {shown}.")
    if effective.to and day > effective.to:
        return not_applicable(f"The rule set bound until {effective.to}, and {shown}.")
    if is_suspended(case, day):
        until = f" to {standing.suspended_to}" if standing.suspended_to else ""
        return not_applicable(f"Programme suspended from {standing.suspended_from}{until}, and {shown}.")
    return None


def is_suspended(case: Case, day: date) -> bool:
    """Whether the programme of the rule set is suspended on a day; both days of the suspension belong to it."""
    standing = case.rule_set.standing
    if standing.suspended_from is None or day < standing.suspended_from:
        return False
    return standing.suspended_to is None or day <= standing.suspended_to


def suspension_ahead(case: Case) -> str | None:
    """A warning when the contract stays bound and the programme is suspended within its measurement period."""
    standing, day = case.rule_set.standing, clock_day(case)
    starts = standing.suspended_from
    if starts is None or day is None or day >= starts or binding(case) is not None:
        return None
    ends_before = standing.suspended_to is not None and standing.suspended_to < case.period.starts
    if starts > case.period.ends or ends_before:
        return None
    until = f" to {standing.suspended_to}" if standing.suspended_to else ""
    return (
        f"The programme of this rule set is suspended from {starts}{until}, inside the measurement period "
        f"{case.period.starts} to {case.period.ends}. The contract stays bound; ask the state what holds meanwhile."
    )


def about_this_contract(rule: Rule, case: Case) -> Answer | None:
    """Why a rule is not about this contract, or why that is not known; none if it is about it.

    A condition that surely does not hold answers before one that is not known.
    """
    answers = [answer for condition in _CONDITIONS for answer in condition(rule, case)]
    sure = (answer for answer in answers if answer.verdict is Verdict.NOT_APPLICABLE)
    return next(sure, answers[0] if answers else None)


def _level(rule: Rule, _: Case) -> Iterator[Answer]:
    if rule.applies_to.level is not RuleLevel.CONTRACT:
        level = rule.applies_to.level.replace("_", " ")
        yield not_applicable(f"The rule binds a {level}; a single contract neither keeps nor breaks it.")
    elif rule.effect is RuleEffect.TARGET:
        yield not_applicable("The rule is a goal of a plan or a state; a single contract neither meets nor misses it.")


def _words(rule: Rule, case: Case) -> Iterator[Answer]:
    facts = case.facts
    for name, wanted, known in (
        ("products", rule.applies_to.products, facts.products),
        ("contract_levels", rule.applies_to.contract_levels, facts.contract_levels),
    ):
        if wanted is not None:
            yield from _overlap(name, frozenset(wanted), known, None)
    if rule.applies_to.contract_types is not None:
        scope = frozenset(case.pinned.document.scope.contract_types) or None
        yield from _overlap("contract_types", frozenset(rule.applies_to.contract_types), facts.contract_types, scope)
    if rule.applies_to.settings is not None:
        own = None if facts.settings is None else frozenset(str(setting) for setting in facts.settings)
        scope = frozenset(str(setting) for setting in case.pinned.document.scope.settings)
        yield from _overlap("settings", frozenset(map(str, rule.applies_to.settings)), own, scope)


def _overlap(
    name: str, wanted: frozenset[str], known: frozenset[str] | None, scope: frozenset[str] | None
) -> Iterator[Answer]:
    """A contract's own words decide by any match; the scope of its set only when it lies wholly inside or outside."""
    noun = name.replace("_", " ")
    only = f"The rule is for {noun} {', '.join(sorted(wanted))}"
    if known is not None:
        if not known & wanted:
            yield not_applicable(f"{only}; this contract is for {', '.join(sorted(known)) or 'none'}.")
    elif scope is not None and not scope & wanted:
        yield not_applicable(f"{only}; the pinned set is for {', '.join(sorted(scope))}.")
    elif scope is None or not scope <= wanted:
        yield not_evaluable(f"{only}; the {noun} of this contract are not given. State them.", f"facts.{name}")


def _exempt(rule: Rule, case: Case) -> Iterator[Answer]:
    exempt = frozenset(rule.applies_to.exempt or ())
    if not exempt:
        return
    known = [words for words in (case.facts.products, case.facts.contract_types) if words is not None]
    if hit := sorted(exempt & frozenset().union(*known)):
        yield not_applicable(f"The rule leaves out {', '.join(hit)}.")
    elif len(known) < 2:  # noqa: PLR2004 - products and contract types
        field = "facts.products" if case.facts.products is None else "facts.contract_types"
        yield not_evaluable(
            f"The rule leaves out {', '.join(sorted(exempt))}; whether this contract is one is not given. State its "
            "products and contract types.",
            field,
        )


def _years(rule: Rule, case: Case) -> Iterator[Answer]:
    years, day = rule.applies_to.years, clock_day(case)
    if years is None or (years.from_ is None and years.to is None):
        return
    span = f"{years.from_ or 'any year'} to {years.to or 'any year'}"
    if day is None:
        clock = CLOCK_FIELD[case.rule_set.document.clock]
        yield not_evaluable(f"The rule is for the years {span}; the year of this contract is not given.", clock)
    elif (years.from_ and day.year < int(years.from_)) or (years.to and day.year > int(years.to)):
        yield not_applicable(f"The rule is for the years {span}; this contract is of {day.year}.")


def _condition(rule: Rule, case: Case) -> Iterator[Answer]:
    condition = rule.applies_to.condition
    if condition is None:
        return
    holds = case.facts.conditions.get(condition)
    if holds is None and condition == TIES_PAYMENT:
        # Whether a gate alone ties payment is not said, so only a measure that is paid on settles it for sure.
        roles = frozenset().union(*(roles_ever(item) for item in case.summary.items))
        holds = True if ItemRole.PERFORMANCE in roles else None if ItemRole.THRESHOLD in roles else False
    if holds is None:
        yield not_evaluable(
            f"The rule holds on the condition that {condition}; whether it does is not given. State it.",
            "facts.conditions",
        )
    elif not holds:
        yield not_applicable(f"The rule holds on the condition that {condition}; here it does not.")


_CONDITIONS: Final[tuple[Callable[[Rule, Case], Iterator[Answer]], ...]] = (
    _level,
    _words,
    _exempt,
    _years,
    _condition,
)
