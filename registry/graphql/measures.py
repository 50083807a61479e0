"""Measures: found by words and filters, shown with their standing, sources, labels and fit."""

from collections.abc import Iterable
from typing import Annotated, Any, TypeVar

import strawberry

from measures.apm import FRAMEWORK_VERSION, ApmCategory, ApmFit
from measures.labels import MeasureLabel
from measures.measure import VERIFICATION_MEANS, Identifiers, Lineage, MeasureEntry, Stratifiers
from measures.references import Kind, Reference
from measures.search import Hit, MeasureFilter
from measures.sources import Source
from measures.vocabularies import (
    AccountabilityLevel,
    DataSource,
    DeliverySystem,
    Direction,
    Domain,
    MeasureStatus,
    Population,
    Setting,
    Verification,
    WaiverAssurance,
)
from measures.vocabularies import (
    MeasureType as TypeOfResult,
)
from registry import searching
from registry.graphql.connections import (
    After,
    Edge,
    First,
    Jurisdiction,
    Page,
    PageInfo,
    memory_page,
    require_jurisdiction,
)
from registry.graphql.context import Info
from registry.graphql.documents import PublishedDocument, SourceType, key_of_document, sources_of
from registry.graphql.labels import DecidedLabelType, ProposedLabelType, counting
from registry.graphql.measure_sets import MembershipType
from registry.graphql.nouns import said, shows
from registry.proposing import MeasureNotFoundError
from registry.storage.labels import KeptDecision

E = TypeVar("E")
LONGEST_SEARCH = 200


@shows(Identifiers, name="MeasureIdentifiers")
class IdentifiersType:
    """Numbers of a measure elsewhere; null where none is known."""

    cmit: int | None = said("The number in the CMS Measures Inventory Tool.")
    cbe: str | None = said("The four-digit number of the consensus-based entity.")
    cms_code: str | None = said("The code that CMS uses.")


@shows(Stratifiers, name="Stratifiers")
class StratifiersType:
    """Groups by which results must be shown."""

    required: list[str] | None = said("The groups; null where no source that was read states any.")
    basis: str | None = said("Who requires them.")


@shows(Lineage, name="Lineage")
class LineageType:
    """Which measure this one was made from."""

    modified_from: str = said("The measure that it was made from.")
    changes: list[str] = said("What was changed.")
    comparable: bool | None = said("Whether results can be set side by side; null where no source says.")
    trendable: bool | None = said("Whether results can be followed across the change; null where no source says.")


@shows(ApmFit, name="ApmFit")
class ApmFitType:
    """The HCP-LAN categories in which a measure is apt. The framework itself classifies no measures."""

    categories: list[ApmCategory] = said("The categories; none: not a measure for a payment contract.")
    rationale: str = said("Why.")

    @strawberry.field(description="The edition of the framework whose categories these are.")
    def framework_version(self) -> str:
        return FRAMEWORK_VERSION


@shows(MeasureEntry, name="Measure", description="A measure as its steward specifies it, in the registry's own words.")
class MeasureType(PublishedDocument):
    """A measure of the catalog."""

    id: strawberry.ID = said("Our own id, family/name; federal and survey codes collide.")
    short_name: str | None = said("The short name that people use, if there is one.")
    title: str = said("The title.")
    family: str = said("The family of measures that it belongs to.")
    steward: str = said("Who keeps the specification.")
    identifiers: IdentifiersType = said("Numbers under which others know it.")
    measure_type: TypeOfResult = said("What kind of result it shows.")
    numerator: str = said("Who or what counts as met, in own words.")
    denominator: str = said("Who or what is counted, in own words.")
    exclusions: str | None = said("Who or what is left out of the count, in own words; null: not told.")
    upstream_version: str | None = said("What its steward calls this edition (MY2026); null: not told.")
    rates: list[str] = said("The rates that are reported, in order.")
    data_source: list[DataSource] = said("Where the data come from.", name="dataSources")
    delivery_systems: list[DeliverySystem] = said("The side of Medicaid that it covers.")
    settings: list[Setting] = said("Where care is given, or whose results are measured.")
    populations: list[Population] = said("Whose care it is about.")
    direction: Direction = said("Which way is better.")
    stratifiers: StratifiersType = said("Groups by which results must be shown.")
    domain: Domain = said("The outcome domain that it speaks to.")
    tested_level: list[AccountabilityLevel] | None = said("Whose results it can tell apart; null: not known.")
    lineage: LineageType | None = said("Which measure it was made from; null: no source states any.")
    assurance_1915c: WaiverAssurance | None = said("The 1915(c) waiver sub-assurance that it supports, if any.")
    status: MeasureStatus = said("Where it stands with its steward.")
    verification: Verification = said("How far the record was checked.")
    is_verified: bool = said("Whether a source of the facts was seen.")
    license_note: str = said("What its owner allows.")
    notes: str | None = said("What to keep in mind about it.")
    classification: ProposedLabelType = said(
        "The label that the catalog PROPOSES. It counts nowhere until it is decided; see decidedLabels.",
        name="proposedLabel",
    )
    hcplan: ApmFitType = said("The HCP-LAN categories in which it is apt, and why.", name="apmFit")
    measure_sets: list[MembershipType] = said("The measure sets that it belongs to.", name="memberships")

    @strawberry.field(description="The sentence that stands beside a measure wherever it is shown.")
    def verification_means(self, parent: strawberry.Parent[MeasureEntry]) -> str:
        return VERIFICATION_MEANS[parent.verification]

    @strawberry.field(description="What the record rests on.", graphql_type=list[SourceType])
    def sources(self, parent: strawberry.Parent[MeasureEntry]) -> list[Source]:
        return sources_of(parent.sources)

    @strawberry.field(
        description="The labels that were DECIDED, one for each jurisdiction; or, where one is named, the one that "
        "counts there (the state's own, else a national one). Empty: nothing was decided.",
        graphql_type=list[DecidedLabelType],
    )
    async def decided_labels(
        self, info: Info, parent: strawberry.Parent[MeasureEntry], jurisdiction: Jurisdiction = None
    ) -> list[KeptDecision]:
        decisions = await info.context.loaders.decisions_on.load(parent.id)
        return counting(decisions, Reference.parse(key_of_document(parent)), require_jurisdiction(jurisdiction))


@strawberry.type(name="MeasureConnection", description="One page of the measures that were found.")
class MeasureConnection:
    """A connection that also knows how many were found."""

    edges: list[Edge[MeasureType]] = strawberry.field(description="The measures of this page, best first.")
    page_info: PageInfo = strawberry.field(description="Where this page stands in the list.")
    total_count: int = strawberry.field(description="How many measures were found in all.")


class _Found:
    """A page of measures and how many there are in all."""

    def __init__(self, page: Page[MeasureEntry], total_count: int) -> None:
        self.edges = page.edges
        self.page_info = page.page_info
        self.total_count = total_count


def _any_of(given: Iterable[E] | None) -> frozenset[E]:
    return frozenset(given or ())


@strawberry.type
class MeasureQueries:
    """Queries about measures."""

    @strawberry.field(
        description="Measures that hold every word of a text and pass every filter, best first.",
        graphql_type=MeasureConnection,
    )
    async def measures(
        self,
        info: Info,
        search: Annotated[
            str, strawberry.argument(description="Words, a short name, or a CMIT, CBE or CMS number.")
        ] = "",
        label: Annotated[
            list[MeasureLabel] | None,
            strawberry.argument(description="Only with this label as the catalog proposes it."),
        ] = None,
        decided_label: Annotated[
            list[MeasureLabel] | None,
            strawberry.argument(description="Only with this label as it was decided, in `decidedIn` or anywhere."),
        ] = None,
        decided_in: Annotated[
            str | None,
            strawberry.argument(description="The jurisdiction in which a decision must count, such as US-TN."),
        ] = None,
        apm_fit: Annotated[
            list[ApmCategory] | None, strawberry.argument(description="Only those apt in any of these categories.")
        ] = None,
        setting: Annotated[
            list[Setting] | None, strawberry.argument(description="Only for any of these settings.")
        ] = None,
        population: Annotated[
            list[Population] | None, strawberry.argument(description="Only about any of these populations.")
        ] = None,
        domain: Annotated[list[Domain] | None, strawberry.argument(description="Only of any of these domains.")] = None,
        status: Annotated[
            list[MeasureStatus] | None, strawberry.argument(description="Only with any of these statuses.")
        ] = None,
        verification: Annotated[
            list[Verification] | None, strawberry.argument(description="Only as far checked as any of these say.")
        ] = None,
        family: Annotated[list[str] | None, strawberry.argument(description="Only of any of these families.")] = None,
        measure_set: Annotated[
            list[str] | None, strawberry.argument(description="Only members of any of these sets, by the set's id.")
        ] = None,
        data_source: Annotated[
            list[DataSource] | None, strawberry.argument(description="Only with data from any of these.")
        ] = None,
        first: First = 20,
        after: After = None,
    ) -> Any:
        only = MeasureFilter(
            labels=_any_of(label),
            apm_fit=_any_of(apm_fit),
            settings=_any_of(setting),
            populations=_any_of(population),
            domains=_any_of(domain),
            statuses=_any_of(status),
            verifications=_any_of(verification),
            families=_any_of(family),
            measure_sets=_any_of(measure_set),
            data_sources=_any_of(data_source),
        )
        hits = (await searching.published_measures()).index.search(search[:LONGEST_SEARCH], only)
        if decided_label is not None or decided_in is not None:
            hits = await _decided(info, hits, _any_of(decided_label), require_jurisdiction(decided_in))
        places = {hit.measure.id: [-hit.score, hit.measure.id] for hit in hits}
        found = [hit.measure for hit in hits]
        return _Found(memory_page(found, first, after, "measures", lambda m: places[m.id]), len(found))

    @strawberry.field(description="One measure, by its id or a reference.", graphql_type=MeasureType | None)
    async def measure(
        self,
        info: Info,
        id: Annotated[  # noqa: A002 - the field's own name
            strawberry.ID, strawberry.argument(description="family/name, or measure/family/name.")
        ],
    ) -> MeasureEntry:
        prefix = f"{Kind.MEASURE}/"
        wanted = Reference.parse(id if id.startswith(prefix) else f"{prefix}{id}")
        found = await info.context.loaders.measure.load(wanted.name)
        if found is None or wanted.version not in (None, found.document_version):
            raise MeasureNotFoundError(
                f"{wanted.versioned} is not in the catalog; look it up with `measures`, or an older version with "
                "`resolveReference`."
            )
        return found


async def _decided(info: Info, hits: list[Hit], wanted: frozenset[MeasureLabel], place: str | None) -> list[Hit]:
    """Those of the hits on which a decision counts, with one of the labels that are wanted, if any are."""
    decisions = await info.context.loaders.decisions_on.load_many([hit.measure.id for hit in hits])
    return [
        hit
        for hit, kept in zip(hits, decisions, strict=True)
        if any(
            not wanted or each.decision.label in wanted
            for each in counting(kept, Reference.parse(key_of_document(hit.measure)), place)
        )
    ]
