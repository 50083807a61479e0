"""The ballots of a vote on candidates in the form in which each kind counts them."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from governance.rules.answer_tables import VOTE, in_classes
from governance.rules.answers import Answer, Approvals, Points, Ranking
from governance.rules.group_consensus import Scores
from governance.rules.held import CandidateRule, HeldCommittee, HeldConsensus, HeldPoints, HeldRanking, HeldRating
from governance.rules.inputs import (
    MEMBERS,
    AllocationInput,
    CandidateInput,
    CommitteeInput,
    ConsensusInput,
    RankingInput,
    RatingInput,
)
from governance.rules.polls import Poll
from governance.rules.standing import Places


def inputs(rule: CandidateRule, candidates: tuple[str, ...], poll: Poll) -> Mapping[str, CandidateInput]:
    """What is counted: one input for each candidate that is rated, and otherwise one for the whole vote."""
    match rule:
        case HeldRating():
            return _ratings(candidates, poll)
        case HeldConsensus():
            return _scores(candidates, poll)
        case HeldCommittee():
            return {VOTE: _approvals(rule, candidates, poll)}
        case HeldRanking():
            return {VOTE: _rankings(candidates, poll)}
        case HeldPoints():
            return {VOTE: _points(candidates, poll)}


def _ratings(candidates: tuple[str, ...], poll: Poll) -> dict[str, CandidateInput]:
    whole: dict[str, Counter[int | None]] = {name: Counter() for name in candidates}
    for group in poll.boxes:
        for name, scores in poll.scores(group).items():
            whole[name] += Counter(scores)
    return {name: RatingInput(tuple(scores.elements()), poll.attendance) for name, scores in whole.items()}


def _scores(candidates: tuple[str, ...], poll: Poll) -> dict[str, CandidateInput]:
    """The scores of each group in which anybody can vote."""
    there = {group: size for group, size in poll.attendance.items() if size.voters}
    by_group = {group: poll.scores(group) for group in there}
    return {
        name: ConsensusInput({group: _classed(by_group[group].get(name, {})) for group in there}, there)
        for name in candidates
    }


def _classed(scores: Mapping[int | None, int]) -> Scores:
    classes = in_classes(scores)
    return Scores(classes["low"], classes["mid"], classes["high"], classes["unable"])


def _approvals(rule: HeldCommittee, candidates: tuple[str, ...], poll: Poll) -> CommitteeInput:
    members = _approved_by(poll.boxes.get(MEMBERS, {}), candidates) if rule.members_agree else None
    profile = {answer.approved: number for answer, number in poll.whole.items() if isinstance(answer, Approvals)}
    return CommitteeInput(candidates, profile, poll.attendance, members)


def _approved_by(box: Mapping[Answer, int], candidates: tuple[str, ...]) -> dict[str, int]:
    approved = dict.fromkeys(candidates, 0)
    for answer, number in box.items():
        assert isinstance(answer, Approvals)
        for name in answer.approved:
            approved[name] += number
    return approved


def _rankings(candidates: tuple[str, ...], poll: Poll) -> RankingInput:
    profile: dict[Places, int] = {
        tuple((name,) for name in answer.order): number
        for answer, number in poll.whole.items()
        if isinstance(answer, Ranking)
    }
    return RankingInput(candidates, profile, poll.attendance)


def _points(candidates: tuple[str, ...], poll: Poll) -> AllocationInput:
    """The points of each candidate in all. Every ballot gives out as many, so their shares are the mean shares."""
    totals = dict.fromkeys(candidates, 0)
    for answer, number in poll.whole.items():
        assert isinstance(answer, Points)
        for name, given in answer.points.items():
            totals[name] += given * number
    return AllocationInput(tuple((name, Fraction(total)) for name, total in totals.items()), poll.attendance)
