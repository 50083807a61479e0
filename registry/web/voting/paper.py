"""A ballot on paper, in large type, to print. Nothing on it says whose it is."""

from typing import Final
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from governance.rules import HeldCommittee, HeldConsensus, HeldPoints, HeldRanking, HeldRating, Rule, in_one_sentence
from governance.votes import Vote
from measures.jurisdictions import REGISTRY, jurisdiction_name
from registry.storage import people, proposals
from registry.storage.registries import database_time
from registry.web.voting.answer_words import choices, scores
from registry.web.voting.ballot_questions import pages_of
from registry.web.voting.ballot_words import heading
from registry.web.voting.frame import Asked, language_of, render, say_in
from registry.web.voting.standings import Standing, standing_of
from registry.web.voting.subject_sources import subject_of
from registry.web.voting.visitors import vote_at


@get("/{vote_id:uuid}/paper")
async def paper_page(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """The paper ballot of a vote, while it takes votes or before. Anybody may print it: it carries no right to vote."""
    vote, say = await vote_at(vote_id), say_in(request)
    if standing_of(vote, await database_time()) not in (Standing.OPEN, Standing.UPCOMING):
        vote.require_open(await database_time())
    rule = vote.rule
    return render(
        request,
        "vote/paper.html",
        asked=vote,
        subject=await subject_of(vote, language_of(request)),
        heading=heading(vote, pages_of(vote)[0], say),
        one_sentence=in_one_sentence(rule, say),
        form=form_of(vote),
        choices=choices(rule, say) if isinstance(rule, Rule) else [],
        scores=scores(say)[:-1],
        most=rule.most_approvals if isinstance(rule, HeldCommittee) else None,
        budget=rule.budget if isinstance(rule, HeldPoints) else None,
        agency=await _agency(vote),
    )


def form_of(vote: Vote) -> str:
    """Which boxes the sheet has: for a choice, for scores, for checks, for places, or for points."""
    match vote.rule:
        case Rule():
            return "choice"
        case HeldRating() | HeldConsensus():
            return "scores"
        case HeldCommittee():
            return "checks"
        case HeldRanking():
            return "places"
        case HeldPoints():
            return "points"


async def _agency(vote: Vote) -> str | None:
    """Who holds the vote: the organization that proposed it, else the place where it counts, if there is one."""
    if vote.proposal_id is None:
        return None if vote.jurisdiction == REGISTRY else jurisdiction_name(vote.jurisdiction)
    proposal = await proposals.get(vote.proposal_id)
    return (await people.organisation(proposal.organisation)).name


handlers: Final = [paper_page]
