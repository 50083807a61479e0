"""The pages of contract managers and auditors: their own contracts, and where each of them stands.

Parties are private, so a page is shown to its own organization alone, is kept nowhere, and answers everybody else as if
the contract did not exist.
"""

from typing import Any, Final
from urllib.parse import parse_qs
from uuid import UUID

from litestar import Request, Response, Router, get
from litestar.params import FromPath

from governance.members import Actor, Role
from governance.policy import SignInError
from measures.references import Kind
from registry.contracting import contract_of
from registry.contracts.framework_steps import Party, StepId, StepPhase
from registry.contracts.framework_steps import load as load_steps
from registry.contracts.steps import phase_of, steps_of
from registry.contracts.summary import ContractId, ContractSummary
from registry.contracts.wording import Attribution
from registry.exchange.exhibits.titles import title_of
from registry.reading import read_document
from registry.storage import contracts, documents
from registry.tracking import standing_of
from registry.web import templating
from registry.web.sessions import actor_of
from registry.web.voting.turned_away import sign_in_first
from registry.web.voting.visiting import Visiting, enter
from registry.web.voting.visitors import require_signed_in

PATH: Final = "/contracts"
PRIVATE: Final = {"Cache-Control": "no-store", "Vary": "Cookie"}
MOST: Final = 500
FIRST: Final = UUID(int=0)

Asked = Request[Any, Any, Any]


@get("/")
async def contract_list(request: Asked) -> Response[bytes]:
    """The contracts of your organizations, newest first, or those at a step or in a phase of the framework."""
    actor = require_signed_in(request)
    step, phase = _asked(request, "step"), _asked(request, "phase")
    wanted = steps_of(
        StepId(step) if step in set(StepId) else None, StepPhase(phase) if phase in set(StepPhase) else None
    )
    found = await contracts.page(_own(actor), FIRST, MOST, wanted)
    return _page(
        request,
        "contracts.html",
        contracts=sorted(found, key=lambda each: each.recorded_at, reverse=True),
        most=MOST,
        step=step,
        phase=phase,
        framework=load_steps(),
        phase_of=phase_of,
    )


@get("/{contract_id:uuid}")
async def contract_page(request: Asked, contract_id: FromPath[UUID]) -> Response[bytes]:
    """One contract: its words, its steps, what each side has still to settle, its plan, its chain."""
    actor = require_signed_in(request)
    contract = await contract_of(actor, ContractId(contract_id))
    standing = await standing_of(contract)
    attribution = contract.summary.attribution
    place = contract.summary.citation.jurisdiction
    return _page(
        request,
        "contract.html",
        contract=contract,
        summary=contract.summary,
        rule=attribution if isinstance(attribution, Attribution) else None,
        standing=standing,
        chain=await contracts.chain(contract),
        checklists={side: standing.points(side) for side in (Party.PLAN, Party.PROVIDER, Party.STATE)},
        parties=list(Party),
        titles=await _titles(contract.summary),
        rule_sets=[each.reference for each in await documents.page(Kind.RULE_SET, "", MOST, place)],
    )


async def _titles(summary: ContractSummary) -> dict[str, str]:
    """The titles of the measures of a contract, by kind, name and version."""
    found = await documents.many(str(item.measure).partition("#")[0] for item in summary.items)
    return {versioned: title_of(read_document(each.content)) for versioned, each in found.items()}


def _own(actor: Actor) -> frozenset[str]:
    return actor.organisations(Role.CONTRACT_MANAGER) | actor.organisations(Role.AUDITOR)


def _asked(request: Asked, name: str) -> str:
    return parse_qs(request.scope["query_string"].decode("latin-1")).get(name, [""])[0]


def _page(request: Asked, template: str, **values: object) -> Response[bytes]:
    state = request.scope["state"]
    page = templating.render(
        request,
        template,
        signed_in=state.get("signed_in"),
        csrf_token=state.get("csrf_token", ""),
        manages=bool(actor_of(request).organisations(Role.CONTRACT_MANAGER)),
        **values,
    )
    return Response(page, media_type=templating.HTML, headers=PRIVATE)


handlers: Final = [
    Router(
        path=PATH,
        middleware=[Visiting()],
        before_request=enter,
        exception_handlers={SignInError: sign_in_first},
        route_handlers=[contract_list, contract_page],
    )
]
