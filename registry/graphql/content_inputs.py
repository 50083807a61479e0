"""What drafters write, as typed inputs. They become plain values that the domain validates."""

from datetime import date
from typing import Any

import strawberry

from governance.phases import ItemRole
from measures.apm import ApmCategory
from measures.vocabularies import Domain, Population, Setting
from registry.graphql.scalars import ExactNumber


def asks(description: str, **more: Any) -> Any:
    """A field that must be given."""
    return strawberry.field(description=description, **more)


def allows(description: str, **more: Any) -> Any:
    """A field that may be left out."""
    return strawberry.field(description=description, default=strawberry.UNSET, **more)


@strawberry.input(description="Whose life is meant, and where.")
class ScopeInput:
    """A scope."""

    populations: list[Population] = asks("Whose life is meant; at least one.")
    settings: list[Setting] = asks("Where; at least one.")


@strawberry.input(description="One outcome that counts as value.")
class OutcomeInput:
    """An outcome statement."""

    id: str = asks("An id of its own within the definition: lower-case words and dashes.")
    statement: str = asks("The outcome in plain words.")
    domain: Domain = asks("The domain that it speaks to.")
    candidate_measures: list[str] | None = allows(
        "References of measure versions that may show it; none is an open gap."
    )


@strawberry.input(description="What a definition of value says.")
class DefinitionInput:
    """The content of a definition."""

    title: str = asks("The title.")
    statement: str = asks("What good means, in plain language.")
    scopes: list[ScopeInput] = asks("Whose life is meant, and where; institutional and community settings apart.")
    outcomes: list[OutcomeInput] = asks("The outcomes that count, in order.")
    based_on: str | None = allows("What it is made from, if anything.")
    sources: list[str] | None = allows("What it rests on.")
    reading: str | None = allows("What its drafters read into their sources.")


@strawberry.input(description="A period; both days belong to it.")
class PeriodInput:
    """A period."""

    starts: date = asks("The first day, such as 2027-01-01.", name="from")
    ends: date = asks("The last day.", name="to")


@strawberry.input(description="Where a set applies.")
class SetScopeInput:
    """The scope of a set."""

    populations: list[Population] = asks("Whose care is meant; at least one.")
    settings: list[Setting] = asks("Where; at least one.")
    waiver_authority: str | None = allows("The waiver authority.")
    contract_types: list[str] | None = allows("The types of contract that it is for.")


@strawberry.input(description="A state's own word for a group of measures.")
class TierInput:
    """A tier."""

    key: str = asks("The key that items use: lower-case words and dashes.")
    name: str = asks("The state's word.")


@strawberry.input(description="Which outcome of which definition of value an area stands for.")
class OutcomePointerInput:
    """A pointer to an outcome."""

    definition: str = asks("The reference of a version of a definition of value.")
    outcome: str = asks("The id of the outcome in it.")


@strawberry.input(description="An outcome that the state puts first.")
class PriorityAreaInput:
    """A priority area."""

    id: str = asks("An id of its own within the set: lower-case words and dashes.")
    statement: str = asks("The outcome in words; paying for value is a means and no outcome.")
    outcome: OutcomePointerInput | None = allows("The outcome of an adopted definition that it stands for.")


@strawberry.input(description="One step of a phase path.")
class PhaseStepInput:
    """A step."""

    starts: date = asks("The day from which it holds.", name="from")
    role: ItemRole = asks("What the measure does from then on.")
    category: ApmCategory | None = allows("The APM category in which it does so.")
    replaced_by: str | None = allows("The measure that takes its place, if it ends here.")


@strawberry.input(description="One measure of a priority set.")
class SetItemInput:
    """An item of a set."""

    measure: str = asks("The reference of a measure version, such as measure/family/slug@1.0.0.")
    role: ItemRole = asks("What it does.")
    area: str | None = allows("The priority area that it stands for, by the area's id.")
    tier: str | None = allows("The tier that it is in, by the tier's key.")
    weight: ExactNumber | None = allows("Its weight, as text: '1/4'.")
    target: str | None = allows("What is aimed at.")
    benchmark: str | None = allows("What results are held against.")
    phase_path: list[PhaseStepInput] | None = allows("When its role changes.")
    stratification: list[str] | None = allows("Groups by which results must be shown.")
    note: str | None = allows("What to keep in mind about it.")


@strawberry.input(description="What a priority set says.")
class PrioritySetInput:
    """The content of a priority set."""

    title: str = asks("The title.")
    programme: str = asks("The program that it is for.")
    agency: str = asks("The agency that answers for it.")
    scope: SetScopeInput = asks("Where it applies.")
    period: PeriodInput | None = allows("The period in which the measures are taken.")
    statement: str | None = allows("The set in plain language, for members.")
    tiers: list[TierInput] | None = allows("The state's own words for groups of measures, in order.")
    areas: list[PriorityAreaInput] | None = allows("The outcomes that come first, in order.")
    definitions: list[str] | None = allows("References of the definitions of value that it serves.")
    differences: list[str] | None = allows("Where the set departs from what its source says.")
    sources: list[str] | None = allows("What it rests on.")
    items: list[SetItemInput] | None = allows("The measures, in order.")
