"""Implementation plans: who does what by when, kept apart from the contract."""

from datetime import date, datetime

import strawberry

from registry.contracts.framework_steps import Party, StepId
from registry.contracts.plans import (
    DataExchange,
    ImplementationPlan,
    Meeting,
    Milestone,
    PlanRole,
    PlanTask,
    Readiness,
    ReadinessArea,
    RecordedPlan,
    Review,
    Risk,
)
from registry.contracts.wording import Rhythm
from registry.graphql.nouns import said, shows


@shows(PlanRole, name="PlanRole")
class PlanRoleType:
    """A role."""

    id: strawberry.ID = said("Its id within the plan.")
    party: Party = said("Whose role it is.")
    title: str = said("The title of the role.")
    duties: list[str] = said("What it does.")


@shows(Milestone, name="PlanMilestone")
class MilestoneType:
    """A milestone."""

    step: StepId = said("The step that it belongs to.")
    what: str = said("What is done.")
    role: str = said("The id of the role that does it.")
    due: date = said("The day by which it is done.")
    done_on: date | None = said("The day on which it was done.")


@shows(Readiness, name="PlanReadiness")
class ReadinessType:
    """An answer."""

    party: Party = said("Which side.")
    area: ReadinessArea = said("The area.")
    is_ready: bool = said("Whether it is ready.")
    gap: str | None = said("What is missing, where it is not.")
    closes_by: date | None = said("The day by which the gap is closed.")


@shows(DataExchange, name="PlanDataExchange")
class DataExchangeType:
    """An exchange."""

    id: strawberry.ID = said("Its id within the plan.")
    what: str = said("What is sent.")
    sender: Party = said("Who sends.")
    receiver: Party = said("Who receives.")
    elements: list[str] = said("The data elements.")
    measures: list[str] = said("Names of the measures that it serves.")
    format: str | None = said("Format and codes.")
    rhythm: Rhythm | None = said("How often.")
    template: str | None = said("The report template, with its version.")
    first_on: date | None = said("The day of the first one.")
    burden: str | None = said("What it takes to collect what is not collected yet.")
    if_late: str | None = said("What follows when the data do not come.")


@shows(PlanTask, name="PlanTask")
class PlanTaskType:
    """A task."""

    what: str = said("What is done.")
    role: str = said("The id of the role that does it.")
    due: date | None = said("The day by which it is done.")
    audience: str | None = said("Who is trained or told.")
    passes_when: str | None = said("What has to hold for it to count as done.")


@shows(Meeting, name="PlanMeeting")
class MeetingType:
    """A meeting."""

    what: str = said("What is looked at.")
    rhythm: Rhythm = said("How often.")
    roles: list[str] = said("The ids of the roles that come.")


@shows(Review, name="PlanReview")
class ReviewType:
    """A review."""

    on: date = said("The day.")
    what: str = said("What is looked at.")


@shows(Risk, name="PlanRisk")
class RiskType:
    """A risk."""

    what: str = said("What may go wrong.")
    role: str = said("The id of the role that watches it.")
    answer: str = said("What is done then.")


@shows(ImplementationPlan, name="ImplementationPlan")
class ImplementationPlanType:
    """A plan."""

    title: str = said("The title.")
    roles: list[PlanRoleType] = said("The roles.")
    milestones: list[MilestoneType] = said("What is done by when.")
    readiness: list[ReadinessType] = said("Answers to the readiness test of step 1.")
    data_exchange: list[DataExchangeType] = said("Which data flow.")
    training: list[PlanTaskType] = said("Training of staff.")
    testing: list[PlanTaskType] = said("Tests before the start.")
    member_communication: list[PlanTaskType] = said("What members are told.")
    meetings: list[MeetingType] = said("Regular talks.")
    reviews: list[ReviewType] = said("Days of review.")
    problems_to: str | None = said("The id of the role that hears of problems first.")
    risks: list[RiskType] = said("What may go wrong, and what is done then.")


@shows(RecordedPlan, name="RecordedPlan")
class RecordedPlanType:
    """A plan as recorded."""

    id: strawberry.ID = said("The id of the plan.")
    plan: ImplementationPlanType = said("What it says.")
    recorded_at: datetime = said("When it was recorded.")
    digest: str = said("SHA-256 of what it says.")
