"""Arrangements: the published cases of who pays whom for what, with real parties, as the paper names them."""

from typing import Annotated

import strawberry

from measures.apm import ApmBasis, ApmCategory
from measures.sources import Source
from measures.vocabularies import Population, Setting
from registry.contracts.arrangements import Arrangement, ArrangementPhase
from registry.contracts.arrangements import load as load_arrangements
from registry.contracts.wording import ArrangementKind, Cadence, Rhythm
from registry.graphql.connections import (
    After,
    Connection,
    First,
    Jurisdiction,
    Page,
    memory_page,
    require_jurisdiction,
)
from registry.graphql.documents import SourceType, sources_of
from registry.graphql.nouns import said, shows
from registry.graphql.programs import MeasureUseType


@shows(ArrangementPhase, name="ArrangementPhase")
class ArrangementPhaseType:
    """A phase of an arrangement."""

    order: int = said("Its number.")
    label: str = said("What it is called.")
    hcplan: list[ApmCategory] = said("Its APM categories; several may hold at once.", name="apmCategories")
    hcplan_basis: ApmBasis = said("How the categories are known.", name="apmBasis")
    from_: str | None = said("When it began, as exactly as the source says.", name="from")
    to: str | None = said("When it ended, as exactly as the source says.")


@shows(Cadence, name="Cadence")
class CadenceType:
    """A rhythm."""

    measurement: Rhythm | None = said("How often results are measured.")
    payment: Rhythm | None = said("How often money is paid.")
    meetings: Rhythm | None = said("How often the parties meet.")


@shows(Arrangement, name="Arrangement")
class ArrangementType:
    """An arrangement."""

    id: strawberry.ID = said("The id of the case.")
    box: str = said("The box of the paper that it stands in.")
    name: str = said("Its name.")
    kind: ArrangementKind = said("Who pays whom.")
    payer: str = said("Who pays.")
    counterparties: list[str] = said("Who is paid, or takes part.")
    jurisdictions: list[str] = said("Where it is filed: once for each state that it names.")
    populations: list[Population] = said("Whose care it is about.")
    settings: list[Setting] = said("Where.")
    payment_model: str = said("How money is paid, in words.")
    phases: list[ArrangementPhaseType] = said("Its phases, in order.")
    measures: list[MeasureUseType] = said("The measures that it uses, in order.")
    measure_sets: list[str] = said("Measure sets that it uses, by id.")
    cadence: CadenceType = said("Its rhythm; null where the box does not tell.")
    outcomes_named: list[str] = said("Outcomes that the box names.")
    results_reported: list[str] = said("Results that the box reports.")
    reading: str = said("What this project read into the box.")
    notes: str | None = said("What to keep in mind about it.")

    @strawberry.field(description="What the record rests on.", graphql_type=list[SourceType])
    def sources(self, parent: strawberry.Parent[Arrangement]) -> list[Source]:
        return sources_of([parent.source, *parent.other_sources])


@strawberry.type
class ArrangementQueries:
    """Queries about arrangements."""

    @strawberry.field(description="Published cases, by id.", graphql_type=Connection[ArrangementType])
    def arrangements(
        self,
        jurisdiction: Jurisdiction = None,
        kind: Annotated[ArrangementKind | None, strawberry.argument(description="Only of this kind.")] = None,
        category: Annotated[
            ApmCategory | None, strawberry.argument(description="Only with a phase in this APM category.")
        ] = None,
        first: First = 20,
        after: After = None,
    ) -> Page[Arrangement]:
        place = require_jurisdiction(jurisdiction)
        found = [
            case
            for _, case in sorted(load_arrangements().items())
            if (place is None or place in case.jurisdictions)
            and kind in (None, case.kind)
            and (category is None or any(category in phase.hcplan for phase in case.phases))
        ]
        return memory_page(found, first, after, "arrangements", lambda case: case.id)

    @strawberry.field(description="One case; none: there is none of that id.", graphql_type=ArrangementType | None)
    def arrangement(
        self,
        id: Annotated[strawberry.ID, strawberry.argument(description="The id of the case.")],  # noqa: A002
    ) -> Arrangement | None:
        return load_arrangements().get(id)
