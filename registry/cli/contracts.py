"""Contract summaries: recorded, shown to their own organization, followed through the steps of the framework."""

from pathlib import Path
from typing import Any
from uuid import UUID

import click

from governance.members import Role
from governance.priority_sets import Period
from measures.references import Reference
from registry.checking import check_contract
from registry.cli.changes import renewal
from registry.cli.counting import every
from registry.cli.parameters import FILE, REFERENCE, Words
from registry.cli.printing import Answer, fields, moment, table, words
from registry.cli.session import by_person, by_reader
from registry.cli.showing_conformance import conformance_answer
from registry.cli.showing_contracts import checklist_answer, path_and_streams
from registry.cli.showing_steps import steps_data, steps_text
from registry.cli.yaml_files import read_fields
from registry.contracting import contract_of, record_contract
from registry.contracts.framework_steps import Party, StepId, StepPhase
from registry.contracts.steps import phase_of, steps_of
from registry.contracts.summary import Contract, ContractId
from registry.storage import contracts
from registry.tracking import standing_of
from registry.use_cases import Caller

FIRST_CHECKS = "rule-set/registry/registry-first-checks@1.0.0"
"""The rules where none are named, as on the page and offline: a state may have several, and nobody guesses which."""
CONTRACT = click.argument("contract_id", metavar="CONTRACT", type=click.UUID)


@click.group()
def contract() -> None:
    """Contract summaries. Parties are private; a summary pins a priority set by version and digest."""


@contract.command("record")
@click.argument("file", type=FILE)
@click.option("--organisation", required=True, help="The organization whose contract it is.")
@click.option("--follows", type=click.UUID, help="The contract that this one renews or amends.")
@by_person
async def record(caller: Caller, file: Path, organisation: str, follows: UUID | None) -> Answer:
    """Record what a contract says about measures, from a YAML file, and print its id."""
    earlier = ContractId(follows) if follows else None
    contract_id = await record_contract(caller, organisation, read_fields(file), earlier)
    return Answer({"contract": str(contract_id), "organisation": organisation}, str(contract_id))


@contract.command("show")
@CONTRACT
@by_reader
async def show(caller: Caller, contract_id: UUID) -> Answer:
    """Show a contract of your own organization."""
    found = await contract_of(caller.actor, ContractId(contract_id))
    summary = found.summary
    data = {**_data(found), "summary": summary.model_dump(mode="json", by_alias=True, exclude_none=True)}
    rows = [(item.measure.split("#")[0], item.role.value, item.weight, item.target) for item in summary.items]
    text = f"{fields(_about(found))}\n\n{table(('measure', 'role', 'weight', 'target'), rows)}"
    return Answer(data, f"{text}\n\n{path_and_streams(summary)}".rstrip())


@contract.command("list")
@click.option("--step", type=Words(StepId), help="Only those that are at this step of the framework.")
@click.option("--phase", type=Words(StepPhase), help="Only those that are in this phase of the framework.")
@by_reader
async def listed(caller: Caller, step: StepId | None, phase: StepPhase | None) -> Answer:
    """List the contracts of your organizations, newest first; each renewal names what it follows."""
    own = caller.actor.organisations(Role.CONTRACT_MANAGER) | caller.actor.organisations(Role.AUDITOR)
    steps = steps_of(step, phase)
    found = [one async for one in every(lambda after, limit: contracts.page(own, after, limit, steps))]
    found.sort(key=lambda one: one.recorded_at, reverse=True)
    rows = [
        (one.id, one.organisation, moment(one.recorded_at), one.summary.step, one.follows, one.summary.title)
        for one in found
    ]
    headings = ("contract", "organization", "recorded", "step", "follows", "title")
    return Answer([_data(one) for one in found], table(headings, rows))


@contract.command("chain")
@CONTRACT
@by_reader
async def chain(caller: Caller, contract_id: UUID) -> Answer:
    """Show a contract with those that it renews or amends and those that follow it, the first one first."""
    found = await contracts.chain(await contract_of(caller.actor, ContractId(contract_id)))
    rows = [(one.id, moment(one.recorded_at), one.summary.cites.split("#")[0], one.summary.title) for one in found]
    return Answer([_data(one) for one in found], table(("contract", "recorded", "cites", "title"), rows))


@contract.command("steps")
@CONTRACT
@by_reader
async def steps(caller: Caller, contract_id: UUID) -> Answer:
    """Show where a contract stands in the framework: what each step has, lacks, and asks of whom."""
    standing = await standing_of(await contract_of(caller.actor, ContractId(contract_id)))
    return Answer(steps_data(standing), steps_text(standing))


@contract.command("checklist")
@CONTRACT
@click.option("--side", type=Words(Party), required=True, help="Whose checklist.")
@by_reader
async def checklist(caller: Caller, contract_id: UUID, side: Party) -> Answer:
    """Show what a side has to settle or define in a contract, and where each point stands."""
    standing = await standing_of(await contract_of(caller.actor, ContractId(contract_id)))
    return checklist_answer(standing.points(side))


@contract.command("check")
@CONTRACT
@click.option("--rules", default=FIRST_CHECKS, show_default=True, type=REFERENCE, help="The rule set.")
@by_reader
async def check(caller: Caller, contract_id: UUID, rules: Reference) -> Answer:
    """Check a recorded contract against a rule set; exit code 1 if a rule fails."""
    found = await contract_of(caller.actor, ContractId(contract_id))
    return conformance_answer(await check_contract(found, rules))


def _about(one: Contract) -> list[tuple[str, object]]:
    summary = one.summary
    return [
        ("contract", one.id),
        ("follows", one.follows),
        ("title", summary.title),
        ("organization", one.organisation),
        ("payer", summary.payer),
        ("providers", "; ".join(summary.providers)),
        ("digest", one.summary.digest()),
        ("cites", summary.cites),
        ("about", ", ".join(summary.jurisdictions or ())),
        ("signed on", summary.signed_on),
        ("term", _period(summary.term)),
        ("measurement", _period(summary.measurement_period)),
        ("categories", ", ".join(summary.categories)),
        ("step", f"{summary.step} ({words(phase_of(summary.step))})" if summary.step else None),
        ("terms", "\n".join(term.split("#")[0] for term in summary.terms or ())),
        ("recorded", moment(one.recorded_at)),
    ]


def _period(found: Period | None) -> str | None:
    return f"{found.starts} to {found.ends}" if found else None


def _data(one: Contract) -> dict[str, Any]:
    step = one.summary.step
    return {
        "contract": str(one.id),
        "organisation": one.organisation,
        "title": one.summary.title,
        "cites": one.summary.cites,
        "digest": one.summary.digest(),
        "follows": str(one.follows) if one.follows else None,
        "step": step.value if step else None,
        "phase": phase_of(step).value if step else None,
        "recorded_at": one.recorded_at.isoformat(),
    }


contract.add_command(renewal)
