"""Phase paths: in which year a measure is reported, paid on, and replaced, so that everybody knew the dates.

Reporting and process measures give way to outcomes; a path never leads back, neither at once nor by way of a gate, of
a step without a category, or of 3N and 4N. HCP-LAN does not count 3N and 4N as progress, for they have no link to
quality: a path whose category has that link (2A to 4C) does not give it up.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from pydantic import Field

from measures.apm import ApmCategory, is_on_ladder, is_step_back
from measures.documents import Day, Line, Record
from measures.errors import InvalidError


class PhasePathBackError(InvalidError):
    """A phase path leads back."""

    code = "PHASE_PATH_BACK"


class ItemRole(StrEnum):
    """What a measure does in a priority set or a contract."""

    THRESHOLD = "threshold"
    REPORTING = "reporting"
    PERFORMANCE = "performance"
    MONITORING = "monitoring"
    DEVELOPMENTAL = "developmental"


PROGRESS: Final = {
    ItemRole.DEVELOPMENTAL: 0,
    ItemRole.MONITORING: 1,
    ItemRole.REPORTING: 2,
    ItemRole.PERFORMANCE: 3,
}
"""How far along its path a measure is. A threshold is a gate beside the path and has no place on it."""


class PhaseStep(Record):
    """From a day on: the role of the measure and, where known, the APM category in which it has it."""

    starts: Day = Field(alias="from")
    role: ItemRole
    category: ApmCategory | None = None
    replaced_by: Line | None = None


def path_problem(path: Sequence[PhaseStep]) -> str | None:
    """Why a phase path cannot stand, as a sentence; nothing if it can."""
    earlier: PhaseStep | None = None
    role: ItemRole | None = None
    category: ApmCategory | None = None
    for step in path:
        if earlier and step.starts <= earlier.starts:
            return f"the step from {step.starts} does not come after the step from {earlier.starts}"
        if earlier and earlier.replaced_by:
            return f"it goes on after {earlier.starts}, when the measure is replaced by {earlier.replaced_by}"
        if role and step.role in PROGRESS and PROGRESS[step.role] < PROGRESS[role]:
            return f"it goes back from {role} to {step.role} on {step.starts}"
        if category and step.category and _leads_back(category, step.category):
            return f"it goes back from category {category} to {step.category} on {step.starts}"
        earlier = step
        role = step.role if step.role in PROGRESS else role
        category = step.category if step.category and is_on_ladder(step.category) else category
    return None


def _leads_back(reached: ApmCategory, category: ApmCategory) -> bool:
    """Whether a category lies below a rung that was reached, or has lost its link to quality (3N, 4N)."""
    if is_on_ladder(category):
        return is_step_back(reached, category)
    return reached is not ApmCategory.CATEGORY_1
