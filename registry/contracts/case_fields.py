"""The parts of a public case that no contract summary has: its bases, its results, its own words for roles."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from pydantic import Field, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from governance.phases import ItemRole
from measures.apm import ApmCategory
from measures.documents import Line, Ordered, Record, Text, Unique
from measures.record_files import MeasureId, Slug
from measures.uses import MeasureRole
from registry.contracts.wording import PaymentStream


class CaseBasis(StrEnum):
    """How it is known what a field of a case holds."""

    STATED = "stated"
    """The box of the paper says it."""
    INFERRED = "inferred"
    """The project read it into the box."""
    OTHER_SOURCE = "other_source"
    """Another source that the case names says it."""
    ADDED = "added"
    """The project added it; it is not in the box."""


@dataclass(frozen=True, slots=True)
class RoleReading:
    """Which tabulated role a case's own word for a role stands for, and why."""

    role: ItemRole | None
    why: str


ROLES: Final[Mapping[MeasureRole, RoleReading]] = {
    MeasureRole.PERFORMANCE: RoleReading(ItemRole.PERFORMANCE, "The word is the same."),
    MeasureRole.THRESHOLD: RoleReading(ItemRole.THRESHOLD, "The word is the same."),
    MeasureRole.PARTICIPATION_CONDITION: RoleReading(ItemRole.THRESHOLD, "Who does not meet it takes no part: a gate."),
    MeasureRole.COMPLIANCE_FLOOR: RoleReading(ItemRole.THRESHOLD, "Below the floor nothing is paid: a gate."),
    MeasureRole.CONTRACT_TARGET: RoleReading(
        ItemRole.THRESHOLD,
        "A level that the contract asks to be reached, such as a share of payments; no care is paid.",
    ),
    MeasureRole.REQUIRED: RoleReading(ItemRole.REPORTING, "It must be reported; the word says nothing of payment."),
    MeasureRole.SUPPORTING: RoleReading(ItemRole.REPORTING, "It is reported to explain another measure."),
    MeasureRole.MONITORING: RoleReading(ItemRole.MONITORING, "The word is the same."),
    MeasureRole.TRACKED_OUTCOME: RoleReading(
        ItemRole.MONITORING, "The outcome is followed, and the case ties no payment to it."
    ),
    MeasureRole.CAPACITY: RoleReading(
        ItemRole.DEVELOPMENTAL, "It shows that somebody gets ready; the design of the registry fixes this reading."
    ),
    MeasureRole.REFERENCE_OUTCOME: RoleReading(None, "A counterpart that was set beside the case, and no part of it."),
    MeasureRole.RELATED: RoleReading(None, "It is like a measure of the case, and no part of it."),
    MeasureRole.WITHDRAWN: RoleReading(None, "It is used no longer."),
}
"""Every word for a role that a case may use. The word itself stays beside the tabulated role."""

NARROWER: Final = (
    "results", "argued", "model_words", "began", "made_with", "endorsed_by", "coordinated_with", "reasons_given",
    "data_inputs", "not_told", "planned_stages", "side_by_side", "related_cases", "bases",
)  # fmt: skip
"""Fields of a case that a contract summary does not have and that its file says as they are."""


class CaseStream(PaymentStream):
    """A stream of payment of a case: in which stage it runs, and whether the box states it."""

    stage: StrictInt | None = None
    basis: CaseBasis = CaseBasis.STATED


class UseDetail(Record):
    """What is said of a measure of a case beside its role."""

    stage: StrictInt | None = None
    target: Line | None = None
    basis: CaseBasis = CaseBasis.STATED


class CaseResult(Record):
    """A result that somebody reported of a case, with the figure and time as the source has them."""

    says: Line
    measures: Unique[MeasureId] = ()
    figure: Line | None = None
    when: Line | None = None
    source: Slug | None = None
    """Where it was read, if not in the box."""


class ArguedCategories(Record):
    """Categories that the case could be argued to be of instead, and why."""

    categories: Unique[ApmCategory]
    because: Line


class FieldBasis(Record):
    """Where the content of a field comes from, or of the part of it that `words` names."""

    field: Line
    basis: CaseBasis
    words: Line | None = None


class Account(Record):
    """Some words of a free text, and where what they say is held: in fields, or in no field for a reason."""

    words: Line
    held_by: Ordered[Line] = ()
    remark: Line | None = None
    """Why no field holds it."""

    @model_validator(mode="after")
    def _is_one_of_two(self) -> Self:
        if bool(self.held_by) == (self.remark is not None):
            raise PydanticCustomError("account", "say which fields hold it, or remark why none does")
        return self


class StatedFields(Record):
    """The fields of a contract summary that the words of a case fill and its tabulated record does not."""

    cohort: Text | None = None
    services: Ordered[Line] | None = None
    benchmark: Text | None = None
    reporting: Line | None = None
    data_cadence: Line | None = None
    products: Unique[Line] | None = None
    contract_types: Unique[Line] | None = None
    provider_types: Unique[Line] | None = None


class CaseSupplement(Record):
    """What `cases.yaml` says of an arrangement."""

    id: Slug
    streams: Ordered[CaseStream] | None
    """None: the box tells of no payment and does not say that there is none."""
    fields: StatedFields = StatedFields()
    uses: dict[MeasureId, UseDetail] = Field(default_factory=dict)
    results: Ordered[CaseResult] = ()
    argued: Ordered[ArguedCategories] = ()
    model_words: Ordered[Line] = ()
    began: Line | None = None
    made_with: Ordered[Line] = ()
    endorsed_by: Ordered[Line] = ()
    coordinated_with: Ordered[Line] = ()
    reasons_given: Ordered[Line] = ()
    data_inputs: Ordered[Line] = ()
    not_told: Ordered[Line] = ()
    planned_stages: Ordered[StrictInt] = ()
    side_by_side: StrictBool = False
    related_cases: Unique[Slug] = ()
    bases: Ordered[FieldBasis] = ()
    accounts: dict[Line, Ordered[Account]]
