"""The page on which two versions are compared: what changed, in sentences, and how far the number has to rise."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any, Final
from urllib.parse import parse_qs

from litestar import Request, Response, get

from measures.comparison import Bump, Comparability, Comparison
from measures.references import Reference
from registry.comparing import compare
from registry.exchange.exhibits.titles import title_of
from registry.reading import read_document
from registry.storage import documents
from registry.web import templating
from registry.web.documents import A_MINUTE
from registry.web.problems import Problem

LONGEST: Final = 400
SIDES: Final = ("before", "after")
HEADINGS: Final[Mapping[Bump, tuple[str, str]]] = {
    Bump.MAJOR: ("Major", "What somebody relied on is gone, or is another thing."),
    Bump.MINOR: ("Minor", "There is more, or other guidance; everything that somebody relied on stands."),
    Bump.PATCH: ("Patch", "Wording."),
}
RESULTS: Final[Mapping[Comparability, str]] = {
    Comparability.COMPARABLE: "Comparable",
    Comparability.WITH_CARE: "Comparable with care",
    Comparability.NOT_COMPARABLE: "Not comparable",
    Comparability.NOT_KNOWN: "Not known whether comparable",
}

Asked = Request[Any, Any, Any]


@get("/compare")
async def comparison(request: Asked) -> Response[bytes]:
    """Two versions side by side; without both of them, a form that asks for them."""
    asked = _asked(request)
    values: Mapping[str, object] = {"found": None}
    if all(asked.values()):
        before, after = (Reference.parse(text) for text in asked.values())
        values = await _shown(await compare(before, after))
    return Response(_page(request, **values), media_type=templating.HTML, headers={"Cache-Control": A_MINUTE})


def not_compared(request: Asked, problem: Problem) -> Response[bytes]:
    """Why two versions cannot be compared, and the form with what was asked, to mend it."""
    headers = {"Cache-Control": "no-store", "Vary": "Accept", **problem.headers}
    page = _page(request, found=None, refusal=problem.message)
    return Response(page, status_code=problem.status, media_type=templating.HTML, headers=headers)


def _asked(request: Asked) -> dict[str, str]:
    query = parse_qs(request.scope["query_string"].decode("latin-1"))
    return {side: query.get(side, [""])[0].strip() for side in SIDES}


def _page(request: Asked, **values: object) -> bytes:
    shown = {side: text[:LONGEST] for side, text in _asked(request).items()}
    return templating.render(request, "comparison.html", **{"asked": shown, "refusal": None} | values)


async def _shown(found: Comparison) -> Mapping[str, object]:
    there = await documents.many([found.before.versioned, found.after.versioned])
    groups = [(*HEADINGS[bump], list(changes)) for bump, changes in groupby(found.changes, lambda change: change.bump)]
    return {
        "found": found,
        "title": title_of(read_document(there[found.after.versioned].content)),
        "sides": [(found.before, found.before_label), (found.after, found.after_label)],
        "groups": groups,
        "rise": found.least.name.lower(),
        "results": found.comparability and RESULTS[found.comparability],
    }


handlers: Final = [comparison]
problem_pages: Final = {"/compare": not_compared}
"""Who answers when the answer is no, by the beginning of a path."""
