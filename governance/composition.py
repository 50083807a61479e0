"""Who sits on a council: the least share of seats that members hold, by date. A check, not a vote.

The minimums are data (`composition.yaml`), each with its source and whether that was read. A date that is not known is
open: where open dates leave two minimums for one day, nothing is guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from governance.rules.conditions import Comparison, require_reachable
from governance.rules.refusals import BadTallyError, ContradictoryRuleError
from governance.rules.wording import bar, percent
from measures.documents import Day, Exact, Line, Ordered, Record, Text, fraction
from measures.errors import InvalidError, NotFoundError
from measures.jurisdictions import JURISDICTIONS
from measures.validation import parse, read_yaml

FILE: Final = "composition.yaml"
Slug = Annotated[str, StringConstraints(pattern="^[a-z0-9]+(?:-[a-z0-9]+)*$")]


class BodyNotFoundError(NotFoundError):
    """No minimum is on record for a council of that name on that day."""

    code = "BODY_NOT_FOUND"


class MinimumNotSettledError(InvalidError):
    """The dates on record do not say which of several minimums holds on that day."""

    code = "MINIMUM_NOT_SETTLED"


def _known(code: str) -> str:
    if code not in JURISDICTIONS:
        raise PydanticCustomError("jurisdiction", "{code} is no jurisdiction; write US-TN", {"code": repr(code)})
    return code


class CompositionMinimum(Record):
    """The least share of a council's seats that one kind of people holds."""

    id: Slug
    body: Slug
    """The council; its minimums over time have the same body."""
    jurisdiction: Annotated[str, AfterValidator(_known)]
    title: Line
    of_kind: Line
    """Which seats are counted."""
    minimum: Exact
    comparison: Comparison
    in_force_from: Day | None
    """The first day; none where it is not known."""
    in_force_until: Day | None
    """The day after the last; none where it is not known, or there is none yet."""
    source: Text
    verified: Annotated[bool, Field(strict=True)]
    note: Text

    @model_validator(mode="after")
    def _can_hold(self) -> Self:
        require_reachable(self.minimum, self.comparison, "share of seats")
        if self.in_force_from and self.in_force_until and self.in_force_until <= self.in_force_from:
            raise ContradictoryRuleError(f"{self.id}: it would end before it begins; mend its dates.")
        return self

    def may_hold_on(self, day: date) -> bool:
        """Whether no known date rules the day out."""
        begun = self.in_force_from is None or self.in_force_from <= day
        return begun and (self.in_force_until is None or day < self.in_force_until)


class _File(Record):
    minimums: Ordered[CompositionMinimum]


@dataclass(frozen=True, slots=True)
class Composition:
    """What a council's seats come to. Of no seats there is no share, and no minimum is met."""

    share: Fraction | None
    ok: bool
    log: tuple[str, ...]


def check(minimum: Fraction, seats: int, of_kind: int, comparison: Comparison = Comparison.AT_LEAST) -> Composition:
    """Hold the seats of one kind against the least share of all seats.

    Raises:
        BadTallyError: the numbers cannot be right.
    """
    for number in (seats, of_kind):
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise BadTallyError("A number of seats is a whole number from 0.")
    if of_kind > seats:
        raise BadTallyError(f"{of_kind} of {seats} seats cannot be: there are more seats of the kind than seats.")
    share = Fraction(of_kind, seats) if seats else None
    ok = comparison.holds(share, minimum)
    of = "there is no share" if share is None else f"the share is {share} ({percent(share)})"
    verdict = "met" if ok else "not met"
    return Composition(
        share, ok, (f"{of_kind} of {seats} seats: {of}, and {bar(minimum, comparison)} is asked: {verdict}.",)
    )


def read_minimums(text: str, where: str) -> tuple[CompositionMinimum, ...]:
    """The minimums of a YAML text.

    Raises:
        InvalidError: one is not well formed, or two have the same id.
    """
    found = parse(_File, read_yaml(text, where), where).minimums
    if len({each.id for each in found}) != len(found):
        raise ContradictoryRuleError(f"{where}: two minimums have the same id; rename one of them.")
    return found


@cache
def minimums() -> Mapping[str, tuple[CompositionMinimum, ...]]:
    """The minimums that come with the registry, by council."""
    found = read_minimums(files(__package__).joinpath(FILE).read_text(encoding="utf-8"), FILE)
    bodies = dict.fromkeys(each.body for each in found)
    return MappingProxyType({body: tuple(each for each in found if each.body == body) for body in bodies})


def minimums_on(body: str, day: date) -> tuple[CompositionMinimum, ...]:
    """The minimums that may hold for a council on a day; more than one where the known dates do not settle it.

    Raises:
        BodyNotFoundError: there is none.
    """
    found = tuple(each for each in minimums().get(body, ()) if each.may_hold_on(day))
    if not found:
        raise BodyNotFoundError(
            f"No minimum is on record for {body!r} on {day}; councils on record are {', '.join(minimums())}."
        )
    return found


def minimum_on(body: str, day: date) -> CompositionMinimum:
    """The one minimum that holds for a council on a day.

    Raises:
        BodyNotFoundError: there is none.
        MinimumNotSettledError: several may hold; the dates that would settle it are not known.
    """
    found = minimums_on(body, day)
    if len({(fraction(each.minimum), each.comparison) for each in found}) > 1:
        shares = " or ".join(each.minimum for each in found)
        raise MinimumNotSettledError(
            f"On {day} the minimum for {body} is {shares}; the record does not hold the date that would settle it. "
            f"Look it up ({found[0].source}) and say which share to check."
        )
    return found[0]
