"""Rules about people behind results: how many there are, and by which groups results are shown."""

from registry.contracts.conformance.attested import disparities_named
from registry.contracts.conformance.case import Case, Chosen, roles_ever
from registry.contracts.conformance.declarations import Given
from registry.contracts.conformance.fitting import HELD_AGAINST
from registry.contracts.conformance.parameters import counted, listed, names, number
from registry.contracts.conformance.verdicts import (
    Answer,
    UnsettledError,
    met,
    not_applicable,
    not_evaluable,
    unmet,
)
from registry.contracts.rules import Rule


def enough_people(rule: Rule, case: Case) -> Answer:
    """min_denominator: at least a number of people behind each result that is paid on or gates payment."""
    least, given = number(rule.parameters, "min"), case.given(rule)
    named = frozenset(names(rule.parameters, "measures"))
    held = [e for e in case.chosen if roles_ever(e.item) & HELD_AGAINST and (not named or e.name in named)]
    if not held:
        return not_applicable("No measure of this contract that the rule is about is paid on or gates payment.")
    people = {each.name: _people(each, given) for each in held}
    few = [f"{name} ({number_of})" for name, number_of in people.items() if number_of is not None and number_of < least]
    unknown = [name for name, number_of in people.items() if number_of is None]
    if few:
        return unmet(f"Fewer than {least} people are behind {listed(few)}. Pool periods, or let them be reported only.")
    if unknown:
        return not_evaluable(
            f"How many people are expected behind {listed(unknown)} is not given; state it.",
            "items.expected_denominator",
        )
    return met(f"At least {least} people are behind {counted(len(held), 'result')} that money hangs on.")


def _people(each: Chosen, given: Given) -> int | None:
    if each.item.expected_denominator is not None:
        return each.item.expected_denominator
    declared: int | None = (given.value("people") or {}).get(each.name)
    return declared


def disparities_shown(rule: Rule, case: Case) -> Answer:
    """disparity_stratification_min of a contract: results of its measures are shown by at least a number of factors."""
    least = number(rule.parameters, "min_disparities")
    told = [each for each in case.chosen if each.item.stratification is not None]
    by = sorted({group for each in told for group in each.item.stratification or ()})
    if len(by) >= least:
        return met(f"Results are shown by {listed(by)}; the rule asks for at least {least}.")
    if case.given(rule).record is not None:
        return disparities_named(case.given(rule))
    untold = [each.name for each in case.chosen if each.item.stratification is None]
    if untold or not case.chosen:
        return not_evaluable(
            f"Results are shown by {listed(by)}; the rule asks for at least {least}. By which groups the results on "
            f"{listed(untold)} are shown is not given; state it.",
            "items.stratification",
        )
    return unmet(f"Results are shown by {listed(by)}; the rule asks for at least {least}. Stratify by more.")


def stratified(rule: Rule, case: Case) -> Answer:
    """stratified_reporting of a contract: results on named measures that it has are shown by the factors."""
    asked, factors = _asked(rule)
    there = [case.by_name[name] for name in asked if name in case.by_name]
    if not there:
        return not_applicable(f"The contract has none of the measures that the rule names: {listed(asked)}.")
    untold = [each.name for each in there if each.item.stratification is None]
    lacking = [
        f"{each.name} by {listed(less)}"
        for each in there
        if each.item.stratification is not None and (less := sorted(factors - set(each.item.stratification)))
    ]
    if lacking:
        return unmet(f"Results are not shown for {'; '.join(lacking)}. Stratify them.")
    if untold:
        return not_evaluable(
            f"By which groups the results on {listed(untold)} are shown is not given; state it.",
            "items.stratification",
        )
    return met(f"Results on {listed(each.name for each in there)} are shown by {listed(sorted(factors))}.")


def stratified_as_declared(given: Given) -> Answer:
    """stratified_reporting of a state or plan: the same, from what is declared."""
    asked, factors = _asked(given.rule)
    lacking = []
    for name in asked:
        by = set(given.need_of("reported", name, f"the factors by which results on {name} are reported"))
        if less := sorted(factors - by):
            lacking.append(f"{name} by {listed(less)}")
    if lacking:
        return unmet(f"Results are not shown for {'; '.join(lacking)}. Stratify them.")
    return met(f"Results on {listed(asked)} are shown by {listed(sorted(factors))}.")


def _asked(rule: Rule) -> tuple[tuple[str, ...], frozenset[str]]:
    asked, factors = names(rule.parameters, "measures"), frozenset(names(rule.parameters, "factors"))
    if not asked or not factors:
        field = "factors" if asked else "measures"
        raise UnsettledError(f"The rule names no {field}.", f"parameters.{field}")
    return asked, factors
