"""The page of a published version: what it says, in words; how it stands; how to cite it and how to check it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from litestar import Request, Response, get

from governance.definitions import DefinitionOfValue
from governance.priority_sets import PrioritySet, label_shares
from governance.publication import DocumentEvent, Published
from measures import catalog
from measures.dated_records import DatedKind
from measures.documents import Document
from measures.measure import MeasureSpecification
from measures.measure_sets import MeasureSetDocument
from measures.references import Reference
from registry import searching
from registry.contracts.rule_sets import RuleSetDocument
from registry.contracts.terms import TermDocument
from registry.proof.citations import citations
from registry.reading import read_document
from registry.storage import documents
from registry.web import templating
from registry.web.documents import A_MINUTE, ADDRESS, moved_to, named
from registry.web.shown_measures import ShownMeasure, shown
from registry.web.standing import standing

Asked = Request[Any, Any, Any]


@get(f"{ADDRESS}/page")
async def page(request: Asked) -> Response[bytes]:
    """A version for people to read."""
    reference = named(request)
    published = await documents.get(reference)
    if reference.version is None:
        return moved_to(published.reference, "/page")
    document = read_document(published.content)
    events = await documents.events(published.reference)
    newest = await documents.get(Reference(reference.kind, reference.name))
    values = {
        "published": published,
        "document": document,
        "title": title_of(document),
        "events": events,
        "standing": standing(events),
        "newest": newest.reference,
        "titles": await _titles(published, events),
        "known_sources": catalog.load().sources,
        **await _of_its_kind(published, document),
    }
    content = templating.render(request, f"{reference.kind}.html", **values)
    return Response(content, media_type=templating.HTML, headers={"Cache-Control": A_MINUTE})


def title_of(document: Document) -> str:
    """What a document is called."""
    match document:
        case PrioritySet() | DefinitionOfValue() | MeasureSpecification() | MeasureSetDocument():
            return document.title
        case RuleSetDocument():
            return document.programme
        case TermDocument():
            return document.term
        case _:
            return str(document.reference)


async def _titles(published: Published, events: Iterable[DocumentEvent]) -> Mapping[str, str]:
    """The titles of what a document cites and of what followed it, by kind, name and version."""
    cited = {each.versioned for each in citations(json.loads(published.content))}
    cited |= {event.successor.split("#")[0] for event in events if event.successor}
    there = await documents.many(cited)
    return {key: title_of(read_document(each.content)) for key, each in there.items()}


async def _of_its_kind(published: Published, document: Document) -> Mapping[str, object]:
    match document:
        case PrioritySet():
            return await _priority_set(published, document)
        case MeasureSpecification():
            return {"shown": await _measure(published)}
        case MeasureSetDocument():
            slug = document.name.split("/")[1]
            members = (await searching.published_measures()).members(slug)
            return {"members": members, "set_id": slug, "said": await _said(published)}
        case _:
            return {"said": await _said(published)}


async def _priority_set(published: Published, document: PrioritySet) -> Mapping[str, object]:
    keys = {item.measure.split("#")[0] for item in document.items}
    told = await documents.statements(keys)
    return {
        "tiers": {tier.key: tier.name for tier in document.tiers},
        "shares": label_shares(document.items),
        "in_advance": published.published_at.date() < document.period.starts,
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
