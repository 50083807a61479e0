"""State programs: what states pay for, ask of plans or have announced."""

from typing import Annotated

import strawberry

from governance.programs import ProgramKind, ProgramPhase, StateProgram
from governance.programs import load as load_programs
from measures.apm import ApmBasis, ApmCategory
from measures.measure import MeasureEntry
from measures.sources import Source
from measures.uses import MeasureRole, MeasureUse
from measures.vocabularies import Population, Setting
from registry.graphql.connections import (
    After,
    Connection,
    First,
    Jurisdiction,
    Page,
    memory_page,
    require_jurisdiction,
)
from registry.graphql.context import Info
from registry.graphql.documents import SourceType, sources_of
from registry.graphql.measures import MeasureType
from registry.graphql.nouns import said, shows


@shows(MeasureUse, name="MeasureUse")
class MeasureUseType:
    """A measure in a program or an arrangement."""

    measure: strawberry.ID = said("The id of the measure.", name="measureId")
    role: MeasureRole = said("The part that it plays there, in the words of the program or arrangement.")
    note: str | None = said("What to keep in mind about it.")

    @strawberry.field(
        description="The measure as the catalog has it now.", name="measure", graphql_type=MeasureType | None
    )
    async def catalog_measure(self, info: Info, parent: strawberry.Parent[MeasureUse]) -> MeasureEntry | None:
        return await info.context.loaders.measure.load(parent.measure)


@shows(ProgramPhase, name="ProgramPhase")
class ProgramPhaseType:
    """A phase of a program."""

    order: int = said("Its number.")
    label: str = said("What it is called.")
    hcplan: list[ApmCategory] = said("The APM categories that the program had then.", name="apmCategories")
    from_: str | None = said("When it began, as exactly as the source says.", name="from")


@shows(StateProgram, name="StateProgram")
class StateProgramType:
    """A program of a state."""

    id: strawberry.ID = said("The id of the program.")
    name: str = said("Its name.")
    state: str = said("The state, or states joined by dashes.")
    state_name: str = said("The state's name.")
    jurisdictions: list[str] = said("Where it is filed: once for each state that it covers.")
    agency: str = said("The agency that runs it.")
    kind: ProgramKind = said("What it is.")
    illustrative: bool = said(
        "Whether the set of measures was put together by this project, because the state has not published it."
    )
    populations: list[Population] = said("Whose care it is about.")
    settings: list[Setting] = said("Where.")
    hcplan: list[ApmCategory] = said("Its APM categories.", name="apmCategories")
    hcplan_basis: ApmBasis = said("How the categories are known.", name="apmBasis")
    priority_areas: list[str] = said("What it puts first, in order.")
    measures: list[MeasureUseType] = said("The measures that it uses, in order.")
    phases: list[ProgramPhaseType] = said("Its phases, in order.")
    funding: str | None = said("Where the money comes from.")

    @strawberry.field(description="What the record rests on.", graphql_type=list[SourceType])
    def sources(self, parent: strawberry.Parent[StateProgram]) -> list[Source]:
        return sources_of(parent.sources)


@strawberry.type
class ProgramQueries:
    """Queries about state programs."""

    @strawberry.field(description="Programs of states, by id.", graphql_type=Connection[StateProgramType])
    def programs(
        self,
        jurisdiction: Jurisdiction = None,
        kind: Annotated[ProgramKind | None, strawberry.argument(description="Only of this kind.")] = None,
        first: First = 20,
        after: After = None,
    ) -> Page[StateProgram]:
        place = require_jurisdiction(jurisdiction)
        found = [
            program
            for _, program in sorted(load_programs().items())
            if (place is None or place in program.jurisdictions) and kind in (None, program.kind)
        ]
        return memory_page(found, first, after, "programs", lambda program: program.id)

    @strawberry.field(
        description="One program of a state; none: there is none of that id.", graphql_type=StateProgramType | None
    )
    def program(
        self,
        id: Annotated[strawberry.ID, strawberry.argument(description="The id of the program.")],  # noqa: A002
    ) -> StateProgram | None:
        return load_programs().get(id)
