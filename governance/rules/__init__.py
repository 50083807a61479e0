"""How a vote is decided: rules as data, and their exact counting.

PRESETS, preset(name), read_voting_rule(text, where)   rules of every kind; one that contradicts itself is not made
sentences(rule, say), in_one_sentence(rule, say)       the rule as the ballot prints it, in any language
require_fit(rule, answer, candidates)                  whether a ballot says what its rule asks for
count_vote(rule, candidates, roll, ballots)            the one door: from the final ballots to the result
decide(rule, tally) -> Decision                        a motion alone; never fails on a tally that fits
result_record, result_digest                           what a second program counts again (governance.recounting)
"""

from governance.rules.answers import Answer, Approvals, Points, Ranking, Ratings, read_answer, written
from governance.rules.choices import SCALES, Choice, Scale
from governance.rules.conditions import (
    Comparison,
    ConstituencyCondition,
    Denominator,
    IfEmpty,
    MiddleBand,
    Quorum,
    RejectRule,
    SizeBand,
    Weighting,
)
from governance.rules.decide import decide, per_option
from governance.rules.decision import ConditionResult, Decision, Outcome
from governance.rules.fitting import require_candidates, require_fit, wanted
from governance.rules.held import (
    Basis,
    CandidateRule,
    HeldCommittee,
    HeldConsensus,
    HeldPoints,
    HeldRanking,
    HeldRating,
)
from governance.rules.kinds import DecisionKind
from governance.rules.motion_input import read_input
from governance.rules.one_sentence import in_one_sentence
from governance.rules.polls import RollLine, VoterBallot, require_one_home
from governance.rules.presets import PRESETS, preset, presets, read_presets, require_honest, with_terms
from governance.rules.record import read_counted_rule, result_digest, result_record
from governance.rules.refusals import (
    BadCandidatesError,
    BadTallyError,
    BorrowedRuleError,
    ContradictoryRuleError,
    RuleNotFoundError,
    TallyDoesNotFitError,
    WrongChoiceError,
)
from governance.rules.rule import MotionRule, Rule, make_rule, read_rule
from governance.rules.sentences import sentences
from governance.rules.tally import EVERYONE, GroupTally, Interest, Tally, count_ballots
from governance.rules.voting_rule import VotingRule, kind_of, make_voting_rule, read_voting_rule, rule_digest
from governance.rules.whole_vote import Counted, count_vote
from governance.rules.wording import ENGLISH, Say

__all__ = [
    "ENGLISH",
    "EVERYONE",
    "PRESETS",
    "SCALES",
    "Answer",
    "Approvals",
    "BadCandidatesError",
    "BadTallyError",
    "Basis",
    "BorrowedRuleError",
    "CandidateRule",
    "Choice",
    "Comparison",
    "ConditionResult",
    "ConstituencyCondition",
    "ContradictoryRuleError",
    "Counted",
    "Decision",
    "DecisionKind",
    "Denominator",
    "GroupTally",
    "HeldCommittee",
    "HeldConsensus",
    "HeldPoints",
    "HeldRanking",
    "HeldRating",
    "IfEmpty",
    "Interest",
    "MiddleBand",
    "MotionRule",
    "Outcome",
    "Points",
    "Quorum",
    "Ranking",
    "Ratings",
    "RejectRule",
    "RollLine",
    "Rule",
    "RuleNotFoundError",
    "Say",
    "Scale",
    "SizeBand",
    "Tally",
    "TallyDoesNotFitError",
    "VoterBallot",
    "VotingRule",
    "Weighting",
    "WrongChoiceError",
    "count_ballots",
    "count_vote",
    "decide",
    "in_one_sentence",
    "kind_of",
    "make_rule",
    "make_voting_rule",
    "per_option",
    "preset",
    "presets",
    "read_answer",
    "read_counted_rule",
    "read_input",
    "read_presets",
    "read_rule",
    "read_voting_rule",
    "require_candidates",
    "require_fit",
    "require_honest",
    "require_one_home",
    "result_digest",
    "result_record",
    "rule_digest",
    "sentences",
    "wanted",
    "with_terms",
    "written",
]
