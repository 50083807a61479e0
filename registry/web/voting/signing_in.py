"""The pages to sign in on, by a code or by a mail that brings one, and to sign out."""

from collections.abc import Mapping
from typing import Final

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler

from measures.errors import Refusal
from registry.signing_in import (
    CodeFormError,
    Letters,
    NewSession,
    is_token,
    request_code,
    sign_in_with_code,
    sign_in_with_token,
    sign_out,
)
from registry.signing_in.challenges import BadPasskeyError, ChallengeExpiredError
from registry.signing_in.passkeys import sign_in_with_passkey
from registry.signing_in.relying_party import PasskeysNotOfferedError
from registry.storage.sign_in import ChallengeUsedError
from registry.web import sessions
from registry.web.assets.voting_scripts import PASSKEYS_ADDRESS, WITH_SCRIPT
from registry.web.languages import Say, known, to_say
from registry.web.locales import TRANSLATIONS
from registry.web.voting import forms, passkeys
from registry.web.voting.forms import Form
from registry.web.voting.frame import Asked, FieldError, language_of, render, say_in
from registry.web.voting.turned_away import noted, redirect
from registry.web.voting.ways import SIGN_IN, SIGNED_OUT, way_on

CODE: Final = "code"
EMAIL: Final = "email"
NEXT: Final = "next"
ANSWER: Final = "answer"
LONGEST_EMAIL: Final = 254
"""RFC 5321, with its erratum 1690."""
SENTENCES: Final[Mapping[str, str]] = {
    "BAD_CODE": to_say("This code does not work. Check each letter and number, or ask for a new code."),
    "CODE_USED": to_say("This code was used before. A code works one time. Ask for a new code."),
    "CODE_EXPIRED": to_say("This code is too old. Ask for a new code."),
    "SIGN_IN_LOCKED": to_say("There were too many wrong tries. Wait 15 minutes, then try again, or ask for help."),
    "BAD_TOKEN": to_say("This access token does not work. It may be too old. Ask for a new one."),
}
"""What is said beside the field, by the code of the refusal."""


@get("/sign-in")
async def sign_in_page(request: Asked) -> Response[bytes]:
    """The page to sign in on. It leads to the voting page that `next` names."""
    way = way_on(request.query_params.get(NEXT, ""))
    if sessions.actor_of(request).person_id is not None:
        return render(request, "vote/sign-in-done.html", way=way)
    return _page(request, way)


@post("/sign-in", status_code=200)
async def sign_in(request: Asked) -> Response[bytes]:
    """Sign in with what was typed: a one-time code, or the access token of somebody who works here."""
    form = await forms.sent(request)
    typed = form.text(CODE)
    try:
        session = await _session(request, typed)
    except Refusal as refusal:
        return _refused(request, form, refusal, "" if is_token(typed) else typed)
    return _begin(request, form, session)


@post("/sign-in/passkey", status_code=200)
async def sign_in_by_passkey(request: Asked) -> Response[bytes]:
    """Sign in with the answer of a passkey."""
    form = await forms.sent(request)
    try:
        session = await sign_in_with_passkey(request.app.state.store, passkeys.site_of(request), form.text(ANSWER))
    except (BadPasskeyError, ChallengeExpiredError, ChallengeUsedError, PasskeysNotOfferedError) as refusal:
        return _page(request, _way(form), status=noted(request, refusal), passkey_failed=True)
    return _begin(request, form, session)


@get("/sign-in/send")
async def send_page(request: Asked) -> Response[bytes]:
    """The page to ask for a mail on, where this site sends any."""
    return _send_page(request)


@post("/sign-in/send", status_code=200)
async def send(request: Asked) -> Response[bytes]:
    """Send codes to an address. What is answered is the same for every address."""
    form = await forms.sent(request)
    address, say = form.text(EMAIL), say_in(request)
    if not _may_be_address(address):
        wrong = say("Type your mail address, like name@example.org.")
        return _send_page(request, address, [FieldError(EMAIL, wrong)], status=422)
    if _sends_mail(request):
        await request_code(request.app.state.store, address, _letters(request))
    return render(request, "vote/sign-in-sent.html", here=f"{SIGN_IN}/send", is_sent=_sends_mail(request))


@post("/sign-out", status_code=200)
async def sign_out_here(request: Asked) -> Response[bytes]:
    """Sign out at this browser."""
    session = sessions.visit_of(request).session
    if session is not None:
        await sign_out(request.app.state.store, session)
    response = redirect(SIGNED_OUT)
    response.set_cookie(sessions.no_session_cookie(sessions.settings_of(request)))
    return response


@get("/signed-out")
async def signed_out_page(request: Asked) -> Response[bytes]:
    """That nobody is signed in any more."""
    return render(request, "vote/sign-in-over.html")


async def _session(request: Asked, typed: str) -> NewSession:
    store = request.app.state.store
    if is_token(typed):
        return await sign_in_with_token(store, typed)
    return await sign_in_with_code(store, typed, sessions.browser_of(request))


def _begin(request: Asked, form: Form, session: NewSession) -> Response[bytes]:
    response = redirect(_way(form))
    response.set_cookie(sessions.session_cookie(sessions.settings_of(request), session))
    return response


def _way(form: Form) -> str:
    return way_on(form.text(NEXT))


def _refused(request: Asked, form: Form, refusal: Refusal, typed: str) -> Response[bytes]:
    """The page again, with what is wrong beside the field. A refusal that is no answer to a code is passed on."""
    say = say_in(request)
    if isinstance(refusal, CodeFormError):
        sentence = _about_form(refusal, say)
    elif refusal.code in SENTENCES:
        sentence = say(SENTENCES[refusal.code])
    else:
        raise refusal
    wrong = [FieldError(CODE, sentence)]
    return _page(request, _way(form), status=noted(request, refusal), typed=typed, errors=wrong)


def _about_form(refusal: CodeFormError, say: Say) -> str:
    if refusal.strange:
        return say("A code has only letters and numbers. You typed {sign}.").format(sign=refusal.strange)
    if not refusal.length:
        return say("Type your code. It has 15 letters and numbers.")
    return say("A code has 15 letters and numbers. You typed {number}.").format(number=refusal.length)


def _page(
    request: Asked,
    way: str,
    *,
    status: int = 200,
    typed: str = "",
    errors: list[FieldError] | None = None,
    passkey_failed: bool = False,
) -> Response[bytes]:
    options = passkeys.options_to_sign_in(request)
    return render(
        request,
        "vote/sign-in.html",
        status=status,
        here=SIGN_IN,
        errors=errors or [],
        headers=WITH_SCRIPT if options else {},
        way=way,
        typed=typed,
        sends_mail=_sends_mail(request),
        options=options,
        passkey_failed=passkey_failed,
        script=PASSKEYS_ADDRESS,
    )


def _send_page(
    request: Asked, typed: str = "", errors: list[FieldError] | None = None, status: int = 200
) -> Response[bytes]:
    return render(
        request,
        "vote/sign-in-send.html",
        status=status,
        errors=errors or [],
        typed=typed,
        sends_mail=_sends_mail(request),
    )


def _sends_mail(request: Asked) -> bool:
    settings = sessions.settings_of(request)
    return settings.smtp_url is not None and settings.mail_from is not None


def _letters(request: Asked) -> Letters:
    """How mails are written: in the language that a person prefers, else in that of the page they were asked for on."""
    here = language_of(request)
    address = sessions.settings_of(request).base_url + SIGN_IN
    return Letters(address, lambda tag: TRANSLATIONS[known(tag) or here].gettext)


def _may_be_address(text: str) -> bool:
    name, _, host = text.rpartition("@")
    is_one_word = text.isprintable() and not any(sign.isspace() for sign in text)
    return bool(name and host) and "@" not in name and is_one_word and len(text) <= LONGEST_EMAIL


handlers: Final[list[HTTPRouteHandler]] = [
    sign_in_page,
    sign_in,
    sign_in_by_passkey,
    send_page,
    send,
    sign_out_here,
    signed_out_page,
    *passkeys.handlers,
]
