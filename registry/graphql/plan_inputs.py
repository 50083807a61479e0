"""What contract managers write of an implementation plan, as typed inputs."""

from datetime import date

import strawberry

from registry.contracts.framework_steps import Party, StepId
from registry.contracts.plans import ReadinessArea
from registry.contracts.wording import Rhythm
from registry.graphql.content_inputs import allows, asks


@strawberry.input(description="A role that answers for something in a plan. Never a person.")
class PlanRoleInput:
    """A role."""

    id: str = asks("An id of its own within the plan: lower-case words and dashes.")
    party: Party = asks("Whose role it is.")
    title: str = asks("The title of the role.")
    duties: list[str] | None = allows("What it does.")


@strawberry.input(description="Something that is done by a day, in a step of the framework.")
class MilestoneInput:
    """A milestone."""

    step: StepId = asks("The step that it belongs to.")
    what: str = asks("What is done.")
    role: str = asks("The id of the role that does it.")
    due: date = asks("The day by which it is done.")
    done_on: date | None = allows("The day on which it was done.")


@strawberry.input(description="What one side answered in one area of the readiness test.")
class ReadinessInput:
    """An answer."""

    party: Party = asks("Which side.")
    area: ReadinessArea = asks("The area.")
    is_ready: bool = asks("Whether it is ready.")
    gap: str | None = allows("What is missing, where it is not.")
    closes_by: date | None = allows("The day by which the gap is closed.")


@strawberry.input(description="Data that one side owes the other.")
class DataExchangeInput:
    """An exchange."""

    id: str = asks("An id of its own within the plan.")
    what: str = asks("What is sent.")
    sender: Party = asks("Who sends.")
    receiver: Party = asks("Who receives.")
    elements: list[str] = asks("The data elements.")
    measures: list[str] | None = allows("Names of the measures (family/slug) that it serves.")
    format: str | None = allows("Format and codes.")
    rhythm: Rhythm | None = allows("How often.")
    template: str | None = allows("The report template, with its version.")
    first_on: date | None = allows("The day of the first one.")
    burden: str | None = allows("What it takes to collect what is not collected yet.")
    if_late: str | None = allows("What follows when the data do not come.")


@strawberry.input(description="Training, a test, or a communication.")
class PlanTaskInput:
    """A task."""

    what: str = asks("What is done.")
    role: str = asks("The id of the role that does it.")
    due: date | None = allows("The day by which it is done.")
    audience: str | None = allows("Who is trained or told.")
    passes_when: str | None = allows("What has to hold for it to count as done.")


@strawberry.input(description="Talks of both sides.")
class MeetingInput:
    """A meeting."""

    what: str = asks("What is looked at.")
    rhythm: Rhythm = asks("How often.")
    roles: list[str] | None = allows("The ids of the roles that come.")


@strawberry.input(description="A day on which both sides look at something together.")
class ReviewInput:
    """A review."""

    on: date = asks("The day.")
    what: str = asks("What is looked at.")


@strawberry.input(description="What may go wrong.")
class RiskInput:
    """A risk."""

    what: str = asks("What may go wrong.")
    role: str = asks("The id of the role that watches it.")
    answer: str = asks("What is done then.")


@strawberry.input(description="An implementation plan. Roles and no people; no rates.")
class PlanInput:
    """A plan."""

    title: str = asks("The title.")
    roles: list[PlanRoleInput] = asks("The roles; at least one.")
    milestones: list[MilestoneInput] | None = allows("What is done by when.")
    readiness: list[ReadinessInput] | None = allows("Answers to the readiness test of step 1.")
    data_exchange: list[DataExchangeInput] | None = allows("Which data flow.")
    training: list[PlanTaskInput] | None = allows("Training of staff.")
    testing: list[PlanTaskInput] | None = allows("Tests before the start.")
    member_communication: list[PlanTaskInput] | None = allows("What members are told.")
    meetings: list[MeetingInput] | None = allows("Regular talks.")
    reviews: list[ReviewInput] | None = allows("Days of review.")
    problems_to: str | None = allows("The id of the role that hears of problems first.")
    risks: list[RiskInput] | None = allows("What may go wrong, and what is done then.")
