"""The page of one's own passkeys: to see, add and remove them. Also what other pages need to offer a passkey."""

from datetime import UTC, datetime
from typing import Final

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler

from governance.policy import SignInError
from measures.errors import Refusal
from registry.signing_in.challenges import BadPasskeyError, ChallengeExpiredError
from registry.signing_in.passkeys import (
    PasskeyNotFoundError,
    TooManyPasskeysError,
    add_passkey,
    options_to_add_passkey,
    remove_passkey,
)
from registry.signing_in.relying_party import PasskeysNotOfferedError, RelyingParty, relying_party
from registry.storage import sign_in as storage
from registry.storage.sign_in import ChallengeUsedError, PasskeyExistsError
from registry.web import sessions
from registry.web.assets.voting_scripts import PASSKEYS_ADDRESS, WITH_SCRIPT
from registry.web.languages import to_say
from registry.web.voting import forms
from registry.web.voting.frame import Asked, render, say_in
from registry.web.voting.turned_away import noted, redirect

PLACE: Final = "/vote/passkeys"
ANSWER: Final = "answer"
PASSKEY: Final = "passkey"
SENTENCES: Final = {
    "BAD_PASSKEY": to_say("The passkey did not work. Try again."),
    "CHALLENGE_EXPIRED": to_say("This page was open for too long. Try again."),
    "CHALLENGE_USED": to_say("This was sent before. Try again."),
    "PASSKEY_EXISTS": to_say("You added this passkey before. You do not have to do more."),
    "TOO_MANY_PASSKEYS": to_say("You have 10 passkeys. Remove one before you add the next."),
    "PASSKEY_NOT_FOUND": to_say("This passkey is not here. It may be removed already."),
}
"""What is said about what did not work, by the code of the refusal."""
SAYABLE: Final = (
    BadPasskeyError,
    ChallengeExpiredError,
    ChallengeUsedError,
    PasskeyExistsError,
    PasskeyNotFoundError,
    TooManyPasskeysError,
)


def site_of(request: Asked) -> RelyingParty:
    """The site, as passkeys know it.

    Raises:
        PasskeysNotOfferedError: its address is one that they do not work for.
    """
    return relying_party(sessions.settings_of(request).base_url, sessions.key_of(request))


def options_to_sign_in(request: Asked) -> str | None:
    """What the script asks of a browser to sign in; none where passkeys do not work for this address."""
    try:
        return site_of(request).options_to_sign_in(datetime.now(UTC))
    except PasskeysNotOfferedError:
        return None


@get("/passkeys")
async def page(request: Asked) -> Response[bytes]:
    """One's own passkeys."""
    return await _page(request)


@post("/passkeys", status_code=200)
async def add(request: Asked) -> Response[bytes]:
    """Add the passkey that a device made."""
    answer = (await forms.sent(request)).text(ANSWER)
    try:
        await add_passkey(sessions.caller_of(request), site_of(request), answer)
    except SAYABLE as refusal:
        return await _page(request, refusal)
    return redirect(f"{PLACE}?done=added")


@post("/passkeys/remove", status_code=200)
async def remove(request: Asked) -> Response[bytes]:
    """Remove a passkey."""
    passkey = (await forms.sent(request)).text(PASSKEY)
    try:
        await remove_passkey(sessions.caller_of(request), passkey)
    except SAYABLE as refusal:
        return await _page(request, refusal)
    return redirect(f"{PLACE}?done=removed")


async def _page(request: Asked, refusal: Refusal | None = None) -> Response[bytes]:
    caller = sessions.caller_of(request)
    if caller.actor.person_id is None:
        raise SignInError("Sign in to see your passkeys.")
    try:
        options = await options_to_add_passkey(caller, site_of(request))
    except PasskeysNotOfferedError:
        options = None
    return render(
        request,
        "vote/passkeys.html",
        status=noted(request, refusal) if refusal else 200,
        here=PLACE,
        headers=WITH_SCRIPT if options else {},
        passkeys=await storage.passkeys(caller.actor.person_id),
        options=options,
        done=request.query_params.get("done"),
        wrong_with_it=say_in(request)(SENTENCES[refusal.code]) if refusal else None,
        script=PASSKEYS_ADDRESS,
    )


handlers: Final[list[HTTPRouteHandler]] = [page, add, remove]
