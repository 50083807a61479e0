"""Implementation plans: who does what by when so that a contract works, kept apart from the contract itself.

The parts follow steps 1 to 7 of the stepwise framework (`framework_steps.yaml`) and the points of the term library that
belong to a plan. A plan names roles and never people, and holds no rates.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Final, NewType, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from measures.documents import Day, Line, Ordered, Record, Unique, canonical_json, digest_of
from measures.errors import InvalidError, NotFoundError
from measures.record_files import MeasureId, Slug
from measures.references import Digest
from measures.validation import parse
from registry.contracts.framework_steps import Party, StepId
from registry.contracts.summary import ContractId
from registry.contracts.wording import Rhythm

PlanId = NewType("PlanId", UUID)
_MAIL: Final = re.compile(r"\S+@\S+\.\S+")
_PHONE: Final = re.compile(r"(?<![\d-])\+?1?[ .-]?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)")
_ADDRESSED: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Dr)\.?\s+[A-Z]")


class PlanNotFoundError(NotFoundError):
    """The contract has no implementation plan yet, or it may not be seen."""

    code = "PLAN_NOT_FOUND"


class PersonalDataError(InvalidError):
    """A plan names a person, or says how to reach one."""

    code = "PERSONAL_DATA"


def _of_no_person(text: str) -> str:
    for pattern, what in ((_MAIL, "a mail address"), (_PHONE, "a telephone number"), (_ADDRESSED, "a person's name")):
        if pattern.search(text):
            raise PydanticCustomError(
                "personal_data", "it holds {what}; name the role instead, such as 'contract manager'", {"what": what}
            )
    return text


Words = Annotated[Line, AfterValidator(_of_no_person)]
"""A short text without a mail address, a telephone number or a person who is addressed by name."""


class ReadinessArea(StrEnum):
    """What a readiness test of step 1 asks about."""

    TECHNOLOGY = "technology"
    STAFF = "staff"
    DATA_REPORTING = "data_reporting"
    CLINICAL_SKILL = "clinical_skill"
    RESULTS_SO_FAR = "results_so_far"
    MONEY_TO_INVEST = "money_to_invest"


class Readiness(Record):
    """What one side answered in one area of the readiness test, and what would close a gap."""

    party: Party
    area: ReadinessArea
    is_ready: bool = Field(strict=True)
    gap: Words | None = None
    closes_by: Day | None = None

    @model_validator(mode="after")
    def _names_its_gap(self) -> Self:
        if self.is_ready == (self.gap is not None):
            raise PydanticCustomError("gap", "who is not ready has a gap, and who is ready has none")
        return self


class PlanRole(Record):
    """A role that answers for something in the plan. Never a person."""

    id: Slug
    party: Party
    title: Words
    duties: Ordered[Words] = ()


class Milestone(Record):
    """Something that is done by a day, in a step of the framework."""

    step: StepId
    what: Words
    role: Slug
    due: Day
    done_on: Day | None = None


class DataExchange(Record):
    """Data that one side owes the other: which elements, in which form, how often."""

    id: Slug
    what: Words
    sender: Party
    receiver: Party
    elements: Ordered[Words]
    measures: Unique[MeasureId] = ()
    """Names of the measures (`family/slug`) that the data serve."""
    format: Words | None = None
    rhythm: Rhythm | None = None
    template: Words | None = None
    """The report template, with its version ("quarterly results, version 2")."""
    first_on: Day | None = None
    burden: Words | None = None
    """What it takes to collect what is not collected yet."""
    if_late: Words | None = None
    """What follows when the data do not come."""


class PlanTask(Record):
    """Training, a test, or a communication: what, by which role, by when."""

    what: Words
    role: Slug
    due: Day | None = None
    audience: Words | None = None
    """Who is trained or told ("members in their own language", "office staff")."""
    passes_when: Words | None = None
    """What has to hold for it to count as done."""


class Meeting(Record):
    """Talks of both sides, and what they look at."""

    what: Words
    rhythm: Rhythm
    roles: Unique[Slug] = ()


class Review(Record):
    """A day on which both sides look at something together."""

    on: Day
    what: Words


class Risk(Record):
    """What may go wrong, who watches it, and what is done then."""

    what: Words
    role: Slug
    answer: Words


class ImplementationPlan(Record):
    """Everything that both sides set up so that a contract works. A field that is absent was not planned yet."""

    title: Words
    roles: Annotated[Ordered[PlanRole], Field(min_length=1)]
    milestones: Ordered[Milestone] = ()
    readiness: Ordered[Readiness] = ()
    data_exchange: Ordered[DataExchange] = ()
    training: Ordered[PlanTask] = ()
    testing: Ordered[PlanTask] = ()
    member_communication: Ordered[PlanTask] = ()
    meetings: Ordered[Meeting] = ()
    reviews: Ordered[Review] = ()
    problems_to: Slug | None = None
    """The role that hears of problems first."""
    risks: Ordered[Risk] = ()

    @model_validator(mode="after")
    def _names_roles_that_it_has(self) -> Self:
        ids = [role.id for role in self.roles]
        if len(ids) != len(set(ids)):
            raise PydanticCustomError("repeated", "two roles have the same id; give each its own")
        tasks = (*self.training, *self.testing, *self.member_communication)
        named = {task.role for task in tasks} | {each.role for each in self.milestones}
        named |= {risk.role for risk in self.risks} | {role for meeting in self.meetings for role in meeting.roles}
        unknown = sorted((named | {self.problems_to or ids[0]}) - set(ids))
        if unknown:
            raise PydanticCustomError(
                "role", "it names the role {unknown}, which is not among its roles", {"unknown": ", ".join(unknown)}
            )
        return self

    @model_validator(mode="after")
    def _keeps_its_lists_apart(self) -> Self:
        ids = [exchange.id for exchange in self.data_exchange]
        answers = [(each.party, each.area) for each in self.readiness]
        if len(ids) != len(set(ids)) or len(answers) != len(set(answers)):
            raise PydanticCustomError("repeated", "an exchange of data or an answer on readiness stands twice")
        return self

    def digest(self) -> Digest:
        """The digest of what the plan says."""
        return digest_of(canonical_json(self))


@dataclass(frozen=True, slots=True)
class RecordedPlan:
    """A plan of a contract as recorded. The newest counts; earlier ones stay."""

    id: PlanId
    contract: ContractId
    plan: ImplementationPlan
    recorded_at: datetime

    @property
    def digest(self) -> Digest:
        """The digest of what the plan says."""
        return self.plan.digest()


@dataclass(frozen=True, slots=True)
class PlanRecorded:
    """An organisation recorded the implementation plan of a contract of theirs, the first or a new one."""

    action: ClassVar[str] = "plan_recorded"
    id: PlanId
    contract: ContractId
    plan: ImplementationPlan

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"plan/{self.id}"


def read_plan(content: object, where: str = "implementation plan") -> ImplementationPlan:
    """Validate a plan.

    Raises:
        PersonalDataError: it names a person or says how to reach one.
        InvalidError: a field is unknown or wrong, or a role is named that the plan does not have.
    """
    for path, text in _texts(content):
        try:
            _of_no_person(text)
        except PydanticCustomError as error:
            raise PersonalDataError(f"{where}: field {path}: {error.message()}.") from None
    return parse(ImplementationPlan, content, where)


def _texts(content: Any, inside: str = "") -> Iterator[tuple[str, str]]:
    """Every text in what was written, with the path to it."""
    if isinstance(content, str):
        yield inside, content
    elif isinstance(content, Mapping | list | tuple):
        for key, part in content.items() if isinstance(content, Mapping) else enumerate(content):
            yield from _texts(part, f"{inside}.{key}" if inside else str(key))
