"""Counting ratings again: of one panel, and of several groups."""

import re
from collections.abc import Mapping
from typing import Any, Final

from pydantic import Field

from governance.recounting.question import Counted, Question
from governance.recounting.refusals import UnknownMethodError
from governance.recounting.rolls import read_attendance
from governance.rules.attendance import Attendance
from governance.rules.figures import figures
from governance.rules.group_consensus import Scores
from governance.rules.held import HeldConsensus, HeldRating
from governance.rules.inputs import UNABLE, ConsensusInput, RatingInput
from governance.rules.kinds import ConsensusRule, RatingRule
from governance.rules.rating import HIGH_END, LOW_END
from governance.rules.rule import parse_rule
from measures.documents import Record
from measures.validation import InvalidFieldError, parse

SCALE: Final = ["1", "9"]


class _Scores(Record):
    low: int = Field(default=0, strict=True)
    mid: int = Field(default=0, strict=True)
    high: int = Field(default=0, strict=True)
    unable: int = Field(default=0, strict=True)
    roll: int | None = Field(default=None, strict=True)
    recused: int = Field(default=0, strict=True)


class _Groups(Record):
    groups: Mapping[str, _Scores]


def count_rating(question: Question) -> Counted:
    """Class one panel's ratings."""
    rule = parse_rule(HeldRating if "name" in question.rule else RatingRule, _on_scale(question), question.where)
    ratings = tuple(_ratings(question.input.get("ratings"), question.where))
    counted = figures(rule, RatingInput(ratings, read_attendance(question.input, question.where)))
    return Counted(counted.computed, counted.log)


def count_consensus(question: Question) -> Counted:
    """Whether the groups agree."""
    rule = parse_rule(HeldConsensus if "name" in question.rule else ConsensusRule, _on_scale(question), question.where)
    groups = question.input.get("groups")
    if isinstance(groups, Mapping):
        groups = {name: _in_classes(scores, question.where) for name, scores in groups.items()}
    read = parse(_Groups, {"groups": groups}, question.where).groups
    scores = {name: Scores(group.low, group.mid, group.high, group.unable) for name, group in read.items()}
    rolls = {name: (group.roll, group.recused) for name, group in read.items() if group.roll is not None}
    attendance = {name: Attendance(*size, scores[name].n + scores[name].unable) for name, size in rolls.items()}
    counted = figures(rule, ConsensusInput(scores, attendance if len(attendance) == len(scores) else None))
    return Counted(counted.computed, counted.log)


def _on_scale(question: Question) -> Mapping[str, Any]:
    """The rule without its scale, which can only be 1 to 9.

    Raises:
        UnknownMethodError: it is another.
    """
    rule = dict(question.rule)
    scale = rule.pop("scale", "1-9")
    if re.findall(r"\d+", str(scale)) != SCALE:
        raise UnknownMethodError(f"{question.where}: the scale {scale} is not known; ratings are from 1 to 9.")
    return rule


def _ratings(ratings: Any, where: str) -> list[int | None]:
    """Ratings as numbers. Null and any text that begins "unable" stand for "unable to score"."""
    if not isinstance(ratings, list):
        raise InvalidFieldError(f"{where}: field ratings: it is missing, or it is not a list.")
    return [_rating(rating, where) for rating in ratings]


def _rating(rating: Any, where: str) -> int | None:
    if rating is None or (isinstance(rating, str) and rating.lower().startswith(UNABLE)):
        return None
    if isinstance(rating, str) and re.fullmatch("[1-9]", rating):
        return int(rating)
    if isinstance(rating, bool) or not isinstance(rating, int):
        raise InvalidFieldError(f'{where}: field ratings: {rating!r} is no rating; write 1 to 9, or "{UNABLE}".')
    return rating


def _in_classes(scores: Any, where: str) -> Any:
    """A group's ratings one by one, as counts of low, middle and high ones."""
    if not isinstance(scores, list):
        return scores
    given = _ratings(scores, where)
    low, high = sum(each in LOW_END for each in given), sum(each in HIGH_END for each in given)
    unable = given.count(None)
    return {"low": low, "mid": len(given) - low - high - unable, "high": high, "unable": unable}
