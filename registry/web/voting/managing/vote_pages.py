"""The page of one vote for those who run it: where it stands, how many took part, and what can be done now."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from governance import policy
from governance.members import PersonId
from governance.rules import in_one_sentence
from governance.votes import Vote
from measures.errors import Refusal
from registry.storage import people, vote_steps
from registry.storage.registries import database_time
from registry.voting.turnout import turnout
from registry.web.languages import Say
from registry.web.sessions import actor_of
from registry.web.voting.forms import Form, new_request
from registry.web.voting.frame import Asked, FieldError, language_of, render, say_in
from registry.web.voting.managing import times
from registry.web.voting.managing.actions import STAGE_WORDS, Step, button
from registry.web.voting.managing.next_steps import situation
from registry.web.voting.managing.offices import PATH, require_office, require_office_in
from registry.web.voting.managing.refusals import refused
from registry.web.voting.result_words import headline
from registry.web.voting.standings import STEPS
from registry.web.voting.subject_sources import subject_of
from registry.web.voting.turned_away import noted
from registry.web.voting.visitors import vote_at


@get("/manage/{vote_id:uuid}")
async def managed_vote(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """Where a vote stands, how many took part, and what can be done now."""
    return await vote_page(request, await managed(request, vote_id))


async def managed(request: Asked, vote_id: UUID) -> Vote:
    """The vote of an address, for somebody who holds an office where it is held.

    Raises:
        SignInError, WrongRoleError: the visitor holds none.
        VoteNotFoundError: there is no such vote.
    """
    require_office(request)
    vote = await vote_at(vote_id)
    require_office_in(request, vote.jurisdiction)
    return vote


async def vote_page(
    request: Asked,
    vote: Vote,
    form: Form | None = None,
    errors: Sequence[FieldError] = (),
    refusal: Refusal | None = None,
) -> Response[bytes]:
    """The page of a vote, with what is wrong with a form that was sent from it."""
    actor, say, form = actor_of(request), say_in(request), form or Form()
    now = await situation(actor, vote, await database_time())
    shown = now.result if policy.may_see_result(actor, vote) else None
    may_watch = policy.may_watch_turnout(actor, vote).is_allowed
    return render(
        request,
        "vote/manage/vote.html",
        status=noted(request, refusal) if refusal else (422 if errors else 200),
        here=f"{PATH}/{vote.id}",
        errors=errors,
        asked=vote,
        subject=await subject_of(vote, language_of(request)),
        stage=say(STAGE_WORDS[vote.stage]),
        one_sentence=in_one_sentence(vote.rule, say),
        turnout=await turnout(actor, vote.id) if may_watch else None,
        outcome=headline(vote, shown, say) if shown else None,
        certifications=len(now.certified_by),
        timeline=await _timeline(vote, say),
        appeals=now.appeals,
        actions=[(each, *button(each.step, say), refused_by(each.verdict, say)) for each in now.actions],
        steps=Step,
        may_keep=policy.may_keep_roll(actor, vote.jurisdiction).is_allowed,
        may_enter=policy.may_enter_ballots(actor, vote).is_allowed,
        zones=[(zone, say(name)) for zone, name in times.ZONES.items()],
        form=form,
        refused=refused(refusal, say) if refusal else None,
        why_not=lambda verdict: refused_by(verdict, say),
        request_id=new_request(),
    )


def refused_by(verdict: policy.Verdict, say: Say) -> object:
    """Why somebody may not do something, in words; nothing where they may."""
    return refused(verdict.refusal, say) if verdict.refusal else None


async def _timeline(vote: Vote, say: Say) -> list[tuple[str, vote_steps.VoteStep, str | None]]:
    """What happened, in order: in words, and the name of the one who did it; none where time did it by itself."""
    steps = await vote_steps.of_vote(vote.id)
    names = await names_of(step.person_id for step in steps if step.person_id)
    return [
        (say(STEPS[step.stage]), step, names.get(step.person_id, say("Name erased")) if step.person_id else None)
        for step in steps
    ]


async def names_of(person_ids: Iterable[PersonId]) -> dict[PersonId, str]:
    """The names of some people; of those who were erased there is none."""
    return {person_id: detail.name for person_id, detail in (await people.details(person_ids)).items()}


handlers: Final = [managed_vote]
