"""Waivers: a state lets one contract off one rule until a day. It sees the contract's digest, and never its parties."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from measures.references import Reference
from registry.checking import waivers_of
from registry.cli.files import read_text
from registry.cli.parameters import DAY, FILE, REFERENCE
from registry.cli.printing import Answer, moment, table
from registry.cli.session import by_person, by_reader
from registry.contracting import contract_of
from registry.contracts.summary import ContractId
from registry.contracts.waivers import ERASED, GrantedWaiver, WaiverId
from registry.use_cases import Caller
from registry.waiving import end_waiver, grant_waiver, granted_by

REASON = click.option("--reason", "reason_file", type=FILE, required=True, help="A file with the reason; - reads it.")

NONE_GRANTED = "Your organizations granted none. Name a contract of yours (--contract) to see the waivers for it."
NONE_FOR_IT = "No waiver was granted for this contract."


@click.group()
def waiver() -> None:
    """Waivers that a state grants: who, why, until when. The contract's organization asks with its id and digest."""


@waiver.command("grant")
@click.argument("contract", type=click.UUID)
@click.option("--digest", required=True, help="The digest of the contract summary, as its organization told it.")
@click.option("--rules", required=True, type=REFERENCE, help="The rule set, such as rule-set/US-NY/vbp-2026@1.0.0.")
@click.option("--rule", required=True, help="The id of the rule.")
@click.option("--organisation", required=True, help="Your state organization.")
@click.option("--until", required=True, type=DAY, help="The last day on which it holds.")
@REASON
@by_person
async def grant(
    caller: Caller,
    contract: UUID,
    digest: str,
    rules: Reference,
    rule: str,
    organisation: str,
    until: date,
    reason_file: Path,
) -> Answer:
    """Let a contract off one rule through the end of a day, and print the id of the waiver."""
    reason = read_text(reason_file)
    granted = await grant_waiver(caller, ContractId(contract), digest, rules, rule, organisation, until, reason)
    return Answer({"waiver": str(granted)}, str(granted))


@waiver.command("end")
@click.argument("waiver_id", metavar="WAIVER", type=click.UUID)
@REASON
@by_person
async def end(caller: Caller, waiver_id: UUID, reason_file: Path) -> Answer:
    """End a waiver before its last day; from today on it counts for nothing."""
    ended = await end_waiver(caller, WaiverId(waiver_id), read_text(reason_file))
    return Answer({"waiver": str(ended)}, f"Waiver {ended} counts for nothing from today on.")


@waiver.command("list")
@click.option("--contract", type=click.UUID, help="Those of a contract of your own organization.")
@by_reader
async def listed(caller: Caller, contract: UUID | None) -> Answer:
    """List the waivers of a contract of yours, or those that your state organizations granted."""
    if contract is None:
        found = await granted_by(caller.actor)
    else:
        found = await waivers_of((await contract_of(caller.actor, ContractId(contract))).id)
    rows = [
        (one.id, one.contract, one.rule, one.organisation_name, one.until, moment(one.ended_at), one.reason or ERASED)
        for one in found
    ]
    heads = ("waiver", "contract", "rule", "granted by", "until", "ended", "reason")
    none = NONE_GRANTED if contract is None else NONE_FOR_IT
    return Answer([_data(one) for one in found], table(heads, rows, none))


def _data(one: GrantedWaiver) -> dict[str, Any]:
    return {
        "waiver": str(one.id),
        "contract": str(one.contract),
        "rule_set": one.rule_set,
        "rule": one.rule,
        "granted_by": one.organisation_name,
        "until": one.until.isoformat(),
        "reason": one.reason,
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
    }
