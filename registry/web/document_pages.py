"""The page of a published version: what it says, in words; how it stands; how to cite it and how to check it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from litestar import Request, Response, get

from governance.advance import Advance
from governance.members import PUBLIC
from governance.priority_sets import PrioritySet, label_shares
from governance.publication import DocumentEvent, Published
from measures import catalog
from measures.dated_records import DatedKind
from measures.documents import Document
from measures.measure import MeasureSpecification
from measures.measure_sets import MeasureSetDocument
from measures.references import Reference
from registry import searching
from registry.exchange.exhibits.titles import title_of
from registry.proof.citations import citations
from registry.reading import read_document
from registry.relying import relied_on
from registry.resolving import NOW, resolve
from registry.storage import documents
from registry.web import templating
from registry.web.asked_days import as_of
from registry.web.documents import A_MINUTE, ADDRESS, moved_to, named
from registry.web.shown_measures import ShownMeasure, shown
from registry.web.standing import also, standing

Asked = Request[Any, Any, Any]


@get(f"{ADDRESS}/page")
async def page(request: Asked) -> Response[bytes]:
    """A version for people to read."""
    reference = named(request)
    if reference.version is None:
        return moved_to((await documents.get(reference)).reference, "/page")
    asked = as_of(request.scope["query_string"])
    found = await resolve(reference, asked)
    published, events = found.published, found.events
    document = read_document(published.content)
    newest = await documents.get(Reference(reference.kind, reference.name))
    before = await documents.before(published.reference)
    values = {
        "published": published,
        "document": document,
        "title": title_of(document),
        "events": events,
        "standing": standing(events),
        "also": also(events),
        "asked": asked,
        "as_of": found.standing if asked != NOW else None,
        "newest": newest.reference,
        "relied": None if request.app.state.store.mirror else await relied_on(PUBLIC, published.reference),
        "previous": before.reference if before else None,
        "titles": await _titles(published, events),
        "known_sources": catalog.load().sources,
        **await _of_its_kind(published, document, events),
    }
    content = templating.render(request, f"{reference.kind}.html", **values)
    return Response(content, media_type=templating.HTML, headers={"Cache-Control": A_MINUTE})


async def _titles(published: Published, events: Iterable[DocumentEvent]) -> Mapping[str, str]:
    """The titles of what a document cites and of what followed it, by kind, name and version."""
    cited = {each.versioned for each in citations(json.loads(published.content))}
    cited |= {event.successor.split("#")[0] for event in events if event.successor}
    there = await documents.many(cited)
    return {key: title_of(read_document(each.content)) for key, each in there.items()}


async def _of_its_kind(
    published: Published, document: Document, events: Iterable[DocumentEvent]
) -> Mapping[str, object]:
    match document:
        case PrioritySet():
            return await _priority_set(published, document, events)
        case MeasureSpecification():
            return {"shown": await _measure(published)}
        case MeasureSetDocument():
            slug = document.name.split("/")[1]
            members = (await searching.published_measures()).members(slug)
            return {"members": members, "set_id": slug, "said": await _said(published)}
        case _:
            return {"said": await _said(published)}


async def _priority_set(
    published: Published, document: PrioritySet, events: Iterable[DocumentEvent]
) -> Mapping[str, object]:
    keys = {item.measure.split("#")[0] for item in document.items}
    told = await documents.statements(keys)
    return {
        "tiers": {tier.key: tier.name for tier in document.tiers},
        "shares": label_shares(document.items),
        "in_advance": Advance(published.published_at, document.period.starts),
        "suppressed": {event.measure: event.effective_on for event in events if event.measure},
        "verification": {
            key: kinds[DatedKind.VERIFICATION].record.content["verification"]
            for key, kinds in told.items()
            if DatedKind.VERIFICATION in kinds
        },
    }


async def _measure(published: Published) -> ShownMeasure | None:
    entry = await searching.measure_of(published)
    return None if entry is None else (await shown([entry]))[0]


async def _said(published: Published) -> Mapping[str, Mapping[str, object]]:
    """What is said about a version on the newest day; nothing where nobody said anything."""
    told = await documents.statements([published.reference.versioned])
    kinds = told.get(published.reference.versioned, {})
    return {kind.value: kinds[kind].record.content if kind in kinds else {} for kind in DatedKind}


handlers: Final = [page]
