"""The burden of contracts that are recorded in the registry that is here. Nothing is recorded by asking."""

from collections.abc import Sequence
from uuid import UUID

from registry.cli.session import calling, wait_for
from registry.contracts.burden import Burden, EffortTable
from registry.contracts.summary import ContractId
from registry.weighing_burden import burden_of


def burden_here(contracts: Sequence[UUID], adopted: str | None, effort: EffortTable | None) -> Burden:
    """The burden of contracts that the person of the token may see."""
    return wait_for(_weigh([ContractId(each) for each in contracts], adopted, effort))


async def _weigh(contracts: Sequence[ContractId], adopted: str | None, effort: EffortTable | None) -> Burden:
    async with calling(None) as caller:
        return await burden_of(caller.actor, contracts, adopted, effort)
