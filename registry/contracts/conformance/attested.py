"""Rules that somebody attests: what a plan offers, what a state approved, who sits on a body, what is met."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from registry.contracts.conformance.declarations import Given
from registry.contracts.conformance.fact_records import BodyFact, GateFact
from registry.contracts.conformance.parameters import counted, listed, names, number
from registry.contracts.conformance.verdicts import (
    Answer,
    UnsettledError,
    gravest,
    met,
    not_applicable,
    not_evaluable,
    unmet,
)
from registry.contracts.rule_parameters import rows


def disparities_named(given: Given) -> Answer:
    """disparity_stratification_min: at least a number of disparities are named."""
    least = number(given.rule.parameters, "min_disparities")
    there = given.need("disparities", "the disparities that were found")
    return _as_many(len(there), least, "disparity named", "disparities named")


def offered(given: Given) -> Answer:
    """arrangement_offer_min: at least a number of arrangements with a purpose are offered."""
    p = given.rule.parameters
    there = given.need("offered", f"the number of arrangements offered to {p.get('purpose')}")
    to = f"to {p.get('purpose')}"
    return _as_many(there, number(p, "min"), f"arrangement offered {to}", f"arrangements offered {to}")


def goals_served(given: Given) -> Answer:
    """quality_strategy_link: at least a number of goals of the quality strategy are served and named."""
    p = given.rule.parameters
    there = given.need("goals", str(p.get("must_name") or "the goals of the quality strategy that are served"))
    return _as_many(len(there), number(p, "min_goals"), "goal named", "goals named")


def _as_many(there: int, least: Fraction, one: str, many: str) -> Answer:
    said = f"{there} {one if there == 1 else many}; the rule asks for at least {least}."
    return met(said) if there >= least else unmet(f"{said} Add what is missing.")


def elements_declared(given: Given) -> Answer:
    """required_elements, attribution_declared: every element of the checklist is declared to be there."""
    keys = [str(row.get("key")) for row in rows(given.rule.parameters.get("elements"))]
    if not keys:
        raise UnsettledError("The checklist of the rule is empty.", "parameters.elements")
    found = {key: declared_element(given, key) for key in keys}
    missing = [key for key, there in found.items() if there is False]
    unknown = [key for key, there in found.items() if there is None]
    if missing:
        return unmet(f"Missing are {len(missing)} of {counted(len(keys), 'element')}: {listed(missing)}. Add them.")
    if unknown:
        raise given.missing(
            f"{element_field(given)}.{unknown[0]}", f"whether these elements are there: {listed(unknown)}"
        )
    return met(f"There are {counted(len(keys), 'element')}, none missing: {listed(keys)}.")


def element_field(given: Given) -> str:
    """Which table of facts settles a checklist: a count where the rule asks for a number of each above one."""
    return "counts" if _each(given) > 1 else "elements"


def declared_element(given: Given, key: str) -> bool | None:
    """Whether an element is declared to be there, in the number that the rule asks for; none if nobody says."""
    there = (given.value("counts") or {}).get(key)
    if there is not None:
        return bool(there >= _each(given))
    said = (given.value("elements") or {}).get(key)
    if said and _each(given) > 1:
        return None  # there is one; how many there are nobody says
    return None if said is None else bool(said)


def _each(given: Given) -> Fraction:
    p = given.rule.parameters
    return max(number(p, "min_each"), Fraction(1)) if p.get("min_each") is not None else Fraction(1)


def adopted(given: Given) -> Answer:
    """adoption_voluntary: the parties chose to use the set."""
    the_set = given.rule.parameters.get("set")
    if given.need("adopted", f"whether the parties chose to use the {the_set}"):
        return met(f"The parties chose to use the {the_set}.")
    return unmet(f"The parties chose not to use the {the_set}; nobody has to.")


def arrangement_approved(given: Given) -> Answer:
    """arrangement_approval: approved where the state approves each, of an allowed model where it limits models."""
    p = given.rule.parameters
    problems = []
    for asked, field, noun, problem in (
        ("approval_needed", "approved", "whether the state approved the arrangement", "the state has not approved it"),
        ("models_limited", "model_allowed", "whether its model is one that is allowed", "its model is not allowed"),
    ):
        if p.get(asked) is None:
            raise UnsettledError(f"The rule does not say {asked.replace('_', ' ')}.", f"parameters.{asked}")
        if p[asked] is True and not given.need(field, noun):
            problems.append(problem)
    if problems:
        return unmet(f"About the arrangement: {'; '.join(problems)}. Ask the state.")
    return met("The arrangement has what the state asks for before it may be used.")


def in_scope(given: Given) -> Answer:
    """scope_condition: whether the rule set binds; whom it does not bind the rule is not about."""
    p = given.rule.parameters
    kind = given.value("kind")
    if kind is not None and kind in names(p, "excludes"):
        return not_applicable(f"The rule set leaves out a {kind}.")
    if p.get("excludes") and kind is None:
        raise given.missing("kind", f"the kind of {p.get('subject')}, of which {listed(names(p, 'excludes'))} are out")
    there, least = given.need("count", f"the number of {p.get('unit')}"), number(p, "min")
    if there >= least:
        return met(f"The rule set binds: there are {there} {p.get('unit')}, and it binds from {least} on.")
    return not_applicable(f"The rule set does not bind: there are {there} {p.get('unit')}; it binds from {least} on.")


def compared(given: Given) -> Answer:
    """benchmark_reference: results are compared with what the rule names, missing data are treated as it says."""
    p = given.rule.parameters
    problems = []
    if not given.need("compared_as_asked", f"whether results are compared with the {p.get('reference')}"):
        problems.append(f"results are not compared with the {p.get('reference')}")
    if (missing := p.get("missing_data")) is not None and not given.need(
        "missing_data_as_asked", f"whether a period with missing data {missing}"
    ):
        problems.append(f"it is not so that a period with missing data {missing}")
    return unmet(f"{'; '.join(problems).capitalize()}. Mend it.") if problems else met("Results are compared as asked.")


def composed(given: Given) -> Answer:
    """body_composition: each group holds at least its share of the seats, on the days for which the rule asks it."""
    p = given.rule.parameters
    asked = [row for row in rows(p.get("seats")) if _holds(row, given)]
    if not asked:
        return not_applicable(f"The rule asks for no share of the {p.get('body')} on {given.as_of}.")
    parts = [_seated(given, row, str(p.get("body"))) for row in asked]
    if (by := p.get("appointed_by")) is not None:
        so = given.need("appointed_as_asked", f"whether the {p.get('body')} is appointed by the {by}")
        parts.append(met(f"It is appointed by the {by}.") if so else unmet(f"It is not appointed by the {by}."))
    return gravest(parts)


def _holds(row: Mapping[str, Any], given: Given) -> bool:
    day = given.as_of.isoformat()
    return (row.get("from") or "") <= day and (row.get("to") is None or day <= row["to"])


def _seated(given: Given, row: Mapping[str, Any], body: str) -> Answer:
    group, least = str(row.get("group")), number(row, "min_share")
    assert given.record is None or isinstance(given.record, BodyFact)
    seats = given.need("seats", f"the number of seats of the {body}")
    held = given.need_of("groups", group, f"the number of seats that {group} hold")
    if held > seats:
        raise UnsettledError(f"More seats are held by {group} than there are.", f"{given.where}.groups.{group}")
    said = f"{held} of {seats} seats of the {body} are held by {group}; the rule asks for at least {least}."
    return met(said) if Fraction(held, seats) >= least else unmet(f"{said} Seat more of them.")


def gate_met(given: Given) -> Answer:
    """threshold_measures_gate of a facility or plan: enough of its conditions are met."""
    p = given.rule.parameters
    asked = [*names(p, "measures"), *names(p, "unmatched")]
    if not asked:
        raise UnsettledError("The gate of the rule names no condition.", "parameters.measures")
    least = Fraction(len(asked)) if p.get("min_met") in (None, "all") else number(p, "min_met")
    known = _conditions(given)
    held = [each for each in asked if known.get(each)]
    open_ = [each for each in asked if each not in known]
    said = f"{len(held)} of {counted(len(asked), 'condition')} are met; {p.get('gate')} asks for {least}"
    if len(held) >= least:
        return met(f"{said}.")
    if len(held) + len(open_) >= least:
        return not_evaluable(f"{said}. Not given: {listed(open_)}; state whether they are met.", f"{given.where}.met")
    return unmet(f"{said}. Not met: {listed(each for each in asked if not known.get(each, True))}.")


def _conditions(given: Given) -> dict[str, bool]:
    if given.record is None:
        return {}
    assert isinstance(given.record, GateFact)
    both = set(given.record.met) & set(given.record.unmet)
    if both:
        raise UnsettledError(f"Declared both met and not met: {listed(sorted(both))}.", f"{given.where}.met")
    told = dict.fromkeys(given.record.met, True) | dict.fromkeys(given.record.unmet, False)
    return told | dict(given.record.others)


def floor_reached(given: Given) -> Answer:
    """performance_floor: every named result is at or above the floor. An explanation does not lift a result."""
    p = given.rule.parameters
    least, asked = number(p, "min_share"), names(p, "measures")
    if not asked:
        raise UnsettledError("The rule names no measure.", "parameters.measures")
    results = {name: Fraction(given.need_of("results", name, f"the result on {name}")) for name in asked}
    below = [name for name, result in results.items() if result < least]
    if not below:
        return met(f"At or above {least}: {listed(asked)}.")
    said = f"Below {least}: {listed(below)}."
    if p.get("explain_if_below") is not True:
        return unmet(said)
    explained = given.need("explained", "whether the results below the floor were explained")
    return unmet(f"{said} {'An explanation is given.' if explained else 'Explain why.'}")
