"""Counting choices, rankings and points again."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from governance.recounting.question import Counted, Question
from governance.recounting.rolls import read_attendance
from governance.rules.figures import figures
from governance.rules.held import HeldCommittee, HeldPoints, HeldRanking
from governance.rules.inputs import AllocationInput, CommitteeInput, RankingInput
from governance.rules.kinds import AllocationRule, CommitteeRule, RankingRule
from governance.rules.refusals import BadTallyError
from governance.rules.rule import parse_rule
from governance.rules.standing import Places
from measures.documents import Exact, fraction
from measures.validation import InvalidFieldError, refusal

Count = Annotated[int, Field(strict=True, ge=0)]
AMOUNT: TypeAdapter[int | str] = TypeAdapter(Count | Exact)


def count_committee(question: Question) -> Counted:
    """Choose by approval."""
    model = HeldCommittee if "name" in question.rule else CommitteeRule
    rule = parse_rule(model, question.rule, question.where)
    profile: Counter[frozenset[str]] = Counter()
    for number, ballot in _ballots(question, "approves"):
        names = _names(ballot, "approves", question.where)
        if len(set(names)) != len(names):
            raise BadTallyError(f"{question.where}: a ballot approves a candidate twice; each may stand once.")
        profile[frozenset(names)] += number
    agree = question.input.get("members_approve")
    given = CommitteeInput(
        candidates=tuple(_names(question.input.get("candidates"), "candidates", question.where)),
        profile=profile,
        attendance=read_attendance(question.input, question.where),
        members_approve=None if agree is None else _numbers(agree, question.where),
    )
    counted = figures(rule, given)
    return Counted(counted.computed, counted.log)


def count_ranking(question: Question) -> Counted:
    """Choose one by ranking."""
    rule = parse_rule(HeldRanking if "name" in question.rule else RankingRule, question.rule, question.where)
    profile: Counter[Places] = Counter()
    for number, order in _ballots(question, "order"):
        profile[_places(order, question.where)] += number
    candidates = tuple(_names(question.input.get("candidates"), "candidates", question.where))
    given = RankingInput(candidates, profile, read_attendance(question.input, question.where))
    counted = figures(rule, given)
    return Counted(counted.computed, counted.log)


def count_allocation(question: Question) -> Counted:
    """Turn amounts into units."""
    rule = parse_rule(HeldPoints if "name" in question.rule else AllocationRule, question.rule, question.where)
    totals = tuple(_totals(question.input.get("totals"), question.where))
    counted = figures(rule, AllocationInput(totals, read_attendance(question.input, question.where)))
    return Counted(counted.computed, counted.log)


def _ballots(question: Question, says: str) -> Iterator[tuple[int, Any]]:
    """How many cast each ballot of the profile, and what it says. An entry without a count is one ballot."""
    profile = question.input.get("profile")
    if not isinstance(profile, list):
        raise InvalidFieldError(f"{question.where}: field profile: it is missing, or it is not a list.")
    for entry in profile:
        if not isinstance(entry, Mapping) or says not in entry or set(entry) - {"count", says}:
            raise InvalidFieldError(
                f'{question.where}: field profile: write each ballot as {{"count": 1, "{says}": [...]}}.'
            )
        number = entry.get("count", 1)
        if isinstance(number, bool) or not isinstance(number, int):
            raise InvalidFieldError(f"{question.where}: field profile: a count is a whole number, not {number!r}.")
        yield number, entry[says]


def _names(names: Any, field: str, where: str) -> list[str]:
    if not isinstance(names, list):
        raise InvalidFieldError(f"{where}: field {field}: it is missing, or it is not a list.")
    return [_name(name, where) for name in names]


def _name(name: Any, where: str) -> str:
    """The name of a candidate. Some number them."""
    if isinstance(name, bool) or not isinstance(name, str | int) or name == "":
        raise InvalidFieldError(f"{where}: {name!r} is no name of a candidate; write a text.")
    return str(name)


def _places(order: Any, where: str) -> Places:
    if not isinstance(order, list):
        raise InvalidFieldError(f"{where}: field order: it is not a list.")
    places = [
        tuple(sorted(_names(place, "order", where) if isinstance(place, list) else [_name(place, where)]))
        for place in order
    ]
    return tuple(place for place in places if place)


def _numbers(numbers: Any, where: str) -> dict[str, int]:
    try:
        return TypeAdapter(dict[str, Count]).validate_python(numbers)
    except ValidationError as error:
        raise refusal(error, where) from None


def _totals(totals: Any, where: str) -> Iterator[tuple[str, Fraction | int]]:
    """Names and amounts in their order: pairs, objects with name and amount, or a mapping."""
    entries = list(totals.items()) if isinstance(totals, Mapping) else totals
    if not isinstance(entries, list):
        raise InvalidFieldError(f"{where}: field totals: it is missing, or it is not a list.")
    for entry in entries:
        pair = (entry.get("name"), entry.get("amount")) if isinstance(entry, Mapping) else entry
        if not isinstance(pair, list | tuple) or len(pair) != len(("name", "amount")):
            raise InvalidFieldError(f"{where}: field totals: write each amount as [name, amount].")
        yield _name(pair[0], where), _amount(pair[1], where)


def _amount(amount: Any, where: str) -> Fraction | int:
    try:
        read = AMOUNT.validate_python(amount)
    except ValidationError:
        wanted = "write a whole number from 0, or an exact one as text"
        raise InvalidFieldError(f"{where}: field totals: {amount!r} is no amount; {wanted}.") from None
    return read if isinstance(read, int) else fraction(read)
