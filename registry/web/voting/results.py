"""The page of a result: words first, then what may be shown of the numbers, and how it came about."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from governance.publication import Published
from governance.results import Result
from governance.rules import rule_digest
from governance.votes import Vote, VoteStage
from measures.references import Reference
from registry.storage import appeals, documents, proposals, results, vote_steps
from registry.storage.registries import database_time
from registry.web.sessions import actor_of
from registry.web.voting.frame import Asked, language_of, render, say_in
from registry.web.voting.result_figures import answer_figures, turnout_table
from registry.web.voting.result_findings import found
from registry.web.voting.result_words import (
    DISPOSITIONS,
    GROUNDS,
    condition_words,
    departs,
    headline,
    next_steps,
    quorum_words,
)
from registry.web.voting.rounds import words_for
from registry.web.voting.standings import STEPS, WITH_RESULT, Standing, standing_of
from registry.web.voting.subject_sources import subject_of
from registry.web.voting.subjects import Subject
from registry.web.voting.visitors import entry_of, vote_at
from registry.web.voting.wording import Wording


@get("/{vote_id:uuid}/results")
async def results_page(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """What a vote came to. Before it is certified nobody finds anything here, whoever they are."""
    vote = await vote_at(vote_id)
    subject = await subject_of(vote, language_of(request))
    standing = standing_of(vote, await database_time())
    shared: dict[str, Any] = {"asked": vote, "subject": subject, "standing": standing}
    result = await results.get(vote.id) if standing in WITH_RESULT else None
    if result is None:
        steps = await vote_steps.of_vote(vote.id) if standing is Standing.CANCELLED else []
        return render(request, "vote/no-result.html", **shared, why=[step.reason for step in steps if step.reason])
    return render(
        request,
        "vote/results.html",
        **shared,
        **_in_words(request, vote, result, subject),
        **await _what_followed(request, vote, result),
        **await _how_it_came_about(vote),
    )


def _in_words(request: Asked, vote: Vote, result: Result, subject: Subject) -> Mapping[str, Any]:
    say, words = say_in(request), words_for(request, subject)
    return {
        "headline": headline(vote, result, say),
        "quorum": quorum_words(result, say),
        "conditions": condition_words(result, say),
        "found": found(result, subject.texts, say),
        "figures_of_answers": answer_figures(vote, result.publication, words),
        "turnout": turnout_table(result.publication, words),
        "result": result,
        "rule_digest": rule_digest(vote.rule),
    }


async def _what_followed(request: Asked, vote: Vote, result: Result) -> Mapping[str, Any]:
    decision = await appeals.agency_decision(vote.id)
    until = vote.appeal_until
    when = Wording(language_of(request)).deadline(until, vote.zone) if until else ""
    takes_appeals = vote.stage is VoteStage.CERTIFIED and until is not None and await database_time() < until
    is_voter = actor_of(request).person_id is not None and await entry_of(request, vote) is not None
    return {
        "next_steps": next_steps(vote, result, decision, when, say_in(request)),
        "decision": decision,
        "departs": decision is not None and departs(result, decision),
        "appeals": await appeals.of_vote(vote.id),
        "grounds": GROUNDS,
        "may_appeal": takes_appeals and is_voter,
        "published": await _published(vote),
    }


async def _published(vote: Vote) -> Published | None:
    """The document that was published in the bytes that were voted on."""
    there = await documents.find(Reference.parse(vote.subject)) if vote.proposal_id else None
    return there if there is not None and there.reference.digest == vote.subject_digest else None


async def _how_it_came_about(vote: Vote) -> Mapping[str, Any]:
    said = await proposals.comments(vote.proposal_id) if vote.proposal_id else []
    return {
        "steps": await vote_steps.of_vote(vote.id),
        "step_words": STEPS,
        "comments": [comment for comment in said if comment.disposition is not None],
        "dispositions": DISPOSITIONS,
    }


handlers: Final = [results_page]
