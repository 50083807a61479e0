"""Public cases: the arrangements of the catalog in the fields of a contract, and what only a case has."""

from typing import Annotated

import strawberry

from governance.phases import ItemRole
from measures.apm import ApmCategory
from measures.sources import Source
from measures.uses import MeasureRole
from registry.contracts import cases
from registry.contracts.case_fields import ArguedCategories, CaseBasis, CaseResult, CaseStream, FieldBasis
from registry.contracts.cases import CaseUse, PublicCase
from registry.graphql.connections import (
    After,
    Connection,
    First,
    Jurisdiction,
    Page,
    memory_page,
    require_jurisdiction,
)
from registry.graphql.contract_words import ContractWordingType, PaymentStreamType
from registry.graphql.documents import SourceType, sources_of
from registry.graphql.nouns import said, shows


@shows(CaseStream, name="CaseStream")
class CaseStreamType:
    """A stream of a case."""

    id: strawberry.ID = said("Its id within the case.")
    stage: int | None = said("The number of the stage in which it runs, where the case tells.")
    basis: CaseBasis = said("How it is known.")

    @strawberry.field(description="What it is.", graphql_type=PaymentStreamType)
    def stream(self, parent: strawberry.Parent[CaseStream]) -> CaseStream:
        return parent


@shows(CaseUse, name="CaseUse")
class CaseUseType:
    """A measure of a case."""

    measure: strawberry.ID = said("The id of the measure.", name="measureId")
    stated_role: MeasureRole = said("The case's own word for its role.")
    role: ItemRole | None = said("The tabulated role; none: it is named beside the case and no measure of it.")
    stage: int | None = said("The number of the stage in which it counts, where the case tells.")
    basis: CaseBasis = said("How it is known.")
    note: str | None = said("What to keep in mind about it.")


@shows(CaseResult, name="CaseResult")
class CaseResultType:
    """A result."""

    says: str = said("The result in words.")
    measures: list[str] = said("Names of the measures that it is about.")
    figure: str | None = said("The figure, as the source has it.")
    when: str | None = said("The time, as the source has it.")
    source: str | None = said("Where it was read, if not in the box.")


@shows(ArguedCategories, name="ArguedCategories")
class ArguedCategoriesType:
    """Categories that could be argued."""

    categories: list[ApmCategory] = said("The categories.")
    because: str = said("Why.")


@shows(FieldBasis, name="FieldBasis")
class FieldBasisType:
    """The basis of a field."""

    field: str = said("The field.")
    basis: CaseBasis = said("Where its content comes from.")
    words: str | None = said("Which part of it; none: the whole.")


@shows(PublicCase, name="PublicCase")
class PublicCaseType:
    """A case."""

    id: strawberry.ID = said("The id of the case, which is that of its arrangement.")
    box: str = said("The box of the paper in which it stands.")
    wording: ContractWordingType = said("What a contract summary would say of it.")
    streams: list[CaseStreamType] | None = said("The ways in which money moves; empty: it tells that none does.")
    uses: list[CaseUseType] = said("The measures that it names, in order.")
    measure_sets: list[str] = said("Measure sets that it names without single measures, by id.")
    outcomes_named: list[str] = said("Outcomes that it names.")
    results: list[CaseResultType] = said("Results that were reported of it.")
    argued: list[ArguedCategoriesType] = said("Categories that could be argued instead.")
    model_words: list[str] = said("Its own words for the payment model.")
    began: str | None = said("When work on it began, where that is not the start of a stage.")
    made_with: list[str] = said("With whom it was made.")
    endorsed_by: list[str] = said("Who endorsed it.")
    coordinated_with: list[str] = said("With whom it is coordinated.")
    reasons_given: list[str] = said("Why it was chosen.")
    data_inputs: list[str] = said("Sources of data that are named without a version.")
    not_told: list[str] = said("What it leaves open.")
    planned_stages: list[int] = said("Stages that were a plan when the source was written, by number.")
    side_by_side: bool = said("Whether the stages are initiatives beside each other.")
    related_cases: list[strawberry.ID] = said("Cases about the same model.")
    bases: list[FieldBasisType] = said("Fields that the box does not state; every other field is stated by it.")

    @strawberry.field(description="Where it is filed: once for each state that it names.")
    def jurisdictions(self, parent: strawberry.Parent[PublicCase]) -> list[str]:
        return list(parent.jurisdictions)

    @strawberry.field(description="What the record rests on.", graphql_type=list[SourceType])
    def sources(self, parent: strawberry.Parent[PublicCase]) -> list[Source]:
        return sources_of([parent.source, *parent.other_sources])


@strawberry.type
class CaseQueries:
    """Queries about public cases."""

    @strawberry.field(description="Public cases, by id.", graphql_type=Connection[PublicCaseType])
    def public_cases(
        self,
        jurisdiction: Jurisdiction = None,
        category: Annotated[
            ApmCategory | None, strawberry.argument(description="Only with a stage in this APM category.")
        ] = None,
        first: First = 20,
        after: After = None,
    ) -> Page[PublicCase]:
        place = require_jurisdiction(jurisdiction)
        found = [
            case
            for _, case in sorted(cases.load().items())
            if (place is None or place in case.jurisdictions)
            and (category is None or any(category in step.categories for step in case.wording.path or ()))
        ]
        return memory_page(found, first, after, "publicCases", lambda case: case.id)

    @strawberry.field(
        description="One public case; none: there is none of that id.", graphql_type=PublicCaseType | None
    )
    def public_case(
        self,
        id: Annotated[strawberry.ID, strawberry.argument(description="The id of the case.")],  # noqa: A002
    ) -> PublicCase | None:
        return cases.load().get(id)
