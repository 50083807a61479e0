"""Which published version is cited by which documents, and by how many contracts. Written with what cites."""

import json
from collections.abc import Iterable
from uuid import UUID, uuid4

from measures.references import Digest, Reference
from registry.proof import citations as cited_in
from registry.storage.tables import CitationRow, ContractCitationRow


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
