"""The presets: decision rules that come with the registry, read from `presets.yaml`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import chain
from types import MappingProxyType
from typing import Any, Final

from governance.rules.held import (
    Basis,
    CandidateRule,
    HeldCommittee,
    HeldConsensus,
    HeldPoints,
    HeldRanking,
    HeldRating,
)
from governance.rules.refusals import BorrowedRuleError, ContradictoryRuleError, RuleNotFoundError
from governance.rules.rule import Rule, parse_rule
from governance.rules.voting_rule import VotingRule, make_voting_rule
from measures.documents import Ordered, Record
from measures.validation import InvalidFieldError, read_yaml

FILE: Final = "presets.yaml"


class PresetFile(Record):
    """A file of presets, by kind of decision; motions and choices of labels stand together."""

    motion: Ordered[Rule] = ()
    rating: Ordered[HeldRating] = ()
    group_consensus: Ordered[HeldConsensus] = ()
    committee: Ordered[HeldCommittee] = ()
    ranking: Ordered[HeldRanking] = ()
    allocation: Ordered[HeldPoints] = ()

    @property
    def rules(self) -> tuple[VotingRule, ...]:
        """All of them, in the order of the file."""
        others: tuple[tuple[CandidateRule, ...], ...] = (
            self.rating, self.group_consensus, self.committee, self.ranking, self.allocation
        )  # fmt: skip
        return (*self.motion, *chain.from_iterable(others))


def read_presets(text: str, where: str) -> Mapping[str, VotingRule]:
    """The presets of a YAML text, by name.

    Raises:
        InvalidError: a preset is not well formed, contradicts itself, or has the name of another.
    """
    rules = parse_rule(PresetFile, read_yaml(text, where), where).rules
    by_name = {rule.name: rule for rule in rules}
    if len(by_name) != len(rules):
        raise ContradictoryRuleError(f"{where}: two presets have the same name; rename one of them.")
    return MappingProxyType(by_name)


@cache
def presets() -> Mapping[str, VotingRule]:
    """The presets that come with the registry, by name."""
    return read_presets(files(__package__).joinpath(FILE).read_text(encoding="utf-8"), FILE)


PRESETS: Final = presets()


def preset(name: str) -> VotingRule:
    """The preset of a name.

    Raises:
        RuleNotFoundError: there is none.
    """
    if name not in PRESETS:
        raise RuleNotFoundError(f"There is no voting rule {name!r}; the presets are {', '.join(PRESETS)}.")
    return PRESETS[name]


def with_terms(rule: VotingRule, appeal_days: int | None = None, seats: int | None = None) -> VotingRule:
    """A rule with the terms that are set when a vote opens: the days to appeal, and how many priorities are chosen.

    Where a ballot may approve as many as there are seats, it may approve as many as there are now.

    Raises:
        InvalidError: the rule chooses no priorities, or contradicts itself on these terms.
    """
    terms: dict[str, Any] = {}
    if appeal_days is not None:
        terms["appeal_days"] = appeal_days
    if seats is not None:
        if not isinstance(rule, HeldCommittee):
            raise InvalidFieldError(f"The rule {rule.name} has no seats; only a choice of priorities by approval has.")
        terms |= {"seats": seats} | ({"most_approvals": seats} if rule.most_approvals == rule.seats else {})
    return make_voting_rule({**rule.model_dump(mode="json"), **terms}, f"rule {rule.name}") if terms else rule


def require_honest(rule: VotingRule) -> None:
    """Refuse a rule that passes itself off as one that it is not.

    A preset is a preset, the terms aside that are set when a vote opens. Any other rule has a name of its own, and
    nobody here has read the source that it may give: its basis is own_design, and it is not verified.

    Raises:
        BorrowedRuleError: with what to change.
    """
    there = PRESETS.get(rule.name)
    if there is not None:
        seats = rule.seats if isinstance(rule, HeldCommittee) and isinstance(there, HeldCommittee) else None
        if rule != with_terms(there, rule.appeal_days, seats):
            raise BorrowedRuleError(f"{rule.name} is the name of a preset, and this is another rule; rename it.")
    elif rule.basis is not Basis.OWN_DESIGN or rule.verified:
        raise BorrowedRuleError(f"The rule {rule.name} is your own: write basis own_design and verified false.")
