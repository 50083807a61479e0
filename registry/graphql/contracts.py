"""Contract summaries: recorded by their own organization, and seen by nobody else."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

from governance.members import Role
from governance.priority_sets import PrioritySet
from registry import contracting, planning, tracking
from registry.contracts.checklists import ChecklistPoint
from registry.contracts.framework_steps import Party, StepId, StepPhase
from registry.contracts.plans import RecordedPlan
from registry.contracts.steps import StepStanding, steps_of
from registry.contracts.summary import Contract, ContractId, ContractSummary
from registry.graphql.connections import After, Connection, First, Page, keyset_page, uuid_key, uuid_of
from registry.graphql.context import Info
from registry.graphql.contract_inputs import ContractInput, summary_of
from registry.graphql.contract_words import ContractWords
from registry.graphql.errors import result
from registry.graphql.inputs import RequestId, plain
from registry.graphql.nouns import said, shows
from registry.graphql.plan_inputs import PlanInput
from registry.graphql.plans import RecordedPlanType
from registry.graphql.priority_sets import PrioritySetType
from registry.graphql.steps import ChecklistPointType, StepStandingType
from registry.reading import read_document
from registry.storage import contracts, plans

ContractIdText = Annotated[strawberry.ID, strawberry.argument(description="The id of the contract summary.")]
Follows = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="The contract of your organization that this one renews or amends."),
]


@shows(ContractSummary, name="ContractSummary", description="What a contract says about measures.")
class ContractSummaryType(ContractWords):
    """A summary."""

    cites: str = said("The pinned reference of the priority set that it cites.")


@shows(Contract, name="Contract")
class ContractType:
    """A recorded contract summary."""

    id: strawberry.ID = said("The id of the summary.")
    organisation: str = said("The organization that recorded it, by short name.")
    recorded_at: datetime = said("When it was recorded.")
    summary: ContractSummaryType = said("What the contract says.")
    follows: strawberry.ID | None = said("The id of the contract that it renews or amends, if it does.")

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

    @strawberry.field(description="The contract that renews or amends it; none so far.")
    async def followed_by(self, parent: strawberry.Parent[Contract]) -> strawberry.ID | None:
        later = await contracts.follower(parent.id)
        return strawberry.ID(str(later.id)) if later else None

    @strawberry.field(
        description="Its implementation plan that counts; none was recorded.", graphql_type=RecordedPlanType | None
    )
    async def plan(self, parent: strawberry.Parent[Contract]) -> RecordedPlan | None:
        return await plans.newest(parent.id)

    @strawberry.field(
        description="Every implementation plan of it, the newest first.", graphql_type=list[RecordedPlanType]
    )
    async def plans(self, parent: strawberry.Parent[Contract]) -> list[RecordedPlan]:
        return await plans.of_contract(parent.id)

    @strawberry.field(
        description="Every step of the framework: what it has, lacks, and asks of whom.",
        graphql_type=list[StepStandingType],
    )
    async def steps(self, parent: strawberry.Parent[Contract]) -> list[StepStanding]:
        return list((await tracking.standing_of(parent)).steps)

    @strawberry.field(
        description="What a side has to settle or define, and where each point stands.",
        graphql_type=list[ChecklistPointType],
    )
    async def checklist(
        self,
        parent: strawberry.Parent[Contract],
        side: Annotated[Party, strawberry.argument(description="Whose checklist.")],
    ) -> list[ChecklistPoint]:
        return list((await tracking.standing_of(parent)).points(side))


RecordContractResult = result("RecordContractResult", ContractType)
RecordPlanResult = result("RecordPlanResult", RecordedPlanType)


@strawberry.type
class ContractQueries:
    """Queries about contracts."""

    @strawberry.field(
        description="The contracts of your own organizations; empty for everybody else.",
        graphql_type=Connection[ContractType],
    )
    async def contracts(
        self,
        info: Info,
        step: Annotated[
            StepId | None, strawberry.argument(description="Only those at this step of the framework.")
        ] = None,
        phase: Annotated[
            StepPhase | None, strawberry.argument(description="Only those in this phase of the framework.")
        ] = None,
        first: First = 20,
        after: After = None,
    ) -> Page[Contract]:
        actor = info.context.actor
        own = actor.organisations(Role.CONTRACT_MANAGER) | actor.organisations(Role.AUDITOR)
        steps = steps_of(step, phase)

        async def read(start: Any, limit: int) -> list[Contract]:
            return await contracts.page(own, start, limit, steps)

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
        follows: Follows = None,
        request_id: RequestId = None,
    ) -> Contract:
        caller = info.context.caller(request_id)
        earlier = ContractId(uuid_of(follows)) if follows else None
        recorded = await contracting.record_contract(caller, organisation, summary_of(summary), earlier)
        return await contracts.get(recorded)

    @strawberry.mutation(
        graphql_type=RecordPlanResult,
        description="Record the implementation plan of a contract of your organization; the one before stays.",
    )
    async def record_plan(
        self,
        info: Info,
        contract_id: ContractIdText,
        plan: Annotated[PlanInput, strawberry.argument(description="What the plan says. Roles, and no people.")],
        request_id: RequestId = None,
    ) -> RecordedPlan:
        caller, contract = info.context.caller(request_id), ContractId(uuid_of(contract_id))
        recorded = await planning.record_plan(caller, contract, plain(plan))
        return next(each for each in await plans.of_contract(contract) if each.id == recorded)
