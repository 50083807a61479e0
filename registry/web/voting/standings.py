"""Where a vote stands for somebody who looks at it, and what its kind and its steps are called."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from governance.votes import SubjectKind, Vote, VoteStage
from registry.web.languages import Say, to_say


class Standing(StrEnum):
    """What can be done with a vote now."""

    UPCOMING = "upcoming"
    OPEN = "open"
    COUNTING = "counting"
    """The deadline is past, and there is no result for anybody yet."""
    DISCUSSION = "discussion"
    RESULT = "result"
    SET_ASIDE = "set_aside"
    CANCELLED = "cancelled"


OF_STAGE: Final[Mapping[VoteStage, Standing]] = {
    VoteStage.CLOSED: Standing.COUNTING,
    VoteStage.TALLIED: Standing.COUNTING,
    VoteStage.DISCUSSION: Standing.DISCUSSION,
    VoteStage.CERTIFIED: Standing.RESULT,
    VoteStage.FINAL: Standing.RESULT,
    VoteStage.SET_ASIDE: Standing.SET_ASIDE,
    VoteStage.CANCELLED: Standing.CANCELLED,
}
WITH_RESULT: Final = frozenset({Standing.RESULT, Standing.SET_ASIDE})
"""Where there is a result that everybody may see."""
KINDS: Final[Mapping[SubjectKind, str]] = {
    SubjectKind.VALUE_DEFINITION: to_say("A definition of value: what good care means"),
    SubjectKind.PRIORITY_SET: to_say("A priority set: the measures that a state puts first"),
    SubjectKind.LABEL: to_say("A label: what a measure shows"),
    SubjectKind.OUTCOMES: to_say("Which outcomes count the most"),
}
"""What a vote is about, in a line."""
STEPS: Final[Mapping[VoteStage, str]] = {
    VoteStage.OPEN: to_say("The vote opened."),
    VoteStage.CLOSED: to_say("The vote closed."),
    VoteStage.TALLIED: to_say("The ballots were counted."),
    VoteStage.DISCUSSION: to_say("There was no consensus, so people talked it over."),
    VoteStage.CERTIFIED: to_say("Two people checked the count and certified the result."),
    VoteStage.FINAL: to_say("The result became final."),
    VoteStage.SET_ASIDE: to_say("An appeal was upheld. The result was set aside."),
    VoteStage.CANCELLED: to_say("The vote was canceled."),
}
"""A step in the life of a vote, as its timeline tells it."""


def standing_of(vote: Vote, now: datetime) -> Standing:
    """Where a vote stands at an instant. Past its deadline it takes no ballots, whether or not it was closed yet."""
    if vote.stage is not VoteStage.OPEN:
        return OF_STAGE[vote.stage]
    if now < vote.opens_at:
        return Standing.UPCOMING
    return Standing.OPEN if now < vote.closes_at else Standing.COUNTING


def kind_words(vote: Vote, say: Say) -> str:
    """What kind of thing a vote decides."""
    return say(KINDS[vote.subject_kind])
