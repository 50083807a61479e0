"""Who is signed in at a browser, and whether what it sends was really sent from our pages.

Two cookies: one names the browser, at random; the other is the session of somebody who is signed in. Every form carries
a token, an HMAC over the session, or over the browser where nobody is signed in. So a page that was opened for one
person sends nothing in the name of the next one at the same computer.
"""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from hmac import compare_digest
from typing import Any, Final
from urllib.parse import urlsplit

from litestar import Request
from litestar.datastructures import Cookie

from governance.members import PUBLIC, Actor
from measures.errors import NotPermittedError
from registry.config import Settings
from registry.signing_in import Browser, NewSession, SignInKey, sign_in_key
from registry.use_cases import Caller

SESSION: Final = "vr_session"
BROWSER: Final = "vr_browser"
TOKEN: Final = "csrf_token"  # noqa: S105 - the name of a field
PATH: Final = "/"
"""Voting pages, contracts and notices are for people who signed in. Nothing else reads the cookies."""
FIRMLY: Final = "__Host-"
"""With this before its name a cookie is only taken from this very host, over https, for all its paths (RFC 6265bis).
A neighbor under the same domain, of which a state has many, cannot plant one."""
BROWSER_BYTES: Final = 32
LONGEST_COOKIE: Final = 100
VISIT: Final = "visit"
"""Where a request keeps its visit."""

Asked = Request[Any, Any, Any]


class CsrfError(NotPermittedError):
    """The form was not sent from a page of ours that this browser has open, or it was opened for somebody else."""

    code = "CSRF"

    def __init__(self, *, may_send_again: bool) -> None:
        self.may_send_again = may_send_again
        """Whether it came from our own site, so that it may be shown once more with a token that counts."""
        super().__init__("We could not make sure that this came from you. Nothing was stored. Open the page again.")


class Sender(Enum):
    """Whose page sent a request, by what the browser says of it."""

    OURS = "ours"
    OTHERS = "others"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of one browser."""

    browser: str = field(repr=False)
    session: str | None = field(default=None, repr=False)
    """The secret of a session that counts."""
    actor: Actor = PUBLIC
    is_new: bool = False
    """Whether the browser had no cookie yet, so that it is sent one."""

    def token(self, key: SignInKey) -> str:
        """What every form of this visit carries."""
        return key.sign("form", (self.session or self.browser).encode()).hex()

    def has_sent(self, token: str, key: SignInKey) -> bool:
        """Whether a form carries the token of this visit."""
        return compare_digest(token.encode(), self.token(key).encode())


def settings_of(request: Asked) -> Settings:
    """The settings of the registry that is asked."""
    settings = request.app.state.settings
    assert isinstance(settings, Settings)
    return settings


def key_of(request: Asked) -> SignInKey:
    """The key of this server's sign-in."""
    return sign_in_key(settings_of(request).data_dir)


def visit_of(request: Asked) -> Visit:
    """The visit that a request is part of, on a voting page."""
    visit = request.scope["state"][VISIT]
    assert isinstance(visit, Visit)
    return visit


def actor_of(request: Asked) -> Actor:
    """Who is signed in; the public where nobody is."""
    return visit_of(request).actor


def caller_of(request: Asked, request_id: str | None = None) -> Caller:
    """Who is signed in, as use cases are called by them."""
    return Caller(request.app.state.store, actor_of(request), request_id)


def browser_of(request: Asked) -> Browser:
    """The browser, as it signs in."""
    return Browser(key_of(request), visit_of(request).browser)


def kept(request: Asked, name: str) -> str | None:
    """What the browser has kept in a cookie of ours."""
    value = request.cookies.get(_full_name(settings_of(request), name), "")
    return value if 0 < len(value) <= LONGEST_COOKIE else None


def new_browser() -> str:
    """A random name for a browser."""
    return secrets.token_urlsafe(BROWSER_BYTES)


def session_cookie(settings: Settings, session: NewSession) -> Cookie:
    """The cookie of somebody who signs in. It lasts as long as the session, also where the browser is closed."""
    seconds = int((session.expires_at - datetime.now(UTC)).total_seconds())
    return _cookie(settings, SESSION, session.secret, seconds)


def no_session_cookie(settings: Settings) -> Cookie:
    """What makes a browser forget the cookie of a session."""
    return _cookie(settings, SESSION, "", 0)


def browser_cookie(settings: Settings, browser: str) -> Cookie:
    """The cookie of a browser, until it is closed."""
    return _cookie(settings, BROWSER, browser, None)


def sender(fetch_site: str | None, origin: str | None, host: str, base_url: str) -> Sender:
    """Whose page sent a request: by Sec-Fetch-Site where the browser says it, else by Origin.

    A page of our own host is ours, under whatever name it was opened; other sites under the same domain are others.
    """
    if fetch_site is not None:
        return Sender.OURS if fetch_site in ("same-origin", "none") else Sender.OTHERS
    if origin in (None, "null"):
        return Sender.UNSAID
    named = urlsplit(origin).netloc
    return Sender.OURS if named and named in (host, urlsplit(base_url).netloc) else Sender.OTHERS


def require_ours(request: Asked, token: str) -> None:
    """See that a form was sent from a page of ours that is open in this visit.

    Raises:
        CsrfError: it was not, or that cannot be told.
    """
    headers = request.headers
    said = sender(
        headers.get("sec-fetch-site"), headers.get("origin"), headers.get("host", ""), settings_of(request).base_url
    )
    is_known = visit_of(request).has_sent(token, key_of(request))
    if said is Sender.OTHERS or not is_known:
        raise CsrfError(may_send_again=said is Sender.OURS)


def _is_secure(settings: Settings) -> bool:
    return settings.base_url.startswith("https://")


def _full_name(settings: Settings, name: str) -> str:
    return FIRMLY + name if _is_secure(settings) else name


def _cookie(settings: Settings, name: str, value: str, seconds: int | None) -> Cookie:
    is_secure = _is_secure(settings)
    return Cookie(
        key=_full_name(settings, name),
        value=value,
        path=PATH,
        max_age=seconds,
        secure=is_secure,
        httponly=True,
        samesite="lax",
    )
