"""Entering a paper or phone ballot: two people, each by themselves. The second never sees what the first entered.

First the person is looked for by name or number, then their ballot is entered. What was looked for travels in the form:
it stands in no address.
"""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from governance import policy
from governance.ballots import Channel
from governance.enrolment import plain_name
from governance.members import PersonId
from governance.rules import HeldPoints, Rule
from governance.votes import Vote
from measures.errors import Refusal
from registry.storage import people, rolls
from registry.storage.people import Detail
from registry.storage.registries import database_time
from registry.voting import Entered, enter_ballot
from registry.web.languages import to_say
from registry.web.sessions import caller_of
from registry.web.voting.answer_words import choices, scores
from registry.web.voting.ballot_answers import answer_of
from registry.web.voting.ballot_questions import REASON, REVIEW, fields_of, numbered, pages_of
from registry.web.voting.ballot_turns import GO, STAY, first_mistake
from registry.web.voting.forms import Form, sent
from registry.web.voting.frame import Asked, FieldError, language_of, render, say_in
from registry.web.voting.managing.offices import PATH
from registry.web.voting.managing.refusals import refused
from registry.web.voting.managing.vote_pages import managed
from registry.web.voting.subject_sources import subject_of
from registry.web.voting.turned_away import noted

PERSON: Final = "person"
FIND: Final = "find"
CHANNEL: Final = "channel"
MOST_FOUND: Final = 20
FINDING: Final = "finding"
"""The button that looks for somebody, before there is a ballot to enter."""
CHANNELS: Final = {Channel.PAPER: to_say("On paper"), Channel.PHONE: to_say("By phone")}
SAID: Final = {
    Entered.FIRST: (
        "info",
        to_say("Your entry is kept"),
        to_say("A second person must now enter the same ballot. It counts once both entries are the same."),
    ),
    Entered.COUNTED: ("success", to_say("The ballot is counted"), to_say("Both entries are the same.")),
    Entered.DIFFERENT: (
        "warning",
        to_say("The two entries are not the same"),
        to_say("Both entries were deleted. Look at the ballot again, then both of you enter it anew."),
    ),
}
"""What is said of an entry: the kind of message, its heading and its words."""


@get("/manage/{vote_id:uuid}/enter")
async def entry_page(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """The page to look for the person on."""
    return await _page(request, await _vote(request, vote_id), Form())


@post("/manage/{vote_id:uuid}/enter", status_code=200)
async def enter(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """Look for somebody, or enter their ballot as the first or the second of two people."""
    vote, form, say = await _vote(request, vote_id), await sent(request), say_in(request)
    found = await _found(vote, form.text(FIND))
    if not found or len(found) > MOST_FOUND:
        words = say("Nobody on the list has this name or number.") if not found else say("Too many. Write more of it.")
        return await _page(request, vote, form, errors=[FieldError(FIND, words)])
    if form.text(GO) in (FINDING, STAY):
        return await _page(request, vote, form, found)
    if errors := _mistakes(request, vote, form, found):
        return await _page(request, vote, form, found, errors)
    try:
        done = await enter_ballot(
            caller_of(request),
            vote.id,
            PersonId(UUID(form.text(PERSON))),
            answer_of(vote, form),
            Channel(form.text(CHANNEL)),
            form.text(REASON) or None,
        )
    except Refusal as refusal:
        return await _page(request, vote, Form(), refusal=refusal)
    return await _page(request, vote, Form(), done=done)


def _mistakes(request: Asked, vote: Vote, form: Form, found: Sequence[Detail]) -> list[FieldError]:
    say, errors = say_in(request), []
    if form.text(PERSON) not in {str(each.person_id) for each in found}:
        errors.append(FieldError(PERSON, say("Choose the person whose ballot it is.")))
    if form.text(CHANNEL) not in set(CHANNELS):
        errors.append(FieldError(CHANNEL, say("Say how the ballot came.")))
    wrong = first_mistake(vote, form, say)
    return [*errors, *(wrong.errors if wrong else ())]


async def _vote(request: Asked, vote_id: UUID) -> Vote:
    vote = await managed(request, vote_id)
    policy.may_enter_ballots(caller_of(request).actor, vote).require()
    vote.require_open(await database_time())
    return vote


async def _page(
    request: Asked,
    vote: Vote,
    form: Form,
    found: Sequence[Detail] = (),
    errors: Sequence[FieldError] = (),
    *,
    refusal: Refusal | None = None,
    done: Entered | None = None,
) -> Response[bytes]:
    say = say_in(request)
    said = SAID[done] if done else None
    return render(
        request,
        "vote/manage/enter.html",
        status=noted(request, refusal) if refusal else (422 if errors else 200),
        here=f"{PATH}/{vote.id}/enter",
        errors=errors,
        asked=vote,
        subject=await subject_of(vote, language_of(request)),
        find=form.text(FIND),
        people=[(str(each.person_id), _shown(each)) for each in found],
        person=form.text(PERSON),
        channels=[(channel.value, say(words)) for channel, words in CHANNELS.items()],
        channel=form.text(CHANNEL),
        reason=form.text(REASON),
        done=(said[0], say(said[1]), say(said[2])) if said else None,
        refused=refused(refusal, say) if refusal else None,
        **_ballot(request, vote, form),
    )


def _ballot(request: Asked, vote: Vote, form: Form) -> dict[str, Any]:
    """The questions of the ballot, with what this clerk has typed where it must be mended."""
    say = say_in(request)
    return {
        "given": {name: form.texts(name) for name in fields_of(vote)},
        "pages": [page for page in pages_of(vote) if page is not REVIEW],
        "choices": choices(vote.rule, say) if isinstance(vote.rule, Rule) else [],
        "scores": scores(say),
        "places": numbered("place", vote),
        "points": numbered("points", vote),
        "budget": vote.rule.budget if isinstance(vote.rule, HeldPoints) else None,
    }


async def _found(vote: Vote, wanted: str) -> list[Detail]:
    """Those on the roll who can vote and whose name or number holds what was typed, by name."""
    looked_for = plain_name(wanted)
    if not looked_for:
        return []
    entries = [entry for entry in await rolls.voters(vote.id, vote.roll_id) if not entry.recused]
    known = (await people.details(entry.person_id for entry in entries)).values()
    matching = [each for each in known if looked_for in plain_name(f"{each.name} {each.number or ''}")]
    return sorted(matching, key=lambda each: (plain_name(each.name), each.number or ""))


def _shown(person: Detail) -> str:
    return f"{person.name} · {person.number}" if person.number else person.name


handlers: Final = [entry_page, enter]
