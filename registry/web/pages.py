"""Pages for people: the front page, the priority sets, the measures. Rendered here, without any script."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs

from litestar import Request, Response, get

from governance.priority_sets import PrioritySet
from governance.publication import Published
from measures.jurisdictions import FEDERAL, REGISTRY, STATES
from measures.labels import MeasureLabel
from measures.references import Kind
from measures.search import EVERY_MEASURE, MeasureFilter, words
from measures.vocabularies import Setting
from registry import searching
from registry.proof.keys import fingerprint
from registry.reading import read_document
from registry.storage import documents, log, signing_keys
from registry.web import document_pages, templating
from registry.web.shown_measures import shown
from registry.web.standing import IN_FORCE, standing

FRESH: Final = {"Cache-Control": "no-cache"}
MOST_SHOWN: Final = 300
LONGEST_SEARCH: Final = 200

Asked = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class ShownSet:
    """A priority set in a list."""

    published: Published
    document: PrioritySet
    status: str


@get("/")
async def home(request: Asked) -> Response[bytes]:
    """What this registry is, where to look, how to verify, and the newest checkpoint."""
    measures = await searching.published_measures()
    page = templating.render(
        request,
        "home.html",
        sets=await priority_sets(),
        measure_count=len(measures.by_id),
        checkpoint=await log.latest(),
        fingerprint=fingerprint((await signing_keys.history())[-1].verifier.public_key),
    )
    return Response(page, media_type=templating.HTML, headers=FRESH)


@get("/priority-sets")
async def priority_set_list(request: Asked) -> Response[bytes]:
    """The newest version of every priority set, or of those that hold the words and belong to the state asked for."""
    text, jurisdiction = _asked(request, "text"), _asked(request, "jurisdiction")
    found = [
        each
        for each in await priority_sets()
        if jurisdiction in ("", each.published.reference.jurisdiction) and _has_words(each, words(text))
    ]
    page = templating.render(
        request,
        "priority_sets.html",
        sets=found,
        text=text,
        jurisdiction=jurisdiction,
        places=(FEDERAL, *STATES, REGISTRY),
    )
    return Response(page, media_type=templating.HTML, headers=FRESH)


@get("/measures")
async def measure_list(request: Asked) -> Response[bytes]:
    """The measures that hold the words and are of the label and setting asked for, best first."""
    text, label, setting = (_asked(request, name) for name in ("text", "label", "setting"))
    hits = (await searching.published_measures()).index.search(text, _filter(label, setting))
    page = templating.render(
        request,
        "measures.html",
        number=len(hits),
        shown=await shown([hit.measure for hit in hits[:MOST_SHOWN]]),
        text=text,
        asked_label=label,
        asked_setting=setting,
        label_values=list(MeasureLabel),
        setting_values=list(Setting),
    )
    return Response(page, media_type=templating.HTML, headers=FRESH)


async def priority_sets() -> list[ShownSet]:
    """The newest version of every priority set, in the order of their names."""
    return [await _shown(published) for published in await documents.newest(Kind.PRIORITY_SET)]


async def _shown(published: Published) -> ShownSet:
    document = read_document(published.content)
    assert isinstance(document, PrioritySet)
    status = standing(await documents.events(published.reference)) or IN_FORCE
    return ShownSet(published, document, status)


def _has_words(each: ShownSet, asked: Iterable[str]) -> bool:
    said = words(f"{each.document.title} {each.document.programme} {each.document.agency} {each.document.name}")
    return all(any(word.startswith(begun) for word in said) for begun in asked)


def _filter(label: str, setting: str) -> MeasureFilter:
    """The filter of a form. A value that no form offers finds nothing out, so it narrows nothing."""
    labels = frozenset({MeasureLabel(label)} if label in set(MeasureLabel) else ())
    settings = frozenset({Setting(setting)} if setting in set(Setting) else ())
    return MeasureFilter(labels=labels, settings=settings) if labels or settings else EVERY_MEASURE


def _asked(request: Asked, name: str) -> str:
    """What a form asks for, without what a page could not show."""
    query = parse_qs(request.scope["query_string"].decode("latin-1"))
    return query.get(name, [""])[0][:LONGEST_SEARCH].strip()


handlers: Final = [home, priority_set_list, measure_list, *document_pages.handlers]
