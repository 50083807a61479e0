"""Rules about money that flows: shares of spending, pools, withholds, incentives, points.

No sentence repeats a share or an amount that was declared: a report holds no rate.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from registry.contracts.conformance.declarations import Given
from registry.contracts.conformance.fact_records import PoolFact, SpendFact
from registry.contracts.conformance.parameters import listed, must_say, number
from registry.contracts.conformance.verdicts import Answer, UnsettledError, gravest, met, unmet
from registry.contracts.rule_parameters import rows


def held_back(given: Given) -> Answer:
    """withhold: the share that is held back is the one that the rule names."""
    asked, base = number(given.rule.parameters, "share"), given.rule.parameters.get("base")
    there = Fraction(given.need("share", f"the share of {base} that is held back"))
    if there == asked:
        return met(f"The share of {base} that is held back is {asked}, as the rule says.")
    return unmet(f"The share of {base} that is held back is not the {asked} that the rule says. Mend it.")


def at_risk(given: Given) -> Answer:
    """downside_min: the penalty or risk is at least a share of its base. Limits are inclusive."""
    return _at_least(given, "penalty or risk")


def spent_on(given: Given) -> Answer:
    """spend_share_min: at least a share of payments goes to a purpose."""
    p = given.rule.parameters
    return _at_least(given, f"part that goes to {p.get('spent_on')}", str(p.get("of")))


def _at_least(given: Given, what: str, base: str | None = None) -> Answer:
    asked = number(given.rule.parameters, "min_share")
    base = base or str(given.rule.parameters.get("base"))
    there = Fraction(given.need("share", f"the {what} as a share of {base}"))
    if there >= asked:
        return met(f"The {what} that is declared is at least {asked} of {base}.")
    return unmet(f"The {what} that is declared is below {asked} of {base}. Raise it.")


def capped(given: Given) -> Answer:
    """incentive_cap: an incentive is at most a share of its base; so are the part at risk and the number of years."""
    p = given.rule.parameters
    limits = [("share", "max_share", "incentive"), ("at_risk_share", "at_risk_share", "part at risk")]
    limits.append(("years", "years_max", "number of years"))
    parts = []
    for field, limit, noun in limits:
        if limit != "max_share" and p.get(limit) is None:
            continue  # null means no restriction (rule sets, reading 2)
        most = number(p, limit)
        there = Fraction(given.need(field, f"the {noun}"))
        said = f"The {noun} that is declared is"
        parts.append(met(f"{said} at most {most}.") if there <= most else unmet(f"{said} above {most}. Lower it."))
    return gravest(parts)


def pool(given: Given) -> Answer:
    """funding_pool_min: the money set aside is at least its floor, grown where the rule says so, up to a ceiling."""
    p = given.rule.parameters
    floor = p.get("floor")
    if not isinstance(floor, Mapping):
        raise UnsettledError("The floor of the rule was not seen in its source.", "parameters.floor")
    must_say(floor, "rule", ["greater_of"])
    there = Fraction(given.need("pool_usd", "the money set aside, in dollars"))
    base = Fraction(given.need("base_usd", f"the amount of {floor.get('of')}, in dollars"))
    needed = max(number(floor, "share") * base, number(floor, "amount_usd"))
    if isinstance(growth := p.get("growth"), Mapping):
        needed = max(needed, _grown(given, growth))
    if p.get("ceiling_share") is not None:
        needed = min(needed, number(p, "ceiling_share") * base)
    if there >= needed:
        return met("The money set aside is at least what the rule asks for.")
    return unmet("The money set aside is below what the rule asks for. Set aside more.")


def _grown(given: Given, growth: Mapping[str, Any]) -> Fraction:
    assert given.record is None or isinstance(given.record, PoolFact)
    before = Fraction(given.need("previous_usd", "the money set aside the year before, in dollars"))
    inflation = Fraction(given.need("inflation", f"{growth.get('of')}, as a share"))
    return before * (1 + number(growth, "times") * inflation)


def spending(given: Given) -> Answer:
    """apm_spend_target: the shares of spending that the schedule has for the year; years between are not guessed."""
    schedule = tuple(rows(given.rule.parameters.get("schedule")))
    if not any(row.get("min_share") is not None and row.get("year") is not None for row in schedule):
        raise UnsettledError(
            "The numbers of the target were not seen in its source; read the source and fill them in.",
            "parameters.schedule.0.min_share",
        )
    year = given.need("year", "the year, as the schedule of the rule names it")
    asked = [row for row in schedule if row.get("year") == year]
    if not asked:
        raise UnsettledError(
            f"The schedule of the rule says nothing about {year}, and years between are not guessed.",
            "parameters.schedule",
        )
    asked = [*asked, *rows(given.rule.parameters.get("of_which"))]
    base = given.rule.parameters.get("base")
    answer = gravest(_reached(given, row, str(base)) for row in asked)
    if exceptions := given.rule.parameters.get("exceptions"):
        return Answer(answer.verdict, f"{answer.sentence} The rule leaves room for {exceptions}.", answer.field)
    return answer


def _reached(given: Given, row: Mapping[str, Any], base: str) -> Answer:
    assert given.record is None or isinstance(given.record, SpendFact)
    there = given.record.shares if given.record else ()
    said = " of ".join(part for part in (_in(row), str(row.get("of") or base)) if part)
    found = [each.share for each in there if each.in_ == row.get("in") and each.of == row.get("of")]
    if not found:
        raise given.missing("shares", f"the share {said}")
    least = number(row, "min_share")
    if Fraction(found[0]) >= least:
        return met(f"The share {said} is at least {least}.")
    return unmet(f"The share {said} is below the goal of {least}.")


def _in(row: Mapping[str, Any]) -> str:
    products = [str(each) for each in row.get("products") or () if each != "all"]
    for_whom = f" ({listed(products)})" if products else ""
    return f"in {row['in']}{for_whom}" if row.get("in") else ""


def points(given: Given) -> Answer:
    """points_allocation: each part of the score has its points, and together they are the total."""
    p = given.rule.parameters
    asked = {str(row.get("key")): number(row, "points") for row in rows(p.get("components"))}
    there = {key: Fraction(given.need_of("points", key, f"the points of {key}")) for key in asked}
    stray = sorted((given.value("points") or {}).keys() - asked.keys())
    other = sorted(key for key, each in asked.items() if there[key] != each)
    if stray or other:
        return unmet(f"The points are not split as the rule says: {listed([*other, *stray])}. Mend the split.")
    if (total := sum(there.values())) != number(p, "total"):
        return unmet(f"The points add up to {total}, not to {p.get('total')}. Mend the split.")
    return met(f"The {p.get('total')} points are split as the rule says.")


def follows_points(given: Given) -> Answer:
    """points_share_payment: payment follows the share of points earned, and a volume."""
    p = given.rule.parameters
    asked = {"follows_points": f"the share of {p.get('share_of')}", "follows_volume": str(p.get("volume"))}
    not_so = [said for field, said in asked.items() if not given.need(field, f"whether payment follows {said}")]
    if not_so:
        return unmet(f"Payment does not follow {' and '.join(not_so)}. Let it follow.")
    return met(f"Payment follows {' and '.join(asked.values())}.")
