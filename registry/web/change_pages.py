"""Coming changes for everybody: a page, an iCalendar file and an Atom feed, of one jurisdiction or of all."""

from typing import Any, Final
from urllib.parse import parse_qs, urlencode

from litestar import Request, Response, get

from measures.jurisdictions import FEDERAL, REGISTRY, STATES
from registry.exchange.calendars import CalendarEntry, atom_feed, calendar_file, calendar_name
from registry.scheduling import public_changes
from registry.storage.registries import database_time
from registry.storage.transaction import Store
from registry.web import templating
from registry.web.pages import FRESH
from registry.web.sessions import settings_of

CALENDAR: Final = "text/calendar"
ATOM: Final = "application/atom+xml"
FIVE_MINUTES: Final = {"Cache-Control": "public, max-age=300"}
"""Programs fetch calendars by the hour; what stands there changes by the day."""

Asked = Request[Any, Any, Any]


@get("/changes")
async def changes_page(request: Asked) -> Response[bytes]:
    """What changes from today on, and what changed in the year before."""
    jurisdiction = _jurisdiction(request)
    entries = await public_changes(jurisdiction)
    today = (await database_time()).date()
    page = templating.render(
        request,
        "changes.html",
        coming=[each for each in entries if each.on >= today],
        past=[each for each in reversed(entries) if each.on < today],
        jurisdiction=jurisdiction or "",
        places=(FEDERAL, *STATES, REGISTRY),
        query=_query(jurisdiction),
    )
    return Response(page, media_type=templating.HTML, headers=FRESH)


@get("/changes.ics")
async def changes_calendar(request: Asked) -> Response[bytes]:
    """The same for calendar programs."""
    jurisdiction = _jurisdiction(request)
    content = calendar_file(await _entries(request), calendar_name(jurisdiction), settings_of(request).base_url)
    return Response(content, media_type=CALENDAR, headers=FIVE_MINUTES)


@get("/changes.atom")
async def changes_feed(request: Asked) -> Response[bytes]:
    """The same for readers of news, what was recorded last first."""
    store: Store = request.app.state.store
    jurisdiction = _jurisdiction(request)
    address = f"{settings_of(request).base_url}/changes.atom{_query(jurisdiction)}"
    name, now = calendar_name(jurisdiction), await database_time()
    content = atom_feed(await _entries(request), name, store.signer.name, address, now)
    return Response(content, media_type=ATOM, headers=FIVE_MINUTES)


async def _entries(request: Asked) -> list[CalendarEntry]:
    return await public_changes(_jurisdiction(request))


def _jurisdiction(request: Asked) -> str | None:
    """The jurisdiction that is asked for; none for all."""
    query = parse_qs(request.scope["query_string"].decode("latin-1"))
    return query.get("jurisdiction", [""])[0] or None


def _query(jurisdiction: str | None) -> str:
    return f"?{urlencode({'jurisdiction': jurisdiction})}" if jurisdiction else ""


handlers: Final = [changes_page, changes_calendar, changes_feed]
