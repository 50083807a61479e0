"""Where a contract stands in the stepwise framework, and what each side has to settle."""

import strawberry

from registry.contracts.checklists import ChecklistPoint
from registry.contracts.framework_steps import Party
from registry.contracts.steps import Needed, Standing, StepStanding
from registry.contracts.terms import TermKind
from registry.contracts.wording import PointState
from registry.graphql.framework import FrameworkStepType
from registry.graphql.nouns import said, shows


@shows(Needed, name="StepNeed")
class NeededType:
    """An input or output."""

    sentence: str = said("What it is.")
    standing: Standing = said("Whether it is there.")
    shown_by: str = said("The field that shows it, or what would; empty where a person must say.")


@shows(ChecklistPoint, name="ChecklistPoint")
class ChecklistPointType:
    """A point."""

    state: PointState = said("Where it stands.")
    because: str = said("What settles it, or what would.")

    @strawberry.field(description="The id of the term in the library, such as term/clean-claim.")
    def term_id(self, parent: strawberry.Parent[ChecklistPoint]) -> strawberry.ID:
        return strawberry.ID(parent.term.id)

    @strawberry.field(description="The term.")
    def term(self, parent: strawberry.Parent[ChecklistPoint]) -> str:
        return parent.term.term

    @strawberry.field(description="What it means.")
    def statement(self, parent: strawberry.Parent[ChecklistPoint]) -> str:
        return parent.term.statement

    @strawberry.field(description="Whether it is a word to define or a point to settle.")
    def kind(self, parent: strawberry.Parent[ChecklistPoint]) -> TermKind:
        return parent.term.kind


@strawberry.type(name="OpenPoints", description="The points of one side that are open in a step.")
class OpenPointsType:
    """Open points."""

    side: Party = strawberry.field(description="Whose points.")
    points: list[ChecklistPointType] = strawberry.field(description="The points.")


@shows(StepStanding, name="StepStanding")
class StepStandingType:
    """A step of the framework for one contract."""

    step: FrameworkStepType = said("The step, with its questions of each party.")
    is_current: bool = said("Whether the parties are at it.")
    is_past: bool = said("Whether they have left it behind.")
    inputs: list[NeededType] = said("What it needs.")
    outputs: list[NeededType] = said("What it makes.")
    lacks: list[NeededType] = said("What is missing, inputs first.")

    @strawberry.field(description="Points of the term library that each side still has to settle in this step.")
    def open_points(self, parent: strawberry.Parent[StepStanding]) -> list[OpenPointsType]:
        return [
            OpenPointsType(side=side, points=list(points))  # type: ignore[arg-type]  # resolved by attribute
            for side, points in parent.open_points.items()
            if points
        ]
