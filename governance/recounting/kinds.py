"""The kinds of decision that are counted again: for each the fields it knows, its methods, and how it is counted."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from governance.recounting.candidates import count_allocation, count_committee, count_ranking
from governance.recounting.checks import SHARES, check_composition, hide_small_cells
from governance.recounting.lifecycles import replay_lifecycle
from governance.recounting.motions import count_motion
from governance.recounting.question import Counted, Question
from governance.recounting.ratings import count_consensus, count_rating
from governance.rules.held import HeldCommittee, HeldConsensus, HeldPoints, HeldRanking, HeldRating
from governance.rules.kinds import (
    AllocationRule,
    CommitteeMethod,
    CommitteeRule,
    ConsensusRule,
    RankingMethod,
    RankingRule,
    RatingRule,
)
from governance.rules.rule import MotionRule, Rule


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of decision is read and counted."""

    count: Callable[[Question], Counted]
    rule: frozenset[str]
    """The fields of a rule that say how to count."""
    preset: frozenset[str]
    """Those of a rule with a name, which a vote was held under."""
    input: frozenset[str]
    methods: tuple[str, ...] = ()


def _of(
    count: Callable[[Question], Counted],
    bare: type[BaseModel],
    held: type[BaseModel],
    given: Collection[str],
    methods: tuple[str, ...] = (),
    more: Collection[str] = (),
) -> Kind:
    rule = frozenset(bare.model_fields).union(more)
    return Kind(count, rule, rule.union(held.model_fields), frozenset(given), methods)


def _check(count: Callable[[Question], Counted], rule: Collection[str], given: Collection[str]) -> Kind:
    return Kind(count, frozenset(rule), frozenset(rule), frozenset(given))


PROFILE: Final = ("candidates", "profile", "groups")
MOTION: Final = _of(count_motion, MotionRule, Rule, ("groups", "interests"))
KINDS: Final[Mapping[str, Kind]] = {
    "motion": MOTION,
    "label": MOTION,
    "rating": _of(count_rating, RatingRule, HeldRating, ("ratings", "groups"), ("rand",), ("scale",)),
    "group_consensus": _of(count_consensus, ConsensusRule, HeldConsensus, ("groups",), more=("scale",)),
    "committee": _of(
        count_committee, CommitteeRule, HeldCommittee, (*PROFILE, "members_approve"), tuple(CommitteeMethod)
    ),
    "ranking": _of(count_ranking, RankingRule, HeldRanking, PROFILE, tuple(RankingMethod)),
    "allocation": _of(count_allocation, AllocationRule, HeldPoints, ("totals", "groups"), ("largest_remainder",)),
    "composition": _check(check_composition, (*SHARES, "comparison"), ("seats", "of_kind")),
    "lifecycle": _check(
        replay_lifecycle,
        ("opens", "closes", "zone", "open_edge", "close_edge", "on_repeat"),
        ("roll", "recused", "events"),
    ),
    "disclosure": _check(hide_small_cells, ("min_cell",), ("table",)),
}
