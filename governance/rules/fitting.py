"""Whether a ballot says what its rule asks for, and whether a rule can be put to some candidates.

A ballot is taken as it was cast, or refused with a sentence that its voter can act on. Nothing is rescaled, filled in
or cut off. The sentences may quote the ballot: they are for its voter alone.
"""

from collections import Counter
from collections.abc import Iterable
from unicodedata import normalize

from governance.rules.answers import Answer, Approvals, Points, Ranking, Ratings
from governance.rules.choices import Choice
from governance.rules.held import (
    MOST_CANDIDATES,
    HeldCommittee,
    HeldConsensus,
    HeldPoints,
    HeldRanking,
    HeldRating,
)
from governance.rules.rating import HIGHEST, LOWEST
from governance.rules.refusals import BadCandidatesError, WrongChoiceError
from governance.rules.rule import Rule
from governance.rules.voting_rule import VotingRule
from governance.rules.wording import ENGLISH, Say, choice_word


def require_fit(rule: VotingRule, answer: Answer, candidates: tuple[str, ...], say: Say = ENGLISH) -> None:
    """Require an answer that the rule takes, about these candidates and no others.

    Raises:
        WrongChoiceError: with what to mend on the ballot.
    """
    match rule, answer:
        case Rule(), Choice():
            _require_choice(rule, answer, say)
        case HeldRating() | HeldConsensus(), Ratings():
            _require_ratings(answer, candidates, say)
        case HeldCommittee(), Approvals():
            _require_approvals(rule, answer, candidates, say)
        case HeldRanking(), Ranking():
            _require_order(answer, candidates, say)
        case HeldPoints(), Points():
            _require_points(rule, answer, candidates, say)
        case _:
            raise WrongChoiceError(wanted(rule, say))


def wanted(rule: VotingRule, say: Say = ENGLISH) -> str:
    """What a ballot under a rule asks for, in one sentence."""
    match rule:
        case Rule():
            return say("Make one choice: {choices}.").format(choices=_choices(rule, say))
        case HeldRating() | HeldConsensus():
            return say("Rate each one from 1 to 9, or say that you cannot score it.")
        case HeldCommittee(most_approvals=None):
            return say("Choose each one that you approve of.")
        case HeldCommittee(most_approvals=most):
            return say("Choose the ones that you approve of, up to {most}.").format(most=most)
        case HeldRanking():
            return say("Put them in order, the best one first.")
        case HeldPoints(budget=budget):
            return say("Give out exactly {budget} points.").format(budget=budget)


def _choices(rule: Rule, say: Say) -> str:
    return ", ".join(choice_word(choice, say) for choice in rule.scale.choices)


def _require_choice(rule: Rule, choice: Choice, say: Say) -> None:
    if choice not in rule.scale.choices:
        words = say("{choice} is not a choice in this vote; the choices are {choices}.")
        raise WrongChoiceError(words.format(choice=choice_word(choice, say), choices=_choices(rule, say)))


def _require_ratings(ratings: Ratings, candidates: tuple[str, ...], say: Say) -> None:
    _require_known(ratings.scores, candidates, say)
    if len(ratings.scores) < len(candidates):
        name = next(name for name in candidates if name not in ratings.scores)
        words = say("You did not rate “{name}”; rate it from 1 to 9, or say that you cannot score it.")
        raise WrongChoiceError(words.format(name=name))
    for name, score in ratings.scores.items():
        if score is not None and not (type(score) is int and LOWEST <= score <= HIGHEST):
            words = say("You rated “{name}” {score}; rate it with a whole number from 1 to 9.")
            raise WrongChoiceError(words.format(name=name, score=score))


def _require_approvals(rule: HeldCommittee, approvals: Approvals, candidates: tuple[str, ...], say: Say) -> None:
    _require_known(approvals.approved, candidates, say)
    number = len(approvals.approved)
    if rule.most_approvals is not None and number > rule.most_approvals:
        words = say("You chose {number}; choose {most} or fewer.")
        raise WrongChoiceError(words.format(number=number, most=rule.most_approvals))


def _require_order(ranking: Ranking, candidates: tuple[str, ...], say: Say) -> None:
    _require_known(ranking.order, candidates, say)
    if not ranking.order:
        raise WrongChoiceError(say("Your order is empty; put at least one in first place."))
    for name, times in Counter(ranking.order).items():
        if times > 1:
            raise WrongChoiceError(say("“{name}” has two places in your order; give it one.").format(name=name))


def _require_points(rule: HeldPoints, points: Points, candidates: tuple[str, ...], say: Say) -> None:
    _require_known(points.points, candidates, say)
    for name, number in points.points.items():
        if type(number) is not int or number < 0:
            words = say("You gave “{name}” {number} points; give it a whole number from 0.")
            raise WrongChoiceError(words.format(name=name, number=number))
    total = sum(points.points.values())
    if total != rule.budget:
        words = say("Your points add up to {total}; give out exactly {budget}.")
        raise WrongChoiceError(words.format(total=total, budget=rule.budget))


def _require_known(names: Iterable[str], candidates: tuple[str, ...], say: Say) -> None:
    if stray := sorted(set(names).difference(candidates)):
        raise WrongChoiceError(say("“{name}” is not on this ballot; take it out.").format(name=stray[0]))


def require_candidates(rule: VotingRule, candidates: tuple[str, ...]) -> None:
    """Require candidates among which a rule can decide; a motion has none.

    Raises:
        BadCandidatesError: with what to change.
    """
    if isinstance(rule, Rule):
        if candidates:
            raise BadCandidatesError(f"The rule {rule.name} decides one question, so the vote names no candidates.")
        return
    if len(set(candidates)) != len(candidates):
        raise BadCandidatesError("A candidate stands twice; each may stand once.")
    if any(not name or normalize("NFC", name) != name for name in candidates):
        raise BadCandidatesError("Each candidate needs a name, in Unicode NFC, so that a ballot can name it.")
    least = _least(rule)
    if not least <= len(candidates) <= MOST_CANDIDATES:
        raise BadCandidatesError(
            f"The rule {rule.name} needs {least} to {MOST_CANDIDATES} candidates to choose from, and there are "
            f"{len(candidates)}."
        )


def _least(rule: VotingRule) -> int:
    match rule:
        case HeldCommittee(seats=seats):
            return seats + 1
        case HeldRanking() | HeldPoints():
            return 2
        case _:
            return 1
