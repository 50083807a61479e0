"""What one's own contracts ask for together. It is told to nobody who may not see every one of them."""

import asyncio
from collections.abc import Iterable, Sequence

from governance.label_decisions import LabelBasis
from governance.members import Actor
from measures.jurisdictions import FEDERAL
from measures.measure import MeasureEntry
from measures.references import Reference
from registry import searching
from registry.aligning import MOST, TooManyPortfoliosError, portfolio
from registry.contracting import contract_of
from registry.contracts.alignment import (
    Comparer,
    HeldLabel,
    KnownMeasure,
    LabelStanding,
    MeasureBook,
    Portfolio,
    loading,
)
from registry.contracts.burden import Burden, EffortTable, weigh_burden
from registry.contracts.summary import Contract, ContractId
from registry.storage import labels
from registry.storage.labels import KeptDecision, that_counts

STANDINGS = {LabelBasis.VOTE: LabelStanding.ADOPTED, LabelBasis.ACCEPTED: LabelStanding.ACCEPTED}


async def burden_of(
    actor: Actor, contracts: Sequence[ContractId], adopted: str | None = None, effort: EffortTable | None = None
) -> Burden:
    """Weigh contracts together, with the set that they might take if one is named (as `aligning.portfolio` reads it).

    Labels are those that count in the jurisdiction of the contracts, or nationally where they are of several.

    Raises:
        ContractNotFoundError: one does not exist, or may not be seen: the same answer.
        NoContractsError, RepeatedPortfolioError, TooManyPortfoliosError: of the list.
        NotASetError: what they might take is a contract.
        NotFoundError, InvalidError: of the set, as `aligning.portfolio` says.
    """
    if len(contracts) > MOST:
        raise TooManyPortfoliosError(f"At most {MOST} contracts are weighed at once; these are {len(contracts)}.")
    seen = [await contract_of(actor, each) for each in contracts]
    held = [
        loading.of_contract(each.summary, f"contract/{each.id}", each.summary.citation.jurisdiction) for each in seen
    ]
    taken = await portfolio(actor, adopted) if adopted else None
    book = await _labeled_measures(_jurisdiction(seen))
    return await asyncio.to_thread(_weigh, held, book, taken, effort)


def _weigh(held: Sequence[Portfolio], book: MeasureBook, taken: Portfolio | None, effort: EffortTable | None) -> Burden:
    return weigh_burden(held, Comparer.of(book), taken, effort)


def _jurisdiction(contracts: Iterable[Contract]) -> str:
    found = {each.summary.citation.jurisdiction for each in contracts}
    only = found.pop() if len(found) == 1 else None
    return only or FEDERAL


async def _labeled_measures(jurisdiction: str) -> MeasureBook:
    """Every published measure with the label that was decided for the jurisdiction, or else the one proposed."""
    entries = (await searching.published_measures()).by_id.values()
    decisions: dict[str, list[KeptDecision]] = {}
    for kept in await labels.for_measures(entry.reference for entry in entries):
        decisions.setdefault(Reference.parse(kept.decision.measure).name, []).append(kept)
    return MeasureBook.of(_labeled(entry, decisions.get(entry.id, []), jurisdiction) for entry in entries)


def _labeled(entry: MeasureEntry, decisions: Iterable[KeptDecision], jurisdiction: str) -> KnownMeasure:
    kept = that_counts(decisions, entry.reference, jurisdiction)
    label = HeldLabel(kept.decision.label, STANDINGS[kept.decision.basis]) if kept else None
    return KnownMeasure.of(entry, label)
