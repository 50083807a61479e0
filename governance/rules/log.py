"""How a decision was reached, in sentences that show exact fractions.

The sentences hold counts. They belong to the sealed record and are never published (GOVERNANCE, "Small cells").
"""

from collections.abc import Iterator
from fractions import Fraction

from governance.rules.choices import Choice
from governance.rules.conditions import Denominator, Requirement
from governance.rules.counting import Judged
from governance.rules.decision import Outcome
from governance.rules.judgment import Judgment
from governance.rules.wording import bar, people, percent
from measures.documents import fraction

BASES = {
    Denominator.YES_NO: "votes for or against",
    Denominator.CAST: "ballots",
    Denominator.ROLL: "people on the roll",
    Denominator.ROLL_LESS_ABSTAIN: "people on the roll who did not abstain",
}
ENDINGS = {
    Outcome.ADOPTED: "It is adopted.",
    Outcome.NOT_ADOPTED: "It is not adopted.",
    Outcome.CONSENSUS_NOT_REACHED: "Consensus was not reached.",
    Outcome.NO_QUORUM: "There is no quorum, so nothing is decided.",
}


def steps(judgment: Judgment) -> Iterator[str]:
    """The steps of a judgment in their order, each as one sentence."""
    if not judgment.rule.scale.is_motion:
        yield f"The label {judgment.option}:"
    for judged in (judgment.overall, *judgment.alone):
        yield from _quorum(judged)
    if judgment.quorums_met:
        yield _mean(judgment.overall) if judgment.rule.weighting else _share(judgment.overall)
        if judgment.overall.share_met:
            yield from (_share(judged) for judged in judgment.alone if not judged.skipped)
        else:
            yield from _kind_of_no(judgment)
    yield ENDINGS[judgment.outcome]


def conditions(choice: Choice) -> Iterator[str]:
    """That what was adopted is adopted with conditions, where it is."""
    if choice is Choice.WITH_CONDITIONS:
        yield "Without the votes that ask for conditions it would not pass, so it is adopted with conditions."


def _who(judged: Judged) -> str:
    return people(judged.group)[1].capitalize() if judged.group else "All voters"


def _quorum(judged: Judged) -> Iterator[str]:
    quorum = judged.requirement.quorum
    if judged.group and not judged.voters:
        verdict = "this condition is skipped" if judged.skipped else "the rule lets nothing pass without them"
        yield f"{_who(judged)}: there is nobody on the roll who can vote, and {verdict}."
    elif quorum and quorum.fraction and quorum.comparison:
        counted = f"{judged.present} of {judged.voters} on the roll took part"
        asked = bar(fraction(quorum.fraction), quorum.comparison)
        yield _sentence(judged, counted, judged.present, judged.voters, asked, met=judged.quorum_met)
    elif quorum:
        asked = f"{judged.present} took part, and at least {quorum.min_ballots} are needed"
        yield f"{_who(judged)}: {asked}: {_verdict(met=judged.quorum_met)}."


def _share(judged: Judged) -> str:
    of = BASES[judged.requirement.denominator]
    counted = f"{judged.sides.approve} of {judged.base} {of} are in favor"
    asked = _asked(judged.requirement, judged.needed)
    return _sentence(judged, counted, judged.sides.approve, judged.base, asked, met=judged.share_met)


def _mean(overall: Judged) -> str:
    if overall.share is None:
        return "All voters: no group has a vote for or against, so there is no share: not met."
    asked = _asked(overall.requirement, overall.needed)
    return (
        f"All groups weigh the same: the mean of their shares in favor is {overall.share} ({percent(overall.share)}), "
        f"and {asked} is needed: {_verdict(met=overall.share_met)}."
    )


def _kind_of_no(judgment: Judgment) -> Iterator[str]:
    middle, share = judgment.rule.middle, judgment.overall.share
    if middle and share is not None:
        edges = f"{fraction(middle.low)} ({_edge(middle.low_in)}) to {fraction(middle.high)} ({_edge(middle.high_in)})"
        lies = "lies in" if middle.holds(share) else "does not lie in"
        yield f"The share {share} {lies} the middle band from {edges}."
    rule, rejection = judgment.rule.reject_rule, judgment.rejection
    if rule:
        against = "no share is against" if rejection is None else f"{rejection} ({percent(rejection)}) is against"
        asked = bar(fraction(rule.threshold), rule.comparison)
        yield f"All voters: {against}, and {asked} would be a definite no: {_verdict(met=judgment.is_definite_no)}."


def _asked(requirement: Requirement, needed: Fraction) -> str:
    return bar(needed, requirement.comparison)


def _sentence(judged: Judged, counted: str, part: int, base: int, asked: str, *, met: bool) -> str:
    if not base:
        return f"{_who(judged)}: {counted}, so there is no share, and {asked} is needed: {_verdict(met=met)}."
    share = Fraction(part, base)
    figures = f"{share} ({percent(share)})"
    return f"{_who(judged)}: {counted}, which is {figures}, and {asked} is needed: {_verdict(met=met)}."


def _verdict(*, met: bool) -> str:
    return "met" if met else "not met"


def _edge(included: bool) -> str:
    return "included" if included else "not included"
