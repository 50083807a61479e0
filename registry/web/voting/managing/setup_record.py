"""What is on record about a vote that is being set up: what may be chosen, and what there is to think over."""

from collections.abc import Mapping
from typing import Any, Final

from governance.members import Actor, Role
from governance.policy import may_keep_roll, may_open_vote
from governance.proposals import Proposal, Stage
from governance.rolls import Roll
from governance.rules import VotingRule, in_one_sentence, sentences
from governance.votes import VoteId
from measures.references import Kind
from registry import voting
from registry.opening_warnings import prospect
from registry.storage import documents, proposals, rolls
from registry.use_cases import Caller
from registry.web.languages import Language, Say
from registry.web.voting.forms import Form
from registry.web.voting.frame import FieldError
from registry.web.voting.managing import setup_form as typed
from registry.web.voting.managing import times
from registry.web.voting.managing.offices import places_of
from registry.web.voting.managing.setup_form import About, Page
from registry.web.voting.managing.vote_pages import names_of
from registry.web.voting.subject_sources import subject_of_proposal

MOST: Final = 100
SMALL: Final = 11
"""The size of a group from which on it may be told to others than the roll keeper (GOVERNANCE, "Small cells")."""


async def mistakes(actor: Actor, page: Page, form: Form, say: Say) -> list[FieldError]:
    """What was chosen on a page and cannot be had."""
    if page is Page.WHICH:
        if typed.about(form) is About.PROPOSAL:
            return [] if await _proposal(actor, form) else [FieldError(typed.PROPOSAL, say("Choose the proposal."))]
        if form.text(typed.PLACE) not in places_of(actor, Role.VOTE_OFFICER):
            return [FieldError(typed.PLACE, say("Choose the state."))]
        if await documents.find(typed.reference(form)) is None:
            field = typed.MEASURE if typed.about(form) is About.LABEL else typed.DEFINITION
            return [FieldError(field, say("There is no such version here. Check the name."))]
    if page is Page.ROLL:
        place = await place_of(actor, form)
        found = next((roll for roll in await _rolls(place) if roll.id == typed.roll_id(form)), None)
        if found is None:
            return [FieldError(typed.ROLL, say("Choose the list of voters."))]
        if place and not may_open_vote(actor, place, found).is_allowed:
            words = say("You made this list. Another person must open the vote, or another list must be used.")
            return [FieldError(typed.ROLL, words)]
    return []


async def opened(caller: Caller, form: Form) -> VoteId:
    """Open the vote that was set up.

    Raises:
        Refusal: as for `open_vote`, `open_label_vote` and `open_outcome_vote`.
    """
    rule, roll, when = typed.rule(form), typed.roll_id(form), typed.window(form)
    assert roll is not None
    if typed.about(form) is About.PROPOSAL:
        proposal = typed.proposal_id(form)
        assert proposal is not None
        return await voting.open_vote(
            caller,
            proposal,
            roll,
            rule,
            when.closes,
            when.zone,
            read=form.text(typed.READ) or None,
            opens_at=when.opens,
            advisory=form.text(typed.ADVISORY) == typed.YES,
        )
    take = voting.open_label_vote if typed.about(form) is About.LABEL else voting.open_outcome_vote
    named, place = typed.reference(form), form.text(typed.PLACE)
    return await take(caller, named, place, roll, rule, when.closes, when.zone, opens_at=when.opens)


async def place_of(actor: Actor, form: Form) -> str | None:
    """The jurisdiction for which the vote is held, once that is said."""
    if typed.about(form) is not About.PROPOSAL:
        return form.text(typed.PLACE) or None
    proposal = await _proposal(actor, form)
    return proposal.jurisdiction if proposal else None


async def of_page(actor: Actor, page: Page, form: Form, say: Say, language: Language) -> Mapping[str, Any]:
    """What a page shows beside what was typed."""
    places = places_of(actor, Role.VOTE_OFFICER)
    match page:
        case Page.WHICH:
            open_ones = [each for place in places for each in await proposals.in_stage(place, Stage.COMMENT, MOST)]
            titles = [(each, (await subject_of_proposal(each, language)).title) for each in open_ones]
            published = await documents.newest(Kind.VALUE_DEFINITION)
            return {
                "about": typed.about(form) or About.PROPOSAL,
                "places": [(each, each) for each in places],
                "proposals": [(str(each.id), f"{title} · {each.target}") for each, title in titles],
                "definitions": [(each.reference.versioned, each.reference.versioned) for each in published],
                "example": typed.MEASURE_EXAMPLE,
            }
        case Page.RULE:
            fitting = typed.fitting(typed.about(form) or About.PROPOSAL)
            return {"rules": [(name, rule, in_one_sentence(rule, say)) for name, rule in fitting.items()]}
        case Page.ROLL:
            made = await _rolls(await place_of(actor, form))
            names = await names_of(roll.keeper for roll in made)
            return {"rolls": [(roll, names.get(roll.keeper, say("Name erased"))) for roll in made]}
        case Page.WHEN:
            return {"zones": [(zone, say(name)) for zone, name in times.ZONES.items()]}
        case Page.REVIEW:
            return await _of_review(actor, form, say, language)
        case _:
            return {}


async def _of_review(actor: Actor, form: Form, say: Say, language: Language) -> Mapping[str, Any]:
    rule, roll = typed.rule(form), typed.roll_id(form)
    assert roll is not None
    ahead = await prospect(rule, roll, say)
    proposal = await _proposal(actor, form) if typed.about(form) is About.PROPOSAL else None
    said = await proposals.comments(proposal.id) if proposal else []
    sees_all = may_keep_roll(actor, ahead.jurisdiction).is_allowed
    return {
        "title_of": (await subject_of_proposal(proposal, language)).title if proposal else typed.reference(form),
        "read": proposal.content_digest if proposal else "",
        "unanswered": sum(each.disposition is None for each in said),
        "proposal": proposal,
        "rule": rule,
        "whole_rule": _sentences(rule, say),
        "window": typed.window(form),
        "warnings": ahead.warnings,
        "sees_all": sees_all,
        "electorate": [(group, size if sees_all else size >= SMALL) for group, size in ahead.sizes.items()],
        "advisory": form.text(typed.ADVISORY) == typed.YES,
    }


def _sentences(rule: VotingRule, say: Say) -> list[str]:
    return list(sentences(rule, say))


async def _proposal(actor: Actor, form: Form) -> Proposal | None:
    """The proposal that was chosen, if the officer can open a vote on it."""
    wanted = typed.proposal_id(form)
    found = (await proposals.many([wanted])).get(wanted) if wanted else None
    is_open = found is not None and found.stage is Stage.COMMENT
    return found if found and is_open and actor.has(Role.VOTE_OFFICER, found.jurisdiction) else None


async def _rolls(place: str | None) -> list[Roll]:
    return await rolls.newest(place, MOST) if place else []
