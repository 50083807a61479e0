"""Which roles a measure may have: by APM category, by the role the pinned set gives it, and by its label."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from governance.phases import ItemRole
from governance.priority_sets import SetItem
from measures.apm import ApmCategory
from measures.labels import MeasureLabel
from registry.contracts.conformance.case import Case, Chosen, role_on, roles_ever
from registry.contracts.conformance.parameters import counted, listed, word, words
from registry.contracts.conformance.verdicts import (
    Answer,
    UnsettledError,
    Verdict,
    met,
    not_applicable,
    not_evaluable,
    unmet,
)
from registry.contracts.rules import Rule

WAY_OUT: Final = "change the role, or record a waiver that says who, why and until when"


def by_apm_category(rule: Rule, case: Case) -> Answer:
    """roles_allowed_by_apm_category: which roles measures may have at some categories."""
    p = rule.parameters
    allowed = _allowed(p)
    group = p.get("measure_group")
    on_list = None if group is None else case.list_of(str(group))
    if group is not None and on_list is None:
        return not_evaluable(
            f"The rule is about {group}; which measures those are is not known. Load the list.", "facts.lists"
        )
    if p.get("downstream_choice") is True:
        return not_applicable("The rule leaves the choice of roles to the contracts downstream, of which this is one.")
    about = case.chosen if on_list is None else [each for each in case.chosen if each.name in on_list]
    categories = words(p, "apm_categories", ApmCategory)
    sure, open_ = [], []
    for each in about:
        for role, there in _role_and_categories(each, case):
            if role in allowed:
                continue
            said = f"{each.name} is {role}" + (f" at {', '.join(there)}" if there else "")
            if categories is None or (there and categories.issuperset(there)):
                sure.append(said)
            elif not there or categories.intersection(there):
                open_.append(said)
    permitted = f"allowed are {listed(sorted(allowed))}" + (f" at {listed(sorted(categories))}" if categories else "")
    if sure:
        return unmet(f"Roles that the rule does not allow: {'; '.join(sure)}; {permitted}. To settle it, {WAY_OUT}.")
    if open_:
        raise UnsettledError(
            f"In which category some measures have their role is not given: {'; '.join(open_)}; {permitted}. Name the "
            "category in each step of the phase path.",
            "categories" if not case.summary.categories else "items.phase_path.category",
        )
    return met(
        f"The rule is about {counted(len(about), 'measure')}, none in a role that it does not allow; {permitted}."
    )


def _role_and_categories(each: Chosen, case: Case) -> list[tuple[ItemRole, tuple[ApmCategory, ...]]]:
    """Each role with the categories in which the measure has it: those of its step, or else of the contract."""
    whole = case.summary.categories
    steps = [(step.role, (step.category,) if step.category else whole) for step in each.item.phase_path]
    return [(each.item.role, whole), *steps]


def _allowed(parameters: Mapping[str, Any]) -> frozenset[ItemRole]:
    allowed = words(parameters, "allowed_roles", ItemRole)
    if not allowed:
        raise UnsettledError("The rule names no role that it allows.", "parameters.allowed_roles")
    return allowed


def by_role_in_the_set(rule: Rule, case: Case) -> Answer:
    """roles_allowed_by_set_role: the role that the pinned set gives a measure, or one that the rule puts under it."""
    table = rule.parameters.get("allowed_roles")
    if not isinstance(table, Mapping):
        raise UnsettledError("The rule names no roles by role of the set.", "parameters.allowed_roles")
    outside = words(rule.parameters, "outside_set", ItemRole)
    problems: dict[tuple[str, str, str], date] = {}
    for day in case.days(case.summary.items, case.pinned.document.items):
        for each in case.active(day):
            item, role = case.set_items.get(each.name), role_on(each.item, day)
            if role not in _allowed_beside(item, table, outside, day):
                there = f"the set has it as {role_on(item, day)}" if item else "the set does not have it"
                problems.setdefault((each.name, role, there), day)
    if problems:
        said = "; ".join(f"{name} is {role} from {day}, {there}" for (name, role, there), day in problems.items())
        return unmet(f"{counted(len(problems), 'role')} beyond the pinned set: {said}. To settle it, {WAY_OUT}.")
    there = counted(len(case.chosen), "measure")
    return met(f"The contract has {there}, none in a role beyond the one that the pinned set gives it.")


def _allowed_beside(
    item: SetItem | None, table: Mapping[str, Any], outside: frozenset[ItemRole] | None, day: date
) -> frozenset[ItemRole]:
    if item is None:
        return frozenset(ItemRole) if outside is None else outside  # null means no restriction (reading 2)
    role = role_on(item, day)
    allowed = words(table, role, ItemRole)
    if allowed is None:
        raise UnsettledError(
            f"The rule does not say what goes with role {role} of the set.", f"parameters.allowed_roles.{role}"
        )
    return allowed


def by_label(rule: Rule, case: Case) -> Answer:
    """label_role_policy: a measure of a label has only some roles, now and at every later step of its path.

    Where only the catalog proposes a label, the verdict is a warning: nobody has decided yet.
    """
    label = word(rule.parameters, "label", MeasureLabel)
    allowed = _allowed(rule.parameters)
    beyond = [(each, case.label(each)) for each in case.chosen if roles_ever(each.item) - allowed]
    against = [each for each, fact in beyond if fact and fact.decided and fact.label is label]
    unknown = [each for each, fact in beyond if fact is None]
    proposed = [(each, fact) for each, fact in beyond if fact and not fact.decided]
    others = " or ".join(sorted(frozenset(ItemRole) - allowed))
    if against:
        names = listed(each.name for each in against)
        return unmet(
            f"{counted(len(against), 'measure')} labeled {label} with role {others}: {names}. To settle it, {WAY_OUT}."
        )
    proposals = listed(f"{each.name} ({fact.label})" for each, fact in proposed)
    if unknown:
        names = listed(each.name for each in unknown)
        more = f" Only proposed: {proposals}." if proposed else ""
        return not_evaluable(
            f"With role {others}, but without a label that is known: {names}. Have the labels decided.{more}",
            "facts.labels",
        )
    if proposed:
        return Answer(
            Verdict.WARNING,
            f"{counted(len(proposed), 'measure')} with role {others} under a label that is only proposed: {proposals}. "
            "Have the labels decided by vote, or accept them with a reason.",
        )
    return met(f"None of the {counted(len(beyond), 'measure')} with role {others} is labeled {label}.")
