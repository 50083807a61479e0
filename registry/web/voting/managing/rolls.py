"""Bringing a roll from a spreadsheet: first a look at what it would do, then taking it. All or nothing."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from litestar import Response, get, post
from litestar.datastructures import UploadFile

from governance.members import Constituency, OrganisationKind, Role
from measures.errors import Refusal
from registry import enrolling
from registry.exchange.spreadsheets import BadSpreadsheetError
from registry.storage import people, rolls
from registry.storage.people import Organisation
from registry.web.sessions import caller_of
from registry.web.voting.forms import REQUEST, new_request
from registry.web.voting.frame import HEADERS, Asked, FieldError, render, say_in
from registry.web.voting.managing.offices import PATH, places_of, require_office
from registry.web.voting.managing.refusals import Refused, refused
from registry.web.voting.managing.vote_pages import names_of
from registry.web.voting.turned_away import noted, redirect

FILE: Final = "file"
ORGANISATION: Final = "organisation"
SEEN: Final = "seen"
MOST: Final = 50
MOST_PROBLEMS: Final = 200
EVERY: Final = 10_000
SAMPLE: Final = (
    "name,number,email,language,constituency,organization,recused\n"
    "Ana Torres,1001,ana.torres@example.org,es,member,,\n"
    "Lee Park,1002,,en,caregiver,,no\n"
    "Jo Smith,2001,jo.smith@example.com,en,plan,Example Health Plan,yes\n"
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was sent, for an organization."""

    content: bytes
    organisation: str
    seen: str
    request: str | None

    @property
    def digest(self) -> str:
        """What says that it is the file that was looked at, for the organization that was chosen then."""
        return sha256(b"\x00".join((self.organisation.encode(), self.content))).hexdigest()


@get("/manage/rolls/new")
async def roll_page(request: Asked) -> Response[bytes]:
    """The page to bring a spreadsheet on, and the rolls that there are."""
    require_office(request, Role.ROLL_KEEPER)
    return await _page(request)


@get("/manage/rolls/sample.csv")
async def sample(request: Asked) -> Response[bytes]:
    """A spreadsheet to fill in."""
    require_office(request, Role.ROLL_KEEPER)
    headers = {**HEADERS, "Content-Disposition": 'attachment; filename="roll.csv"'}
    return Response(SAMPLE.encode(), media_type="text/csv; charset=utf-8", headers=headers)


@post("/manage/rolls/new", status_code=200)
async def bring_roll(request: Asked) -> Response[bytes]:
    """Look at a file, or take the very file that was looked at: a file that differs by a letter is only looked at."""
    actor, say = require_office(request, Role.ROLL_KEEPER), say_in(request)
    said = await _sent(request)
    if errors := _mistakes(request, said):
        return await _page(request, said, errors)
    try:
        seen = await enrolling.preview_roll(actor, said.organisation, said.content, say)
        if said.seen != said.digest or seen.problems:
            return await _page(request, said, preview=seen)
        roll = await enrolling.bring_roll(caller_of(request, said.request), said.organisation, said.content)
    except BadSpreadsheetError as refusal:
        noted(request, refusal)
        return await _page(request, said, [FieldError(FILE, refusal.message)])
    except Refusal as refusal:
        return await _page(request, said, because=refused(refusal, say), status=noted(request, refusal))
    return redirect(f"{PATH}/rolls/new?made={roll}")


async def _sent(request: Asked) -> Sent:
    form = await request.form()
    file = form.get(FILE)
    content = await file.read() if isinstance(file, UploadFile) else b""
    texts = {name: str(form.get(name, "")) for name in (ORGANISATION, SEEN, REQUEST)}
    return Sent(content, texts[ORGANISATION], texts[SEEN], texts[REQUEST] or None)


def _mistakes(request: Asked, said: Sent) -> list[FieldError]:
    say, errors = say_in(request), []
    if not said.organisation:
        errors.append(FieldError(ORGANISATION, say("Choose the council or agency.")))
    if not said.content:
        errors.append(FieldError(FILE, say("Choose a file.")))
    return errors


async def _page(
    request: Asked,
    said: Sent | None = None,
    errors: list[FieldError] | None = None,
    preview: enrolling.Preview | None = None,
    because: Refused | None = None,
    status: int | None = None,
) -> Response[bytes]:
    places = places_of(require_office(request, Role.ROLL_KEEPER), Role.ROLL_KEEPER)
    made = [roll for place in places for roll in await rolls.newest(place, MOST)]
    names = await names_of(roll.keeper for roll in made)
    return render(
        request,
        "vote/manage/roll.html",
        status=status or (422 if errors or (preview and preview.problems) else 200),
        here=f"{PATH}/rolls/new",
        errors=errors or [],
        refused=because,
        organisations=[(each.slug, each.name) for each in await _councils(places)],
        organisation=said.organisation if said else "",
        preview=preview,
        most=MOST_PROBLEMS,
        seen=said.digest if said and preview and not preview.problems else "",
        constituencies=", ".join(Constituency),
        rolls=[(roll, names.get(roll.keeper), await rolls.digest(roll.id)) for roll in made],
        made=request.query_params.get("made"),
        request_id=new_request(),
    )


async def _councils(places: tuple[str, ...]) -> list[Organisation]:
    """The councils and agencies to which people can be added; councils first."""
    found = [each for each in await people.organisations("", EVERY) if each.jurisdiction in places]
    return sorted(found, key=lambda each: (each.kind is not OrganisationKind.COUNCIL, each.name))


handlers: Final = [roll_page, sample, bring_roll]
