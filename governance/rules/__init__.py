"""How a vote is decided: rules as data, and their exact counting.

PRESETS, preset(name), read_rule(text, where)     rules, refused when made if they contradict themselves
count_ballots(rolls, ballots) -> Tally            the final ballots, in whatever order
decide(rule, tally) -> Decision                   exact fractions; never fails on a tally that fits
sentences(rule)                                   the rule as the ballot prints it
result_record(rule, tally, decision)              what a second program counts again
"""

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
from governance.rules.held import Basis
from governance.rules.presets import PRESETS, preset, presets, read_presets, require_honest
from governance.rules.record import read_counted_rule, read_input, recount, result_digest, result_record
from governance.rules.refusals import (
    BadTallyError,
    BorrowedRuleError,
    ContradictoryRuleError,
    RuleNotFoundError,
    TallyDoesNotFitError,
)
from governance.rules.rule import MotionRule, Rule, make_rule, read_rule, rule_digest
from governance.rules.sentences import sentences
from governance.rules.tally import EVERYONE, GroupTally, Interest, Tally, count_ballots

__all__ = [
    "EVERYONE",
    "PRESETS",
    "SCALES",
    "BadTallyError",
    "Basis",
    "BorrowedRuleError",
    "Choice",
    "Comparison",
    "ConditionResult",
    "ConstituencyCondition",
    "ContradictoryRuleError",
    "Decision",
    "Denominator",
    "GroupTally",
    "IfEmpty",
    "Interest",
    "MiddleBand",
    "MotionRule",
    "Outcome",
    "Quorum",
    "RejectRule",
    "Rule",
    "RuleNotFoundError",
    "Scale",
    "SizeBand",
    "Tally",
    "TallyDoesNotFitError",
    "Weighting",
    "count_ballots",
    "decide",
    "make_rule",
    "per_option",
    "preset",
    "presets",
    "read_counted_rule",
    "read_input",
    "read_presets",
    "read_rule",
    "recount",
    "require_honest",
    "result_digest",
    "result_record",
    "rule_digest",
    "sentences",
]
