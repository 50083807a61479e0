"""Counting a motion, or a choice among labels, again."""

from collections.abc import Mapping
from typing import Any

from governance.recounting.question import Counted, Question
from governance.rules.decide import decide
from governance.rules.motion_input import read_input
from governance.rules.record import motion_computed, read_counted_rule


def count_motion(question: Question) -> Counted:
    """Count a motion, or each label as one."""
    rule = read_counted_rule(_with_first_band(question.rule), question.where)
    by_group = bool(rule.constituencies or rule.weighting)
    tally = read_input(question.input, question.where, by_group=by_group)
    decision = decide(rule, tally)
    return Counted(motion_computed(rule, tally, decision), decision.log)


def _with_first_band(rule: Mapping[str, Any]) -> Mapping[str, Any]:
    """A size band that begins at 0 voters is always reached: it is the rule's own threshold."""
    bands = rule.get("bands")
    if not isinstance(bands, list) or not all(isinstance(band, Mapping) for band in bands):
        return rule
    always = [band.get("threshold") for band in bands if band.get("voters_at_least") == 0]
    rest = [band for band in bands if band.get("voters_at_least") != 0]
    return {**rule, "threshold": always[-1], "bands": rest} if always else rule
