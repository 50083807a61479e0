"""The frame around every voting page: language, size of text, who is signed in, and the answer's headers.

A handler under `/vote` ends with `return render(request, "vote/review.html", name=value)`. The template extends
`vote/base.html`, says `{% set title = _("…") %}`, which becomes the title and the one `h1`, and fills the block
`content`; `vote/macros.html`, imported `with context`, holds the parts of forms. docs/decisions/0011 says why.

What others put into `request.scope["state"]`: `signed_in`, a `SignedIn`, and `csrf_token`, which every form of the
macros carries.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode

from litestar import Request, Response
from litestar.datastructures import Cookie

from registry.storage.transaction import Store
from registry.web.assets import voting_styles
from registry.web.languages import Language, Say, choose, known
from registry.web.locales import TRANSLATIONS
from registry.web.voting.pages import ENVIRONMENTS

PREFIX: Final = "/vote"
"""Where all voting pages live."""
LANGUAGE: Final = "lang"
TEXT_SIZE: Final = "text"
"""Names of parameters in an address, and of the cookies that keep what they said."""
A_YEAR: Final = 365 * 24 * 3600
HEADERS: Final = {"Cache-Control": "no-store", "Vary": "Cookie, Accept-Language"}
"""A voting page is kept nowhere: the next person at the same computer must not find it."""

Asked = Request[Any, Any, Any]


class TextSize(StrEnum):
    """How large the text is: as the browser has it, 125 % of that, or 150 %."""

    STANDARD = "standard"
    LARGE = "large"
    LARGEST = "largest"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who uses the pages, as the frame shows them."""

    name: str
    language: Language | None = None
    """The language they prefer, used until they choose one on the page."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of a form, in words that say what to do."""

    field: str
    """The `name` that the field's macro was given."""
    message: str


@dataclass(frozen=True, slots=True)
class Link:
    """A choice of the frame: its words, where it leads, and whether it is the present one."""

    value: str
    address: str
    chosen: bool


def render(
    request: Asked,
    template: str,
    *,
    status: int = 200,
    here: str | None = None,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> Response[bytes]:
    """A voting page in the reader's language.

    `here` is the path that the language links lead back to, for an answer to a POST whose own path takes no GET.
    With `errors` the page begins with a list of them, and its title says so.
    """
    language = language_of(request)
    store: Store | None = request.app.state.get("store")
    state = request.scope["state"]
    shared = {
        "language": language,
        "text_size": text_size_of(request),
        "languages": _links(request, LANGUAGE, Language, language, here),
        "text_sizes": _links(request, TEXT_SIZE, TextSize, text_size_of(request), here),
        "signed_in": state.get("signed_in"),
        "csrf_token": state.get("csrf_token", ""),
        "demonstration": store is not None and store.demonstration,
        "styles": voting_styles.ADDRESSES,
        "errors": errors,
        "wrong": {error.field: error.message for error in errors},
    }
    page = ENVIRONMENTS[language].get_template(template).render(shared | values)
    return Response(
        page.encode(),
        status_code=status,
        media_type="text/html",
        headers={**HEADERS, "Content-Language": language, **(headers or {})},
        cookies=_asked_for(request),
    )


def language_of(request: Asked) -> Language:
    """The language that this request is answered in."""
    signed_in: SignedIn | None = request.scope["state"].get("signed_in")
    return choose(
        _asked(request).get(LANGUAGE),
        request.cookies.get(LANGUAGE),
        signed_in.language if signed_in else None,
        request.headers.get("accept-language", ""),
    )


def say_in(request: Asked) -> Say:
    """What turns an English text into the language of this request, for sentences that are made in Python."""
    return TRANSLATIONS[language_of(request)].gettext


def text_size_of(request: Asked) -> TextSize:
    """The size of text that was asked for, now or before."""
    wanted = (_asked(request).get(TEXT_SIZE), request.cookies.get(TEXT_SIZE))
    return next((TextSize(each) for each in wanted if each in set(TextSize)), TextSize.STANDARD)


def keep_choices(request: Asked) -> Response[bytes] | None:
    """Keep a language or size of text that a link asked for, and lead back to the same page without the question.

    It stands before every handler under `/vote`. The way back is the request's own path, never one that was sent.
    """
    cookies = _asked_for(request)
    if not cookies or request.method not in ("GET", "HEAD"):
        return None
    return Response(b"", status_code=303, headers={**HEADERS, "Location": _address(request, {})}, cookies=cookies)


def _asked(request: Asked) -> dict[str, str]:
    return dict(parse_qsl(request.scope["query_string"].decode("latin-1")))


def _asked_for(request: Asked) -> list[Cookie]:
    asked = _asked(request)
    found = {LANGUAGE: known(asked.get(LANGUAGE)), TEXT_SIZE: asked.get(TEXT_SIZE)}
    if found[TEXT_SIZE] not in set(TextSize):
        del found[TEXT_SIZE]
    return [_cookie(request, name, value) for name, value in found.items() if value]


def _cookie(request: Asked, name: str, value: str) -> Cookie:
    return Cookie(
        key=name,
        value=str(value),
        path=PREFIX,
        max_age=A_YEAR,
        httponly=True,
        secure=request.url.scheme == "https",
        samesite="lax",
    )


def _links(request: Asked, name: str, values: type[StrEnum], present: str, here: str | None) -> list[Link]:
    return [Link(each, _address(request, {name: each}, here), each == present) for each in values]


def _address(request: Asked, added: Mapping[str, str], here: str | None = None) -> str:
    """This page's own address with a choice added and older choices left out."""
    query = parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True) if here is None else []
    kept = [(key, value) for key, value in query if key not in (LANGUAGE, TEXT_SIZE)]
    asked = urlencode([*kept, *added.items()])
    return quote(here or request.scope["path"]) + (f"?{asked}" if asked else "")
