"""How many people of each constituency said what, question by question: what the small-cell rule decides about.

A table is constituency -> column -> people, and its last column is those who could vote and did not. A question is a
candidate where each of them was asked about, and otherwise the vote itself. Nothing here is for publication.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from governance.rules.answers import Answer, Approvals, Points, Ranking
from governance.rules.held import HeldCommittee, HeldPoints, HeldRanking
from governance.rules.polls import Poll
from governance.rules.rating import HIGH_END, LOW_END
from governance.rules.rule import Rule
from governance.rules.voting_rule import VotingRule

VOTE: Final = "vote"
"""The one question of a motion, a choice of labels or a ranking."""
DID_NOT_VOTE: Final = "did_not_vote"
CLASSES: Final = ("low", "mid", "high", "unable")
Table = Mapping[str, Mapping[str, int]]
"""Constituency -> column -> people."""
Tables = Mapping[str, Table]
"""Question -> its table."""


def tables(rule: VotingRule, candidates: tuple[str, ...], poll: Poll) -> Tables:
    """The table of each question.

    The columns are the choices; who stands in the first place of a ranking; `approved` and `not_approved`; `points` and
    `no_points`; for ratings `low` (1 to 3), `mid`, `high` (7 to 9) and `unable`.
    """
    match rule:
        case Rule():
            return {VOTE: _of_firsts(rule.scale.choices, poll)}
        case HeldRanking():
            return {VOTE: _of_firsts(candidates, poll)}
        case HeldCommittee():
            return _of_names(candidates, poll, "approved", "not_approved")
        case HeldPoints():
            return _of_names(candidates, poll, "points", "no_points")
        case _:
            return _of_scores(candidates, poll)


def _of_firsts(columns: tuple[str, ...], poll: Poll) -> Table:
    """Each ballot stands in one column: that of its choice, or of whom it puts first."""
    return {group: _row(poll, group, columns, _firsts(box)) for group, box in poll.boxes.items()}


def _firsts(box: Mapping[Answer, int]) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for answer, number in box.items():
        counts[answer.order[0] if isinstance(answer, Ranking) else str(answer)] += number
    return counts


def _of_names(candidates: tuple[str, ...], poll: Poll, named: str, not_named: str) -> Tables:
    """For each candidate, each ballot stands in one of two columns: it names the candidate, or does not."""
    counts = {group: _names(box) for group, box in poll.boxes.items()}

    def row(group: str, name: str) -> dict[str, int]:
        number = counts[group][name]
        sides = {named: number, not_named: poll.attendance[group].ballots - number}
        return _row(poll, group, (named, not_named), sides)

    return {name: {group: row(group, name) for group in poll.boxes} for name in candidates}


def _names(box: Mapping[Answer, int]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for answer, number in box.items():
        assert isinstance(answer, Approvals | Points)
        for name in answer.approved if isinstance(answer, Approvals) else answer.points:
            counts[name] += number
    return counts


def _of_scores(candidates: tuple[str, ...], poll: Poll) -> Tables:
    scores = {group: poll.scores(group) for group in poll.boxes}
    return {
        name: {group: _row(poll, group, CLASSES, in_classes(scores[group].get(name, {}))) for group in poll.boxes}
        for name in candidates
    }


def _row(poll: Poll, group: str, columns: tuple[str, ...], counts: Mapping[str, int]) -> dict[str, int]:
    there = poll.attendance[group]
    return {**{str(column): counts.get(column, 0) for column in columns}, DID_NOT_VOTE: there.voters - there.ballots}


def in_classes(scores: Mapping[int | None, int]) -> Mapping[str, int]:
    """How many gave a score of each class."""
    counts = dict.fromkeys(CLASSES, 0)
    for score, number in scores.items():
        counts[score_class(score)] += number
    return counts


def score_class(score: int | None) -> str:
    """The class of a score: `low` (1 to 3), `mid`, `high` (7 to 9), or `unable`."""
    if score is None:
        return "unable"
    return "low" if score in LOW_END else "high" if score in HIGH_END else "mid"
