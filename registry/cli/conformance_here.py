"""Checking summaries in files against a set and rules of the registry that is here. Nothing is recorded."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from measures.references import Reference
from registry.checking import check_contracts, pinned_set
from registry.cli.session import settings, wait_for
from registry.contracts.conformance import FactsFile, OtherDocumentError, Report, Waiver
from registry.contracts.summary import Contract, ContractId, ContractSummary
from registry.founding import open_registry

NOWHERE = ContractId(UUID(int=0))
"""The summary is in a file and in no registry, so it has no id and no organization."""


def check_here(
    summaries: Sequence[ContractSummary],
    against: Reference,
    rules: Reference,
    waivers: Sequence[Waiver],
    facts: FactsFile,
) -> list[Report]:
    """Check summaries against a published set and a published rule set."""
    return wait_for(_check(summaries, against, rules, waivers, facts))


async def _check(
    summaries: Sequence[ContractSummary],
    against: Reference,
    rules: Reference,
    waivers: Sequence[Waiver],
    facts: FactsFile,
) -> list[Report]:
    async with open_registry(settings()):
        there = (await pinned_set(against)).reference
        for summary in summaries:
            if there != summary.citation:
                raise OtherDocumentError(
                    f"The contract pins {summary.citation.short}, and you check it against {there.short}; name the "
                    "version that the contract pins."
                )
        contracts = [Contract(NOWHERE, "", summary, datetime.now(UTC)) for summary in summaries]
        return await check_contracts(contracts, rules, waivers, facts)
