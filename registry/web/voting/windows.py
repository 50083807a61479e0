"""When comments on a proposal are taken: in its comment window, and between two rounds of a vote on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from governance.proposals import Proposal, Stage
from governance.votes import Vote

UTC_ZONE: Final = "UTC"
"""A proposal names no zone of its own."""


@dataclass(frozen=True, slots=True)
class CommentWindow:
    """Whether comments are taken, until when if an end was set, and by whose clocks that is told."""

    is_open: bool
    until: datetime | None = None
    zone: str = UTC_ZONE


def comment_window(proposal: Proposal, discussed: Vote | None, now: datetime) -> CommentWindow:
    """The window at an instant. `discussed` is the vote on the proposal that is between two rounds, if there is one."""
    if discussed is not None:
        until = discussed.discussion_until
        return CommentWindow(until is None or now < until, until, discussed.zone)
    until = proposal.comment_until
    return CommentWindow(proposal.stage is Stage.COMMENT and (until is None or now < until), until)
