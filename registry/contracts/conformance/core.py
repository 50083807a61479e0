"""Whether every measure that must be in the contract is in it."""

from collections.abc import Mapping
from typing import Any, Final

from governance.phases import ItemRole
from measures.references import Reference
from registry.contracts.conformance.case import Case, Chosen, role_on
from registry.contracts.conformance.parameters import counted, listed, names, number, words
from registry.contracts.conformance.verdicts import (
    Answer,
    UnsettledError,
    Verdict,
    met,
    not_evaluable,
    unmet,
)
from registry.contracts.rules import Rule

PINNED_CORE: Final = "core measures of the pinned priority set"
"""The words of a rule that ask for the core of whatever set the contract pins."""
CORE_TIER: Final = "core"
CORE_ROLES: Final = frozenset({ItemRole.THRESHOLD, ItemRole.PERFORMANCE})


def all_of_the_core(rule: Rule, case: Case) -> Answer:
    """core_measures_required: every measure that is named, or is on the list that is named, is in the contract."""
    wanted = names(rule.parameters, "measures")
    if not wanted and rule.parameters.get("list") == PINNED_CORE:
        return _pinned_core(rule.parameters, case)
    complete = rule.parameters.get("list_complete") is not False
    words_of_list = rule.parameters.get("list")
    loaded = case.list_of(str(words_of_list)) if words_of_list is not None else None
    if not wanted and loaded is not None:
        wanted, complete = tuple(sorted(loaded)), True
    if not wanted:
        return not_evaluable(
            f"The rule asks for {words_of_list or 'core measures'}, and that list is empty here; load it.",
            "facts.lists",
        )
    problems = [problem for name in wanted if (problem := _problem(name, rule.parameters, case))]
    answer = _answer(wanted, problems, "")
    if answer.verdict is Verdict.PASS and not complete:
        return not_evaluable(
            f"{answer.sentence} The rule says that its list is not complete, so others may be missing; load the whole "
            "list.",
            "parameters.measures",
        )
    return answer


def _answer(wanted: tuple[str, ...], problems: list[str], of: str) -> Answer:
    if problems:
        whole = f"{counted(len(wanted), 'measure')} that must be in the contract{of}"
        return unmet(f"{len(problems)} of {whole} not in order: {'; '.join(problems)}.")
    return met(f"In the contract as they must be{of}: {counted(len(wanted), 'measure')} ({listed(wanted)}).")


def _problem(name: str, parameters: Mapping[str, Any], case: Case) -> str | None:
    standing = _stands_for(name, parameters, case)
    if not standing:
        return f"{name} is missing (add it)"
    roles = words(parameters, "role", ItemRole)
    having = {each.name: role_on(each.item, case.period.starts) for each in standing}
    if roles is None or roles & set(having.values()):
        return None
    there = listed(f"{each} is {role}" for each, role in having.items())
    return f"{there} on {case.period.starts} (make it {' or '.join(sorted(roles))})"


def _stands_for(name: str, parameters: Mapping[str, Any], case: Case) -> list[Chosen]:
    """A variant is not its parent: it stands in only where the rule accepts variants or names it (reading 6)."""
    accepted = {name, *((parameters.get("substitutes") or {}).get(name) or ())}
    variants = parameters.get("accept_variants") is True
    return [
        each
        for each in case.chosen
        if each.name in accepted or (variants and case.facts.variant_of.get(each.versioned) == name)
    ]


def _pinned_core(parameters: Mapping[str, Any], case: Case) -> Answer:
    document = case.pinned.document
    has_core_tier = any(tier.key == CORE_TIER for tier in document.tiers)
    core = [
        Reference.parse(item.measure)
        for item in document.items
        if (item.tier == CORE_TIER if has_core_tier else role_on(item, case.period.starts) in CORE_ROLES)
    ]
    if not core:
        rule_of_core = "tier core" if has_core_tier else "role threshold or performance"
        return not_evaluable(
            f"The pinned set has no measure of {rule_of_core}, so its core is empty; there is nothing to compare with.",
            "priority_set.items",
        )
    # The set pins one version of each measure; another version is another specification, not the measure agreed on.
    problems = [
        problem
        for reference in core
        if (problem := _problem(reference.name, parameters, case) or _other_version(reference, case))
    ]
    return _answer(tuple(reference.name for reference in core), problems, " (the core of the pinned set)")


def _other_version(pinned: Reference, case: Case) -> str | None:
    each = case.by_name.get(pinned.name)
    if each is None or each.versioned == pinned.versioned:
        there = each.reference.digest if each else None
        if there is None or pinned.digest is None or there == pinned.digest:
            return None
        return f"{pinned.name} is cited with another digest than the set pins (cite {pinned.short})"
    return f"{pinned.name} is cited as {each.reference.version} (cite {pinned.version}, which the set pins)"


def gated(rule: Rule, case: Case) -> Answer:
    """threshold_measures_gate of a contract: its measures are there as gates, which carry no weight."""
    wanted = names(rule.parameters, "measures")
    if not wanted:
        raise UnsettledError("The gate of the rule names no measure.", "parameters.measures")
    if unmatched := names(rule.parameters, "unmatched"):
        return not_evaluable(
            f"The gate has conditions that no measure of the catalog matches: {listed(unmatched)}. State whether they "
            "are in the contract.",
            f"{case.given(rule).where}.others",
        )
    problems = [problem for name in wanted if (problem := _no_gate(name, case))]
    least = len(wanted) if rule.parameters.get("min_met") in (None, "all") else number(rule.parameters, "min_met")
    if len(wanted) - len(problems) >= least:
        return met(f"Gates of {rule.parameters.get('gate')}, as they must be: {listed(wanted)}.")
    return unmet(f"Not a gate of {rule.parameters.get('gate')} as it must be: {'; '.join(problems)}.")


def _no_gate(name: str, case: Case) -> str | None:
    each = case.by_name.get(name)
    if each is None:
        return f"{name} is missing (add it)"
    if (role := role_on(each.item, case.period.starts)) is not ItemRole.THRESHOLD:
        return f"{name} is {role} (make it threshold)"
    return f"{name} has a weight (a gate has none)" if each.item.weight is not None else None
