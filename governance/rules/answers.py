"""What one ballot says, under any kind of rule, and the one form in which a box holds it as text."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from governance.rules.choices import Choice
from governance.rules.refusals import WrongChoiceError
from measures.documents import canonical_json

UNABLE: Final = "unable"
"""How a score is written that the voter was unable to give."""


@dataclass(frozen=True, slots=True)
class Ratings:
    """What each candidate was rated: 1 to 9, or none where the voter is unable to score it."""

    scores: Mapping[str, int | None]
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        scores = dict(sorted(self.scores.items()))
        object.__setattr__(self, "scores", MappingProxyType(scores))
        object.__setattr__(self, "_hash", hash(tuple(scores.items())))

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True, slots=True)
class Approvals:
    """The candidates that were approved. A ballot that approves none of them takes part all the same."""

    approved: frozenset[str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "approved", frozenset(self.approved))


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates from the best on. Those that are left out share the last place."""

    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """The points that each candidate was given. One that is left out got none."""

    points: Mapping[str, int]
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        given = {name: number for name, number in sorted(self.points.items()) if number != 0}
        object.__setattr__(self, "points", MappingProxyType(given))
        object.__setattr__(self, "_hash", hash(tuple(given.items())))

    def __hash__(self) -> int:
        return self._hash


Answer = Choice | Ratings | Approvals | Ranking | Points


def written(answer: Answer) -> str:
    """An answer as text: a choice as its bare word, anything else as canonical JSON with its kind.

    Equal answers are written alike, in whatever order they were entered.
    """
    match answer:
        case Choice():
            return answer.value
        case Ratings(scores):
            shown = {name: UNABLE if score is None else score for name, score in scores.items()}
            return _json("ratings", scores=shown)
        case Approvals(approved):
            return _json("approvals", approved=sorted(approved))
        case Ranking(order):
            return _json("ranking", order=order)
        case Points(points):
            return _json("points", points=points)


def _json(kind: str, **content: object) -> str:
    return canonical_json({"kind": kind, **content}).decode()


def read_answer(text: str) -> Answer:
    """The answer that a text says.

    Raises:
        WrongChoiceError: it says none. The text is not quoted, since it may be somebody's ballot.
    """
    try:
        return _from_json(json.loads(text)) if text.startswith("{") else Choice(text)
    except (ValueError, RecursionError):
        raise WrongChoiceError("This is not the text of a ballot; cast it anew.") from None


def _from_json(data: Mapping[str, Any]) -> Answer:
    match data:
        case {"kind": "ratings", "scores": {**scores}, **rest} if not rest:
            return Ratings({_name(name): None if score == UNABLE else _number(score) for name, score in scores.items()})
        case {"kind": "approvals", "approved": [*approved], **rest} if not rest:
            return Approvals(frozenset(_name(each) for each in approved))
        case {"kind": "ranking", "order": [*order], **rest} if not rest:
            return Ranking(tuple(_name(each) for each in order))
        case {"kind": "points", "points": {**points}, **rest} if not rest:
            return Points({_name(name): _number(number) for name, number in points.items()})
        case _:
            raise ValueError("no kind of answer has these fields")


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("neither a score nor points")  # noqa: TRY004 - one refusal for all that is no ballot
    return value


def _name(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not the name of a candidate")  # noqa: TRY004 - one refusal for all that is no ballot
    return value
