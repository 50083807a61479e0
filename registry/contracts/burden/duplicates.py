"""The same measure in several contracts, and the same measure under different specifications."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from registry.contracts.alignment.book import MeasureBook
from registry.contracts.alignment.candidates import Candidate
from registry.contracts.alignment.pairs import Comparer, NearMatch
from registry.contracts.alignment.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A measure that several contracts name."""

    measure: str
    title: str
    contracts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionSplit:
    """A measure that contracts name in different versions, so that it is computed more than once."""

    measure: str
    title: str
    versions: tuple[tuple[str, tuple[str, ...]], ...]
    """Each version with the contracts that name it."""


@dataclass(frozen=True, slots=True)
class VariantSplit:
    """Two measures made from one another (by a stated lineage) that contracts name side by side."""

    match: NearMatch
    contracts_here: tuple[str, ...]
    contracts_there: tuple[str, ...]


def holders(contracts: Sequence[Portfolio]) -> dict[str, tuple[str, ...]]:
    """Every measure that any contract names, with the contracts that name it."""
    found: dict[str, list[str]] = defaultdict(list)
    for contract in contracts:
        for name in contract.measures:
            found[name].append(contract.key)
    return {name: tuple(keys) for name, keys in found.items()}


def duplicates(contracts: Sequence[Portfolio], book: MeasureBook) -> list[Duplicate]:
    """The measures of two or more contracts: those of most contracts first, then by name."""
    several = [Duplicate(name, book.title(name), keys) for name, keys in holders(contracts).items() if len(keys) > 1]
    return sorted(several, key=lambda found: (-len(found.contracts), found.measure))


def version_splits(contracts: Sequence[Portfolio], book: MeasureBook) -> list[VersionSplit]:
    """The measures that contracts name in more than one version."""
    held: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for contract in contracts:
        for item in contract.items:
            if item.version is not None:
                held[item.measure][item.version].append(contract.key)
    return [
        VersionSplit(name, book.title(name), tuple((each, tuple(keys)) for each, keys in sorted(by_version.items())))
        for name, by_version in sorted(held.items())
        if len(by_version) > 1
    ]


def variant_splits(contracts: Sequence[Portfolio], comparer: Comparer) -> Iterator[VariantSplit]:
    """The measures of one stated lineage that stand in the contracts beside one another."""
    held = holders(contracts)
    names = [name for name in held if comparer.variants.has(name)]
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            if steps := comparer.variants.between(one, other):
                yield VariantSplit(NearMatch(one, other, steps), held[one], held[other])


def candidates(contracts: Sequence[Portfolio], comparer: Comparer) -> list[Candidate]:
    """The measures of the contracts that look alike and that nobody reviewed. They count for nothing."""
    names = list(holders(contracts))
    found = comparer.candidates.between(names, names)
    return [
        each
        for each in found
        if names.index(each.one) < names.index(each.other) and not comparer.variants.between(each.one, each.other)
    ]
