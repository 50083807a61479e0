"""The burden of some contracts together: what one provider or plan has to measure and report under all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from measures.errors import InvalidError
from registry.contracts.alignment.book import MeasureBook
from registry.contracts.alignment.candidates import Candidate
from registry.contracts.alignment.matrix import RepeatedPortfolioError
from registry.contracts.alignment.pairs import Comparer
from registry.contracts.alignment.portfolio import Portfolio
from registry.contracts.burden.adoption import WhatIf, what_if
from registry.contracts.burden.churn import YearChange, churn
from registry.contracts.burden.duplicates import (
    Duplicate,
    VariantSplit,
    VersionSplit,
    candidates,
    duplicates,
    holders,
    variant_splits,
    version_splits,
)
from registry.contracts.burden.effort import EffortTable, SourceLoad, by_source, of_unknown_source
from registry.contracts.burden.periods import PeriodClash, clashes, undated
from registry.contracts.burden.shares import LabelShares, label_shares


class NoContractsError(InvalidError):
    """There is no contract whose burden could be weighed."""

    code = "NO_CONTRACTS"


@dataclass(frozen=True, slots=True)
class ContractLoad:
    """One contract in the whole."""

    contract: Portfolio
    alone: tuple[str, ...]
    """Measures that no other contract names."""
    labels: LabelShares


@dataclass(frozen=True, slots=True)
class Burden:
    """What some contracts ask for together. Private to whoever may see every one of them."""

    book: MeasureBook
    """What was known of the measures, with the labels that counted."""
    contracts: tuple[ContractLoad, ...]
    measures: tuple[str, ...]
    """The distinct measures, by name."""
    reports: int
    """Measures over all contracts: one of three contracts is reported three times."""
    duplicates: tuple[Duplicate, ...]
    version_splits: tuple[VersionSplit, ...]
    variant_splits: tuple[VariantSplit, ...]
    candidates: tuple[Candidate, ...]
    """Not reviewed; they count for nothing."""
    clashes: tuple[PeriodClash, ...]
    undated: tuple[str, ...]
    sources: tuple[SourceLoad, ...]
    of_unknown_source: tuple[str, ...]
    effort: EffortTable | None
    labels: LabelShares
    years: tuple[YearChange, ...]
    adoption: WhatIf | None


def weigh_burden(
    contracts: Sequence[Portfolio],
    comparer: Comparer,
    adopted: Portfolio | None = None,
    effort: EffortTable | None = None,
) -> Burden:
    """Weigh the contracts together; with the set that they might take, and a judgment of effort, if one is given.

    Raises:
        NoContractsError: none is given.
        RepeatedPortfolioError: one is given twice.
        NotASetError: what they might take is a contract.
    """
    _require_different(contracts)
    book, held = comparer.book, holders(contracts)
    return Burden(
        book=book,
        contracts=tuple(_load(contract, held, comparer) for contract in contracts),
        measures=tuple(sorted(held)),
        reports=sum(map(len, held.values())),
        duplicates=tuple(duplicates(contracts, book)),
        version_splits=tuple(version_splits(contracts, book)),
        variant_splits=tuple(variant_splits(contracts, comparer)),
        candidates=tuple(candidates(contracts, comparer)),
        clashes=tuple(clashes(contracts, book)),
        undated=undated(contracts),
        sources=tuple(by_source(contracts, book, effort)),
        of_unknown_source=of_unknown_source(held, book),
        effort=effort,
        labels=label_shares(held, book),
        years=tuple(churn(contracts, book)),
        adoption=what_if(contracts, adopted, comparer) if adopted else None,
    )


def _load(contract: Portfolio, held: dict[str, tuple[str, ...]], comparer: Comparer) -> ContractLoad:
    alone = tuple(name for name in contract.measures if len(held[name]) == 1)
    return ContractLoad(contract, alone, label_shares(contract.measures, comparer.book))


def _require_different(contracts: Sequence[Portfolio]) -> None:
    if not contracts:
        raise NoContractsError("Name at least one contract.")
    keys = [contract.key for contract in contracts]
    for key in keys:
        if keys.count(key) > 1:
            raise RepeatedPortfolioError(f"{key} is named twice; name it once.")
