"""Phase paths that moved with the measurement period: a set that is published anew each year tells of it once.

Told step by step, the calendar of a dozen measures would drown the two differences that matter.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from governance.phases import PhaseStep
from governance.priority_sets import DraftItem, Period, PrioritySet, PrioritySetDraft
from measures.comparison.change import Aspect, Bump, Change
from measures.comparison.values import name_of

AnySet = TypeVar("AnySet", PrioritySet, PrioritySetDraft)


def without_moved_paths(before: AnySet, after: AnySet) -> tuple[AnySet, tuple[Change, ...]]:
    """The later set with the paths that only moved with the period put back, and the one change that says so.

    A path moved with the period when the period moved by whole years and each of its steps by the same number of them.
    """
    years = _years_between(before.period, after.period)
    earlier = {name_of(item.measure): item for item in before.items}
    moved = [item for item in after.items if years and _has_moved(earlier, item, years)]
    if not moved:
        return after, ()
    items = tuple(
        item.model_copy(update={"phase_path": earlier[name_of(item.measure)].phase_path}) if item in moved else item
        for item in after.items
    )
    return after.model_copy(update={"items": items}), (_change(len(moved), years, before.period, after.period),)


def _has_moved(earlier: Mapping[str, DraftItem], item: DraftItem, years: int) -> bool:
    there = earlier.get(name_of(item.measure))
    return there is not None and bool(item.phase_path) and _moved_by(there.phase_path, item.phase_path, years)


def _moved_by(old: Sequence[PhaseStep], new: Sequence[PhaseStep], years: int) -> bool:
    return len(old) == len(new) and all(
        _years(step.starts, later.starts) == years and step.model_copy(update={"starts": later.starts}) == later
        for step, later in zip(old, new, strict=True)
    )


def _years_between(before: Period | None, after: Period | None) -> int:
    """By how many years the period moved; none if it did not move by whole years at both ends."""
    if before is None or after is None:
        return 0
    years = _years(before.starts, after.starts)
    return years if years == _years(before.ends, after.ends) else 0


def _years(old: date, new: date) -> int:
    return new.year - old.year if (old.month, old.day) == (new.month, new.day) else 0


def _change(number: int, years: int, before: Period | None, after: Period | None) -> Change:
    paths = "The phase path of 1 measure" if number == 1 else f"The phase paths of {number} measures"
    by = "1 year" if abs(years) == 1 else f"{abs(years)} years"
    sentence = f"{paths} moved with the period, by {by}; roles and categories stay."
    return Change(Aspect.PHASE_PATH, "items.phase_path", _begun(before), _begun(after), sentence, Bump.MAJOR)


def _begun(period: Period | None) -> str | None:
    return None if period is None else f"with the period from {period.starts}"
