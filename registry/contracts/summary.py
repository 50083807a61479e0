"""Contract summaries: what a contract says about measures, and which priority set it pins.

No rates and no personal data. Parties are private: a summary is seen by its own organisation, and only the number of
contracts that cite a set is public.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NewType, Self
from uuid import UUID

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from governance.citations import MeasureVersion, require_pinned
from governance.phases import ItemRole, PhasePathBackError, PhaseStep, path_problem
from governance.priority_sets import Period, Weight
from measures.apm import ApmCategory
from measures.documents import Day, Line, Ordered, Record, Text, canonical_json, digest_of
from measures.errors import NotFoundError
from measures.references import BadReferenceError, Digest, Kind, Reference

ContractId = NewType("ContractId", UUID)


class ContractNotFoundError(NotFoundError):
    """There is no such contract, or it may not be seen."""

    code = "CONTRACT_NOT_FOUND"


class ContractItem(Record):
    """One measure that a contract chose, with the role it has there."""

    measure: MeasureVersion
    role: ItemRole
    role_word: Line | None = None
    """The contract's own word for the role, where it is another."""
    weight: Weight | None = None
    target: Line | None = None
    benchmark: Line | None = None
    phase_path: Ordered[PhaseStep] = ()
    note: Line | None = None


class ContractSummary(Record):
    """What a contract says about measures. The citation pins a priority set by version and digest."""

    title: Line
    payer: Line
    providers: Ordered[Line]
    cites: str
    categories: Ordered[ApmCategory]
    term: Period | None = None
    signed_on: Day | None = None
    measurement_period: Period | None = None
    items: Ordered[ContractItem]
    cohort: Text | None = None
    attribution: Text | None = None
    new_members: Text | None = None
    network: Text | None = None
    benchmark: Text | None = None
    recalibration: Text | None = None
    data_cadence: Line | None = None
    reporting: Line | None = None
    review_dates: Ordered[Day] = ()
    case: Line | None = None
    """The catalogued arrangement that this summary was made from, if it was."""

    @model_validator(mode="after")
    def _pins_a_priority_set(self) -> Self:
        if self.citation.kind is not Kind.PRIORITY_SET:
            raise BadReferenceError(f"{self.cites!r} names no priority set; a contract pins a priority set.")
        names = [Reference.parse(item.measure).name for item in self.items]
        if len(names) != len(set(names)):
            raise PydanticCustomError("repeated", "the contract names a measure twice; name each once")
        return self

    @property
    def citation(self) -> Reference:
        """The priority set that the contract pins."""
        return require_pinned(self.cites)

    def digest(self) -> Digest:
        """The digest of what the summary says."""
        return digest_of(canonical_json(self))


@dataclass(frozen=True, slots=True)
class Contract:
    """A recorded contract summary."""

    id: ContractId
    organisation: str
    summary: ContractSummary
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ContractRecorded:
    """An organisation recorded what a contract of theirs says."""

    action: ClassVar[str] = "contract_recorded"
    id: ContractId
    organisation: str
    summary: ContractSummary

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"contract/{self.id}"


def require_paths(summary: ContractSummary, where: str) -> None:
    """Refuse a phase path that leads back.

    Raises:
        PhasePathBackError: with the measure and the step.
    """
    for position, item in enumerate(summary.items):
        if problem := path_problem(item.phase_path):
            raise PhasePathBackError(
                f"{where}: field items.{position}.phase_path: the path of {item.measure} cannot stand: {problem}."
            )
