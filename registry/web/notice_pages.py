"""The pages on which contract managers read what they are told, acknowledge it, and say where it shall go.

They are shown to the organization alone and kept nowhere. Every form carries the token of the visit.
"""

from typing import Any, Final
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath

from governance.deliveries import DeliveryId, DeliveryState
from governance.members import Actor, Role
from governance.notices import NoticeId
from governance.policy import SignInError, organisations_told
from governance.subscriptions import SubscriptionId
from measures.errors import InvalidError
from measures.references import Reference
from registry.acknowledging import acknowledge, notice_of
from registry.contracts.summary import ContractId
from registry.exchange.calendars import calendar_file, calendar_name
from registry.identity import actor_of as actor_of_token
from registry.renewing import renewal_of
from registry.scheduling import own_changes
from registry.storage import contracts, deliveries, documents, notices, subscriptions
from registry.subscribing import (
    end_subscription,
    own_deliveries,
    pause_subscription,
    replay,
    rotate_secret,
    subscribe_by_email,
    subscribe_by_webhook,
    subscription_of,
)
from registry.web import templating
from registry.web.change_pages import CALENDAR
from registry.web.sessions import actor_of, caller_of, key_of, settings_of
from registry.web.voting.forms import new_request, request_id_of, sent
from registry.web.voting.turned_away import noted, redirect, sign_in_first
from registry.web.voting.visiting import Visiting, enter
from registry.web.voting.visitors import require_signed_in
from registry.webhook_secrets import secret_text

PATH: Final = "/notices"
PRIVATE: Final = {"Cache-Control": "no-store", "Vary": "Cookie"}
MOST: Final = 200
BEARER: Final = "Bearer "

Asked = Request[Any, Any, Any]


@get(PATH)
async def notice_list(request: Asked) -> Response[bytes]:
    """What your organizations were told, newest first; where it goes; and what could not be delivered."""
    return await _list(request, require_signed_in(request))


@get(f"{PATH}/{{notice_id:uuid}}")
async def notice_page(request: Asked, notice_id: FromPath[UUID]) -> Response[bytes]:
    """One notice: what happened, what differs, which contracts it concerns, what to do."""
    found = await notice_of(require_signed_in(request), NoticeId(notice_id))
    content = found.notice.content
    about = Reference.parse(content.about)
    event = next((each for each in await documents.events(about) if each.id == content.event), None)
    return _page(
        request,
        "notice.html",
        notice=found.notice,
        content=content,
        about=about,
        successor=Reference.parse(content.successor) if content.successor else None,
        note=event.note if event else None,
        acknowledgement=found.acknowledgement,
        own=[await contracts.get(ContractId(UUID(each))) for each in content.contracts],
        deliveries=(await deliveries.of_notices([notice_id])).get(notice_id, []),
        request_id=new_request(),
    )


@post(f"{PATH}/{{notice_id:uuid}}/acknowledge")
async def acknowledge_notice(request: Asked, notice_id: FromPath[UUID]) -> Response[bytes]:
    """Say that a notice was read."""
    require_signed_in(request)
    await acknowledge(caller_of(request, request_id_of(await sent(request))), NoticeId(notice_id))
    return redirect(f"{PATH}/{notice_id}")


@post(f"{PATH}/subscriptions", status_code=200)
async def subscribe(request: Asked) -> Response[bytes]:
    """Have notices sent to one's own address, or to a webhook, whose secret is then shown once."""
    actor, form = require_signed_in(request), await sent(request)
    caller, organisation = caller_of(request, request_id_of(form)), form.text("organisation")
    if not form.text("address"):
        await subscribe_by_email(caller, organisation)
        return redirect(f"{PATH}#subscriptions")
    try:
        made = await subscribe_by_webhook(caller, organisation, form.text("address"))
    except InvalidError as refusal:
        return await _list(request, actor, refusal=refusal, address=form.text("address"))
    return await _secret(request, actor, made)


@post(f"{PATH}/subscriptions/{{subscription_id:uuid}}", status_code=200)
async def change_subscription(request: Asked, subscription_id: FromPath[UUID]) -> Response[bytes]:
    """Pause, take up again, end, or give another secret."""
    actor, form = require_signed_in(request), await sent(request)
    caller, which = caller_of(request, request_id_of(form)), SubscriptionId(subscription_id)
    match form.text("act"):
        case "pause" | "resume" as act:
            await pause_subscription(caller, which, paused=act == "pause")
        case "end":
            await end_subscription(caller, which)
        case "rotate":
            return await _secret(request, actor, await rotate_secret(caller, which))
    return redirect(f"{PATH}#subscriptions")


@post(f"{PATH}/deliveries/{{delivery_id:uuid}}/replay")
async def replay_delivery(request: Asked, delivery_id: FromPath[UUID]) -> Response[bytes]:
    """Make a delivery again that was given up."""
    require_signed_in(request)
    await replay(caller_of(request, request_id_of(await sent(request))), DeliveryId(delivery_id))
    return redirect(f"{PATH}#deliveries")


@get(f"{PATH}.ics")
async def own_calendar(request: Asked) -> Response[bytes]:
    """What changes for your contracts, as a calendar: for whoever is signed in, or whom the request's token names."""
    sent_token = request.headers.get("authorization", "")
    actor = actor_of(request)
    if sent_token.startswith(BEARER):
        actor = await actor_of_token(sent_token.removeprefix(BEARER))
    if actor.person_id is None:
        raise SignInError("Sign in first, or send a token that names you.")
    content = calendar_file(await own_changes(actor), calendar_name(None, is_own=True), settings_of(request).base_url)
    return Response(content, media_type=CALENDAR, headers=PRIVATE)


@get("/contracts/{contract_id:uuid}/renewal")
async def renewal_page(request: Asked, contract_id: FromPath[UUID]) -> Response[bytes]:
    """A contract as signed, held against the set of today."""
    contract, found = await renewal_of(require_signed_in(request), ContractId(contract_id))
    return _page(request, "renewal.html", contract=contract, renewal=found)


async def _list(
    request: Asked, actor: Actor, refusal: InvalidError | None = None, address: str = ""
) -> Response[bytes]:
    own = organisations_told(actor)
    found = await notices.newest(own, MOST)
    return _page(
        request,
        "notices.html",
        status=200 if refusal is None else noted(request, refusal),
        refusal=refusal,
        address=address,
        notices=found,
        read=await notices.acknowledgements([each.id for each in found]),
        subscriptions=await subscriptions.of(own),
        given_up=await own_deliveries(actor, DeliveryState.DEAD, MOST),
        managed=sorted(actor.organisations(Role.CONTRACT_MANAGER)),
        most=MOST,
        versioned=lambda text: Reference.parse(text).versioned,
        request_id=new_request(),
    )


async def _secret(request: Asked, actor: Actor, subscription_id: SubscriptionId) -> Response[bytes]:
    found = await subscription_of(actor, subscription_id)
    return _page(request, "webhook-secret.html", subscription=found, secret=secret_text(key_of(request), found))


def _page(request: Asked, template: str, *, status: int = 200, **values: object) -> Response[bytes]:
    state = request.scope["state"]
    page = templating.render(
        request,
        template,
        signed_in=state.get("signed_in"),
        csrf_token=state.get("csrf_token", ""),
        manages=bool(actor_of(request).organisations(Role.CONTRACT_MANAGER)),
        **values,
    )
    return Response(page, status_code=status, media_type=templating.HTML, headers=PRIVATE)


handlers: Final = [
    Router(
        path="/",
        middleware=[Visiting()],
        before_request=enter,
        exception_handlers={SignInError: sign_in_first},
        route_handlers=[
            notice_list,
            notice_page,
            acknowledge_notice,
            subscribe,
            change_subscription,
            replay_delivery,
            own_calendar,
            renewal_page,
        ],
    )
]
