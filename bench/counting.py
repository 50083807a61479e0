"""How long 100,000 ballots take to count under each preset, from the piles of the box to the record and its digest."""

import random
import time
from collections.abc import Callable, Iterator

from governance.members import Constituency
from governance.rules import (
    PRESETS,
    Answer,
    Approvals,
    Points,
    Ranking,
    Ratings,
    RollLine,
    Rule,
    VoterBallot,
    VotingRule,
    count_vote,
    result_digest,
)
from governance.rules.held import HeldCommittee, HeldPoints, HeldRanking

BALLOTS = 100_000
CANDIDATES = tuple(f"outcome-{number}" for number in range(8))
PANEL = 12
"""A panel that rates by the table of disagreement has a size that the table knows."""


def lines() -> Iterator[str]:
    """A line for each preset. Every ballot is its own object, as different from the others as chance makes it."""
    for name, rule in PRESETS.items():
        voters = PANEL if name == "rand_ucla_table" else BALLOTS
        candidates = () if isinstance(rule, Rule) else CANDIDATES
        ballots = [VoterBallot(group, answer, None) for group, answer in _cast(rule, voters)]
        roll = [RollLine(group.value, None, recused=False, people=voters) for group in Constituency]
        begun = time.perf_counter()
        counted = count_vote(rule, candidates, roll, ballots)
        result_digest(counted.record)
        seconds = time.perf_counter() - begun
        kept = len(str(counted.record))
        yield (f"  {name:<34} {voters:>7,} ballots {seconds:7.3f} s   record {kept:>11,} characters")


def _cast(rule: VotingRule, voters: int) -> list[tuple[str, Answer]]:
    dice = random.Random(1)  # noqa: S311 - the same ballots in every run
    groups = [group.value for group in Constituency]
    answer = _answers(rule, dice)
    return [(groups[number % len(groups)], answer()) for number in range(voters)]


def _answers(rule: VotingRule, dice: random.Random) -> Callable[[], Answer]:
    match rule:
        case Rule():
            return lambda: dice.choice(rule.scale.choices)
        case HeldCommittee():
            most = min(rule.most_approvals or len(CANDIDATES), len(CANDIDATES))
            return lambda: Approvals(frozenset(dice.sample(CANDIDATES, dice.randint(0, most))))
        case HeldRanking():
            return lambda: Ranking(tuple(dice.sample(CANDIDATES, dice.randint(1, len(CANDIDATES)))))
        case HeldPoints():
            return lambda: _points(rule.budget, dice)
        case _:
            scores = (*range(1, 10), None)
            return lambda: Ratings({name: dice.choice(scores) for name in CANDIDATES})


def _points(budget: int, dice: random.Random) -> Points:
    cuts = sorted(dice.randint(0, budget) for _ in range(len(CANDIDATES) - 1))
    edges = [0, *cuts, budget]
    return Points({name: edges[at + 1] - edges[at] for at, name in enumerate(CANDIDATES)})
