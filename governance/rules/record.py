"""The record of a result: `{kind, rule, input, computed}`, which a second program can count again.

Its digest is SHA-256 over its RFC 8785 form (GOVERNANCE, "Recount"). The record is sealed: it holds every count. It is
plain data with nulls left out, so the digest of the record as read from JSON is the digest of the record as made.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from governance.rules.choices import Choice, Scale
from governance.rules.decide import per_option
from governance.rules.decision import Decision
from governance.rules.figures import CountedRule, figures
from governance.rules.inputs import CandidateInput
from governance.rules.kinds import DecisionKind
from governance.rules.rule import MotionRule, Rule, parse_rule
from governance.rules.tally import GroupTally, Tally
from measures.documents import canonical_json, digest_of
from measures.references import Digest

ALWAYS_WRITTEN: Final = (Choice.APPROVE, Choice.REJECT, Choice.ABSTAIN)
"""A motion's record holds all three counts, also where the rule has no abstentions."""


def result_record(rule: MotionRule, tally: Tally, decision: Decision) -> dict[str, Any]:
    """The record of a motion or of a choice among labels, in the format of the worked cases."""
    kind = DecisionKind.MOTION if rule.scale.is_motion else DecisionKind.LABEL
    computed = motion_computed(rule, tally, decision)
    return plain({"kind": kind, "rule": rule, "input": _input(rule.scale, tally), "computed": computed})


def motion_computed(rule: MotionRule, tally: Tally, decision: Decision) -> dict[str, object]:
    """The fields of a record's `computed`: for a motion those of a worked case's `expected`.

    Where one can approve with conditions there is also the choice; for a choice among labels also, under `options`,
    the motion on each label.
    """
    computed = _computed(decision)
    if rule.scale.in_favor:
        computed |= {"choice": decision.choice}
    if not rule.scale.is_motion:
        options = {option: _computed(each) for option, each in per_option(rule, tally).items()}
        computed |= {"choice": decision.choice, "options": options}
    return computed


def candidate_record(rule: CountedRule, given: CandidateInput) -> dict[str, Any]:
    """The record of a vote that is no motion, counted here: a rating, a choice, a ranking or points.

    Raises:
        InvalidError: as for `figures`.
    """
    computed = figures(rule, given).computed
    return plain({"kind": given.KIND, "rule": rule, "input": given.written(), "computed": computed})


def plain(value: Mapping[str, object]) -> dict[str, Any]:
    """A value as its canonical bytes hold it: fractions as text, nulls left out, nothing but JSON."""
    read: dict[str, Any] = json.loads(canonical_json(value))
    return read


def result_digest(record: Mapping[str, Any]) -> Digest:
    """The digest that a recount must reach."""
    return digest_of(canonical_json(record))


def _computed(decision: Decision) -> dict[str, object]:
    return {
        "outcome": decision.outcome,
        "support": decision.support,
        "quorum_met": decision.quorum_met,
        "approve_needed": decision.approve_needed,
        "failed": decision.failed,
    }


def _input(scale: Scale, tally: Tally) -> dict[str, object]:
    written = (*ALWAYS_WRITTEN, *scale.in_favor) if scale.is_motion else scale.choices
    groups = {name: _counts(group, written) for name, group in tally.groups.items()}
    if tally.interests is None:
        return {"groups": groups}
    interests = {
        name: {"group": interest.group, **_counts(interest.ballots, written)}
        for name, interest in tally.interests.items()
    }
    return {"groups": groups, "interests": interests}


def _counts(group: GroupTally, choices: tuple[Choice, ...]) -> dict[str, int]:
    return {"roll": group.roll, "recused": group.recused, **{choice: group.count(choice) for choice in choices}}


def read_counted_rule(data: Any, where: str) -> MotionRule:
    """The rule of a record, or of a worked case, which may hold no more than it takes to count.

    Raises:
        InvalidError: the rule is not well formed or contradicts itself.
    """
    is_preset = isinstance(data, Mapping) and "name" in data
    return parse_rule(Rule if is_preset else MotionRule, data, where)
