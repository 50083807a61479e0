"""What is fixed before the period starts, and whether the elements of a checklist are in the contract summary."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any, Final

from governance.phases import ItemRole
from registry.contracts.conformance.case import Case, role_on
from registry.contracts.conformance.parameters import counted, listed, must_say, number
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
    must_say(rule.parameters, "what", [PINNED_SET])
    must_say(rule.parameters, "before", [PERIOD_START])
    published = case.pinned.published_at
    if published is None:
        raise UnsettledError(
            "When the pinned set was published is not known; check against the registry.", "published_at"
        )
    starts = datetime.combine(case.period.starts, time(), UTC)
    moment = published.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    found = (
        f"{case.pinned.reference.versioned} was published at {moment}; the measurement period starts at "
        f"{starts:%Y-%m-%d %H:%M} UTC."
    )
    if published < starts:
        return met(found)
    return unmet(f"{found} Measure from a later day, or pin a version that was published before.")


def elements_present(rule: Rule, case: Case) -> Answer:
    """required_elements: every element of the checklist is there; one that no field answers is not evaluable."""
    elements = tuple(rows(rule.parameters.get("elements")))
    if not elements:
        raise UnsettledError("The checklist of the rule is empty.", "parameters.elements")
    several = rule.parameters.get("min_each") is not None and number(rule.parameters, "min_each") > 1
    found = {str(element.get("key")): _present(element, case) for element in elements}
    missing = [key for key, there in found.items() if there is False]
    # A field that is filled in shows one; how many there are it does not tell.
    unknown = [key for key, there in found.items() if there is None or (several and there)]
    whole = counted(len(found), "element")
    if missing:
        return unmet(f"Missing are {len(missing)} of {whole}: {listed(missing)}. Add them to the contract.")
    if unknown:
        return not_evaluable(
            f"In no field of a contract summary: {len(unknown)} of {whole}, {listed(unknown)}. Look them up in the "
            "contract itself.",
            f"elements.{unknown[0]}",
        )
    return met(f"There are {whole}, none missing: {listed(found)}.")


def _present(element: Mapping[str, Any], case: Case) -> bool | None:
    """Whether an element is there; none where no field tells. One counts as there when its field is not empty."""
    key, summary = str(element.get("key")), case.summary
    if element.get("measure") is not None:
        each = case.by_name.get(str(element["measure"]))
        role = element.get("role")
        return each is not None and (role is None or role_on(each.item, case.period.starts) == role)
    if key == "targets":
        return _has_targets(summary)
    if fields := FIELDS.get(key):
        return all(getattr(summary, field) for field in fields)
    return None


def _has_targets(summary: ContractSummary) -> bool:
    """Performance targets or benchmarks: one for the whole contract, or one for each measure that is paid on."""
    paid = [item for item in summary.items if item.role is ItemRole.PERFORMANCE]
    return bool(summary.benchmark) or (bool(paid) and all(item.target or item.benchmark for item in paid))
