"""Implementation plans of contracts: the newest counts, earlier ones stay."""

from datetime import datetime
from typing import Any

from governance.members import PersonId
from registry.contracts.plans import ImplementationPlan, PlanId, PlanRecorded, RecordedPlan
from registry.contracts.summary import ContractId
from registry.storage.tables import ImplementationPlanRow


async def insert(event: PlanRecorded, by: PersonId, at: datetime) -> None:
    """Keep a plan beside the earlier ones of its contract."""
    await ImplementationPlanRow.insert(
        ImplementationPlanRow(
            id=event.id,
            contract=event.contract,
            content=event.plan.model_dump_json(by_alias=True, exclude_none=True),
            digest=event.plan.digest(),
            recorded_by=by,
            recorded_at=at,
        )
    )


async def of_contract(contract_id: ContractId) -> list[RecordedPlan]:
    """Every plan of a contract, the newest first."""
    rows = (
        await ImplementationPlanRow.select()
        .where(ImplementationPlanRow.contract == contract_id)
        .order_by(ImplementationPlanRow.recorded_at, ascending=False)
    )
    return [_plan(row) for row in rows]


async def newest(contract_id: ContractId) -> RecordedPlan | None:
    """The plan of a contract that counts; none where none was recorded."""
    found = await of_contract(contract_id)
    return found[0] if found else None


def _plan(row: dict[str, Any]) -> RecordedPlan:
    plan = ImplementationPlan.model_validate_json(row["content"])
    return RecordedPlan(PlanId(row["id"]), ContractId(row["contract"]), plan, row["recorded_at"])
