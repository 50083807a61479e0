"""The heart of a rule in one short sentence, for the top of a ballot. The whole rule is in `sentences`."""

from typing import Final

from governance.rules.candidate_sentences import in_where, most_chosen, shared_out
from governance.rules.held import CandidateRule, HeldCommittee, HeldConsensus, HeldPoints, HeldRanking, HeldRating
from governance.rules.kinds import CommitteeMethod, GroupScope, RankingMethod
from governance.rules.motion_sentences import is_by_ballot, noun
from governance.rules.rule import Rule
from governance.rules.voting_rule import VotingRule
from governance.rules.wording import ENGLISH, Say, all_of, parts, people, portion
from measures.documents import fraction

NAMED: Final = 3
"""So many groups are named in one sentence; of more it says that each must agree."""


def in_one_sentence(rule: VotingRule, say: Say = ENGLISH) -> str:
    """What it takes, in at most about thirty words. Quorum, appeals and all else are left to the sentences."""
    return _of_motion(rule, say) if isinstance(rule, Rule) else _of_candidates(rule, say)


def _of_motion(rule: Rule, say: Say) -> str:
    share = portion(rule.threshold, rule.comparison, noun(rule, rule, say), say)
    if rule.scale.is_motion:
        words = say("{share} are to approve") if is_by_ballot(rule) else say("{share} approve")
    else:
        words = say("{share} are for it") if is_by_ballot(rule) else say("{share} choose it")
    what = words.format(share=share)
    for band in rule.bands:
        part, whole = parts(band.threshold)
        more = say("{what}, or {part} of every {whole} with {number} or more votes")
        what = more.format(what=what, part=part, whole=whole, number=band.voters_at_least)
    passes = say("It passes if {what}.") if rule.scale.is_motion else say("A label passes if {what}.")
    return passes.format(what=_with_groups(rule, what, say))


def _with_groups(rule: Rule, what: str, say: Say) -> str:
    names = [name for name, _ in rule.conditions]
    if not names:
        return what
    if all(fraction(condition.threshold) == 0 for _, condition in rule.conditions):
        return say("{what}, and if each group has at least one yes").format(what=what)
    if len(names) > NAMED:
        return say("{what}, and if each group agrees").format(what=what)
    groups = all_of((people(name, say)[1] for name in names), say)
    return say("{what}, and if {groups} agree too").format(what=what, groups=groups)


def _of_candidates(rule: CandidateRule, say: Say) -> str:
    match rule:
        case HeldRating():
            return say("The answer is yes if the middle score is 7 to 9 and people agree.")
        case HeldConsensus():
            alone = [say("Each group must agree.")] if rule.scope is GroupScope.EACH_GROUP else []
            return " ".join([in_where(rule, say), *alone])
        case HeldCommittee():
            return most_chosen(rule, say) if rule.method is CommitteeMethod.AV else shared_out(rule, say)
        case HeldRanking():
            return _of_ranking(rule, say)
        case HeldPoints():
            words = say("You share out {number} points; the more one gets, the more it weighs.")
            return words.format(number=rule.budget)


def _of_ranking(rule: HeldRanking, say: Say) -> str:
    match rule.method:
        case RankingMethod.PLURALITY:
            return say("The one that the most people put first is picked.")
        case RankingMethod.IRV:
            return say("The last one drops out, again and again, until one is first on more than half of the ballots.")
        case RankingMethod.BORDA:
            return say("The higher you put one, the more points it gets; the most points win.")
        case RankingMethod.CONDORCET:
            return say("One is picked if more people put it above each other one than below it.")
        case RankingMethod.SCHULZE:
            return say("The one that wins when each two are compared is picked; the strongest wins break a circle.")
