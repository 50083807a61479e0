"""What counting a vote that is no motion comes to, as the record of its result holds it.

A record that says who could vote also says whether the quorum was met and, where the rule asks for it, which of the
candidates that were chosen the members do not agree to.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from governance.rules.allocation import Allocation, allocate
from governance.rules.attendance import enough
from governance.rules.committee import Committee, choose
from governance.rules.group_consensus import Consensus, consensus
from governance.rules.held import HeldCommittee, HeldConsensus, HeldPoints, HeldRanking, HeldRating
from governance.rules.inputs import (
    MEMBERS,
    AllocationInput,
    CandidateInput,
    CommitteeInput,
    ConsensusInput,
    RankingInput,
    RatingInput,
    written_places,
)
from governance.rules.kinds import AllocationRule, CommitteeRule, ConsensusRule, RankingRule, RatingRule
from governance.rules.ranking import rank
from governance.rules.rating import Rating, rate
from governance.rules.refusals import TallyDoesNotFitError
from governance.rules.standing import Standing

CountedRule = RatingRule | ConsensusRule | CommitteeRule | RankingRule | AllocationRule
Count = Rating | Consensus | Committee | Standing | Allocation
HELD: Final = (HeldRating, HeldConsensus, HeldCommittee, HeldRanking, HeldPoints)


@dataclass(frozen=True, slots=True)
class Figures:
    """The fields of a record's `computed`, and how they were reached, in sentences. Both are sealed."""

    computed: Mapping[str, Any]
    log: tuple[str, ...]


def figures(rule: CountedRule, given: CandidateInput) -> Figures:
    """Count what was cast by its rule.

    Raises:
        InvalidError: as the count of that kind says.
        TallyDoesNotFitError: the rule is of another kind than what was cast; or it has a quorum, or asks whether the
            members agree, and the input does not say who could vote.
    """
    count = _count(rule, given)
    computed = asdict(count)
    del computed["log"]
    if isinstance(count, Standing):
        computed["order"] = None if count.order is None else written_places(count.order)
    return Figures(computed | _quorum(rule, given) | _flagged(rule, given, count), count.log)


def _count(rule: CountedRule, given: CandidateInput) -> Count:
    match rule, given:
        case RatingRule(), RatingInput():
            return rate(rule, given.ratings)
        case ConsensusRule(), ConsensusInput():
            return consensus(rule, given.scores)
        case CommitteeRule(), CommitteeInput():
            return choose(rule, given.candidates, given.profile)
        case RankingRule(), RankingInput():
            return rank(rule, given.candidates, given.profile)
        case AllocationRule(), AllocationInput():
            return allocate(rule, given.totals)
        case _:
            raise TallyDoesNotFitError(f"The rule is for another kind of decision than a {given.KIND}.")


def _quorum(rule: CountedRule, given: CandidateInput) -> dict[str, bool]:
    quorum = rule.quorum if isinstance(rule, HELD) else None
    if given.attendance is not None:
        return {"quorum_met": enough(quorum, given.attendance)}
    if quorum is not None:
        raise TallyDoesNotFitError("This rule has a quorum, and the input does not say who could vote.")
    return {}


def _flagged(rule: CountedRule, given: CandidateInput, count: Count) -> dict[str, list[str]]:
    """The chosen candidates that half or fewer of the members' ballots approve, in alphabetical order."""
    if not (isinstance(rule, HeldCommittee) and rule.members_agree):
        return {}
    assert isinstance(given, CommitteeInput)
    assert isinstance(count, Committee)
    if given.members_approve is None or given.attendance is None:
        raise TallyDoesNotFitError("This rule asks whether the members agree, and the input does not say what they do.")
    members = given.attendance.get(MEMBERS)
    half = members.ballots if members else 0
    chosen = sorted((*count.certain, *count.tied))
    return {"flagged": [name for name in chosen if 2 * given.members_approve.get(name, 0) <= half]}
