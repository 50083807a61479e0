"""The list of votes: mine where somebody is signed in, and those that anybody may look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from litestar import Response, get

from governance.members import Actor
from governance.proposals import ProposalId, Stage
from governance.votes import Vote, VoteStage
from registry.storage import ballots, proposals, rolls, votes
from registry.storage.registries import database_time
from registry.web.sessions import actor_of
from registry.web.voting.frame import Asked, language_of, render
from registry.web.voting.managing.offices import places_of
from registry.web.voting.standings import KINDS, Standing, standing_of
from registry.web.voting.subject_sources import subject_of_proposal, subjects_of
from registry.web.voting.subjects import Subject

MOST_LISTED: Final = 50
"""So many votes of a part of the list; older ones are found by their address."""
RUNNING: Final = (VoteStage.OPEN, VoteStage.CLOSED, VoteStage.TALLIED, VoteStage.DISCUSSION)
PAST: Final = (VoteStage.CERTIFIED, VoteStage.FINAL, VoteStage.SET_ASIDE)
FIRST: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Listed:
    """A vote in the list."""

    vote: Vote
    subject: Subject
    standing: Standing
    has_voted: bool | None = None
    """None where the reader cannot vote in it."""


@get("/")
async def vote_list(request: Asked) -> Response[bytes]:
    """What can be voted on now, what comes, what was; and what is open for comment."""
    actor = actor_of(request)
    mine = await _mine(request, actor) if actor.person_id else []
    own = {each.vote.id for each in mine}
    others = [each for each in await _public(request) if each.vote.id not in own]
    return render(
        request,
        "vote/list.html",
        mine=in_order(mine),
        others=in_order(others),
        comments=await _for_comment(request),
        kinds=KINDS,
        most=MOST_LISTED,
        runs_votes=bool(places_of(actor)),
    )


def in_order(listed: Iterable[Listed]) -> dict[Standing, list[Listed]]:
    """Votes by where they stand: those that end first at the top, and of past ones the newest."""
    found: dict[Standing, list[Listed]] = {standing: [] for standing in Standing}
    for each in listed:
        found[each.standing].append(each)
    for standing, some in found.items():
        ahead = standing in (Standing.OPEN, Standing.UPCOMING)
        some.sort(key=lambda each: each.vote.closes_at, reverse=not ahead)
    return found


async def _mine(request: Asked, actor: Actor) -> list[Listed]:
    assert actor.person_id is not None
    found = []
    for each in await _listed(request, (await votes.of_voter(actor.person_id))[:MOST_LISTED]):
        entry = await rolls.voter(each.vote.id, each.vote.roll_id, actor.person_id)
        if entry is None or entry.recused:
            continue
        voted = await ballots.has_voted(each.vote.id, each.vote.round, actor.person_id)
        found.append(Listed(each.vote, each.subject, each.standing, voted))
    return found


async def _public(request: Asked) -> list[Listed]:
    running = await votes.newest(RUNNING, MOST_LISTED)
    return await _listed(request, running + await votes.newest(PAST, MOST_LISTED))


async def _listed(request: Asked, some: list[Vote]) -> list[Listed]:
    now = await database_time()
    subjects = await subjects_of(some, language_of(request))
    return [Listed(vote, subjects[vote.id], standing_of(vote, now)) for vote in some]


async def _for_comment(request: Asked) -> list[tuple[ProposalId, Subject]]:
    open_ones = await proposals.page(FIRST, MOST_LISTED, stages=(Stage.COMMENT,))
    now = await database_time()
    takes = [each for each in open_ones if each.comment_until is None or now < each.comment_until]
    return [(each.id, await subject_of_proposal(each, language_of(request))) for each in takes]


handlers: Final = [vote_list]
