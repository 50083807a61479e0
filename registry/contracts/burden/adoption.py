"""What if every contract took the state's priority set instead of its own list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from measures.errors import InvalidError
from measures.vocabularies import DataSource
from registry.contracts.alignment.book import MeasureBook
from registry.contracts.alignment.pairs import Comparer, NearMatch
from registry.contracts.alignment.portfolio import Portfolio, PortfolioKind
from registry.contracts.burden.duplicates import holders


class NotASetError(InvalidError):
    """What contracts should adopt is itself a contract."""

    code = "NOT_A_SET"


@dataclass(frozen=True, slots=True)
class ContractAdoption:
    """What the set would change in one contract."""

    contract: str
    kept: tuple[str, ...]
    other_version: tuple[str, ...]
    """Those among the kept that the set pins in another version."""
    saved: tuple[str, ...]
    """Measures of the contract that the set does not hold."""
    new: tuple[str, ...]
    """Measures of the set that the contract does not hold."""
    near: tuple[NearMatch, ...]
    """Pairs of a saved and a new measure that a stated lineage joins: work that is changed rather than new."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What the set would change, on the assumption that every contract takes all of it and nothing else."""

    adopted: Portfolio
    contracts: tuple[ContractAdoption, ...]
    measures_before: int
    measures_after: int
    saved: tuple[str, ...]
    """Measures that no contract would ask for any more."""
    new: tuple[str, ...]
    """Measures that no contract asks for today."""
    reports_before: int
    reports_after: int
    """A measure of three contracts is reported three times."""
    specifications_before: int
    specifications_after: int
    """Distinct measures by version. One set means one specification of each."""
    sources_saved: tuple[DataSource, ...]
    """Sources of data that would not be needed any more."""
    sources_new: tuple[DataSource, ...]


def what_if(contracts: Sequence[Portfolio], adopted: Portfolio, comparer: Comparer) -> WhatIf:
    """Set the contracts beside the set that they might take.

    Raises:
        NotASetError: what they might take is a contract.
    """
    if adopted.kind is PortfolioKind.CONTRACT:
        raise NotASetError(f"{adopted.key} is a contract; name a priority set, a measure set or a state's program.")
    before, after = holders(contracts), adopted.measures
    sources_before, sources_after = _sources(before, comparer.book), _sources(after, comparer.book)
    return WhatIf(
        adopted=adopted,
        contracts=tuple(_in_contract(contract, adopted, comparer) for contract in contracts),
        measures_before=len(before),
        measures_after=len(after),
        saved=tuple(name for name in before if name not in after),
        new=tuple(name for name in after if name not in before),
        reports_before=sum(len(contract.items) for contract in contracts),
        reports_after=len(after) * len(contracts),
        specifications_before=len({(i.measure, i.version) for contract in contracts for i in contract.items}),
        specifications_after=len(after),
        sources_saved=tuple(each for each in DataSource if each in sources_before - sources_after),
        sources_new=tuple(each for each in DataSource if each in sources_after - sources_before),
    )


def _in_contract(contract: Portfolio, adopted: Portfolio, comparer: Comparer) -> ContractAdoption:
    side = comparer.compare(contract, adopted)
    moved = [each for each in side.shared if each.here.version and each.there.version]
    return ContractAdoption(
        contract=contract.key,
        kept=tuple(each.measure for each in side.shared),
        other_version=tuple(each.measure for each in moved if each.here.version != each.there.version),
        saved=side.only_here,
        new=side.only_there,
        near=side.near,
    )


def _sources(names: Iterable[str], book: MeasureBook) -> set[DataSource]:
    return {source for name in names for source in book.data_sources(name)}
