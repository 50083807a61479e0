"""Phase paths: in which year a measure is reported, paid on, and replaced, so that everybody knew the dates.

Reporting and process measures give way to outcomes; a path never leads back.
"""

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Final

from pydantic import Field

from measures.apm import ApmCategory, is_step_back
from measures.documents import Day, Record


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
    replaced_by: str | None = None


def path_problem(path: Sequence[PhaseStep]) -> str | None:
    """Why a phase path cannot stand, as a sentence; nothing if it can."""
    for earlier, later in pairwise(path):
        if later.starts <= earlier.starts:
            return f"the step from {later.starts} does not come after the step from {earlier.starts}"
        if earlier.role in PROGRESS and later.role in PROGRESS and PROGRESS[later.role] < PROGRESS[earlier.role]:
            return f"it goes back from {earlier.role} to {later.role} on {later.starts}"
        if earlier.category and later.category and is_step_back(earlier.category, later.category):
            return f"it goes back from category {earlier.category} to {later.category} on {later.starts}"
        if earlier.replaced_by:
            return f"it goes on after {earlier.starts}, when the measure is replaced by {earlier.replaced_by}"
    return None
