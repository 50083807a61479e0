"""What a refusal says to those who run a vote: what happened and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from governance.policy import SecondPersonError
from measures.errors import Refusal
from registry.web.languages import Say, to_say


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal in words."""

    words: str | None
    """In the language of the page; none where only the detail is known."""
    detail: str | None = None
    """In English: which rule, which person or which cell it was."""


SENTENCES: Final[Mapping[str, str]] = {
    "ALREADY_DECIDED": to_say("Somebody has decided this before you. The page shows what was decided."),
    "ALREADY_RECUSED": to_say("This person has left the list before."),
    "APPEAL_WINDOW": to_say("This cannot be final yet. Appeals can still be made, or one is not decided."),
    "BUSY": to_say("Many people use this site right now. Wait a minute and try again. Nothing was lost."),
    "CERTIFIED_ALREADY": to_say("You have certified it. Now a second person must do it too."),
    "CHANGED_SINCE_READ": to_say("The text was changed while you set up the vote. Read it, then open the vote."),
    "COMMENT_WINDOW_OPEN": to_say("People can still comment on this text. Open the vote after that."),
    "DISCUSSION_OPEN": to_say("The time to talk it over is not at its end yet."),
    "NOT_ON_ROLL": to_say("This person is not on the list of this vote."),
    "PROPOSAL_CLOSED": to_say("This vote takes no ballots now."),
    "RECUSED": to_say("This person has left the list, so no ballot of theirs can be taken."),
    "REMINDED_ALREADY": to_say("People were reminded less than a day ago. Wait until a day has passed."),
    "REQUEST_ID_REUSED": to_say("This page was sent before, with other answers. Open it again."),
    "ROUNDS_LEFT": to_say("There is no consensus yet, and there can be one more round. Open the discussion."),
    "UNANSWERED_COMMENTS": to_say("Some comments have no answer yet. Each needs one first."),
    "VOTE_KEY_MISSING": to_say("The key of this vote is not on this server. Tell the person who runs it."),
    "VOTE_STILL_OPEN": to_say("The vote is still open. It can be closed once its deadline is past."),
    "VOTE_UNDER_WAY": to_say("There is a vote on this text already."),
    "WRONG_VOTE_STAGE": to_say("The vote has gone on since you opened this page. Look at where it stands now."),
}
"""Refusals that need no more than a sentence."""
BEGINNINGS: Final[Mapping[str, str]] = {
    "BAD_DEADLINE": to_say("The days or times do not fit. A vote takes a year at most."),
    "BAD_ROLL": to_say("This list of voters does not fit."),
    "BOX_TAMPERED": to_say("The ballots and the list of who voted do not match. Stop, and call an auditor."),
    "ROLL_TAMPERED": to_say("This is not the list of voters that the vote began with. Stop, and call an auditor."),
    "NOT_PUBLISHABLE": to_say("The text cannot be voted on as it stands. Its writers must mend it first."),
    "NOT_ONLY_A_MEMBER": to_say("A letter with a code is only for people who vote and hold no office."),
    SecondPersonError.code: to_say("A second person must do this, so that nobody decides alone."),
    "WRONG_ROLE": to_say("This is for others to do. If it is your task, ask the person who runs this site."),
    "WRONG_RULE": to_say("This rule does not fit what the vote is about."),
    "WRONG_STAGE": to_say("This text cannot be voted on now. There may be a vote on it, or it was taken back."),
}
"""Refusals whose own sentence tells more: which person, which rule, which cell."""


def refused(refusal: Refusal, say: Say) -> Refused:
    """What to say of a refusal."""
    if refusal.code in SENTENCES:
        return Refused(say(SENTENCES[refusal.code]))
    beginning = BEGINNINGS.get(refusal.code)
    return Refused(say(beginning) if beginning else None, refusal.message)
