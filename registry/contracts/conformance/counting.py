"""At most or at least a number of measures, by role, label and domain. Limits are inclusive (rule sets, reading 4)."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from governance.phases import ItemRole
from measures.labels import MeasureLabel
from measures.vocabularies import Domain
from registry.contracts.conformance.case import Case, Chosen, role_on
from registry.contracts.conformance.parameters import counted, listed, must_say, names, number, words
from registry.contracts.conformance.spread import Counts, Spread
from registry.contracts.conformance.verdicts import (
    Answer,
    UnsettledError,
    Verdict,
    gravest,
    met,
    not_evaluable,
    unmet,
)
from registry.contracts.rules import Rule

COUNTED: Final = ("quality_measures", "measures")
"""`quality_measures` is the state's word for any measure of the contract, whatever our label (reading 9)."""
PAID_OR_GATING: Final = frozenset({ItemRole.PERFORMANCE, ItemRole.THRESHOLD})
Roles = frozenset[ItemRole]


def at_most(rule: Rule, case: Case) -> Answer:
    """max_measures: no more than `max` measures on any day of the contract."""
    limit = number(rule.parameters, "max")
    if rule.parameters.get("inclusive") is False:
        return _limited(rule, case, f"fewer than {limit}", lambda n: n < limit)
    return _limited(rule, case, f"at most {limit}", lambda n: n <= limit)


def at_least(rule: Rule, case: Case) -> Answer:
    """min_measures: no fewer than `min` measures on any day, in each domain where asked, with those that must be in."""
    p, limit = rule.parameters, number(rule.parameters, "min")
    domains = words(p, "domains", Domain)
    apart = [frozenset({d}) for d in sorted(domains)] if domains and p.get("each_domain") is True else [domains]
    parts = [_limited(rule, case, f"at least {limit}", lambda n: n >= limit, within) for within in apart]
    parts += _must_include(p, case)
    answer = gravest(parts)
    return answer if answer.verdict is not Verdict.PASS else _on_the_list(p, case, answer)


def _limited(
    rule: Rule, case: Case, limit: str, meets: Callable[[Fraction], bool], within: frozenset[Domain] | None = None
) -> Answer:
    must_say(rule.parameters, "counts", COUNTED)
    roles = words(rule.parameters, "roles", ItemRole)
    domains = within if within is not None else words(rule.parameters, "domains", Domain)
    days = case.days(case.summary.items)

    def on_each_day(counted: Roles) -> Answer:
        return gravest(_on(day, rule.parameters, case, counted, domains, limit, meets) for day in days)

    if roles is not None:
        return on_each_day(roles)
    every, some = on_each_day(frozenset(ItemRole)), on_each_day(PAID_OR_GATING)
    if every.verdict is some.verdict:
        return every
    return not_evaluable(
        f"The rule does not say which roles count, and the verdict depends on it. All roles: {every.sentence} "
        f"Only those that are paid on or gate payment: {some.sentence}",
        "parameters.roles",
    )


def _on(
    day: date,
    parameters: Mapping[str, Any],
    case: Case,
    roles: Roles,
    domains: frozenset[Domain] | None,
    limit: str,
    meets: Callable[[Fraction], bool],
) -> Answer:
    labels = words(parameters, "labels", MeasureLabel)
    standing = [
        each for each in case.active(day) if role_on(each.item, day) in roles and _listed(each, parameters, case)
    ]
    sure = {each.name: _counts(each, case, labels, domains) for each in standing}
    spread = Spread.of((counts, 1) for counts in sure.values())
    verdict = spread.verdict(meets)
    held = [name for name, counts in sure.items() if counts in (Counts.YES, Counts.BY_PROPOSAL)]
    what = counted(spread.told, "measure") + _narrowed(roles, labels, domains)
    found = f"From {day} the contract holds {what} ({listed(held)}); the rule asks for {limit}."
    match verdict:
        case Verdict.PASS:
            return met(found)
        case Verdict.FAIL:
            return unmet(f"{found} {'Take out' if meets(Fraction(0)) else 'Add'} measures until it is kept.")
        case Verdict.WARNING:
            return Answer(verdict, f"{found} That rests on labels that are only proposed; have them decided.")
    unknown = listed(name for name, counts in sure.items() if counts is Counts.UNKNOWN)
    field = "facts.labels" if labels is not None else "facts.domains"
    return not_evaluable(f"{found} Not known is the {field.removeprefix('facts.')[:-1]} of {unknown}.", field)


def _counts(
    each: Chosen, case: Case, labels: frozenset[MeasureLabel] | None, domains: frozenset[Domain] | None
) -> Counts:
    if domains is not None:
        domain = case.facts.domains.get(each.versioned)
        if domain not in domains:
            return Counts.UNKNOWN if domain is None else Counts.NO
    if labels is None:
        return Counts.YES
    label = case.label(each)
    if label is None:
        return Counts.UNKNOWN
    if label.decided:
        return Counts.YES if label.label in labels else Counts.NO
    return Counts.BY_PROPOSAL if label.label in labels else Counts.NOT_BY_PROPOSAL


def _narrowed(roles: Roles, labels: frozenset[MeasureLabel] | None, domains: frozenset[Domain] | None) -> str:
    parts = [""]
    if labels is not None:
        parts.append(f"labeled {' or '.join(sorted(labels))}")
    if roles != frozenset(ItemRole):
        parts.append(f"of role {' or '.join(sorted(roles))}")
    if domains is not None:
        parts.append(f"in {' or '.join(sorted(domains))}")
    return " ".join(parts)


def _must_include(parameters: Mapping[str, Any], case: Case) -> list[Answer]:
    roles = words(parameters, "roles", ItemRole)
    parts = []
    for name in names(parameters, "must_include"):
        each = case.by_name.get(name)
        if each is None:
            parts.append(unmet(f"{name} is not in the contract; the rule names it. Add it."))
        elif roles is not None and (role := role_on(each.item, case.period.starts)) not in roles:
            parts.append(unmet(f"{name} is {role} in the contract; the rule asks for {' or '.join(sorted(roles))}."))
    return parts


def _listed(each: Chosen, parameters: Mapping[str, Any], case: Case) -> bool:
    known = case.list_of(str(parameters.get("from_list")))
    return known is None or each.name in known


def _on_the_list(parameters: Mapping[str, Any], case: Case, answer: Answer) -> Answer:
    wanted = parameters.get("from_list")
    if wanted is None or case.list_of(str(wanted)) is not None:
        return answer
    # The count is met, but a measure from outside the list would not count: passing now could be a false pass.
    raise UnsettledError(
        f"{answer.sentence} Whether they stand on the list of {wanted} is not known; load that list.", "facts.lists"
    )
