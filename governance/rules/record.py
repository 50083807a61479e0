"""The record of a result: `{kind, rule, input, computed}`, which a second program can count again.

Its digest is SHA-256 over its RFC 8785 form (GOVERNANCE, "Recount"). The record is sealed: it holds every count. It is
plain data with nulls left out, so the digest of the record as read from JSON is the digest of the record as made.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, Literal

from pydantic import Field

from governance.rules.choices import Choice, Scale
from governance.rules.decide import decide, per_option
from governance.rules.decision import Decision
from governance.rules.rule import MotionRule, Rule, parse_rule
from governance.rules.tally import GroupTally, Interest, Tally
from measures.documents import Record, canonical_json, digest_of
from measures.references import Digest
from measures.validation import parse

MOTION: Final = "motion"
LABEL: Final = "label"
ALWAYS_WRITTEN: Final = (Choice.APPROVE, Choice.REJECT, Choice.ABSTAIN)
"""A motion's record holds all three counts, also where the rule has no abstentions."""


def result_record(rule: MotionRule, tally: Tally, decision: Decision) -> dict[str, Any]:
    """The record of a vote, in the format of the worked cases.

    For a motion `computed` holds the fields of a case's `expected`. For a choice among labels the kind is `label`, and
    `computed` also holds the choice and, under `options`, the motion on each label.
    """
    computed = _computed(decision)
    if not rule.scale.is_motion:
        options = {option: _computed(each) for option, each in per_option(rule, tally).items()}
        computed |= {"choice": decision.choice, "options": options}
    record = {
        "kind": MOTION if rule.scale.is_motion else LABEL,
        "rule": rule,
        "input": _input(rule.scale, tally),
        "computed": computed,
    }
    plain: dict[str, Any] = json.loads(canonical_json(record))
    return plain


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
    written = ALWAYS_WRITTEN if scale.is_motion else scale.choices
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


class _Counts(Record):
    roll: int = Field(strict=True)
    recused: int = Field(default=0, strict=True)
    approve: int = Field(default=0, strict=True)
    reject: int = Field(default=0, strict=True)
    abstain: int = Field(default=0, strict=True)
    compliance: int = Field(default=0, strict=True)
    quality: int = Field(default=0, strict=True)
    unsure: int = Field(default=0, strict=True)

    def tally(self) -> GroupTally:
        return GroupTally(self.roll, self.recused, {choice: getattr(self, choice.value) for choice in Choice})


class _InterestCounts(_Counts):
    group: str


class _Input(Record):
    groups: Mapping[str, _Counts]
    interests: Mapping[str, _InterestCounts] | None = None


def read_input(data: Any, where: str) -> Tally:
    """The tally of a record's or a worked case's `input`.

    Raises:
        InvalidError: the input is not well formed, or its counts cannot be right.
    """
    read = parse(_Input, data, where)
    groups = {name: counts.tally() for name, counts in read.groups.items()}
    if read.interests is None:
        return Tally(groups)
    return Tally(groups, {name: Interest(counts.group, counts.tally()) for name, counts in read.interests.items()})


def read_counted_rule(data: Any, where: str) -> MotionRule:
    """The rule of a record, or of a worked case, which may hold no more than it takes to count.

    Raises:
        InvalidError: the rule is not well formed or contradicts itself.
    """
    is_preset = isinstance(data, Mapping) and "name" in data
    return parse_rule(Rule if is_preset else MotionRule, data, where)


class _Written(Record):
    kind: Literal["motion", "label"]
    rule: Mapping[str, Any]
    input: Mapping[str, Any]
    computed: Mapping[str, Any]


def recount(record: Any, where: str) -> dict[str, Any]:
    """The record that the rule and the input of a record lead to; its digest equals that of an honest record.

    Raises:
        InvalidError: the record, its rule or its input is not well formed.
    """
    read = parse(_Written, record, where)
    rule, tally = read_counted_rule(read.rule, where), read_input(read.input, where)
    return result_record(rule, tally, decide(rule, tally))
