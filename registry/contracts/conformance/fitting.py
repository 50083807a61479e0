"""What suits the arrangement: fit of measures for its category, level of accountability, floor, share of quality."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from governance.phases import ItemRole
from measures.apm import ApmCategory, is_on_ladder, is_step_back
from measures.documents import fraction
from measures.labels import MeasureLabel
from measures.vocabularies import AccountabilityLevel
from registry.contracts.conformance.case import Case, Chosen, roles_ever
from registry.contracts.conformance.parameters import counted, listed, must_say, names, number, word
from registry.contracts.conformance.spread import Counts, Spread
from registry.contracts.conformance.verdicts import (
    Answer,
    UnsettledError,
    Verdict,
    met,
    not_applicable,
    not_evaluable,
    unmet,
)
from registry.contracts.rule_parameters import rows
from registry.contracts.rules import Rule

COMPARED: Final = "category of the arrangement is among the catalog categories of each performance measure"
HELD_AGAINST: Final = frozenset({ItemRole.PERFORMANCE, ItemRole.THRESHOLD})
"""Roles in which a result decides about money, and so about the one who is measured."""


class YearBasis(StrEnum):
    """Which date gives the year of a schedule."""

    MEASUREMENT_PERIOD_START = "measurement_period_start"
    SIGNATURE = "signature"
    AS_OF = "as_of"


def by_fit(rule: Rule, case: Case) -> Answer:
    """apm_fit: every measure that is paid on is catalogued as apt at the category of the arrangement."""
    must_say(rule.parameters, "compare", [COMPARED])
    paid = [each for each in case.chosen if ItemRole.PERFORMANCE in roles_ever(each.item)]
    if not paid:
        return not_applicable("No measure of this contract is paid on, so there is nothing to compare.")
    problems, unknown = [], []
    for each in paid:
        fit = case.facts.fits.get(each.versioned)
        if fit is None:
            unknown.append(each.name)
        elif outside := [c for c in _paid_at(each, case) if c not in fit.categories]:
            problems.append(
                f"{each.name} is paid on at {', '.join(outside)} and is found fit for "
                f"{', '.join(fit.categories) or 'no payment contract'}"
            )
    if problems:
        return unmet(
            f"Outside their fit are {len(problems)} of {counted(len(paid), 'measure')} paid on: {'; '.join(problems)}. "
            "Choose others for payment, or note why they suit here."
        )
    if unknown:
        return not_evaluable(f"The categories that suit {listed(unknown)} are not known; state them.", "facts.fits")
    return met(f"Fit for the category of the arrangement: {counted(len(paid), 'measure')}, all that are paid on.")


def _paid_at(each: Chosen, case: Case) -> list[ApmCategory]:
    steps = [step for step in each.item.phase_path if step.role is ItemRole.PERFORMANCE]
    named = [step.category for step in steps if step.category]
    if steps and len(named) == len(steps) and each.item.role is not ItemRole.PERFORMANCE:
        return list(dict.fromkeys(named))
    if not case.summary.categories:
        raise UnsettledError("The contract names no APM category; state it.", "categories")
    return list(dict.fromkeys([*case.summary.categories, *named]))


def by_level(rule: Rule, case: Case) -> Answer:
    """accountability_level: a measure tested at one level is not held against another."""
    tested = word(rule.parameters, "tested_level", AccountabilityLevel)
    families = frozenset(names(rule.parameters, "families"))
    if not families:
        raise UnsettledError("The rule names no family of measures.", "parameters.families")
    held = [
        each.name
        for each in case.chosen
        if each.name.split("/")[0] in families and roles_ever(each.item) & HELD_AGAINST
    ]
    if not held:
        return met(f"No measure of {listed(sorted(families))} is paid on or gates payment in this contract.")
    if not case.summary.providers and tested is not AccountabilityLevel.STATE:
        return not_evaluable(
            f"Whether {listed(held)} are held against a plan or a provider is not given; name the providers.",
            "providers",
        )
    if case.summary.providers and tested is AccountabilityLevel.PROVIDER:
        return met(f"{listed(held)} were tested for providers, with whom this contract is.")
    against = "providers" if case.summary.providers else "a plan"
    return unmet(
        f"{listed(held)} were tested at the level of the {tested} and are held against {against} here. Ask the steward "
        "what a result at that level can tell, or let them be reported only."
    )


def by_floor(rule: Rule, case: Case) -> Answer:
    """apm_category_floor: the arrangement is at or above the category that the schedule has for its year."""
    year = _year(rule.parameters, case)
    rungs = [row for row in rows(rule.parameters.get("schedule")) if row.get("year") in (None, str(year))]
    if not rungs:
        raise UnsettledError(f"The schedule of the rule says nothing about {year}.", "parameters.schedule")
    if stray := {key for row in rungs for key in row} - {"year", "min_category"}:
        raise UnsettledError(
            f"The schedule of the rule narrows its floors by {listed(sorted(stray))}, which cannot be checked.",
            "parameters.schedule",
        )
    floors = [word(row, "min_category", ApmCategory) for row in rungs]
    if not all(is_on_ladder(floor) for floor in floors):
        raise UnsettledError("The floor of the rule is a category without a rung.", "parameters.schedule")
    there = case.summary.categories
    if not there:
        raise UnsettledError("The contract names no APM category; state it.", "categories")
    # 3N and 4N do not count as progress: they have no link to quality, whatever their risk.
    below = [c for c in there if not is_on_ladder(c) or any(is_step_back(floor, c) for floor in floors)]
    found = f"The arrangement is at {', '.join(there)} and the floor for {year} is {', '.join(dict.fromkeys(floors))}."
    if not below:
        return met(found)
    if len(below) < len(there):
        return not_evaluable(f"{found} Which of them holds in {year} is not given; name that one alone.", "categories")
    return unmet(f"{found} Move the arrangement up.")


def _year(parameters: Mapping[str, Any], case: Case) -> int:
    basis = YearBasis.MEASUREMENT_PERIOD_START
    if parameters.get("basis_of_year") is not None:
        basis = word(parameters, "basis_of_year", YearBasis)
    day: date | None = {
        YearBasis.MEASUREMENT_PERIOD_START: case.period.starts,
        YearBasis.SIGNATURE: case.summary.signed_on,
        YearBasis.AS_OF: case.as_of,
    }[basis]
    if day is None:
        raise UnsettledError("The year of the floor is that of the signature, which is not given.", "signed_on")
    return day.year


def by_quality_share(rule: Rule, case: Case) -> Answer:
    """quality_share_min: at least a share of the weight is on measures labelled quality."""
    floor = number(rule.parameters, "min_share")
    named = rule.parameters.get("label") is not None
    label = word(rule.parameters, "label", MeasureLabel) if named else MeasureLabel.QUALITY
    weights = [(each, fraction(each.item.weight)) for each in case.chosen if each.item.weight is not None]
    unweighted = [e.name for e in case.chosen if e.item.weight is None and e.item.role is ItemRole.PERFORMANCE]
    if not weights or unweighted:
        raise UnsettledError(f"These measures that are paid on have no weight: {listed(unweighted)}.", "items.weight")
    if (total := sum(weight for _, weight in weights)) != 1:
        raise UnsettledError(f"The weights add up to {total}; they must add up to exactly 1.", "items.weight")
    spread = Spread.of((_counts(each, case, label), weight) for each, weight in weights)
    found = f"Measures labeled {label} have {spread.told} of the weight; the rule asks for at least {floor}."
    return _of_spread(spread, floor, found)


def _of_spread(spread: Spread, floor: Fraction, found: str) -> Answer:
    match spread.verdict(lambda share: share >= floor):
        case Verdict.NOT_EVALUABLE:
            return not_evaluable(
                f"{found} Measures with {spread.unknown} have no label; have them decided.", "facts.labels"
            )
        case Verdict.WARNING:
            return Answer(Verdict.WARNING, f"{found} That rests on labels that are only proposed; have them decided.")
        case Verdict.PASS:
            return met(found)
        case _:
            return unmet(f"{found} Move weight to such measures.")


def _counts(each: Chosen, case: Case, label: MeasureLabel) -> Counts:
    fact = case.label(each)
    if fact is None:
        return Counts.UNKNOWN
    if fact.decided:
        return Counts.YES if fact.label is label else Counts.NO
    return Counts.BY_PROPOSAL if fact.label is label else Counts.NOT_BY_PROPOSAL
