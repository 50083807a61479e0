"""A choice of one candidate by ranking: plurality, instant runoff, Borda, Condorcet or Schulze."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from governance.rules.borda import borda
from governance.rules.committee import require_candidates, require_profile
from governance.rules.irv import irv, plurality
from governance.rules.kinds import RankingMethod, RankingRule
from governance.rules.pairwise import condorcet
from governance.rules.refusals import BadTallyError
from governance.rules.schulze import schulze
from governance.rules.standing import Rankings, Standing, ranked

METHODS: Final[Mapping[RankingMethod, Callable[[Collection[str], Rankings], Standing]]] = {
    RankingMethod.PLURALITY: plurality,
    RankingMethod.IRV: irv,
    RankingMethod.BORDA: borda,
    RankingMethod.CONDORCET: condorcet,
    RankingMethod.SCHULZE: schulze,
}
NOBODY_RANKED: Final = "No ballot ranks anybody, so nobody wins."


def rank(rule: RankingRule, candidates: Sequence[str], profile: Rankings) -> Standing:
    """Find the winners, all of them where several are tied. The order of candidates and ballots has no bearing.

    Where no ballot ranks anybody, nobody wins.

    Raises:
        BadCandidatesError: a candidate stands twice.
        BadTallyError: a ballot ranks something else, or a candidate twice; or a count cannot be right.
        TooManyTiesError: the ties of an instant runoff would have to be followed in too many ways.
    """
    require_candidates(candidates)
    require_profile(candidates, profile.values(), (name for ballot in profile for name in ranked(ballot)))
    for ballot in profile:
        names = list(ranked(ballot))
        if len(set(names)) != len(names):
            raise BadTallyError("A ballot ranks a candidate twice; each may stand in one place.")
    cast = {ballot: count for ballot, count in profile.items() if count}
    if not any(place for ballot in cast for place in ballot):
        return Standing((), None, None, (NOBODY_RANKED,))
    return METHODS[rule.method](candidates, cast)
