"""Recording the implementation plan of a contract, apart from the contract itself."""

from uuid import uuid4

from governance import policy
from governance.members import Actor
from registry.contracting import contract_of
from registry.contracts.plans import PlanId, PlanNotFoundError, PlanRecorded, RecordedPlan, read_plan
from registry.contracts.summary import ContractId
from registry.storage import plans
from registry.storage.transaction import Transaction
from registry.use_cases import an_id, use_case


@use_case(read=an_id(PlanId))
async def record_plan(tx: Transaction, contract_id: ContractId, plan: object) -> PlanId:
    """Record the plan of a contract. It takes the place of the one before, which stays.

    Raises:
        ContractNotFoundError: there is no such contract, or the actor may not see it.
        PersonalDataError: the plan names a person or says how to reach one.
        InvalidError: a field of the plan is unknown or wrong.
        NotPermittedError: the actor manages no contracts of that organisation.
    """
    contract = await contract_of(tx.actor, contract_id)
    policy.may_record_plan(tx.actor, contract.organisation).require()
    event = PlanRecorded(PlanId(uuid4()), contract_id, read_plan(plan))
    await tx.record(event)
    return event.id


async def plan_of(actor: Actor, contract_id: ContractId) -> RecordedPlan:
    """The plan of a contract that counts, for those who may see the contract.

    Raises:
        ContractNotFoundError: there is no such contract, or it may not be seen.
        PlanNotFoundError: it has no plan yet.
    """
    await contract_of(actor, contract_id)
    found = await plans.newest(contract_id)
    if found is None:
        raise PlanNotFoundError("This contract has no implementation plan yet; record one.")
    return found
