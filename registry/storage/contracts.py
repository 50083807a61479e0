"""Contract summaries."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from governance.members import PersonId
from measures.references import Reference
from registry.contracts.framework_steps import StepId
from registry.contracts.summary import (
    Contract,
    ContractId,
    ContractNotFoundError,
    ContractRecorded,
    ContractSummary,
)
from registry.storage.tables import ContractRow


async def insert(event: ContractRecorded, by: PersonId, at: datetime) -> None:
    """Keep a contract summary."""
    await ContractRow.insert(
        ContractRow(
            id=event.id,
            organisation=event.organisation,
            cites=event.summary.citation.versioned,
            cites_digest=event.summary.citation.digest,
            content=event.summary.model_dump_json(by_alias=True, exclude_none=True),
            digest=event.summary.digest(),
            follows=event.follows,
            recorded_by=by,
            recorded_at=at,
        )
    )


async def get(contract_id: ContractId) -> Contract:
    """A contract summary by its id.

    Raises:
        ContractNotFoundError: there is none.
    """
    row = await ContractRow.select().where(ContractRow.id == contract_id).first()
    if row is None:
        raise ContractNotFoundError("There is no such contract, or you may not see it.")
    return _contract(row)


async def many(contract_ids: Iterable[ContractId]) -> dict[ContractId, Contract]:
    """Contract summaries by their ids, those that exist."""
    rows = await ContractRow.raw("SELECT * FROM contract WHERE id = ANY({})", sorted(set(contract_ids)))
    return {ContractId(row["id"]): _contract(row) for row in rows}


async def page(
    organisations: frozenset[str], after: UUID, limit: int, steps: Collection[StepId] | None = None
) -> list[Contract]:
    """The contracts of some organisations in the order of their ids, after one of them; of some steps, if they say."""
    rows = await ContractRow.raw(
        "SELECT * FROM contract WHERE organisation = ANY({}) AND id > {} "
        "AND ({}::text[] IS NULL OR content::json ->> 'step' = ANY({}::text[])) ORDER BY id LIMIT {}",
        sorted(organisations),
        after,
        *[None if steps is None else sorted(steps)] * 2,
        limit,
    )
    return [_contract(row) for row in rows]


async def follower(contract_id: ContractId) -> Contract | None:
    """The contract that renews or amends one, if there is one."""
    row = await ContractRow.select().where(ContractRow.follows == contract_id).first()
    return None if row is None else _contract(row)


async def chain(contract: Contract) -> list[Contract]:
    """A contract with those that it follows and that follow it, the first one first."""
    found = [contract]
    while (earlier := found[0].follows) is not None:
        found.insert(0, await get(earlier))
    while (later := await follower(found[-1].id)) is not None:
        found.append(later)
    return found


async def tally(contract_id: ContractId) -> dict[str, int]:
    """How many reports on conformance and notices a contract has, by `reports` and `notices`."""
    (row,) = await ContractRow.raw(
        "SELECT (SELECT count(*) FROM conformance_report WHERE contract = {}) AS reports, "
        "(SELECT count(*) FROM notice WHERE contract = {}) AS notices",
        contract_id,
        contract_id,
    )
    return {name: int(number) for name, number in row.items()}


async def citing(reference: Reference) -> list[Contract]:
    """The contracts that pin a version, oldest first. Whom to show them is the caller's business."""
    rows = await ContractRow.select().where(ContractRow.cites == reference.versioned).order_by(ContractRow.recorded_at)
    return [_contract(row) for row in rows]


async def number_citing(reference: Reference) -> int:
    """How many contracts pin a version; this number is public, the parties are not."""
    return int(await ContractRow.count().where(ContractRow.cites == reference.versioned))


async def numbers_citing(keys: Iterable[str]) -> dict[str, int]:
    """How many contracts pin each of some versions (kind/name@version)."""
    wanted = sorted(set(keys))
    rows = await ContractRow.raw(
        "SELECT cites, count(*) AS contracts FROM contract WHERE cites = ANY({}) GROUP BY cites", wanted
    )
    return dict.fromkeys(wanted, 0) | {row["cites"]: row["contracts"] for row in rows}


def _contract(row: dict[str, Any]) -> Contract:
    summary = ContractSummary.model_validate_json(row["content"])
    follows = ContractId(row["follows"]) if row["follows"] else None
    return Contract(ContractId(row["id"]), row["organisation"], summary, row["recorded_at"], follows)
