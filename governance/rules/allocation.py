"""Amounts turned into whole units that add up exactly: the method of the largest remainder (Hamilton, Hare quota)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from governance.rules.kinds import AllocationRule
from governance.rules.refusals import BadCandidatesError, BadTallyError


@dataclass(frozen=True, slots=True)
class Allocation:
    """The units in the order of the amounts; none where all amounts are zero."""

    units: tuple[int, ...] | None
    log: tuple[str, ...]


def allocate(rule: AllocationRule, totals: Sequence[tuple[str, Fraction | int]]) -> Allocation:
    """Share out the rule's units in proportion to the amounts.

    Everybody gets the whole units of their exact share; what is left goes one by one to the largest remainders, and of
    remainders that are the same to whoever is listed first.

    Raises:
        BadTallyError: an amount is below zero.
        BadCandidatesError: a name stands twice.
    """
    _check(totals)
    total = sum((Fraction(amount) for _, amount in totals), Fraction(0))
    if not total:
        return Allocation(None, ("All amounts are zero, so there is nothing to share out by.",))
    quotas = [rule.units * Fraction(amount) / total for _, amount in totals]
    floors = [quota.__floor__() for quota in quotas]
    left = rule.units - sum(floors)
    # Sorting is stable: of remainders that are the same, the one that is listed first stays first.
    by_remainder = sorted(range(len(quotas)), key=lambda place: floors[place] - quotas[place])
    lucky = set(by_remainder[:left])
    units = tuple(floor + (place in lucky) for place, floor in enumerate(floors))
    names = [name for name, _ in totals]
    return Allocation(units, tuple(_steps(rule, names, quotas, floors, lucky, units)))


def _check(totals: Sequence[tuple[str, Fraction | int]]) -> None:
    names = [name for name, _ in totals]
    if len(set(names)) != len(names):
        raise BadCandidatesError("A name stands twice among the amounts; add its amounts up.")
    if any(amount < 0 for _, amount in totals):
        raise BadTallyError("An amount is below zero; only what was given can be shared out.")


def _steps(
    rule: AllocationRule,
    names: Sequence[str],
    quotas: Sequence[Fraction],
    floors: Sequence[int],
    lucky: Collection[int],
    units: Sequence[int],
) -> Iterator[str]:
    for name, quota, floor in zip(names, quotas, floors, strict=True):
        yield f"{name}: the exact share is {quota}, so {floor} to begin with."
    if lucky:
        given = ", ".join(names[place] for place in sorted(lucky))
        yield f"{len(lucky)} of {rule.units} are left; one more goes to each of the largest remainders: {given}."
    yield "Together: " + ", ".join(f"{name} {unit}" for name, unit in zip(names, units, strict=True)) + "."
