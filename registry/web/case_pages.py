"""Pages of published arrangements, as public cases, and of the term library. Everybody may read them."""

from typing import Any, Final
from urllib.parse import parse_qs

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from measures import catalog
from measures.jurisdictions import STATES
from measures.references import Kind
from registry.contracts import cases, terms
from registry.contracts.case_fields import CaseBasis
from registry.contracts.cases import PublicCase
from registry.contracts.framework_steps import Party
from registry.contracts.framework_steps import load as load_steps
from registry.contracts.terms import TermDocument, TermKind
from registry.reading import read_document
from registry.storage import documents
from registry.web import templating

FRESH: Final = {"Cache-Control": "no-cache"}
LONGEST: Final = 40
NOT_STATED: Final = {
    CaseBasis.INFERRED: "read into the box by this project",
    CaseBasis.OTHER_SOURCE: "from another source",
    CaseBasis.ADDED: "added by this project",
}

Asked = Request[Any, Any, Any]


@get("/cases")
async def case_list(request: Asked) -> Response[bytes]:
    """The public cases, or those of a state."""
    state = _asked(request, "state")
    found = [case for case in cases.load().values() if state in ("", *case.jurisdictions)]
    return _page(request, "cases.html", cases=found, state=state, places=STATES)


@get("/cases/{case_id:str}")
async def case_page(request: Asked, case_id: FromPath[str]) -> Response[bytes]:
    """One case: what its source states, what was read into it, what it leaves open."""
    case = cases.load().get(case_id)
    if case is None:
        raise NotFoundException
    known = catalog.load()
    return _page(
        request,
        "case.html",
        case=case,
        mark=lambda field: NOT_STATED.get(case.basis_of(field)),
        stream_mark=lambda stream: NOT_STATED.get(stream.basis),
        not_stated=NOT_STATED,
        titles={use.measure: known.measures[use.measure].title for use in case.uses},
        targets=_targets(case),
        sets={each: known.sets[each].name for each in case.measure_sets},
        related={each: cases.load()[each].wording.title for each in case.related_cases},
        source_ids=[case.source, *case.other_sources],
        known_sources=known.sources,
    )


@get("/terms")
async def term_list(request: Asked) -> Response[bytes]:
    """The published terms, newest versions, or those of a kind or that a side raises."""
    kind, side = _asked(request, "kind"), _asked(request, "side")
    published = [(each.reference, read_document(each.content)) for each in await documents.newest(Kind.TERM)]
    found = [
        (reference, document)
        for reference, document in published
        if isinstance(document, TermDocument) and kind in ("", document.term_kind) and side in ("", *document.raised_by)
    ]
    return _page(request, "terms.html", terms=found, kind=kind, side=side, kinds=list(TermKind), sides=list(Party))


@get("/terms/checklist")
async def blank_checklist(request: Asked) -> Response[bytes]:
    """What a side has to settle, by step, to be printed and taken to the table."""
    asked = _asked(request, "side")
    side = Party(asked) if asked in set(Party) else Party.PROVIDER
    library = [
        term
        for term in terms.load().values()
        if term.kind is not TermKind.GOVERNANCE_REQUIREMENT and side in term.raised_by
    ]
    steps = [
        (step, [term for term in library if term.steps[0] is key], getattr(step.questions, side.value))
        for key, step in load_steps().steps.items()
    ]
    return _page(request, "blank_checklist.html", side=side, sides=list(Party), steps=steps)


def _targets(case: PublicCase) -> dict[str, str]:
    return {
        item.measure.removeprefix("measure/").split("@")[0]: item.target for item in case.wording.items if item.target
    }


def _asked(request: Asked, name: str) -> str:
    query = parse_qs(request.scope["query_string"].decode("latin-1"))
    return query.get(name, [""])[0][:LONGEST].strip()


def _page(request: Asked, template: str, **values: object) -> Response[bytes]:
    return Response(templating.render(request, template, **values), media_type=templating.HTML, headers=FRESH)


handlers: Final = [case_list, case_page, term_list, blank_checklist]
