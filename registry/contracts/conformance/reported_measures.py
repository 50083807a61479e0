"""Rules about the measures of a plan, a state or a set, which are declared: how many, which, and in which role."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from governance.phases import ItemRole
from registry.contracts.conformance.case import Case, role_on
from registry.contracts.conformance.counting import COUNTED, PAID_OR_GATING
from registry.contracts.conformance.declarations import Given
from registry.contracts.conformance.fact_records import MeasureRow, MeasuresFact
from registry.contracts.conformance.parameters import counted, listed, must_say, names, number, words
from registry.contracts.conformance.verdicts import Answer, UnsettledError, gravest, met, not_evaluable, unmet


def at_most_declared(given: Given) -> Answer:
    """max_measures: no more than `max` of the declared measures."""
    limit = number(given.rule.parameters, "max")
    if given.rule.parameters.get("inclusive") is False:
        return _limited(given, f"fewer than {limit}", lambda n: n < limit)
    return _limited(given, f"at most {limit}", lambda n: n <= limit)


def at_least_declared(given: Given) -> Answer:
    """min_measures: no fewer than `min` of the declared measures, in each domain that is not left out where asked."""
    p, limit = given.rule.parameters, number(given.rule.parameters, "min")
    domains = names(p, "domains")
    left_out = frozenset(given.value("domains_left_out") or ())
    apart: list[Any] = [domains or None]
    if domains and p.get("each_domain") is True:
        apart = [(each,) for each in domains if each not in left_out]
    parts = [_limited(given, f"at least {limit}", lambda n: n >= limit, within) for within in apart]
    missing = [name for name in names(p, "must_include") if name not in {row.measure for row in _rows(given)}]
    parts += [unmet(f"Not among them: {listed(missing)}, which the rule names. Add them.")] if missing else []
    return gravest(parts) if parts else met(f"Every domain of the rule is left out: {listed(sorted(left_out))}.")


def _rows(given: Given) -> tuple[MeasureRow, ...]:
    rows = given.need("measures", "the list of its measures with their roles")
    assert isinstance(given.record, MeasuresFact)
    return tuple(rows)


def _limited(
    given: Given, limit: str, meets: Callable[[Fraction], bool], domains: tuple[str, ...] | None = None
) -> Answer:
    p = given.rule.parameters
    must_say(p, "counts", COUNTED)
    if p.get("labels") is not None:
        raise UnsettledError("The labels of declared measures are not known.", "parameters.labels")
    within = [row for row in _rows(given) if domains is None or set(row.domains) & set(domains)]
    where = f" in {' or '.join(domains)}" if domains else ""
    roles = words(p, "roles", ItemRole)
    if roles is not None:
        return _held(given, within, roles, limit, meets, where)
    every = _verdict(len(within), limit, meets, where)
    if any(row.role is None for row in within):
        return every if every.verdict is _verdict(0, limit, meets, where).verdict else _which_count(every)
    some = _verdict(sum(row.role in PAID_OR_GATING for row in within), limit, meets, where)
    return every if every.verdict is some.verdict else _which_count(every)


def _held(
    given: Given,
    within: list[MeasureRow],
    roles: frozenset[ItemRole],
    limit: str,
    meets: Callable[[Fraction], bool],
    where: str,
) -> Answer:
    sure = sum(row.role in roles for row in within)
    open_ = sum(row.role is None for row in within)
    answer = _verdict(sure, limit, meets, f"{where} with role {' or '.join(sorted(roles))}")
    if open_ and meets(Fraction(sure)) != meets(Fraction(sure + open_)):
        raise given.missing("measures", f"the role of {counted(open_, 'measure')}{where}")
    return answer


def _verdict(number_of: int, limit: str, meets: Callable[[Fraction], bool], where: str) -> Answer:
    said = f"There are {counted(number_of, 'measure')}{where}; the rule asks for {limit}."
    return met(said) if meets(Fraction(number_of)) else unmet(said)


def _which_count(every: Answer) -> Answer:
    return not_evaluable(
        f"The rule does not say which roles count, and the verdict depends on it. All roles: {every.sentence}",
        "parameters.roles",
    )


def core_declared(given: Given) -> Answer:
    """core_measures_required: every measure that the rule names is reported, itself or by a named substitute."""
    p, asked = given.rule.parameters, names(given.rule.parameters, "measures")
    if not asked:
        raise UnsettledError(f"The rule asks for {p.get('list')}, and that list is empty; load it.", "facts.lists")
    roles = words(p, "role", ItemRole)
    there = {row.measure for row in _rows(given) if roles is None or row.role in roles}
    substitutes = p.get("substitutes") or {}
    missing = [name for name in asked if not there & {name, *(substitutes.get(name) or ())}]
    if missing:
        return unmet(f"Missing are {len(missing)} of {counted(len(asked), 'measure')}: {listed(missing)}. Add them.")
    found = f"There are {counted(len(asked), 'measure')} that must be: {listed(asked)}."
    if p.get("list_complete") is False:
        return not_evaluable(
            f"{found} The rule says that its list is not complete, so others may be missing; load the whole list.",
            "parameters.measures",
        )
    return met(found)


def roles_declared(given: Given) -> Answer:
    """roles_allowed_by_apm_category of a plan: no declared measure of the group has another role than is allowed."""
    p = given.rule.parameters
    allowed = words(p, "allowed_roles", ItemRole)
    if not allowed:
        raise UnsettledError("The rule names no role that it allows.", "parameters.allowed_roles")
    if p.get("apm_categories") is not None:
        raise UnsettledError("At which category each measure is used is not declared.", "parameters.apm_categories")
    group = f"the {p.get('measure_group')}" if p.get("measure_group") else "the measures"
    rows = given.need("measures", f"{group}, with their roles")
    if any(row.role is None for row in rows):
        raise given.missing("measures", f"the role of each of {group}")
    beyond = [f"{row.measure} is {row.role}" for row in rows if row.role not in allowed]
    said = f"allowed for {group} is {listed(sorted(allowed))}"
    if beyond:
        return unmet(f"Roles that the rule does not allow: {'; '.join(beyond)}; {said}.")
    return met(f"{counted(len(rows), 'measure')}, none in a role that the rule does not allow; {said}.")


def disagreement(given: Given, case: Case) -> Answer | None:
    """Why declared measures are not those of the contract, where both are told; none if they agree."""
    if not isinstance(given.record, MeasuresFact) or given.record.measures is None:
        return None
    own = {each.name: role_on(each.item, case.period.starts) for each in case.chosen}
    told = {row.measure: row.role or own.get(row.measure) for row in given.record.measures}
    if told == own:
        return None
    other = sorted({*own.items()} ^ {*told.items()})
    names_of = listed(dict.fromkeys(str(name) for name, _ in other))
    return not_evaluable(
        f"The declared measures are not those of the contract in their roles: {names_of}. Declare them as they stand "
        "in the contract.",
        f"{given.where}.measures",
    )
