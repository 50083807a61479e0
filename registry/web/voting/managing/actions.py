"""The next steps of a vote: which there are, and who may take them, with the reason where somebody may not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from governance import policy
from governance.members import Actor, PersonId
from governance.policy import Verdict
from governance.results import Result
from governance.votes import Vote, VoteStage
from registry.web.languages import Say, to_say

STAGE_WORDS: Final[Mapping[VoteStage, str]] = {
    VoteStage.OPEN: to_say("Open"),
    VoteStage.CLOSED: to_say("Closed, not counted yet"),
    VoteStage.TALLIED: to_say("Counted, not certified yet"),
    VoteStage.DISCUSSION: to_say("Between two rounds"),
    VoteStage.CERTIFIED: to_say("Certified, appeals can be made"),
    VoteStage.FINAL: to_say("Final"),
    VoteStage.SET_ASIDE: to_say("Set aside after an appeal"),
    VoteStage.CANCELLED: to_say("Canceled"),
}


class Step(StrEnum):
    """A button on the page of a vote; its value is the last part of the address that it sends to."""

    CLOSE = "close"
    TALLY = "tally"
    CERTIFY = "certify"
    DISCUSS = "discuss"
    NEXT_ROUND = "next-round"
    FINALISE = "finalise"
    DECIDE = "decide"
    CANCEL = "cancel"


WORDS: Final[Mapping[Step, tuple[str, str]]] = {
    Step.CLOSE: (
        to_say("Close the vote"),
        to_say("The deadline is past. It closes by itself within a minute; you can close it now."),
    ),
    Step.TALLY: (
        to_say("Count the ballots"),
        to_say("The counts are sealed. You see the outcome, and no numbers of small groups."),
    ),
    Step.CERTIFY: (
        to_say("Certify the result"),
        to_say(
            "Two people certify, each by themselves. The ballots are counted again each time. Whoever made the list, "
            "wrote the text, opened the vote or counted it cannot certify."
        ),
    ),
    Step.DISCUSS: (
        to_say("Open the discussion"),
        to_say("There is no consensus yet. People talk it over, each comment gets an answer, then they vote again."),
    ),
    Step.NEXT_ROUND: (to_say("Open the next round"), to_say("The same text is voted on again, under the same rule.")),
    Step.FINALISE: (
        to_say("Make the outcome final"),
        to_say("The time for appeals is over. It becomes final by itself; you can do it now."),
    ),
    Step.DECIDE: (
        to_say("Decide on the advice"),
        to_say("The voters gave advice. Now the agency decides, and says why."),
    ),
    Step.CANCEL: (
        to_say("Cancel the vote"),
        to_say("The ballots stay secret, and the text becomes a draft again. You cannot undo this."),
    ),
}
"""What a button says, and what pressing it does."""


@dataclass(frozen=True, slots=True)
class Action:
    """A step that a vote could take now."""

    step: Step
    verdict: Verdict


def actions(
    actor: Actor,
    vote: Vote,
    result: Result | None,
    involved: frozenset[PersonId],
    certified_by: frozenset[PersonId],
    now: datetime,
    *,
    writers: frozenset[PersonId] = frozenset(),
    awaits_decision: bool,
) -> Iterator[Action]:
    """The steps that a vote could take now, in the order in which they are shown.

    `result` is what the round came to, if it was counted; `involved` cannot certify, for what they did before;
    `certified_by` have certified this round; `writers` wrote what was voted on; it `awaits_decision` where advice is
    final and the agency has not decided.
    """
    run = policy.may_run_vote(actor, vote)
    match vote.stage:
        case VoteStage.OPEN if now >= vote.closes_at:
            yield Action(Step.CLOSE, run)
        case VoteStage.CLOSED:
            yield Action(Step.TALLY, run)
        case VoteStage.TALLIED if result is not None and vote.awaits_another_round(result.outcome):
            yield Action(Step.DISCUSS, run)
        case VoteStage.TALLIED:
            yield Action(Step.CERTIFY, _certify(actor, vote, involved, certified_by))
        case VoteStage.DISCUSSION:
            yield Action(Step.NEXT_ROUND, run)
        case VoteStage.CERTIFIED if vote.appeal_until is not None and now >= vote.appeal_until:
            yield Action(Step.FINALISE, run)
        case VoteStage.FINAL if awaits_decision:
            yield Action(Step.DECIDE, policy.may_decide_on_advice(actor, vote, writers))
        case _:
            pass
    if vote.stage in (VoteStage.OPEN, VoteStage.CLOSED, VoteStage.DISCUSSION):
        yield Action(Step.CANCEL, run)


def _certify(actor: Actor, vote: Vote, involved: frozenset[PersonId], certified_by: frozenset[PersonId]) -> Verdict:
    verdict = policy.may_certify(actor, vote, involved)
    if verdict.is_allowed and actor.person_id in certified_by:
        return Verdict(policy.SecondPersonError("You certified it. Now a second person must certify it too."))
    return verdict


def button(step: Step, say: Say) -> tuple[str, str]:
    """What a button says, and what pressing it does."""
    name, explained = WORDS[step]
    return say(name), say(explained)
