"""Two frameworks: the HCP-LAN categories of payment, and the steps that plan and provider take."""

import strawberry

from measures.apm import ApmCategory, Category, Framework
from measures.catalog import load as load_catalog
from measures.sources import Source
from registry.contracts.framework_steps import (
    FrameworkPhase,
    FrameworkStep,
    Questions,
    StepFramework,
    StepId,
    StepPhase,
)
from registry.contracts.framework_steps import load as load_steps
from registry.graphql.documents import SourceType, sources_of
from registry.graphql.nouns import said, shows


@shows(Category, name="ApmCategoryDescription")
class CategoryType:
    """A category of the HCP-LAN framework."""

    code: ApmCategory = said("The category.")
    title: str = said("Its title.")
    parent: str = said("The group of categories that it belongs to, 1 to 4.")
    description: str = said("What it is, in own words.")
    financial_risk: str = said("Who bears what financial risk.")
    linked_to_quality: bool = said("Whether payment is linked to quality.")
    next_steps: list[ApmCategory] = said("The categories to which a step forward leads.")
    ltss_example: str = said("An example in long-term services and supports.")


@shows(Framework, name="ApmFramework")
class ApmFrameworkType:
    """The HCP-LAN framework. It classifies arrangements, and no measures."""

    framework: str = said("Its name.")
    version: str = said("Its edition.")
    categories: list[CategoryType] = said("Every category, in rising order.")
    progression: list[ApmCategory] = said("The categories of a stepwise path, lowest first.")
    not_counted: list[ApmCategory] = said("Categories that count as no progress: they have no link to quality.")
    notes: list[str] = said("What to keep in mind about it.")
    license_note: str = said("What its owner allows.")

    @strawberry.field(description="What the record rests on.", graphql_type=list[SourceType])
    def sources(self, parent: strawberry.Parent[Framework]) -> list[Source]:
        return sources_of(parent.sources)


@shows(FrameworkPhase, name="FrameworkPhase")
class FrameworkPhaseType:
    """A phase of the stepwise framework."""

    id: StepPhase = said("The phase.")
    order: int = said("Its number.")
    name: str = said("Its name.")
    steps: list[StepId] = said("Its steps, in order.")


@shows(Questions, name="StepQuestions")
class QuestionsType:
    """The questions of a step."""

    plan: list[str] = said("Asked of the plan.")
    provider: list[str] = said("Asked of the provider.")
    state: list[str] = said("Asked of the state.")
    member: list[str] = said("Asked of members.")


@shows(FrameworkStep, name="FrameworkStep")
class FrameworkStepType:
    """A step of the stepwise framework."""

    id: StepId = said("The step.")
    order: int = said("Its number; 0 is the precursory step.")
    name: str = said("Its name.")
    phase: StepPhase = said("The phase that it belongs to.")
    purpose: str = said("What it is for.")
    registry_inputs: list[str] = said("What this registry gives to it.")
    registry_outputs: list[str] = said("What this registry keeps of it.")
    questions: QuestionsType = said("What it asks of each party.")
    linked_steps: list[StepId] = said("The steps that it feeds or returns to.")
    section: str = said("Where in the source it was read.")
    notes: str | None = said("What to keep in mind about it.")


@shows(StepFramework, name="StepFramework")
class StepFrameworkType:
    """The stepwise framework."""

    framework: str = said("Its name.")
    notes: list[str] = said("What to keep in mind about it.")

    @strawberry.field(description="The phases, in order.", graphql_type=list[FrameworkPhaseType])
    def phases(self, parent: strawberry.Parent[StepFramework]) -> list[FrameworkPhase]:
        return list(parent.phases.values())

    @strawberry.field(description="Every step, in order.", graphql_type=list[FrameworkStepType])
    def steps(self, parent: strawberry.Parent[StepFramework]) -> list[FrameworkStep]:
        return list(parent.steps.values())

    @strawberry.field(description="What the record rests on.", graphql_type=list[SourceType])
    def sources(self, parent: strawberry.Parent[StepFramework]) -> list[Source]:
        return sources_of(parent.sources)


@strawberry.type
class FrameworkQueries:
    """Queries about the frameworks."""

    @strawberry.field(description="The HCP-LAN categories of payment.", graphql_type=ApmFrameworkType)
    def apm_framework(self) -> Framework:
        return load_catalog().framework

    @strawberry.field(description="The steps that plan and provider take.", graphql_type=StepFrameworkType)
    def framework_steps(self) -> StepFramework:
        return load_steps()
