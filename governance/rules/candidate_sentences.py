"""The rules of votes on several candidates in short plain sentences: ratings, choices, rankings, points."""

from collections.abc import Iterator

from governance.rules.conditions import HALF, Comparison
from governance.rules.held import CandidateRule, HeldCommittee, HeldConsensus, HeldPoints, HeldRanking, HeldRating
from governance.rules.kinds import CommitteeMethod, Disagreement, GroupScope, RankingMethod, Turnout
from governance.rules.wording import Say, parts, portion
from measures.documents import fraction


def how_they_are_decided(rule: CandidateRule, say: Say) -> Iterator[str]:
    """What to fill in, how it is counted, what a tie does, and who must take part."""
    match rule:
        case HeldRating():
            yield from _rating(rule, say)
        case HeldConsensus():
            yield from _consensus(rule, say)
        case HeldCommittee():
            yield from _committee(rule, say)
        case HeldRanking():
            yield from _ranking(rule, say)
        case HeldPoints():
            yield from _points(rule, say)
    if rule.quorum:
        yield _quorum(rule.quorum, say)


def _quorum(quorum: Turnout, say: Say) -> str:
    share = portion(quorum.fraction, quorum.comparison, say("people who can vote"), say)
    return say("For the vote to count, {share} must take part.").format(share=share)


def _scores(say: Say) -> Iterator[str]:
    yield say("Rate each one from 1 to 9. A 9 is the best.")
    yield say("If you cannot score one, say so. It is left out of its count.")


def _rating(rule: HeldRating, say: Say) -> Iterator[str]:
    yield from _scores(say)
    yield say("The scores are put in order, and the one in the middle counts.")
    yield say("If it is 7 to 9, the answer is yes. If it is 1 to 3, the answer is no.")
    yield say("If it lies between these, or if people do not agree, the answer is not sure.")
    match rule.disagreement:
        case Disagreement.TABLE:
            yield say("People do not agree if too many gave a 1, 2 or 3 and too many gave a 7, 8 or 9.")
            yield say("Too many means 3 of 8 to 10 people, 4 of 11 to 13, or 5 of 14 to 16.")
            yield say("If fewer than 8 or more than 16 people score one, it gets no answer.")
        case Disagreement.ONE_THIRD:
            yield say("People do not agree if a third gave a 1, 2 or 3 and a third gave a 7, 8 or 9.")
        case Disagreement.IPRAS:
            yield say("People do not agree if the scores lie too far apart.")
            yield say("A fixed formula, called IPRAS, says how far that is.")


def in_where(rule: HeldConsensus, say: Say) -> str:
    """When a candidate is in, in one sentence."""
    high = portion(rule.in_high, Comparison.AT_LEAST, say("scores"), say)
    part, whole = parts(rule.in_low_below)
    words = say("To be in, {high} must be 7 to 9, with fewer than {part} of every {whole} below 4.")
    return words.format(high=high, part=part, whole=whole)


def _consensus(rule: HeldConsensus, say: Say) -> Iterator[str]:
    yield from _scores(say)
    yield in_where(rule, say)
    if fraction(rule.out_high) == HALF:
        yield say("One is out if half of the scores or fewer are 7 to 9.")
    else:
        words = say("One is out if {part} of every {whole} scores or fewer are 7 to 9.")
        part, whole = parts(rule.out_high)
        yield words.format(part=part, whole=whole)
    if rule.scope is GroupScope.EACH_GROUP:
        yield say("Each group is counted alone, and all groups must agree.")
    else:
        yield say("The scores of all groups are counted together.")
    yield say("If one is neither in nor out, there is no consensus on it yet.")


def _committee(rule: HeldCommittee, say: Say) -> Iterator[str]:
    if rule.most_approvals is None:
        yield say("You can choose as many as you like.")
    elif rule.most_approvals == 1:
        yield say("You can choose one.")
    else:
        yield say("You can choose up to {number}.").format(number=rule.most_approvals)
    match rule.method:
        case CommitteeMethod.AV:
            yield most_chosen(rule, say)
        case CommitteeMethod.SEQPHRAGMEN:
            yield shared_out(rule, say)
            yield say("They are picked one by one.")
            yield say("Voters who have a pick they chose wait while others get theirs.")
    yield say("One that nobody chose is not picked.")
    yield say("If there is a tie for the last place, we name all who tied. No lot is drawn.")
    if rule.members_agree:
        yield say("If half or fewer of the members' ballots chose a pick, we say so.")


def most_chosen(rule: HeldCommittee, say: Say) -> str:
    """Who is picked by most approvals, in one sentence."""
    if rule.seats == 1:
        return say("The one that the most people choose is picked.")
    return say("The {number} that the most people choose are picked.").format(number=rule.seats)


def shared_out(rule: HeldCommittee, say: Say) -> str:
    """Who is picked in proportion, in one sentence."""
    return say("We pick {number}, so that a small group of voters has its fair part.").format(number=rule.seats)


def _ranking(rule: HeldRanking, say: Say) -> Iterator[str]:
    yield say("Put them in order, the best one first.")
    yield say("You may leave some out. They share the last place.")
    match rule.method:
        case RankingMethod.PLURALITY:
            yield say("The one that the most people put first is picked.")
        case RankingMethod.IRV:
            yield say("If one is first on more than half of the ballots, it is picked.")
            yield say("If none is, the one with the fewest first places drops out.")
            yield say("Its ballots go to the next one in their order. Then we count again.")
        case RankingMethod.BORDA:
            yield say("The last place gets 0 points. Each place above it gets one point more.")
            yield say("The one with the most points is picked.")
        case RankingMethod.CONDORCET:
            yield from _pairs(say)
            yield say("One that wins all its pairs is picked. If none does, there is no consensus.")
        case RankingMethod.SCHULZE:
            yield from _pairs(say)
            yield say("If one wins all its pairs, it is picked. If not, the strongest wins decide.")
    yield say("If there is a tie, we name all who tied. No lot is drawn.")


def _pairs(say: Say) -> Iterator[str]:
    yield say("We compare each two. The one that more people put higher wins that pair.")


def _points(rule: HeldPoints, say: Say) -> Iterator[str]:
    yield say("You have {number} points. Give them all out, as you like.").format(number=rule.budget)
    yield say("We add up the points that each one gets from all voters.")
    yield say("Its part of all points is its weight. The weights add up to {number}.").format(number=rule.units)
    yield say("Weights are whole numbers. What is left over goes to those who are nearest to the next number.")
