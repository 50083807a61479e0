"""How programs and arrangements use measures: the part that each says a measure plays."""

from enum import StrEnum

from measures.documents import Line, Record
from measures.record_files import MeasureId


class MeasureRole(StrEnum):
    """The word of a program or an arrangement for the part a measure plays there.

    Such words are kept as they were found. They belong to the program or arrangement, not to the measure, and are not
    the roles of a priority set.
    """

    PERFORMANCE = "performance"
    THRESHOLD = "threshold"
    PARTICIPATION_CONDITION = "participation_condition"
    COMPLIANCE_FLOOR = "compliance_floor"
    MONITORING = "monitoring"
    CAPACITY = "capacity"
    TRACKED_OUTCOME = "tracked_outcome"
    REFERENCE_OUTCOME = "reference_outcome"
    RELATED = "related"
    SUPPORTING = "supporting"
    REQUIRED = "required"
    WITHDRAWN = "withdrawn"
    CONTRACT_TARGET = "contract_target"


class MeasureUse(Record):
    """A measure in a program or an arrangement, with its role there."""

    measure: MeasureId
    role: MeasureRole
    note: Line | None
