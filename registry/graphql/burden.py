"""Burden: what one's own contracts ask for together. Nobody else sees any of it."""

from fractions import Fraction
from typing import Annotated

import strawberry

from measures.labels import MeasureLabel
from measures.vocabularies import DataSource
from registry import weighing_burden
from registry.contracts.alignment import LabelStanding
from registry.contracts.burden import (
    Burden,
    ContractAdoption,
    ContractLoad,
    Duplicate,
    LabelCount,
    LabelShares,
    PeriodClash,
    SourceLoad,
    VariantSplit,
    VersionSplit,
    WantedPeriod,
    WhatIf,
    YearChange,
    judged,
)
from registry.contracts.summary import ContractId
from registry.graphql.alignment import CandidateType, NearMatchType, PortfolioType, exact
from registry.graphql.connections import uuid_of
from registry.graphql.context import Info
from registry.graphql.nouns import said, shows
from registry.graphql.priority_sets import PeriodType
from registry.graphql.scalars import ExactNumber


@shows(LabelCount, name="BurdenLabelCount")
class LabelCountType:
    """A count."""

    label: MeasureLabel = said("The label.")
    standing: LabelStanding = said("How it came to stand.")
    measures: int = said("How many distinct measures have it.")


@shows(LabelShares, name="BurdenLabels")
class LabelSharesType:
    """Labels."""

    counts: list[LabelCountType] = said("One for each label in each standing, also where it is zero.")
    unlabeled: int = said("Measures of which no label is known.")

    @strawberry.field(description="The share of quality among the labels that were adopted or accepted.")
    def quality_of_decided(self, parent: strawberry.Parent[LabelShares]) -> ExactNumber | None:
        return exact(parent.quality(LabelStanding.ADOPTED, LabelStanding.ACCEPTED))

    @strawberry.field(description="The share of quality among the labels that are only proposed.")
    def quality_of_proposed(self, parent: strawberry.Parent[LabelShares]) -> ExactNumber | None:
        return exact(parent.quality(LabelStanding.PROPOSED))


@shows(ContractLoad, name="ContractLoad")
class ContractLoadType:
    """A contract of the burden."""

    contract: PortfolioType = said("The contract.")
    alone: list[strawberry.ID] = said("Measures that no other contract names.")
    labels: LabelSharesType = said("The labels of its measures.")


@shows(Duplicate, name="DuplicateMeasure")
class DuplicateType:
    """A duplicate."""

    measure: strawberry.ID = said("The id of the measure.", name="measureId")
    title: str = said("Its title.")
    contracts: list[str] = said("The contracts that name it.")


@strawberry.type(description="A version of a measure and the contracts that name it.")
class VersionHolders:
    """A version."""

    version: str = strawberry.field(description="The version.")
    contracts: list[str] = strawberry.field(description="The contracts.")


@shows(VersionSplit, name="VersionSplit")
class VersionSplitType:
    """A split."""

    measure: strawberry.ID = said("The id of the measure.", name="measureId")
    title: str = said("Its title.")

    @strawberry.field(description="Each version with the contracts that name it.")
    def versions(self, parent: strawberry.Parent[VersionSplit]) -> list[VersionHolders]:
        return [VersionHolders(version=version, contracts=list(keys)) for version, keys in parent.versions]


@shows(VariantSplit, name="VariantSplit")
class VariantSplitType:
    """Variants side by side."""

    match: NearMatchType = said("The two measures and the lineage between them.")
    contracts_here: list[str] = said("The contracts that name the one.")
    contracts_there: list[str] = said("The contracts that name the other.")


@shows(WantedPeriod, name="WantedPeriod")
class WantedPeriodType:
    """A period."""

    period: PeriodType = said("The period.")
    contracts: list[str] = said("The contracts that measure over it.")


@shows(PeriodClash, name="PeriodClash")
class PeriodClashType:
    """A clash."""

    measure: strawberry.ID = said("The id of the measure.", name="measureId")
    title: str = said("Its title.")
    periods: list[WantedPeriodType] = said("The periods that clash, by their first days.")


@shows(SourceLoad, name="DataSourceLoad")
class SourceLoadType:
    """A load."""

    data_source: DataSource = said("The source of data.")
    measures: list[strawberry.ID] = said("The distinct measures that need it.")
    reports: int = said("The same over all contracts: a measure of three contracts is reported three times.")

    @strawberry.field(description="The judged effort where each measure is produced once; none unless asked for.")
    def effort_once(self, parent: strawberry.Parent[SourceLoad]) -> ExactNumber | None:
        return exact(parent.once)

    @strawberry.field(description="The judged effort where each contract is served for itself; none unless asked for.")
    def effort_each_time(self, parent: strawberry.Parent[SourceLoad]) -> ExactNumber | None:
        return exact(parent.each_time)


@shows(YearChange, name="YearChange")
class YearChangeType:
    """A year."""

    year: int = said("The year.")
    measures: int = said("How many distinct measures it has.")
    added: list[strawberry.ID] = said("Measures that the year listed before did not have.")
    dropped: list[strawberry.ID] = said("Measures that only the year listed before had.")
    changed: list[strawberry.ID] = said("Measures of both, in another version, role, weight or target.")


@shows(ContractAdoption, name="ContractAdoption")
class ContractAdoptionType:
    """A contract that adopts."""

    contract: str = said("The contract.")
    kept: list[strawberry.ID] = said("Measures that both name.")
    other_version: list[strawberry.ID] = said("Those among the kept that the set pins in another version.")
    saved: list[strawberry.ID] = said("Measures of the contract that the set does not hold.")
    new: list[strawberry.ID] = said("Measures of the set that the contract does not hold.")
    near: list[NearMatchType] = said("Pairs of a saved and a new measure that a stated lineage joins.")


@shows(WhatIf, name="SetAdoption")
class WhatIfType:
    """A what-if."""

    adopted: PortfolioType = said("The set.")
    contracts: list[ContractAdoptionType] = said("What it would change in each contract.")
    measures_before: int = said("Distinct measures now.")
    measures_after: int = said("Distinct measures then.")
    saved: list[strawberry.ID] = said("Measures that no contract would ask for any more.")
    new: list[strawberry.ID] = said("Measures that no contract asks for today.")
    reports_before: int = said("Measures over all contracts now.")
    reports_after: int = said("Measures over all contracts then.")
    specifications_before: int = said("Distinct measures by version now.")
    specifications_after: int = said("Distinct measures by version then.")
    sources_saved: list[DataSource] = said("Sources of data that would not be needed any more.")
    sources_new: list[DataSource] = said("Sources of data that would be needed anew.")


@shows(Burden, name="Burden")
class BurdenType:
    """A burden."""

    contracts: list[ContractLoadType] = said("The contracts, in order.")
    measures: list[strawberry.ID] = said("The distinct measures.")
    reports: int = said("Measures over all contracts: one of three contracts is reported three times.")
    duplicates: list[DuplicateType] = said("Measures of two or more contracts, those of most first.")
    version_splits: list[VersionSplitType] = said("Measures that contracts name in different versions.")
    variant_splits: list[VariantSplitType] = said("Measures made from one another, by a stated lineage, side by side.")
    candidates: list[CandidateType] = said("Measures that look alike; not reviewed, and they count for nothing.")
    clashes: list[PeriodClashType] = said("Measures wanted over periods that overlap and are not the same.")
    undated: list[str] = said("Contracts with a measure without a period; left out of clashes and years.")
    sources: list[SourceLoadType] = said("The load of each source of data, the most reports first.")
    of_unknown_source: list[strawberry.ID] = said("Measures of which it is not known where their data come from.")
    labels: LabelSharesType = said("The labels of the distinct measures.")
    years: list[YearChangeType] = said("Churn: what each year brought; years not listed are as the one before.")
    adoption: WhatIfType | None = said("What adopting the set would change, if one was named.")

    @strawberry.field(description="Whose judgment the efforts are, where they were asked for.")
    def effort_judged_by(self, parent: strawberry.Parent[Burden]) -> str | None:
        return parent.effort.judged_by if parent.effort else None

    @strawberry.field(description="The sum of the judged efforts where each measure is produced once.")
    def effort_once(self, parent: strawberry.Parent[Burden]) -> ExactNumber | None:
        efforts = [load.once for load in parent.sources if load.once is not None]
        return exact(sum(efforts, Fraction(0))) if efforts else None


@strawberry.type
class BurdenQueries:
    """Queries about burden."""

    @strawberry.field(
        description="What contracts of your own organizations ask for together. Nothing is stored.",
        graphql_type=BurdenType | None,
    )
    async def burden(
        self,
        info: Info,
        contracts: Annotated[
            list[strawberry.ID], strawberry.argument(description="The ids of contracts that you may see.")
        ],
        adopt: Annotated[
            str | None,
            strawberry.argument(description="What if every contract took this set: a reference, or program/id."),
        ] = None,
        judge_effort: Annotated[
            bool, strawberry.argument(description="Weigh data sources by the packaged judgment, which gives reasons.")
        ] = False,
    ) -> Burden:
        ids = [ContractId(uuid_of(each)) for each in contracts]
        table = judged() if judge_effort else None
        return await weighing_burden.burden_of(info.context.actor, ids, adopt, table)
