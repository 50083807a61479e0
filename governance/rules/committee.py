"""A choice of some candidates by approval: the most approved, or a proportional choice (`phragmen`).

A profile holds each distinct ballot, the set of candidates that it approves, and how many cast it. Every winning set is
returned: where candidates are tied for the last seats, each way of filling them is one (parallel universes). A tie is
broken by nobody here.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import Final

from governance.rules.kinds import CommitteeMethod, CommitteeRule
from governance.rules.phragmen import sequential_phragmen
from governance.rules.refusals import BadCandidatesError, BadTallyError
from governance.rules.tally import LARGEST
from governance.rules.ties import MOST_WAYS

Approvals = Mapping[frozenset[str], int]
"""Each distinct ballot, as the candidates that it approves, and how many cast it."""
NOBODY_CHOSE: Final = "No ballot approves anything, so nothing is chosen."


@dataclass(frozen=True, slots=True)
class Committee:
    """What is chosen. Candidates and sets are in alphabetical order."""

    winning: tuple[tuple[str, ...], ...] | None
    """Every winning set; none at all where nothing was approved. Where the most approved are tied in more than
    `MOST_WAYS` ways they are not written out, and this is None."""
    certain: tuple[str, ...]
    """Those in every winning set."""
    tied: tuple[str, ...]
    """Those in some winning sets and not in others: the group that is tied for the seats that are left."""
    seats_left: int
    """The seats that no candidate has for certain."""
    score: Fraction | None
    """By most approved: the approvals of a winning set, which are the same for each of them."""
    scores: Mapping[str, Fraction] | None
    """By most approved: the approvals of each candidate."""
    log: tuple[str, ...]


def choose(rule: CommitteeRule, candidates: Sequence[str], profile: Approvals) -> Committee:
    """Choose as many candidates as the rule has seats. The order of candidates and of ballots has no bearing.

    Seats that nobody's approval fills are filled, as the method has it, by candidates that nobody approved, who are
    all tied. Where no ballot approves anything, nothing is chosen.

    Raises:
        BadCandidatesError: a candidate stands twice, or there are fewer than seats.
        BadTallyError: a ballot approves something else, or a count cannot be right.
        TooManyTiesError: by sequential Phragmén more than `MOST_WAYS` ways have to be followed.
    """
    require_candidates(candidates, rule.seats)
    require_profile(candidates, profile.values(), (name for ballot in profile for name in ballot))
    if not any(ballot and count for ballot, count in profile.items()):
        return Committee((), (), (), rule.seats, None, None, (NOBODY_CHOSE,))
    if rule.method is CommitteeMethod.SEQPHRAGMEN:
        return _proportional(rule.seats, candidates, profile)
    return _most_approved(rule.seats, candidates, profile)


def require_candidates(candidates: Sequence[str], seats: int = 0) -> None:
    """Refuse candidates that stand twice, or that are fewer than the seats.

    Raises:
        BadCandidatesError: with what is wrong.
    """
    if len(set(candidates)) != len(candidates):
        raise BadCandidatesError("A candidate stands twice in the list; each may stand once.")
    if len(candidates) < seats:
        raise BadCandidatesError(
            f"There are {len(candidates)} candidates for {seats} seats; there is no choice to make."
        )


def require_profile(candidates: Collection[str], counts: Collection[int], named: Iterator[str]) -> None:
    """Refuse counts that are no numbers of ballots, and ballots that name something else than the candidates.

    Raises:
        BadTallyError: with what is wrong.
    """
    for count in counts:
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count < LARGEST:
            raise BadTallyError("A count is a number of ballots: a whole number from 0.")
    stray = sorted(set(named) - set(candidates))
    if stray:
        raise BadTallyError(f"A ballot names {stray[0]!r}, which is not a candidate.")


def _most_approved(seats: int, candidates: Sequence[str], profile: Approvals) -> Committee:
    scores = dict.fromkeys(sorted(candidates), 0)
    for ballot, count in profile.items():
        for name in ballot:
            scores[name] += count
    ranked = sorted(scores.values(), reverse=True)
    bar = ranked[seats - 1]
    certain = tuple(name for name, score in scores.items() if score > bar)
    tied = tuple(name for name, score in scores.items() if score == bar)
    if len(certain) + len(tied) == seats:
        certain, tied = tuple(sorted(certain + tied)), ()
    left = seats - len(certain)
    few = comb(len(tied), left) <= MOST_WAYS
    return Committee(
        winning=tuple(_filled(certain, tied, left)) if few else None,
        certain=certain,
        tied=tied,
        seats_left=left,
        score=Fraction(sum(ranked[:seats])),
        scores={name: Fraction(score) for name, score in scores.items()},
        log=tuple(_approval_steps(scores, certain, tied, left)),
    )


def _filled(certain: Collection[str], tied: Collection[str], left: int) -> Iterator[tuple[str, ...]]:
    return iter(sorted(tuple(sorted((*certain, *more))) for more in combinations(tied, left)))


def _approval_steps(scores: Mapping[str, int], certain: Sequence[str], tied: Sequence[str], left: int) -> Iterator[str]:
    for name in sorted(scores, key=lambda name: -scores[name]):
        yield f"{name} is on {scores[name]} ballots."
    yield from _ending(certain, tied, left)


def _ending(certain: Sequence[str], tied: Sequence[str], left: int) -> Iterator[str]:
    if certain:
        yield f"Chosen for certain: {', '.join(certain)}."
    if tied:
        yield f"Tied for {left} of the seats: {', '.join(tied)}. Nothing here breaks the tie."


def _proportional(seats: int, candidates: Sequence[str], profile: Approvals) -> Committee:
    found = sequential_phragmen(seats, candidates, profile)
    sets = sorted(tuple(sorted(chosen)) for chosen in found.winning)
    certain = sorted(frozenset.intersection(*found.winning))
    tied = sorted(frozenset.union(*found.winning).difference(certain))
    left = seats - len(certain)
    log = (*found.log, *_ending(certain, tied, left))
    return Committee(tuple(sets), tuple(certain), tuple(tied), left, None, None, log)
