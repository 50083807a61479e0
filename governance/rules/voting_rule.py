"""Any rule that a vote can be held under, told apart by its `kind`. A motion or a choice of labels has none."""

from collections.abc import Mapping
from typing import Any, Final

from governance.rules.held import (
    CandidateRule,
    Held,
    HeldCommittee,
    HeldConsensus,
    HeldPoints,
    HeldRanking,
    HeldRating,
)
from governance.rules.kinds import DecisionKind
from governance.rules.rule import Rule, parse_rule
from measures.documents import canonical_json, digest_of
from measures.references import Digest
from measures.validation import InvalidFieldError, read_yaml

VotingRule = Rule | CandidateRule

HELD: Final[Mapping[DecisionKind, type[CandidateRule]]] = {
    DecisionKind.RATING: HeldRating,
    DecisionKind.GROUP_CONSENSUS: HeldConsensus,
    DecisionKind.COMMITTEE: HeldCommittee,
    DecisionKind.RANKING: HeldRanking,
    DecisionKind.ALLOCATION: HeldPoints,
}
"""The kinds beside motions, by the name that their rules carry."""


def make_voting_rule(data: Any, where: str) -> VotingRule:
    """Make a rule of data that somebody wrote. What has no `kind` is a motion or a choice of labels.

    Raises:
        InvalidError: a field is missing or wrong (the sentence names it), the kind is not known, or the rule
            contradicts itself.
    """
    kind = data.get("kind") if isinstance(data, Mapping) else None
    if kind is None:
        return parse_rule(Rule, data, where)
    if not isinstance(kind, str) or kind not in HELD:
        raise InvalidFieldError(
            f"{where}: field kind: {kind!r} is not a kind of rule; the kinds are {', '.join(HELD)}, and a rule for a "
            "motion or a label has none."
        )
    return parse_rule(HELD[DecisionKind(kind)], data, where)


def read_voting_rule(text: str, where: str) -> VotingRule:
    """Make a rule of a YAML text, such as a state's own preset.

    Raises:
        InvalidError: as for `make_voting_rule`, or the text is not YAML.
    """
    return make_voting_rule(read_yaml(text, where), where)


def kind_of(rule: VotingRule) -> DecisionKind:
    """What kind of question a rule answers."""
    if isinstance(rule, Rule):
        return DecisionKind.MOTION if rule.scale.is_motion else DecisionKind.LABEL
    return rule.kind


def rule_digest(rule: Held) -> Digest:
    """The digest of a rule's canonical bytes, which is frozen into a vote when it opens."""
    return digest_of(canonical_json(rule))
