"""At renewal: what a contract signed, held against the set of today, and what that would mean for the contract.

Nothing here changes a contract. The text as signed binds until the parties sign another.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from governance.comparison import compare_priority_sets
from governance.comparison.priority_sets import is_optional, item_words
from governance.priority_sets import PrioritySet, SetItem
from measures.comparison import Aspect, Bump, Change, Comparison
from measures.documents import fraction
from measures.references import Reference
from registry.contracts.summary import ContractItem, ContractWording

ITEMS: Final = "items."


class RenewalKind(StrEnum):
    """What a point of the difference is about."""

    GONE = "gone"
    MOVED = "moved"
    ROLE = "role"
    WEIGHT = "weight"
    TARGET = "target"
    CHANGED = "changed"
    NEW = "new"
    SET = "set"


OF_ASPECT: Final[Mapping[Aspect, RenewalKind]] = {
    Aspect.ROLE: RenewalKind.ROLE,
    Aspect.WEIGHT: RenewalKind.WEIGHT,
    Aspect.TARGET: RenewalKind.TARGET,
    Aspect.BENCHMARK: RenewalKind.TARGET,
    Aspect.MEASURE: RenewalKind.MOVED,
}


@dataclass(frozen=True, slots=True)
class RenewalPoint:
    """One thing that the parties would have to settle if the contract cited the set of today."""

    kind: RenewalKind
    measure: str | None
    """The name of the measure (`family/slug`); none where the set as a whole changed."""
    sentence: str
    bump: Bump


@dataclass(frozen=True, slots=True)
class RenewalDifference:
    """A contract as signed, and the set of today."""

    signed: Reference
    """The set that the contract cites."""
    current: Reference
    """The set that it is held against."""
    comparison: Comparison
    """Everything that differs between the two sets, whether or not it touches this contract."""
    points: tuple[RenewalPoint, ...]
    """What of it touches this contract: what is gone first, then what changed, then what is new."""

    @property
    def is_current(self) -> bool:
        """Whether nothing would change for this contract."""
        return not self.points


def renewal_difference(
    contract: ContractWording, signed: PrioritySet, current: PrioritySet, references: tuple[Reference, Reference]
) -> RenewalDifference:
    """What citing the set of today instead of the one that was signed would mean for a contract.

    `references` are those of the two sets, pinned.
    """
    comparison = compare_priority_sets(signed, current)
    chosen = {Reference.parse(item.measure).name: item for item in contract.items}
    before, now = (_by_name(each) for each in (signed, current))
    points = [
        *_gone(chosen, before, now),
        *_own_versions(chosen, before, now),
        *_changed(chosen, comparison),
        *_new(chosen, before, now),
        *_of_the_set(comparison),
    ]
    order = list(RenewalKind)
    points.sort(key=lambda point: order.index(point.kind))
    return RenewalDifference(*references, comparison, tuple(points))


def _by_name(each: PrioritySet) -> dict[str, SetItem]:
    return {Reference.parse(item.measure).name: item for item in each.items}


def _called(item: SetItem) -> str:
    return f"Measure {item_words(item)}"


def _gone(
    chosen: Mapping[str, ContractItem], before: Mapping[str, SetItem], now: Mapping[str, SetItem]
) -> Iterator[RenewalPoint]:
    """Measures of the contract that the set had and no longer has. What it never had is the parties' own."""
    for name in chosen:
        if name in before and name not in now:
            sentence = f"{_called(before[name])} is no longer in the set; the contract has it as {chosen[name].role}."
            yield RenewalPoint(RenewalKind.GONE, name, sentence, Bump.MAJOR)


def _own_versions(
    chosen: Mapping[str, ContractItem], before: Mapping[str, SetItem], now: Mapping[str, SetItem]
) -> Iterator[RenewalPoint]:
    """Measures of which the contract names another version than the set of today, though the set did not move."""
    for name, item in chosen.items():
        if name not in now or (name in before and before[name].measure != now[name].measure):
            continue  # what moved in the set is told as its change
        own, there = Reference.parse(item.measure), Reference.parse(now[name].measure)
        if own.versioned != there.versioned:
            sentence = f"{_called(now[name])}: the contract names {own.version}, and the set {there.version}."
            yield RenewalPoint(RenewalKind.MOVED, name, sentence, Bump.MAJOR)


def _changed(chosen: Mapping[str, ContractItem], comparison: Comparison) -> Iterator[RenewalPoint]:
    """What changed of the measures that the contract chose; wording alone is nothing to settle."""
    for change in comparison.changes:
        name = _measure_of(change)
        if name is None or name not in chosen or change.bump is Bump.PATCH or change.path == f"{ITEMS}{name}":
            continue
        kind = OF_ASPECT.get(change.aspect, RenewalKind.CHANGED)
        yield RenewalPoint(kind, name, change.sentence + _as_signed(chosen[name], kind), change.bump)


def _as_signed(item: ContractItem, kind: RenewalKind) -> str:
    """What the contract itself says of what changed."""
    own = {
        RenewalKind.ROLE: str(item.role),
        RenewalKind.WEIGHT: item.weight and str(fraction(item.weight)),
        RenewalKind.TARGET: item.target or item.benchmark,
        RenewalKind.MOVED: Reference.parse(item.measure).version,
    }.get(kind)
    return f" The contract has {own}." if own else ""


def _new(
    chosen: Mapping[str, ContractItem], before: Mapping[str, SetItem], now: Mapping[str, SetItem]
) -> Iterator[RenewalPoint]:
    """Measures that the set gained and the contract lacks, unless nothing hangs on them."""
    for name, item in now.items():
        if name not in before and name not in chosen and not is_optional(item):
            tier = f" in tier {item.tier}" if item.tier else ""
            sentence = f"{_called(item)} is new in the set, as {item.role}{tier}; the contract does not have it."
            yield RenewalPoint(RenewalKind.NEW, name, sentence, Bump.MAJOR)


def _of_the_set(comparison: Comparison) -> Iterator[RenewalPoint]:
    """What changed for every contract: period, scope, areas, definitions, tiers."""
    for change in comparison.changes:
        if _measure_of(change) is None and change.bump is not Bump.PATCH:
            yield RenewalPoint(RenewalKind.SET, None, change.sentence, change.bump)


def _measure_of(change: Change) -> str | None:
    """The measure whose item a change is about."""
    if not change.path.startswith(ITEMS):
        return None
    return change.path.removeprefix(ITEMS).split(".")[0]
