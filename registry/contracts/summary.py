"""Contract summaries: what a contract says about measures, and which priority set it pins.

No rates and no personal data. Parties are private: a summary is seen by its own organisation, and only the number of
contracts that cite a set is public.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Annotated, ClassVar, NewType, Self
from uuid import UUID

from pydantic import Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from governance.citations import MeasureVersion, require_pinned
from governance.phases import ItemRole, PhasePathBackError, PhaseStep, path_problem
from governance.priority_sets import Period, Weight
from measures.apm import ApmCategory
from measures.documents import SMALL, Day, Line, Ordered, Record, Text, Unique, canonical_json, digest_of
from measures.errors import NotFoundError
from measures.jurisdictions import FEDERAL
from measures.references import BadReferenceError, Digest, Kind, Reference
from measures.vocabularies import Population, Setting
from registry.contracts.framework_steps import StepId
from registry.contracts.wording import (
    ArrangementKind,
    Attribution,
    Cadence,
    DeclaredPoint,
    PathStep,
    PaymentStream,
    TermVersion,
)

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
    period: Period | None = None
    """The measurement period of this measure, where it is not the contract's."""
    stratification: Unique[Line] | None = None
    """The groups by which results are shown."""
    expected_denominator: Annotated[StrictInt, Field(ge=0, lt=SMALL)] | None = None
    """How many people are expected behind the result; a number, never a list of people."""


class ContractWording(Record):
    """What a contract says about measures, whether or not it pins a set. No rates and no personal data.

    A field that is absent was not told. Fields that came later default to none, so that the digest of an earlier
    summary stays what it was.
    """

    title: Line
    payer: Line
    providers: Ordered[Line]
    categories: Ordered[ApmCategory]
    term: Period | None = None
    signed_on: Day | None = None
    measurement_period: Period | None = None
    items: Ordered[ContractItem]
    cohort: Text | None = None
    attribution: Attribution | Text | None = None
    new_members: Text | None = None
    network: Text | None = None
    benchmark: Text | None = None
    recalibration: Text | None = None
    data_cadence: Line | None = None
    reporting: Line | None = None
    review_dates: Ordered[Day] = ()
    case: Line | None = None
    """The catalogued arrangement that this summary was made from, if it was."""
    arrangement: ArrangementKind | None = None
    path: Ordered[PathStep] | None = None
    """The stages of the arrangement over APM categories; `categories` are those of today."""
    streams: Ordered[PaymentStream] | None = None
    cadence: Cadence | None = None
    step: StepId | None = None
    """The step of the framework that the parties are at; its phase follows from it."""
    terms: Unique[TermVersion] | None = None
    """Terms of a library that the contract uses as they are defined there."""
    points: Ordered[DeclaredPoint] | None = None
    """What the parties say of points to negotiate that no other field answers; each once."""
    jurisdictions: Unique[Line] | None = None
    populations: Unique[Population] | None = None
    settings: Unique[Setting] | None = None
    services: Ordered[Line] | None = None
    """What is done for members under the contract, in words."""
    products: Unique[Line] | None = None
    """The state's words for its products ("MLTC partial capitation")."""
    contract_types: Unique[Line] | None = None
    contract_level: Line | None = None
    """The state's word for the level of the arrangement ("level 2")."""
    provider_types: Unique[Line] | None = None
    rating_period: Period | None = None
    targets_given_on: Day | None = None
    """The day on which the data behind the targets reached the other party."""

    @model_validator(mode="after")
    def _names_each_measure_once(self) -> Self:
        names = [Reference.parse(item.measure).name for item in self.items]
        if len(names) != len(set(names)):
            raise PydanticCustomError("repeated", "the contract names a measure twice; name each once")
        return self

    @model_validator(mode="after")
    def _goes_along_its_path_in_order(self) -> Self:
        dated = [(step.label, step.starts, step.ends or step.starts) for step in self.path or () if step.starts]
        for (earlier, _, over), (later, starts, _) in pairwise(dated):
            if starts < over:
                raise PydanticCustomError(
                    "path",
                    "the step {later} of the path starts before {earlier} is over; put the steps in order",
                    {"later": repr(later), "earlier": repr(earlier)},
                )
        return self

    @model_validator(mode="after")
    def _pays_on_its_own_measures(self) -> Self:
        names = {Reference.parse(item.measure).name for item in self.items}
        ids = [stream.id for stream in self.streams or ()]
        if len(ids) != len(set(ids)):
            raise PydanticCustomError("repeated", "two streams of payment have the same id; give each its own")
        for stream in self.streams or ():
            if unknown := [name for name in stream.depends_on or () if name not in names]:
                raise PydanticCustomError(
                    "stream",
                    "the stream {stream} hangs on {unknown}, which is no measure of the contract; add it to the items",
                    {"stream": repr(stream.id), "unknown": ", ".join(unknown)},
                )
        return self

    @model_validator(mode="after")
    def _names_each_term_once(self) -> Self:
        for named in (self.terms or (), [point.term for point in self.points or ()]):
            names = [Reference.parse(term).name for term in named]
            if len(names) != len(set(names)):
                raise PydanticCustomError("repeated", "a term stands twice; name one version of each")
        return self

    def digest(self) -> Digest:
        """The digest of what the summary says."""
        return digest_of(canonical_json(self))


class ContractSummary(ContractWording):
    """A private contract. Its citation pins a priority set by version and digest."""

    cites: str

    @model_validator(mode="after")
    def _pins_a_priority_set(self) -> Self:
        if self.citation.kind is not Kind.PRIORITY_SET:
            raise BadReferenceError(f"{self.cites!r} names no priority set; a contract pins a priority set.")
        return self

    @model_validator(mode="after")
    def _pins_its_terms(self) -> Self:
        for term in self.terms or ():
            require_pinned(term)
        return self

    @property
    def citation(self) -> Reference:
        """The priority set that the contract pins."""
        return require_pinned(self.cites)


@dataclass(frozen=True, slots=True)
class Contract:
    """A recorded contract summary."""

    id: ContractId
    organisation: str
    summary: ContractSummary
    recorded_at: datetime
    follows: ContractId | None = None
    """The contract that this one renews or amends, if it does."""


@dataclass(frozen=True, slots=True)
class ContractRecorded:
    """An organisation recorded what a contract of theirs says."""

    action: ClassVar[str] = "contract_recorded"
    id: ContractId
    organisation: str
    summary: ContractSummary
    follows: ContractId | None = None

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"contract/{self.id}"


def named_by(summary: ContractSummary) -> Iterator[Reference]:
    """Every version that a contract names: its set, its measures, its terms."""
    yield summary.citation
    for item in summary.items:
        yield Reference.parse(item.measure)
    for term in summary.terms or ():
        yield Reference.parse(term)


def other_place(summary: ContractSummary, about: Sequence[str]) -> str | None:
    """Why a contract about some states cannot cite its set, which is another state's; None if it can, or is federal."""
    place = summary.citation.jurisdiction
    if place in (FEDERAL, *about):
        return None
    return (
        f"{summary.citation.versioned} is a set of {place}, and this contract is about {', '.join(about)}. "
        f"If it is for {place}, name {place} under jurisdictions; if not, cite a set of {', '.join(about)}."
    )


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
