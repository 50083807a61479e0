"""Alignment: which measures lists share, by count, by weight, and by reviewed lineage."""

from datetime import date
from fractions import Fraction
from typing import Annotated, Final

import strawberry

from measures.measure import MeasureEntry
from registry import aligning
from registry.aligning import Aligned, TooManyPortfoliosError
from registry.contracts.alignment import (
    Alignment,
    Candidate,
    LineageStep,
    Moment,
    NamedMeasure,
    NearMatch,
    Portfolio,
    PortfolioItem,
    PortfolioKind,
    Score,
    SharedMeasure,
    Version,
    VersionMatch,
    heat_map,
    near_factor,
)
from registry.graphql.context import Info
from registry.graphql.measures import MeasureType
from registry.graphql.nouns import said, shows
from registry.graphql.priority_sets import PeriodType
from registry.graphql.scalars import ExactNumber

MOST: Final = 64
"""Lists in one query: 2,016 pairs. More are had from /alignment.csv or the command line."""
HALF_COUNTS: Final = ExactNumber("1/2")
Named = Annotated[
    str,
    strawberry.argument(
        description="A list of measures: the reference of a priority set or measure set, program/id, arrangement/id, "
        "or contract/id of a contract of your own."
    ),
]
Near = Annotated[
    ExactNumber,
    strawberry.argument(description="How far a near-match counts in `withNear`, from 0 to 1."),
]


def exact(share: Fraction | None) -> ExactNumber | None:
    """A share as exact text."""
    return None if share is None else ExactNumber(str(share))


@shows(PortfolioItem, name="PortfolioItem")
class PortfolioItemType:
    """An item."""

    measure: strawberry.ID = said("The id of the measure.", name="measureId")
    version: str | None = said("The version that is pinned; none where its source pins none.")
    role: str = said("Its part there, in the words of its source.")
    target: str | None = said("What is aimed at.")
    period: PeriodType | None = said("The measurement period of this measure.")

    @strawberry.field(description="The weight that its source states, exact; none where it states none.")
    def weight(self, parent: strawberry.Parent[PortfolioItem]) -> ExactNumber | None:
        return exact(parent.weight)

    @strawberry.field(
        description="The measure as the catalog has it now.", name="measure", graphql_type=MeasureType | None
    )
    async def catalog_measure(self, info: Info, parent: strawberry.Parent[PortfolioItem]) -> MeasureEntry | None:
        return await info.context.loaders.measure.load(parent.measure)


@shows(Portfolio, name="Portfolio", description="Anything that names measures, in one form.")
class PortfolioType:
    """A portfolio."""

    key: str = said("How it is asked for.", name="name")
    title: str = said("Its title.")
    kind: PortfolioKind = said("What it is.")
    jurisdictions: list[str] = said("Where it belongs.")
    items: list[PortfolioItemType] = said("Its measures, in order.")
    period: PeriodType | None = said("Its measurement period, where it has one.")
    standing: str | None = said("The word that stands beside its name where it is not what it seems, as proposed.")
    cautions: list[str] = said("What a reader must know about where the list comes from.")
    states_weights: bool = said("Whether its source states any weight; without one every measure weighs the same.")


@shows(Score, name="AlignmentScore")
class ScoreType:
    """A score."""

    shared: int = said("How many measures both name.")
    named: int = said("How many measures either names.")
    near: int = said("How many pairs of the others a stated lineage joins, each measure in one pair at most.")

    @strawberry.field(description="The share of all measures that both name; none if neither names any.")
    def agreement(self, parent: strawberry.Parent[Score]) -> ExactNumber | None:
        return exact(parent.agreement)

    @strawberry.field(description="The same by weight: the smaller weights over the larger ones.")
    def weighted(self, parent: strawberry.Parent[Score]) -> ExactNumber | None:
        return exact(parent.weighted)

    @strawberry.field(description="Agreement where each near-match counts as far as the factor says.")
    def with_near(self, parent: strawberry.Parent[Score]) -> ExactNumber | None:
        return exact(parent.with_near)


@shows(LineageStep, name="LineageStep")
class LineageStepType:
    """A step of a lineage."""

    variant: str = said("The measure that was made.")
    parent: str = said("The measure that it was made from.")
    changes: list[str] = said("What was changed, in order.")
    comparable: bool | None = said("Whether results can be set side by side; none: not stated.")
    trendable: bool | None = said("Whether results can stand in one series over time; none: not stated.")
    source: str = said("The id of the source that says so.")


@shows(NearMatch, name="NearMatch")
class NearMatchType:
    """A near-match."""

    here: str = said("The measure of the one side.")
    there: str = said("The measure of the other.")
    steps: list[LineageStepType] = said("Every step of the lineage between them.")
    comparable: bool | None = said("Yes only if every step says so; none where a step does not tell.")
    trendable: bool | None = said("The same for results over time.")


@shows(Candidate, name="VariantCandidate")
class CandidateType:
    """A candidate."""

    one: str = said("The one measure.")
    other: str = said("The other.")
    signs: list[str] = said("Why they look alike. Nobody reviewed it, and it counts for nothing.")


@shows(SharedMeasure, name="SharedMeasure")
class SharedMeasureType:
    """A shared measure."""

    measure: strawberry.ID = said("The id of the measure.", name="measureId")
    title: str = said("Its title.")
    here: PortfolioItemType = said("As the one side has it.")
    there: PortfolioItemType = said("As the other has it.")
    versions: VersionMatch = said("Whether both name the same version.")


@shows(Alignment, name="Alignment")
class AlignmentType:
    """Two lists side by side."""

    here: PortfolioType = said("The one list.")
    there: PortfolioType = said("The other.")
    score: ScoreType = said("How far they agree.")
    shared: list[SharedMeasureType] = said("The measures that both name.")
    near: list[NearMatchType] = said("Near-matches by a stated lineage, with the reason.", name="nearMatches")
    candidates: list[CandidateType] = said("Pairs that look alike; not reviewed, and they count for nothing.")
    only_here: list[strawberry.ID] = said("Measures that the other side does not name.")
    only_there: list[strawberry.ID] = said("Measures that the one side does not name.")


@strawberry.type(description="The score of two lists.")
class AlignmentPair:
    """A cell of the matrix."""

    here: str = strawberry.field(description="The name of the one list.")
    there: str = strawberry.field(description="The name of the other.")
    score: ScoreType = strawberry.field(description="How far they agree.")


@shows(NamedMeasure, name="CommonMeasure")
class NamedMeasureType:
    """A measure of several lists."""

    measure: strawberry.ID = said("The id of the measure.", name="measureId")
    title: str = said("Its title.")

    @strawberry.field(description="The names of the lists that name it.")
    def named_by(self, parent: strawberry.Parent[NamedMeasure]) -> list[str]:
        return [each.key for each in parent.named_by]


@shows(Version, name="PortfolioVersion")
class VersionType:
    """A version."""

    added: list[strawberry.ID] = said("Measures that the version before did not name.")
    dropped: list[strawberry.ID] = said("Measures that only the version before named.")

    @strawberry.field(description="The name of the version.")
    def name(self, parent: strawberry.Parent[Version]) -> str:
        return parent.after.key

    @strawberry.field(description="The name of the version before it.")
    def before(self, parent: strawberry.Parent[Version]) -> str:
        return parent.before.key

    @strawberry.field(description="How far the two agree.")
    def agreement(self, parent: strawberry.Parent[Version]) -> ExactNumber | None:
        return exact(parent.agreement)


@shows(Moment, name="AlignmentMoment")
class MomentType:
    """A moment."""

    on: date = said("The day.")
    in_force: list[str] = said("The names of the lists in force on that day.")

    @strawberry.field(description="The mean agreement over each two of them; none where fewer than two are in force.")
    def mean(self, parent: strawberry.Parent[Moment]) -> ExactNumber | None:
        return exact(parent.mean)


@shows(Aligned, name="AlignmentMatrix")
class AlignedType:
    """A matrix."""

    portfolios: list[PortfolioType] = said("The lists, in order.")
    common: list[NamedMeasureType] = said("The measures that two or more of them name, those of most lists first.")
    versions: list[VersionType] = said("Each version beside the one before it.")
    over_time: list[MomentType] = said("How far those in force agreed, on each day on which a version came into force.")

    @strawberry.field(description="Each two of them once.")
    def pairs(self, parent: strawberry.Parent[Aligned]) -> list[AlignmentPair]:
        held = parent.portfolios
        return [
            AlignmentPair(here=held[column].key, there=one.key, score=parent.matrix.score(row, column))  # type: ignore[arg-type]  # resolved by attribute from the domain value
            for row, one in enumerate(held)
            for column in range(row)
        ]

    @strawberry.field(description="The matrix as a picture in SVG; its numbers stand in its cells.")
    def svg(self, parent: strawberry.Parent[Aligned]) -> str:
        return heat_map(parent.matrix)


@strawberry.type
class AlignmentQueries:
    """Queries about alignment."""

    @strawberry.field(
        description="Set up to 64 lists of measures beside each other. Nothing is stored.",
        graphql_type=AlignedType | None,
    )
    async def alignment_matrix(
        self,
        info: Info,
        of: Annotated[list[str], strawberry.argument(description="The lists: what `alignment` takes.")],
        near_counts: Near = HALF_COUNTS,
    ) -> Aligned:
        if len(of) > MOST:
            raise TooManyPortfoliosError(f"At most {MOST} lists go into one query; these are {len(of)}.")
        return await aligning.align(info.context.actor, of, near_factor(near_counts))

    @strawberry.field(
        description="Set two lists of measures side by side, measure by measure. Nothing is stored.",
        graphql_type=AlignmentType | None,
    )
    async def alignment(self, info: Info, here: Named, there: Named, near_counts: Near = HALF_COUNTS) -> Alignment:
        aligned = await aligning.align(info.context.actor, [here, there], near_factor(near_counts))
        return aligned.pair(0, 1)
