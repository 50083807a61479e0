"""Which published version is cited by which documents, and by how many contracts. Written with what cites."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from governance.notices import Reliance
from measures.references import Digest, Reference
from registry.proof import citations as cited_in
from registry.storage.tables import CitationRow, ContractCitationRow

_RELYING: Final = (
    "WITH relying AS ("
    "SELECT contract, cited AS about, NULL::varchar AS through FROM contract_citation WHERE cited = ANY({}) "
    "UNION SELECT contract, rule_set, NULL FROM conformance_report WHERE split_part(rule_set, '#', 1) = ANY({}) "
    "UNION SELECT contract, rule_set, NULL FROM waiver WHERE split_part(rule_set, '#', 1) = ANY({}) "
    "UNION SELECT k.contract, s.cited, s.citing FROM citation s JOIN contract_citation k ON k.cited = s.citing "
    "WHERE s.cited = ANY({})) "
    "SELECT DISTINCT c.id, c.organisation, split_part(c.cites, '/', 2) AS jurisdiction, "
    "split_part(r.about, '#', 1) AS about, r.through "
    "FROM relying r JOIN contract c ON c.id = r.contract "
    "WHERE coalesce(c.content::jsonb -> 'term' ->> 'to' >= {}, "
    "NOT EXISTS (SELECT 1 FROM contract later WHERE later.follows = c.id)) "
    "ORDER BY c.organisation, c.id"
)
"""Who relies on some versions. A contract whose term is over does not, nor one without a term that another follows."""


async def insert(citing: Reference, content: bytes) -> None:
    """Note what the bytes of a published version cite by digest."""
    rows = [
        CitationRow(id=uuid4(), citing=citing.versioned, cited=each.versioned, digest=each.digest)
        for each in cited_in.citations(json.loads(content))
    ]
    if rows:
        await CitationRow.insert(*rows)


async def insert_of_contract(contract: UUID, named: Iterable[Reference]) -> None:
    """Note what a contract names, each version once."""
    by_key: dict[str, Digest | None] = {}
    for each in named:
        by_key[each.versioned] = each.digest or by_key.get(each.versioned)
    rows = [
        ContractCitationRow(id=uuid4(), contract=contract, cited=key, digest=digest) for key, digest in by_key.items()
    ]
    if rows:
        await ContractCitationRow.insert(*rows)


async def citing(reference: Reference) -> list[Reference]:
    """The published versions that cite a version by its digest, in the order of their keys. Public."""
    rows = await CitationRow.raw(
        "SELECT d.key, d.digest FROM citation c JOIN document d ON d.key = c.citing "
        'WHERE c.cited = {} ORDER BY d.key COLLATE "C"',
        reference.versioned,
    )
    return [Reference.parse(f"{row['key']}#{row['digest']}") for row in rows]


async def contracts_naming(reference: Reference) -> list[UUID]:
    """The contracts that name a version, whether they pin it or not. Private: whom to show is the caller's business."""
    rows = await ContractCitationRow.select(ContractCitationRow.contract).where(
        ContractCitationRow.cited == reference.versioned
    )
    return [row["contract"] for row in rows]


async def number_naming(reference: Reference) -> int:
    """How many contracts name a version. This number is public, the parties are not."""
    return int(await ContractCitationRow.count().where(ContractCitationRow.cited == reference.versioned))


async def relying_on(keys: Iterable[str], on: date) -> list[Reliance]:
    """The contracts that rely on some versions on a day: they name them, were checked by them, or name what cites them.

    Where a contract names a version itself, the documents that cite it as well are left out.
    """
    wanted = sorted(set(keys))
    rows = await ContractCitationRow.raw(_RELYING, wanted, wanted, wanted, wanted, on.isoformat())
    named = {(row["id"], row["about"]) for row in rows if row["through"] is None}
    return [
        Reliance(row["id"], row["organisation"], row["jurisdiction"], row["about"], row["through"])
        for row in rows
        if row["through"] is None or (row["id"], row["about"]) not in named
    ]


async def relied_on(prefix: str, on: date) -> list[str]:
    """The versions of a document that contracts rely on; `prefix` is its kind and name, the @ and what follows it."""
    rows = await ContractCitationRow.raw(
        "SELECT cited FROM contract_citation WHERE starts_with(cited, {}) "
        "UNION SELECT cited FROM citation WHERE starts_with(cited, {}) "
        "UNION SELECT split_part(rule_set, '#', 1) FROM conformance_report WHERE starts_with(rule_set, {})",
        prefix,
        prefix,
        prefix,
    )
    keys = [row["cited"] for row in rows]
    return sorted({each.about for each in await relying_on(keys, on)}) if keys else []
