"""Exhibits, and how to cite a version.

GET /priority-set/US-TN/quiltss-nf@1.0.0/bundle                   the exhibit, as of the newest checkpoint
GET /priority-set/US-TN/quiltss-nf@1.0.0/bundle?checkpoint=427    the same bytes each time, for one release of this
GET /priority-set/US-TN/quiltss-nf@1.0.0/cite                     the forms of its reference, and a clause to copy
"""

from base64 import b64encode
from typing import Any, Final
from urllib.parse import parse_qs

from litestar import Request, Response, get

from measures.references import BadReferenceError
from registry.citing import Citation, citation_of
from registry.contracts.clauses import MOST_DAYS, AdoptionMoment, AdoptionRule, AdoptionRuleError
from registry.storage import documents
from registry.storage.transaction import Store
from registry.web import templating
from registry.web.conditions import entity_tag, is_named
from registry.web.documents import A_MINUTE, ADDRESS, ASK_EACH_TIME, moved_to, named
from registry.web.exhibit_shelf import ExhibitShelf
from registry.web.sessions import settings_of

ZIP: Final = "application/zip"
MOST_DIGITS: Final = 18
MOMENTS: Final = {
    AdoptionMoment.RENEWAL: "at the next renewal",
    AdoptionMoment.PERIOD: "at the start of the next measurement period",
    AdoptionMoment.NOTICE: "a number of days after notice",
}

Asked = Request[Any, Any, Any]


@get(f"{ADDRESS}/bundle")
async def bundle(request: Asked) -> Response[bytes]:
    """The exhibit of a version as a zip file. `Content-Location` names the checkpoint, and so these very bytes."""
    store: Store = request.app.state.store
    shelf: ExhibitShelf = request.app.state.exhibit_shelf
    reference = named(request)
    if reference.version is None:
        return moved_to((await documents.get(reference)).reference, "/bundle")
    made = await shelf.get(store, reference, _checkpoint(request))
    tag = entity_tag(made.digest)
    headers = {
        "Content-Disposition": f'attachment; filename="{made.file_name}"',
        "Content-Location": made.address,
        "Cache-Control": ASK_EACH_TIME,
        "ETag": tag,
        # RFC 9530: what `sha256sum` says of the file, in base64.
        "Repr-Digest": f"sha-256=:{b64encode(bytes.fromhex(made.digest.removeprefix('sha256:'))).decode()}:",
    }
    if is_named(request.headers.get("if-none-match"), tag, weakly=True):
        return Response(b"", status_code=304, media_type=ZIP, headers=headers)
    return Response(made.content, media_type=ZIP, headers=headers)


@get(f"{ADDRESS}/cite")
async def cite(request: Asked) -> Response[bytes]:
    """How to cite a version: for people, for systems and for contracts."""
    store: Store = request.app.state.store
    reference = named(request)
    if reference.version is None:
        return moved_to((await documents.get(reference)).reference, "/cite")
    asked = _fields(request)
    found, refusal = await _cited(store, request, asked)
    content = templating.render(
        request,
        "cite.html",
        citation=found,
        base=settings_of(request).base_url,
        asked=asked,
        refusal=refusal,
        moments=MOMENTS,
        most_days=MOST_DAYS,
    )
    headers = {"Cache-Control": A_MINUTE}
    return Response(content, status_code=422 if refusal else 200, media_type=templating.HTML, headers=headers)


async def _cited(store: Store, request: Asked, asked: dict[str, str]) -> tuple[Citation, str | None]:
    """The citation as it was asked for; with a rule that cannot be, the static one and what is wrong with the rule."""
    reference = named(request)
    try:
        rule = _rule(asked)
    except AdoptionRuleError as refusal:
        return await citation_of(store, reference), refusal.message
    return await citation_of(store, reference, rule), None


def _rule(asked: dict[str, str]) -> AdoptionRule | None:
    """The adoption rule that a form asks for; none where it asks for the static clause.

    Raises:
        AdoptionRuleError: a part of it is missing or cannot be.
    """
    moment = asked["moment"]
    if not moment:
        return None
    if moment not in set(AdoptionMoment):
        raise AdoptionRuleError(f"{moment[:40]!r} is no moment; choose one of the list.")
    days = asked["days"]
    if not days.isascii() or not days.isdigit() or len(days) > MOST_DIGITS:
        raise AdoptionRuleError("Say how many days of notice it takes, as a whole number.")
    return AdoptionRule(AdoptionMoment(moment), int(days), asked["notice_by"], not asked["any_major"])


def _fields(request: Asked) -> dict[str, str]:
    query = parse_qs(request.scope["query_string"].decode("latin-1"))
    return {name: query.get(name, [""])[0].strip() for name in ("moment", "days", "notice_by", "any_major")}


def _checkpoint(request: Asked) -> int | None:
    """The size of the log that an address names.

    Raises:
        BadReferenceError: it is no whole number above zero.
    """
    query = parse_qs(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
    texts = query.get("checkpoint", [])
    if not texts:
        return None
    text = texts[0]
    if len(texts) > 1 or not text.isascii() or not text.isdigit() or text.startswith("0") or len(text) > MOST_DIGITS:
        raise BadReferenceError("A checkpoint is named once, by the size of the log: ?checkpoint=427.")
    return int(text)


handlers: Final = [bundle, cite]
