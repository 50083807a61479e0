"""Letters with one-time codes, to print: one for each person, in their language. A code is shown this once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from governance import policy
from governance.sign_in import LONGEST_CODE
from governance.votes import Vote
from measures.errors import Refusal
from registry.signing_in import issue_codes
from registry.storage.registries import database_time
from registry.voting.turnout import OnRoll, on_roll
from registry.web.languages import Language, known
from registry.web.locales import TRANSLATIONS
from registry.web.sessions import caller_of, settings_of
from registry.web.voting.forms import Form, sent
from registry.web.voting.frame import Asked, FieldError, render, say_in
from registry.web.voting.managing.offices import PATH
from registry.web.voting.managing.roll_people import on_page, page_number, people_page
from registry.web.voting.managing.vote_pages import managed
from registry.web.voting.subject_sources import subject_of
from registry.web.voting.wording import Wording

WHO: Final = "who"
PEOPLE: Final = "people"
A_DAY: Final = timedelta(days=1)


@post("/manage/{vote_id:uuid}/roll/letters", status_code=200)
async def letters(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """Letters with a new one-time code for each person who was chosen. The codes are shown this once."""
    vote, form, say = await managed(request, vote_id), await sent(request), say_in(request)
    caller = caller_of(request)
    policy.may_remind(caller.actor, vote).require()
    chosen = chosen_of(on_page(await on_roll(caller.actor, vote.id), page_number(form.text("page"))), form)
    if not chosen:
        wrong = FieldError(
            PEOPLE, say("Choose the people who get a letter. None of these can vote, or none was chosen.")
        )
        return await people_page(request, vote, form=form, errors=[wrong])
    now = await database_time()
    try:
        vote.require_open(max(now, vote.opens_at))
        codes = await issue_codes(caller, [each.person_id for each in chosen], days_until(vote.closes_at, now))
    except Refusal as refusal:
        return await people_page(request, vote, form=form, refusal=refusal)
    return render(
        request,
        "vote/manage/letters.html",
        here=f"{PATH}/{vote.id}/roll",
        asked=vote,
        letters=[await _letter(vote, each, codes[each.person_id]) for each in chosen],
        address=f"{settings_of(request).base_url}/vote",
    )


def chosen_of(people: Iterable[OnRoll], form: Form) -> list[OnRoll]:
    """Those of some people who get a letter. Who left the roll gets none."""
    able = [each for each in people if not each.recused]
    match form.text(WHO):
        case "all":
            return able
        case "silent":
            return [each for each in able if not each.email and not each.voted]
        case _:
            return [each for each in able if str(each.person_id) in form.texts(PEOPLE)]


def days_until(closes_at: datetime, now: datetime) -> int:
    """For how many days a code counts: to the end of the vote, as far as a code can last."""
    return max(1, min(LONGEST_CODE.days, -((now - closes_at) // A_DAY)))


async def _letter(vote: Vote, person: OnRoll, code: str) -> dict[str, object]:
    """What a letter says, in the language of the one who gets it."""
    language = known(person.language) or Language.ENGLISH
    say, words = TRANSLATIONS[language].gettext, Wording(language)
    return {
        "language": language,
        "name": person.name or "",
        "code": code,
        "subject": await subject_of(vote, language),
        "deadline": words.deadline(vote.closes_at, vote.zone),
        "greeting": say("You can vote"),
        "how": say("Open this page, choose “Sign in”, and type your code:"),
        "once": say("The code works one time. Keep it to yourself. You can ask for a new one."),
        "help": say("Somebody may help you. It is still your own vote, and nobody may tell you how to vote."),
        "until": say("You can vote until:"),
    }


handlers: Final = [letters]
