"""Contract summaries: recorded by their own organization, and seen by nobody else."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry

from governance.members import Role
from governance.phases import ItemRole
from governance.priority_sets import PrioritySet
from measures.apm import ApmCategory
from measures.measure import MeasureEntry
from measures.references import Reference
from registry import contracting
from registry.contracts.summary import Contract, ContractId, ContractItem, ContractSummary
from registry.graphql.connections import After, Connection, First, Page, keyset_page, uuid_key, uuid_of
from registry.graphql.content_inputs import ContractInput
from registry.graphql.context import Info
from registry.graphql.errors import result
from registry.graphql.inputs import RequestId, plain
from registry.graphql.measures import MeasureType
from registry.graphql.nouns import said, shows
from registry.graphql.priority_sets import PeriodType, PhaseStepType, PrioritySetType
from registry.graphql.scalars import ExactNumber
from registry.reading import read_document
from registry.storage import contracts

ContractIdText = Annotated[strawberry.ID, strawberry.argument(description="The id of the contract summary.")]


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

    @strawberry.field(
        description="The measure as the catalog has it now.", name="measure", graphql_type=MeasureType | None
    )
    async def catalog_measure(self, info: Info, parent: strawberry.Parent[ContractItem]) -> MeasureEntry | None:
        return await info.context.loaders.measure.load(Reference.parse(parent.measure).name)


@shows(ContractSummary, name="ContractSummary", description="What a contract says about measures.")
class ContractSummaryType:
    """A summary."""

    title: str = said("The title.")
    payer: str = said("Who pays.")
    providers: list[str] = said("Who is paid.")
    cites: str = said("The pinned reference of the priority set that it cites.")
    categories: list[ApmCategory] = said("The APM categories of the arrangement, in order.")
    term: PeriodType | None = said("The term of the contract.")
    signed_on: date | None = said("The day on which it was signed.")
    measurement_period: PeriodType | None = said("The period in which the measures are taken.")
    items: list[ContractItemType] = said("The measures that it chose, in order.")
    cohort: str | None = said("Whose care it covers.")
    attribution: str | None = said("How members are attributed, and overlap with other models.")
    new_members: str | None = said("How new members are treated.")
    network: str | None = said("The network.")
    benchmark: str | None = said("What results are held against.")
    recalibration: str | None = said("When and how it is recalibrated.")
    data_cadence: str | None = said("How often data are exchanged.")
    reporting: str | None = said("How results are reported.")
    review_dates: list[date] = said("When the parties review it.")
    case: str | None = said("The cataloged arrangement that it was made from, if it was.")


@shows(Contract, name="Contract")
class ContractType:
    """A recorded contract summary."""

    id: strawberry.ID = said("The id of the summary.")
    organisation: str = said("The organization that recorded it, by short name.")
    recorded_at: datetime = said("When it was recorded.")
    summary: ContractSummaryType = said("What the contract says.")

    @strawberry.field(description="SHA-256 of what the summary says.")
    def digest(self, parent: strawberry.Parent[Contract]) -> str:
        return parent.summary.digest()

    @strawberry.field(
        description="The priority set that it cites, as it was signed, with the events since.",
        graphql_type=PrioritySetType,
    )
    async def priority_set(self, info: Info, parent: strawberry.Parent[Contract]) -> PrioritySet:
        pinned = await info.context.loaders.published.load(parent.summary.citation.versioned)
        assert pinned is not None  # it was there when the contract was recorded, and stays for ever
        document = read_document(pinned.content)
        assert isinstance(document, PrioritySet)
        return document

    @strawberry.field(description="Whether it belongs to a demonstration registry, and so binds nobody.")
    def demonstration(self, info: Info) -> bool:
        return info.context.store.demonstration


RecordContractResult = result("RecordContractResult", ContractType)


@strawberry.type
class ContractQueries:
    """Queries about contracts."""

    @strawberry.field(
        description="The contracts of your own organizations; empty for everybody else.",
        graphql_type=Connection[ContractType],
    )
    async def contracts(self, info: Info, first: First = 20, after: After = None) -> Page[Contract]:
        actor = info.context.actor
        own = actor.organisations(Role.CONTRACT_MANAGER) | actor.organisations(Role.AUDITOR)

        async def read(start: Any, limit: int) -> list[Contract]:
            return await contracts.page(own, start, limit)

        return await keyset_page(
            read, uuid_key("contracts", after), first, "contracts", lambda c: str(c.id), is_continued=after is not None
        )

    @strawberry.field(description="One contract of your own organization.", graphql_type=ContractType | None)
    async def contract(self, info: Info, id: ContractIdText) -> Contract:  # noqa: A002 - the field's own name
        return await contracting.contract_of(info.context.actor, ContractId(uuid_of(id)))


@strawberry.type
class ContractMutations:
    """Mutations about contracts."""

    @strawberry.mutation(
        graphql_type=RecordContractResult,
        description="Record what a contract of your organization says. It pins a published priority set.",
    )
    async def record_contract(
        self,
        info: Info,
        organisation: Annotated[str, strawberry.argument(description="Your organization, by short name.")],
        summary: Annotated[ContractInput, strawberry.argument(description="What the contract says.")],
        request_id: RequestId = None,
    ) -> Contract:
        caller = info.context.caller(request_id)
        return await contracts.get(await contracting.record_contract(caller, organisation, plain(summary)))
