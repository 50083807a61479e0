"""What a contract says about measures, as types: the words that a private contract and a public case share."""

from datetime import date

import strawberry

from governance.phases import ItemRole
from measures.apm import ApmBasis, ApmCategory
from measures.measure import MeasureEntry
from measures.references import Reference
from measures.vocabularies import Population, Setting
from registry.contracts.framework_steps import StepId, StepPhase
from registry.contracts.steps import path_warnings, phase_of
from registry.contracts.summary import ContractItem, ContractWording
from registry.contracts.wording import (
    ArrangementKind,
    Attribution,
    AttributionTiming,
    DeclaredPoint,
    Overlap,
    OverlapTreatment,
    PathStep,
    PaymentStream,
    PointState,
    StreamKind,
)
from registry.graphql.arrangements import CadenceType
from registry.graphql.context import Info
from registry.graphql.measures import MeasureType
from registry.graphql.nouns import said, shows
from registry.graphql.priority_sets import PeriodType, PhaseStepType
from registry.graphql.scalars import ExactNumber


@shows(ContractItem, name="ContractItem")
class ContractItemType:
    """One measure of a contract."""

    measure: str = said("The reference of the measure version that it names.", name="reference")
    role: ItemRole = said("What it does in the contract.")
    role_word: str | None = said("The contract's own word for the role, where it is another.")
    weight: ExactNumber | None = said("Its weight, exact.")
    target: str | None = said("What is aimed at.")
    benchmark: str | None = said("What results are held against.")
    phase_path: list[PhaseStepType] = said("When its role changes.")
    note: str | None = said("What to keep in mind about it.")
    period: PeriodType | None = said("Its own measurement period, where it has one.")
    stratification: list[str] | None = said("The groups by which results are shown.")
    expected_denominator: int | None = said("How many people are expected behind the result.")

    @strawberry.field(
        description="The measure as the catalog has it now.", name="measure", graphql_type=MeasureType | None
    )
    async def catalog_measure(self, info: Info, parent: strawberry.Parent[ContractItem]) -> MeasureEntry | None:
        return await info.context.loaders.measure.load(Reference.parse(parent.measure).name)


@shows(PathStep, name="PathStep")
class PathStepType:
    """A stage."""

    label: str = said("What it is called.")
    categories: list[ApmCategory] = said("Its APM categories; several may hold at once.")
    basis: ApmBasis = said("How the categories are known.")
    starts: date | None = said("The first day, where it is known.")
    ends: date | None = said("The last day, where it is known.")
    from_words: str | None = said("The start, as exactly as the source says.")
    to_words: str | None = said("The end, as exactly as the source says.")


@shows(PaymentStream, name="PaymentStream")
class PaymentStreamType:
    """A stream."""

    id: strawberry.ID = said("Its id within the contract.")
    kind: StreamKind = said("What it is.")
    payer: str | None = said("Who pays.")
    payee: str | None = said("Who is paid.")
    purpose: str | None = said("What it is paid for.")
    depends_on: list[str] | None = said("Names of measures on which it hangs.")
    other_condition: str | None = said("What else it hangs on.")
    downside: bool | None = said("Whether the payee can lose by it; none: not told.")


@shows(Overlap, name="Overlap")
class OverlapType:
    """An overlap."""

    treatment: OverlapTreatment = said("What happens to such members.")
    models: list[str] = said("The other models.")
    note: str | None = said("What to keep in mind about it.")


@shows(Attribution, name="Attribution")
class AttributionType:
    """An attribution rule."""

    timing: AttributionTiming = said("Whether members are known before the period or settled after it.")
    method: str = said("How it is worked out.")
    overlap: OverlapType | None = said("Members who may count in another model too.")


@shows(DeclaredPoint, name="DeclaredPoint")
class DeclaredPointType:
    """A point."""

    term: str = said("The reference of the term.")
    state: PointState = said("Where it stands.")
    where: str | None = said("The place that settles it, or why it does not apply.")


@strawberry.interface(name="ContractWords", description="What a contract says about measures. No rates.")
class ContractWords:
    """The words that a private contract and a public case share."""

    title: str = said("The title.")
    payer: str = said("Who pays.")
    providers: list[str] = said("Who is paid.")
    categories: list[ApmCategory] = said("The APM categories of the arrangement, in order.")
    term: PeriodType | None = said("The term of the contract.")
    signed_on: date | None = said("The day on which it was signed.")
    measurement_period: PeriodType | None = said("The period in which the measures are taken.")
    items: list[ContractItemType] = said("The measures that it chose, in order.")
    cohort: str | None = said("Whose care it covers.")
    new_members: str | None = said("How new members are treated.")
    network: str | None = said("The network.")
    benchmark: str | None = said("What results are held against.")
    recalibration: str | None = said("When and how it is recalibrated.")
    data_cadence: str | None = said("How often data are exchanged.")
    reporting: str | None = said("How results are reported.")
    review_dates: list[date] = said("When the parties review it.")
    case: str | None = said("The cataloged arrangement that it was made from, if it was.")
    arrangement: ArrangementKind | None = said("Who pays whom.")
    path: list[PathStepType] | None = said("The stages of the arrangement over APM categories, in order.")
    streams: list[PaymentStreamType] | None = said("The ways in which money moves; empty: it is told that none is.")
    cadence: CadenceType | None = said("The rhythm of measurement, payment and meetings.")
    step: StepId | None = said("The step of the framework that the parties are at.")
    terms: list[str] | None = said("Terms of a library that the contract uses as they are defined there.")
    points: list[DeclaredPointType] | None = said("What the parties say of points that no field answers.")
    jurisdictions: list[str] | None = said("The states that it is about.")
    populations: list[Population] | None = said("Whose care it is about.")
    settings: list[Setting] | None = said("Where.")
    services: list[str] | None = said("What is done for members, in words.")
    products: list[str] | None = said("The state's words for its products.")
    contract_types: list[str] | None = said("The state's words for the type of contract.")
    contract_level: str | None = said("The state's word for the level of the arrangement.")
    provider_types: list[str] | None = said("Kinds of provider that are paid.")
    rating_period: PeriodType | None = said("The rating period.")
    targets_given_on: date | None = said("The day on which the data behind the targets reached the other party.")

    @strawberry.field(description="How members are attributed, in words.")
    def attribution(self, parent: strawberry.Parent[ContractWording]) -> str | None:
        given = parent.attribution
        return given.method if isinstance(given, Attribution) else given

    @strawberry.field(
        description="How members are attributed, with its timing and overlap; none where it is only told in words.",
        graphql_type=AttributionType | None,
    )
    def attribution_rule(self, parent: strawberry.Parent[ContractWording]) -> Attribution | None:
        return parent.attribution if isinstance(parent.attribution, Attribution) else None

    @strawberry.field(description="The phase of the framework that the step belongs to.")
    def phase(self, parent: strawberry.Parent[ContractWording]) -> StepPhase | None:
        return phase_of(parent.step) if parent.step else None

    @strawberry.field(description="Where the path jumps a group of categories, stands still or goes back.")
    def path_warnings(self, parent: strawberry.Parent[ContractWording]) -> list[str]:
        return list(path_warnings(parent))


@shows(ContractWording, name="ContractWording")
class ContractWordingType(ContractWords):
    """The words of a public case."""
