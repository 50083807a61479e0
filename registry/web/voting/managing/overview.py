"""What waits for those who run votes, and all votes of their jurisdictions."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from litestar import Response, get

from governance.members import Actor, Role
from governance.proposals import Proposal, Stage
from governance.votes import OVER, Vote
from registry.storage import proposals, votes
from registry.storage.registries import database_time
from registry.web.voting.frame import Asked, language_of, render, say_in
from registry.web.voting.managing.actions import STAGE_WORDS
from registry.web.voting.managing.next_steps import may_be_waiting, situation
from registry.web.voting.managing.offices import places_of, require_office
from registry.web.voting.subject_sources import subject_of_proposal, subjects_of
from registry.web.voting.subjects import Subject

MOST: Final = 200
"""Votes and proposals of a jurisdiction that are listed."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A vote in a list, with what it is about."""

    vote: Vote
    subject: Subject
    waits: bool
    """Whether it waits for the one who looks at it."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A proposal on which a vote can be opened."""

    proposal: Proposal
    subject: Subject
    unanswered: int
    """Comments that need an answer first."""


@get("/manage")
async def overview(request: Asked) -> Response[bytes]:
    """What needs doing, first; then everything."""
    actor, say = require_office(request), say_in(request)
    now = await database_time()
    found = [vote for place in places_of(actor) for vote in await votes.newest_of(place, MOST)]
    subjects = await subjects_of(found, language_of(request))
    listed = [Listed(vote, subjects[vote.id], await _waits(actor, vote, now)) for vote in found]
    listed.sort(key=lambda each: (each.vote.stage in OVER, -each.vote.closes_at.timestamp()))
    return render(
        request,
        "vote/manage/overview.html",
        waiting=[each for each in listed if each.waits],
        votes=listed,
        most=MOST,
        ready=[each async for each in _ready(request, actor, now)],
        stages={stage: say(words) for stage, words in STAGE_WORDS.items()},
        may_open=bool(places_of(actor, Role.VOTE_OFFICER)),
        may_keep=bool(places_of(actor, Role.ROLL_KEEPER)),
    )


async def _waits(actor: Actor, vote: Vote, now: datetime) -> bool:
    return may_be_waiting(vote) and (await situation(actor, vote, now)).waits


async def _ready(request: Asked, actor: Actor, now: datetime) -> AsyncIterator[Ready]:
    for place in places_of(actor, Role.VOTE_OFFICER):
        for proposal in await proposals.in_stage(place, Stage.COMMENT, MOST):
            if proposal.comment_until is None or now >= proposal.comment_until:
                unanswered = sum(said.disposition is None for said in await proposals.comments(proposal.id))
                yield Ready(proposal, await subject_of_proposal(proposal, language_of(request)), unanswered)


handlers: Final = [overview]
