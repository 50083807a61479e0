"""A certified result in words: what came out, what happens next, and whether each group agreed. Never a count."""

from collections.abc import Iterator, Mapping
from typing import Final

from governance.appeals import AgencyDecision, Grounds
from governance.proposals import Disposition
from governance.results import Result
from governance.rules import Choice, Outcome, Rule
from governance.votes import SubjectKind, Vote, VoteStage
from registry.web.languages import Say, to_say
from registry.web.voting.answer_words import name_of
from registry.web.voting.group_names import group_name

GROUNDS: Final[Mapping[Grounds, str]] = {
    Grounds.PROCEDURE: to_say("The rule, the list of voters or the deadline was not kept"),
    Grounds.CONFLICT: to_say("Someone voted who should have stepped aside"),
    Grounds.ACCESS: to_say("Someone on the list could not vote, for example because a page did not work for them"),
    Grounds.COUNT: to_say("The votes were not counted as the rule says"),
}
"""On what an appeal may rest."""
DISPOSITIONS: Final[Mapping[Disposition, str]] = {
    Disposition.ACCEPTED: to_say("We did it."),
    Disposition.ACCEPTED_IN_PART: to_say("We did some of it."),
    Disposition.NOT_ACCEPTED: to_say("We did not do it."),
    Disposition.NOTED: to_say("We took note of it."),
}
"""What became of a comment."""


OF_MOTIONS: Final[Mapping[Outcome, str]] = {
    Outcome.ADOPTED: to_say("It passed"),
    Outcome.NOT_ADOPTED: to_say("It did not pass"),
    Outcome.CONSENSUS_NOT_REACHED: to_say("There was no consensus"),
}
OF_ADVICE: Final[Mapping[Outcome, str]] = {
    Outcome.ADOPTED: to_say("The advice is: yes"),
    Outcome.NOT_ADOPTED: to_say("The advice is: no"),
    Outcome.CONSENSUS_NOT_REACHED: to_say("There was no consensus, so there is no clear advice"),
}
OF_CANDIDATES: Final[Mapping[Outcome, str]] = {
    Outcome.ADOPTED: to_say("The voters decided what counts the most"),
    Outcome.NOT_ADOPTED: to_say("Nothing was picked"),
    Outcome.CONSENSUS_NOT_REACHED: to_say("Some things are settled, and some are not"),
}
"""The outcomes in words, by what was asked."""


def headline(vote: Vote, result: Result, say: Say) -> str:
    """The outcome, in one short sentence."""
    if result.outcome is Outcome.NO_QUORUM:
        return say("Too few people took part, so nothing was decided")
    if not isinstance(vote.rule, Rule):
        return say(OF_CANDIDATES[result.outcome])
    if vote.subject_kind is SubjectKind.LABEL:
        return _of_label(result, say)
    if vote.advisory:
        return say(OF_ADVICE[result.outcome])
    if result.choice is Choice.WITH_CONDITIONS:
        return say("It passed, with conditions")
    return say(OF_MOTIONS[result.outcome])


def _of_label(result: Result, say: Say) -> str:
    if result.choice is None:
        return say("No label was given")
    return say("The label is: {label}").format(label=name_of(result.choice, say))


def next_steps(vote: Vote, result: Result, decision: AgencyDecision | None, when: str, say: Say) -> list[str]:
    """What happens next, or what happened since. `when` is the end of the time for appeals, in words."""
    if vote.stage is VoteStage.SET_ASIDE:
        return [
            say("An appeal was upheld. This result does not count."),
            say("The question is taken up again from the start."),
        ]
    if vote.stage is VoteStage.CERTIFIED:
        return [
            say("People on the list of voters can appeal until {when}.").format(when=when),
            say("The result is final after that, if no appeal is upheld."),
        ]
    if vote.advisory:
        return [_after_advice(decision, say)]
    return list(_effect(vote, result, say))


def _after_advice(decision: AgencyDecision | None, say: Say) -> str:
    if decision is None:
        return say("This vote was advice. The agency has not decided yet.")
    return say("The agency decided after this advice. See below.")


def _effect(vote: Vote, result: Result, say: Say) -> Iterator[str]:
    yield say("The result is final.")
    match vote.subject_kind:
        case SubjectKind.OUTCOMES:
            yield say("It stays here for all to see.")
        case _ if result.outcome is not Outcome.ADOPTED:
            if vote.proposal_id is not None:
                yield say("The text goes back to those who wrote it. They can change it and ask again.")
        case SubjectKind.VALUE_DEFINITION:
            yield say("The text is published as it was voted on. Contracts can name it, and no one can rewrite it.")
        case SubjectKind.PRIORITY_SET:
            yield say("The agency can publish these measures now. It cannot change them first.")
        case SubjectKind.LABEL:
            yield say("The measure has this label from now on.")


def departs(result: Result, decision: AgencyDecision) -> bool:
    """Whether the agency decided otherwise than it was advised."""
    return decision.adopts is not (result.outcome is Outcome.ADOPTED)


def quorum_words(result: Result, say: Say) -> str:
    """Whether enough people took part."""
    return say("Enough people took part.") if result.quorum_met else say("Not enough people took part.")


def condition_words(result: Result, say: Say) -> list[tuple[str, str]]:
    """Each group that is counted alone as well, and whether it agreed."""
    words = {
        True: say("agreed"),
        False: say("did not agree"),
        None: say("not told, because the group is too small"),
    }
    return [(group_name(group, say), words[met]) for group, met in result.conditions.items()]
