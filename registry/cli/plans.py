"""Implementation plans of contracts: roles and milestones, kept apart from the contract itself."""

from pathlib import Path
from uuid import UUID

import click

from registry.cli.parameters import FILE
from registry.cli.printing import Answer
from registry.cli.session import by_person, by_reader
from registry.cli.showing_contracts import plan_text
from registry.cli.yaml_files import read_fields
from registry.contracts.summary import ContractId
from registry.planning import plan_of, record_plan
from registry.use_cases import Caller

CONTRACT = click.argument("contract_id", metavar="CONTRACT", type=click.UUID)


@click.group()
def plan() -> None:
    """Implementation plans: who does what by when. They name roles and no people."""


@plan.command("record")
@CONTRACT
@click.argument("file", type=FILE)
@by_person
async def record(caller: Caller, contract_id: UUID, file: Path) -> Answer:
    """Record the plan of a contract from a YAML file, and print its id. The one before stays."""
    plan_id = await record_plan(caller, ContractId(contract_id), read_fields(file))
    return Answer({"plan": str(plan_id), "contract": str(contract_id)}, str(plan_id))


@plan.command("show")
@CONTRACT
@by_reader
async def show(caller: Caller, contract_id: UUID) -> Answer:
    """Show the plan of a contract that counts, the newest."""
    found = await plan_of(caller.actor, ContractId(contract_id))
    data = {
        "plan": str(found.id),
        "contract": str(found.contract),
        "digest": found.digest,
        "recorded_at": found.recorded_at.isoformat(),
        "content": found.plan.model_dump(mode="json", by_alias=True, exclude_none=True),
    }
    return Answer(data, plan_text(found))
