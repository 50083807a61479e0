"""Published documents by reference: the stored bytes, never serialised again, and what happened to them since.

GET /priority-set/US-TN/quiltss-nf@1.0.0                    the bytes; they may be kept for ever
GET /priority-set/US-TN/quiltss-nf@1.0.0?digest=sha256:…    the same, or 409
GET /priority-set/US-TN/quiltss-nf                          302 to the newest version
GET /priority-set/US-TN/quiltss-nf?on=2027-05-01            302 to the version that covers that day
GET /priority-set/US-TN/quiltss-nf@1.0.0/events             what happened since; kept for a minute
GET …/events?on=2026-01-01&known_at=2026-03-01T00:00:00Z    the same as of a day and as was known at an instant
"""

import json
from typing import Any, Final
from urllib.parse import parse_qs

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException

from governance.publication import DocumentEvent, Published
from governance.standing import Standing
from measures.documents import instant
from measures.references import BadReferenceError, Kind, Reference
from registry.resolving import NOW, resolve
from registry.storage import documents
from registry.web.asked_days import as_of
from registry.web.conditions import entity_tag, is_named
from registry.web.document_shelf import DocumentShelf
from registry.web.problems import Problem

JSON: Final = "application/json"
ADDRESS: Final = "/{kind:str}/{owner:str}/{name:str}"
FOR_EVER: Final = "public, max-age=31536000, immutable"
"""RFC 8246; a year is as long as caches keep anything."""
A_MINUTE: Final = "public, max-age=60"
ASK_EACH_TIME: Final = "no-cache"
NEWS: Final = "status"
"""The registered relation for the status of a resource (RFC 8631 §4.3)."""

Asked = Request[Any, Any, Any]


def named(request: Asked) -> Reference:
    """The reference that an address names, with the digest of its query.

    Raises:
        NotFoundException: there is no such kind of document.
        BadReferenceError: the rest is not a reference, or the digest cannot go with it.
    """
    kind, owner, name = (request.path_params[part] for part in ("kind", "owner", "name"))
    if kind not in set(Kind):
        raise NotFoundException
    if "#" in name:
        raise BadReferenceError("An address takes the digest as ?digest=sha256:…, not behind a #.")
    reference = Reference.parse(f"{kind}/{owner}/{name}")
    query = parse_qs(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
    digests = query.get("digest", [])
    if not digests:
        return reference
    if len(digests) > 1 or reference.version is None:
        raise BadReferenceError("One digest goes with one version: …@1.0.0?digest=sha256:…")
    # The parser judges the digest; it is the only grammar there is.
    return Reference.parse(f"{reference}#{digests[0]}")


def moved_to(reference: Reference, suffix: str = "") -> Response[bytes]:
    """From a name to its newest version. Asked for anew each time, since the newest may be another one tomorrow."""
    headers = {"Location": f"/{reference.versioned}{suffix}", "Cache-Control": ASK_EACH_TIME}
    return Response(b"", status_code=302, media_type="text/plain", headers=headers)


@get(ADDRESS)
async def document(request: Asked) -> Response[bytes]:
    """The stored bytes of a version; from a name without a version, the way to the newest."""
    reference = named(request)
    if reference.version is None and (asked := as_of(request.scope["query_string"])) != NOW:
        return moved_to((await resolve(reference, asked)).published.reference)
    shelf: DocumentShelf = request.app.state.document_shelf
    published = await shelf.get(reference)
    if reference.version is None:
        return moved_to(published.reference)
    return answered(request, published)


def answered(request: Asked, published: Published) -> Response[bytes]:
    """Published bytes, or 304 for somebody who has them (RFC 9110 §13.2.2)."""
    tag = entity_tag(str(published.reference.digest))
    headers = {
        "ETag": tag,
        "Cache-Control": FOR_EVER,
        "Link": f'</{published.reference.versioned}/events>; rel="{NEWS}"',
    }
    wanted, held = _field(request, "if-match"), _field(request, "if-none-match")
    if wanted is not None and not is_named(wanted, tag, weakly=False):
        message = f"If-Match does not name the digest of {published.reference.versioned}."
        return Problem(412, "PRECONDITION_FAILED", message).response(request)
    if is_named(held, tag, weakly=True):
        return Response(b"", status_code=304, media_type=JSON, headers=headers)
    return Response(published.content, media_type=JSON, headers=headers)


@get(f"{ADDRESS}/events")
async def events(request: Asked) -> Response[bytes]:
    """What happened to a version since it was published, oldest first."""
    reference = named(request)
    if reference.version is None:
        return moved_to((await documents.get(reference)).reference, "/events")
    found = await resolve(reference, as_of(request.scope["query_string"]))
    published = found.published
    content = {
        "reference": str(published.reference),
        "published_at": instant(published.published_at),
        "leaf": published.leaf,
        "events": [event_fields(event) for event in found.events],
        "standing": standing_fields(found.standing),
    }
    body = json.dumps(content, ensure_ascii=False).encode()
    return Response(body, media_type=JSON, headers={"Cache-Control": A_MINUTE})


def event_fields(event: DocumentEvent) -> dict[str, object]:
    """An event as it is shown; every field stands there, null where nothing is known."""
    return {
        "kind": event.kind.value,
        "effective_on": event.effective_on.isoformat(),
        "recorded_at": instant(event.recorded_at) if event.recorded_at else None,
        "note": event.note,
        "successor": event.successor,
        "measure": event.measure,
        "ends": event.ends.isoformat() if event.ends else None,
        "leaf": event.leaf,
    }


def standing_fields(standing: Standing) -> dict[str, object]:
    """How a version stands, for programs and in sentences."""
    return {
        "on": standing.on.isoformat(),
        "known_at": instant(standing.known_at) if standing.known_at else None,
        "state": standing.state.value,
        "since": standing.since.isoformat() if standing.since else None,
        "successor": standing.successor,
        "suppressed": [{"measure": each.measure, "since": each.since.isoformat()} for each in standing.suppressed],
        "period_ends": standing.period_ends.isoformat() if standing.period_ends else None,
        "sentences": list(standing.sentences),
    }


def _field(request: Asked, name: str) -> str | None:
    """A header that may stand in several lines, as one list (RFC 9110 §5.3)."""
    lines = request.headers.getall(name, [])
    return ", ".join(lines) if lines else None


handlers: Final = [document, events]
