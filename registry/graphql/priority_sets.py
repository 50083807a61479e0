"""Priority sets: a state's chosen measures for a period, as published and as drafts."""

from collections import Counter
from datetime import date
from fractions import Fraction
from typing import Any

import strawberry

from governance.advance import Advance, Upstream, UpstreamState
from governance.label_decisions import LabelBasis
from governance.phases import ItemRole, PhaseStep
from governance.priority_sets import (
    DraftItem,
    ItemLabel,
    OutcomePointer,
    Period,
    PriorityArea,
    PrioritySet,
    PrioritySetDraft,
    SetItem,
    SetScope,
    Tier,
    label_shares,
)
from measures.apm import ApmCategory
from measures.labels import MeasureLabel
from measures.measure import MeasureEntry
from measures.references import Kind, Reference
from measures.vocabularies import Population, Setting
from registry.graphql.connections import After, Connection, First, Jurisdiction, Page, require_jurisdiction
from registry.graphql.context import Info
from registry.graphql.documents import (
    PublishedDocument,
    ReferenceText,
    document_page,
    key_of_document,
    one_document,
    published,
)
from registry.graphql.measures import MeasureType
from registry.graphql.nouns import said, shows
from registry.graphql.scalars import ExactNumber
from registry.storage.read_only import UnknownAtMirrorError


@shows(Period, name="Period")
class PeriodType:
    """A period; both days belong to it."""

    starts: date = said("The first day.", name="from")
    ends: date = said("The last day.", name="to")


@shows(SetScope, name="SetScope")
class SetScopeType:
    """Where a set applies."""

    populations: list[Population] = said("Whose care is meant.")
    settings: list[Setting] = said("Where.")
    waiver_authority: str | None = said("The waiver authority, if one is named.")
    contract_types: list[str] = said("The types of contract that it is for, in the state's words.")


@shows(OutcomePointer, name="OutcomePointer")
class OutcomePointerType:
    """Which outcome of which definition an area stands for."""

    definition: str = said("The reference of the definition of value.")
    outcome: str = said("The id of the outcome in it.")


@shows(PriorityArea, name="PriorityArea")
class PriorityAreaType:
    """An outcome that comes first."""

    id: strawberry.ID = said("The id of the area in this set.")
    statement: str = said("The outcome in words.")
    outcome: OutcomePointerType | None = said("The outcome that it stands for.")


@shows(Tier, name="Tier")
class TierType:
    """A state's own word for a group of measures."""

    key: str = said("The key that items use.")
    name: str = said("The state's word.")


@shows(PhaseStep, name="PhaseStep")
class PhaseStepType:
    """One step of a phase path."""

    starts: date = said("The day from which it holds.", name="from")
    role: ItemRole = said("What the measure does from then on.")
    category: ApmCategory | None = said("The APM category in which it does so, where known.")
    replaced_by: str | None = said("The measure that takes its place, if it ends here.")


@strawberry.interface(description="What one measure does in a set, as a draft or as published.")
class ChoosesMeasure:
    """Shared by items of drafts and of published sets."""

    measure: str = said("The reference of the measure version; pinned once the set is published.", name="reference")
    role: ItemRole = said("What the measure does.")
    area: str | None = said("The priority area that it stands for.")
    tier: str | None = said("The tier that it is in, by the tier's key.")
    weight: ExactNumber | None = said("Its weight, exact.")
    target: str | None = said("What is aimed at.")
    benchmark: str | None = said("What results are held against.")
    phase_path: list[PhaseStepType] = said("When its role changes.")
    stratification: list[str] = said("Groups by which results must be shown.")
    note: str | None = said("What to keep in mind about it.")

    @strawberry.field(
        description="The measure as the catalog has it now; the reference says which version the set names.",
        name="measure",
        graphql_type=MeasureType | None,
    )
    async def catalog_measure(self, info: Info, parent: strawberry.Parent[DraftItem]) -> MeasureEntry | None:
        return await info.context.loaders.measure.load(Reference.parse(parent.measure).name)


@shows(DraftItem, name="DraftItem")
class DraftItemType(ChoosesMeasure):
    """One measure of a draft."""


@shows(ItemLabel, name="ItemLabel")
class ItemLabelType:
    """The label under which an item was chosen."""

    label: MeasureLabel = said("The label.")
    basis: LabelBasis = said("How it came to count: by a vote, or by acceptance.")
    decision: str = said("The decision that settled it.")
    digest: str = said("SHA-256 of the bytes of that decision.")


@shows(Upstream, name="Upstream")
class UpstreamType:
    """The state of the steward's own specification behind a measure."""

    state: UpstreamState = said("Frozen, provisional, or not known.")
    because: str = said("The set or the status that says so.")


@shows(SetItem, name="SetItem")
class SetItemType(ChoosesMeasure):
    """One measure of a published set."""

    title: str = said("The title of the measure version.")
    label: ItemLabelType = said("The label that it was chosen under.")
    upstream: UpstreamType | None = said("Whether the steward's specification was final when the set was put together.")


@strawberry.type(description="How much of a set is compliance, and how much is quality, by number of items.")
class LabelShares:
    """The shares of a set."""

    compliance: int = strawberry.field(description="Items labelled compliance.")
    quality: int = strawberry.field(description="Items labelled quality.")
    quality_share: ExactNumber | None = strawberry.field(
        description="Quality items as an exact share of all; null for a set without items."
    )


@strawberry.interface(description="What a priority set says besides its items, as a draft or as published.")
class StatesPriorities:
    """Shared by drafts and published sets."""

    title: str = said("The title.")
    programme: str = said("The program that it is for.")
    agency: str = said("The agency that answers for it.")
    scope: SetScopeType = said("Where it applies.")
    statement: str | None = said("The set in plain language, for members.")
    tiers: list[TierType] = said("The state's own words for groups of measures, in order.")
    areas: list[PriorityAreaType] = said("The outcomes that come first, in order.")
    definitions: list[str] = said("References of the definitions of value that it serves.")
    differences: list[str] = said("Where the set departs from what its source says.")
    sources: list[str] = said("What it rests on, as its drafters wrote it.")


@shows(PrioritySetDraft, name="PrioritySetDraft", description="The content of a draft of a priority set.")
class PrioritySetDraftType(StatesPriorities):
    """A draft's content."""

    period: PeriodType | None = said("The period in which the measures are taken.")
    items: list[DraftItemType] = said("The measures, in order.")


@shows(PrioritySet, name="PrioritySet")
class PrioritySetType(PublishedDocument, StatesPriorities):
    """A priority set as it was published."""

    name: str = said("Jurisdiction and slug, as references write it.")
    period: PeriodType = said("The period in which the measures are taken.")
    items: list[SetItemType] = said("The measures, in order.")

    @strawberry.field(description="How many items stand under each label.")
    def label_shares(self, parent: strawberry.Parent[PrioritySet]) -> LabelShares:
        counts: Counter[MeasureLabel] = Counter(label_shares(parent.items))
        quality, total = counts[MeasureLabel.QUALITY], sum(counts.values())
        share = ExactNumber(str(Fraction(quality, total))) if total else None
        return LabelShares(compliance=counts[MeasureLabel.COMPLIANCE], quality=quality, quality_share=share)

    @strawberry.field(description="How many contracts cite this version. Who they are is not public.")
    async def number_of_contracts(self, info: Info, parent: strawberry.Parent[PrioritySet]) -> int:
        if info.context.store.mirror is not None:
            raise UnknownAtMirrorError
        return await info.context.loaders.number_citing.load(key_of_document(parent))

    @strawberry.field(description="Whether it was published before its measurement period started.")
    async def set_in_advance(self, info: Info, parent: strawberry.Parent[PrioritySet]) -> bool:
        return Advance((await published(info, parent)).published_at, parent.period.starts).holds

    @strawberry.field(description="The same in a sentence, with the instant of publication and the day of the period.")
    async def set_in_advance_sentence(self, info: Info, parent: strawberry.Parent[PrioritySet]) -> str:
        return Advance((await published(info, parent)).published_at, parent.period.starts).sentence


@strawberry.type
class PrioritySetQueries:
    """Queries about priority sets."""

    @strawberry.field(
        description="Published versions of priority sets, by name.", graphql_type=Connection[PrioritySetType]
    )
    async def priority_sets(
        self, info: Info, jurisdiction: Jurisdiction = None, first: First = 20, after: After = None
    ) -> Page[Any]:
        return await document_page(info, Kind.PRIORITY_SET, require_jurisdiction(jurisdiction), first, after)

    @strawberry.field(description="One published version of a priority set.", graphql_type=PrioritySetType | None)
    async def priority_set(self, info: Info, reference: ReferenceText) -> PrioritySet:
        found: PrioritySet = await one_document(info, Kind.PRIORITY_SET, reference)
        return found
