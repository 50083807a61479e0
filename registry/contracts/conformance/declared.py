"""What is fixed before the period starts, and whether the elements of a checklist are in the contract summary."""

from collections.abc import Mapping
from typing import Any, Final

from governance.advance import Advance
from governance.phases import ItemRole
from registry.contracts.conformance.attested import declared_element, element_field
from registry.contracts.conformance.case import Case, role_on
from registry.contracts.conformance.parameters import counted, listed, must_say
from registry.contracts.conformance.timing import fixed_before
from registry.contracts.conformance.verdicts import Answer, UnsettledError, met, not_evaluable, unmet
from registry.contracts.rule_parameters import rows
from registry.contracts.rules import Rule
from registry.contracts.summary import ContractSummary

PINNED_SET: Final = "pinned priority set"
PERIOD_START: Final = "start of the measurement period"
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "attribution": ("cohort", "attribution"),
    "cohort": ("cohort",),
    "new_members": ("new_members",),
    "network": ("network",),
    "benchmark": ("benchmark",),
    "recalibration": ("recalibration",),
    "data_cadence": ("data_cadence",),
    "reporting": ("reporting",),
    "review_dates": ("review_dates",),
}
"""Elements of checklists that fields of a contract summary answer in full: all of them have to be filled in."""


def in_advance(rule: Rule, case: Case) -> Answer:
    """set_in_advance: published earlier than 00:00 UTC on the first day of the period (rule sets, reading 5)."""
    if rule.parameters.get("what") != PINNED_SET:
        return fixed_before(case.given(rule))
    must_say(rule.parameters, "before", [PERIOD_START])
    published = case.pinned.published_at
    if published is None:
        raise UnsettledError(
            "When the pinned set was published is not known; check against the registry.", "published_at"
        )
    advance = Advance(published, case.period.starts)
    found = f"{case.pinned.reference.versioned} was {advance.comparison}"
    if advance.holds:
        return met(found)
    return unmet(f"{found} Measure from a later day, or pin a version that was published before.")


def elements_present(rule: Rule, case: Case) -> Answer:
    """required_elements: every element of the checklist is there; one that no field answers is not evaluable."""
    elements = tuple(rows(rule.parameters.get("elements")))
    if not elements:
        raise UnsettledError("The checklist of the rule is empty.", "parameters.elements")
    given = case.given(rule)
    several = element_field(given) == "counts"
    found: dict[str, bool | None] = {}
    for element in elements:
        key, there = str(element.get("key")), _present(element, elements, case)
        # A field that is filled in shows one; how many there are it does not tell.
        found[key] = declared_element(given, key) if there is None or (several and there) else there
    missing = [key for key, there in found.items() if there is False]
    unknown = [key for key, there in found.items() if there is None]
    whole = counted(len(found), "element")
    if missing:
        return unmet(f"Missing are {len(missing)} of {whole}: {listed(missing)}. Add them to the contract.")
    if unknown:
        return not_evaluable(
            f"In no field of a contract summary: {len(unknown)} of {whole}, {listed(unknown)}. Look them up in the "
            "contract itself and declare them.",
            f"{given.where}.{element_field(given)}.{unknown[0]}",
        )
    return met(f"There are {whole}, none missing: {listed(found)}.")


def _present(element: Mapping[str, Any], elements: tuple[Mapping[str, Any], ...], case: Case) -> bool | None:
    """Whether an element is there; none where no field tells. One counts as there when its field is not empty."""
    key, summary = str(element.get("key")), case.summary
    if element.get("measure") is not None:
        each = case.by_name.get(str(element["measure"]))
        role = element.get("role")
        return each is not None and (role is None or role_on(each.item, case.period.starts) == role)
    if key == "targets":
        return _has_targets(summary)
    if key == "other_measures_and_targets":
        named = {str(each.get("measure")) for each in elements if each.get("measure") is not None}
        others = [each.item for each in case.chosen if each.name not in named]
        return all(item.target or item.benchmark for item in others)  # with no other measure, nothing is missing
    if key == "time_frame":
        payment = summary.cadence and summary.cadence.payment
        return False if summary.measurement_period is None else True if payment else None
    if fields := FIELDS.get(key):
        return all(getattr(summary, field) for field in fields)
    return None


def _has_targets(summary: ContractSummary) -> bool:
    """Performance targets or benchmarks: one for the whole contract, or one for each measure that is paid on."""
    paid = [item for item in summary.items if item.role is ItemRole.PERFORMANCE]
    return bool(summary.benchmark) or (bool(paid) and all(item.target or item.benchmark for item in paid))
