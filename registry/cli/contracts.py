"""Contract summaries: recorded, shown to their own organization, checked against the rules of a state."""

from pathlib import Path
from typing import Any
from uuid import UUID

import click

from governance.members import Role
from measures.references import Reference
from registry.checking import check_contract
from registry.cli.counting import every
from registry.cli.parameters import FILE, REFERENCE
from registry.cli.printing import Answer, fields, moment, table
from registry.cli.session import by_person, by_reader
from registry.cli.showing_conformance import conformance_answer
from registry.cli.yaml_files import read_fields
from registry.contracting import contract_of, record_contract
from registry.contracts.summary import Contract, ContractId
from registry.storage import contracts
from registry.use_cases import Caller

CONTRACT = click.argument("contract_id", metavar="CONTRACT", type=click.UUID)


@click.group()
def contract() -> None:
    """Contract summaries. Parties are private; a summary pins a priority set by version and digest."""


@contract.command("record")
@click.argument("file", type=FILE)
@click.option("--organisation", required=True, help="The organization whose contract it is.")
@by_person
async def record(caller: Caller, file: Path, organisation: str) -> Answer:
    """Record what a contract says about measures, from a YAML file, and print its id."""
    contract_id = await record_contract(caller, organisation, read_fields(file))
    return Answer({"contract": str(contract_id), "organisation": organisation}, str(contract_id))


@contract.command("show")
@CONTRACT
@by_reader
async def show(caller: Caller, contract_id: UUID) -> Answer:
    """Show a contract of your own organization."""
    found = await contract_of(caller.actor, ContractId(contract_id))
    summary = found.summary
    data = {**_data(found), "summary": summary.model_dump(mode="json", by_alias=True, exclude_none=True)}
    about: list[tuple[str, object]] = [
        ("contract", found.id),
        ("title", summary.title),
        ("organisation", found.organisation),
        ("payer", summary.payer),
        ("providers", "; ".join(summary.providers)),
        ("cites", summary.cites),
        ("categories", ", ".join(summary.categories)),
        ("recorded", moment(found.recorded_at)),
    ]
    rows = [(item.measure.split("#")[0], item.role.value, item.weight, item.target) for item in summary.items]
    return Answer(data, f"{fields(about)}\n\n{table(('measure', 'role', 'weight', 'target'), rows)}")


@contract.command("list")
@by_reader
async def listed(caller: Caller) -> Answer:
    """List the contracts of your organizations."""
    own = caller.actor.organisations(Role.CONTRACT_MANAGER) | caller.actor.organisations(Role.AUDITOR)
    found = [one async for one in every(lambda after, limit: contracts.page(own, after, limit))]
    found.sort(key=lambda one: one.recorded_at, reverse=True)
    rows = [(one.id, one.organisation, moment(one.recorded_at), one.summary.title) for one in found]
    return Answer([_data(one) for one in found], table(("contract", "organization", "recorded", "title"), rows))


@contract.command("check")
@CONTRACT
@click.option("--rules", required=True, type=REFERENCE, help="The rule set, such as rule-set/US-NY/vbp-2026@1.0.0.")
@by_reader
async def check(caller: Caller, contract_id: UUID, rules: Reference) -> Answer:
    """Check a recorded contract against a rule set; exit code 1 if a rule fails."""
    found = await contract_of(caller.actor, ContractId(contract_id))
    return conformance_answer(await check_contract(found, rules))


def _data(one: Contract) -> dict[str, Any]:
    return {
        "contract": str(one.id),
        "organisation": one.organisation,
        "title": one.summary.title,
        "cites": one.summary.cites,
        "digest": one.summary.digest(),
        "recorded_at": one.recorded_at.isoformat(),
    }
